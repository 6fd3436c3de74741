"""The bench: what a sync costs in bytes, CPU and time, and how soon the office answers.

`make bench`, or `python -m tests.bench --only wire --quick`.

It prints one JSON object, `{"figures": [{name, value, unit, bound, holds}]}`, and ends with 1 where a bound does not
hold. Bounds are ratios to something measured in the same run, so that they mean the same on a slow machine; those that
are not (records a second, milliseconds of the office's pages) say so by their unit. Progress goes to standard error.

One module per group of figures, each with `measure(is_quick) -> list[Figure]`. To add one: a module, a line in
`__main__.GROUPS`.
"""

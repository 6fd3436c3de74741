"""Our ranking engine beside two published programs, over random meetings: `make oracles`.

`ours.py` is what we say and what `make test` checks against the stored answers; `theirs.py` alone imports the programs.
"""

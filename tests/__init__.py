"""Tests of Yavuul. A package, so that `python -m tests.bench` and `tests.screens` find their neighbours."""

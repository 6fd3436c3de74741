"""Tests of the server: one file a module, one a hazard. Builders: conftest.py, tables.py, tablet.py."""

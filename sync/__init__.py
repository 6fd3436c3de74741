"""The engine of Yavuul: statements (ops), how they add up to records, and what both sides know of each other.

Pure: no clock, no randomness, no I/O. Start reading at README.md, then merge.py.
"""

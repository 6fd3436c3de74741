"""Search (O13): words as people type them find words as people said them.

`words.py` folds a text into stems (suffixes, ө/о, Latin look-alikes, transliteration, legacy letters) · `index.py`
keeps stems of records beside the store, read up by feed numbers, outside the sync call · `find.py` answers a query,
slips of the pen included.
"""

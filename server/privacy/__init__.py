"""Privacy (X1): what is held of a person, for which purpose and how long, and how it goes.

`purposes.py` what each consent is for, and what follows when it ends · `subject.py` everything that is held of one
person, wherever it stands · `ending.py` a consent that ended: erased at once and for ever, as office ops ·
`sweep.py` the daily step, and the retention of each class · `requests.py` to see, or to be forgotten: one asks, another
says yes · `opened.py` who in the office was shown whose data · `erased.py` what no backup may bring back.

Erasing is `_erased` (M19): the keys of the person's records are destroyed and nothing undoes it.
"""

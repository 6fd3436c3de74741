"""The room «register»: lists of households and people taken in, and entries that are one person (O18).

`twins.py` who may be the same person, joined and parted again · `jobs.py` a list on its way into the register, from
the dry run to its last step · `routes.py` parse, one service, answer. What a sheet says and what would become of its
rows is read by server/register.
"""

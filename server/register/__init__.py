"""The register (O18): households and people of a unit, taken in from a sheet that a bagh keeps.

`sheet.py` a file → rows of text, bounded · `letters.py` old fonts' letters made right · `rows.py` a row → a person, or
why not · `plan.py` what would happen, row by row (the dry run) · `take.py` it happens, as ops of the office.
"""

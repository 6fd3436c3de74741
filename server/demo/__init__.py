"""The demo: Jargalant soum of Khovd and Songinokhairkhan district, filled as tablets do (`yavuul demo`).

Through the sync call, the media lane and the office's own services, and by no other way. Where to read:
story.py tells it · jargalant.py, archive.py (2015), season.py (now), calls.py, songino.py (2017) are its chapters ·
room.py and sitting.py hold a hearing, tablet.py and lane.py are the tablet · desk.py is the office · places.py,
voices.py, people.py, pictures.py, sounds.py are the material · ledger.py adds up what tablets captured, check.py lays
the office beside it.
"""

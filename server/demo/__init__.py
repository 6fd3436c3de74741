"""The demo: Jargalant soum of Khovd, filled through the real sync call, as tablets do (`yavuul demo`).

places.py says what there is (DOMAIN §E), story.py what happened at the hearings, tablet.py is the tablet that says it.
"""

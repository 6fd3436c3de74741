"""The backup is the log (DESIGN §5.6): segments of batches in a second place, read back and checked; then *safe* moves.

ship.py writes and verifies, folder.py knows the place's files, restore.py reads them into an empty store and opens a
new epoch. What is derived is never backed up.
"""

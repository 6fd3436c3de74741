"""The media lane (S6): photos and voice notes by tus 1.0, after the data and beside it.

| module | what it does |
|---|---|
| `signed.py` | whose request this is: a signature over method, path and tus headers, without a clock |
| `metadata.py` | what an upload says of itself, read and bounded |
| `uploads.py` | the upload's life: open, look, append, end |
| `finish.py` | the last byte: whole sha256, vouching, sealing, the shelf, the receipt |
| `vouch.py`, `child.py` | looks into the bytes and writes them anew, in a process of its own with limits |
| `drafts.py`, `shelf.py` | files on disk: open uploads, and what is kept |
| `states.py` | what an inc is told of its files |
| `shown.py` | what a record shows: state, thumbnail, photo, voice |
| `prune.py` | what is over is removed |

Bytes are on disk only under the key of the record they belong to (I7), so that erasing the record erases them (M19).
"""

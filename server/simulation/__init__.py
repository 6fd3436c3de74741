"""The seeded simulator (`yavuul simulate`): whole deployments, their tablets and everything that goes wrong.

One worker process holds the real Flask app (deployment.py) and one Node process with the real tablet program
(pwa/src/simulation). Node draws every event from the schedule's seed and speaks to us over its standard streams, one
JSON line a question, so order, faults and data are the seed's alone. When all is quiet, oracle.py judges.

Add an event: a deed in pwa/src/simulation; where the server has a part in it, a method of Deployment.

Decided by the seed: order of events, faults, data, record ids, salts, tablets' keys and so incs, epochs, the office's
ids, all clocks. Left to chance, without influence on any of these: bytes of signatures, sealing keys, ciphertext.
"""

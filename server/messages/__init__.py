"""Messages to citizens (P7): one outbox, each person told once of each thing, proof of delivery, gateways to choose.

`causes.py` which office acts are news, and of what · `readers.py` whom they concern and how he may be reached ·
`outbox.py` the rows, written in the transaction of the act · `words.py` what is said, in three languages ·
`worker.py` sends what is due (`yavuul outbox`) · `gateways.py` the ways out: SMS over HTTP, e-mail, a file.

Neither name, number nor text stands in the outbox: they are read when a message is sent, so a withdrawal counts at
once.
"""

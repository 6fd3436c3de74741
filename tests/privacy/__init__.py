"""Consents that end, requests of citizens, who was shown what, and messages that are told once (X1, P7)."""

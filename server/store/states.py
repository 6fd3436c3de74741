"""Words of states by which the store filters: what a proposal has of which nothing was said, and what ends it."""

UNTOUCHED = "recorded"  # of which the office has said nothing yet
ENDED = ("done", "confirmed", "declined", "answered", "not_competent", "merged", "withdrawn")

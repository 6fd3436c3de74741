"""Hostile input by number (H1–H46): what a stranger, or a tablet in wrong hands, may send. List: tests/faults.toml."""

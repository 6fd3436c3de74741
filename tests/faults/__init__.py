"""Faults by number (F1–F62): what networks, clocks, processes and disks do to us. List: tests/faults.toml."""

"""The public host: what everybody may read, and nothing else."""

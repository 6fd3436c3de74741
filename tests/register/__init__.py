"""The register: lists of baghs taken in."""

"""The pictures of the guides (`make screens`)."""

"""Tests in a real browser: the built app, the real engine, nothing in between."""

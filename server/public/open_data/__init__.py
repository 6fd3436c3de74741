"""Open data (P8): Open311 GeoReport v2, GeoJSON, CSV, Atom, all made of one reading (source.py)."""

from server.public.open_data.routes import blueprint

__all__ = ["blueprint"]

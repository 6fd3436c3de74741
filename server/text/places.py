"""Points on the earth as ops say them: `latitude,longitude` in degrees."""

from math import asin, cos, radians, sin, sqrt

EARTH_KM = 6371.0

Position = tuple[float, float]  # longitude, latitude


def position(said: object) -> Position | None:
    """`48.0,91.64` as (longitude, latitude); None where it is no place on the earth."""
    try:
        latitude, longitude = (float(part) for part in str(said).split(","))
    except ValueError:
        return None
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        return None
    return round(longitude, 6), round(latitude, 6)


def kilometres(one: Position, other: Position) -> float:
    """How far two points are from each other as the crow flies."""
    (lon_1, lat_1), (lon_2, lat_2) = (tuple(map(radians, at)) for at in (one, other))
    chord = sin((lat_2 - lat_1) / 2) ** 2 + cos(lat_1) * cos(lat_2) * sin((lon_2 - lon_1) / 2) ** 2
    return 2 * EARTH_KM * asin(sqrt(min(chord, 1.0)))

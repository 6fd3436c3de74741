"""The rooms of the office: what stands in the menu and on the first page, for those who may enter."""

from dataclasses import dataclass

from flask import Flask, current_app

from server import who
from server.rules import actor
from server.who import Verb


@dataclass(frozen=True, slots=True)
class Room:
    """One entry of the menu. Its words are the msgids `room.<name>` and `room.<name>.about`."""

    name: str
    endpoint: str
    verb: Verb
    type: str
    place: int = 50  # order in the menu


def add(app: Flask, room: Room) -> None:
    """Put `room` into the menu of `app`."""
    app.extensions.setdefault("yavuul_rooms", []).append(room)


def for_me() -> list[Room]:
    """The rooms that the present actor may enter, in order."""
    asking = actor()
    rooms = current_app.extensions.get("yavuul_rooms", [])
    return sorted((room for room in rooms if who.has_role(asking, room.verb, room.type)), key=lambda room: room.place)

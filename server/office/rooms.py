"""The rooms of the office: what stands in the menu and on the first page, for those who may enter."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import Flask, current_app, request

from server import who
from server.rules import actor
from server.who import Actor, Verb

BEHIND = 70  # rooms from this place on are seldom needed; the menu folds them


@dataclass(frozen=True, slots=True)
class Room:
    """One entry of the menu. Its words are the msgids `room.<name>` and `room.<name>.about`."""

    name: str
    endpoint: str
    verb: Verb
    type: str
    place: int = 50  # order in the menu
    icon: str = "inbox"  # a glyph of static/icons.svg
    waiting: Callable[[Actor], int] | None = None  # how many things there wait for this person; cheap


@dataclass(frozen=True, slots=True)
class Entry:
    """A room as the menu shows it to one person."""

    room: Room
    waiting: int

    @property
    def name(self) -> str:
        """The room's name."""
        return self.room.name

    @property
    def endpoint(self) -> str:
        """Where the room begins."""
        return self.room.endpoint

    @property
    def is_behind(self) -> bool:
        """Whether the menu shows it only unfolded."""
        return self.room.place >= BEHIND


def add(app: Flask, room: Room) -> None:
    """Put `room` into the menu of `app`."""
    app.extensions.setdefault("yavuul_rooms", []).append(room)


def for_me() -> list[Entry]:
    """The rooms that the present actor may enter, in order, with what waits there."""
    known = request.environ.get("yavuul.rooms")
    if known is None:
        asking = actor()
        rooms = current_app.extensions.get("yavuul_rooms", [])
        mine = sorted(
            (room for room in rooms if who.has_role(asking, room.verb, room.type)), key=lambda room: room.place
        )
        known = [Entry(room, room.waiting(asking) if room.waiting else 0) for room in mine]
        request.environ["yavuul.rooms"] = known
    return known

"""By the book: what a legal public hearing needs and by when; its notice for the board (O20)."""

from server.office.book.routes import blueprint

__all__ = ["blueprint"]

"""What a tablet is called where people read it: short, the same in the office and on every tablet (pwa/src/app.ts)."""

from sync.chain import is_office

SYMBOLS = 4


def tablet_label(inc: str) -> str:
    """`Т-K7F2` for the tablet with this inc; empty for the office, which is no tablet."""
    return "" if is_office(inc) else f"Т-{inc[:SYMBOLS].upper()}"

"""Official papers: a template of this folder set with data (DOMAIN §C1, §C2; mock-ups k)."""

from server.papers.setting import MARGINS, margins, pdf, png, qr, traditional

__all__ = ["MARGINS", "margins", "pdf", "png", "qr", "traditional"]

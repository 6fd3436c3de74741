"""The tablet in Python that tests sync with: the demo's own."""

from server.demo.tablet import MEDIA_TYPE, Answer, Tablet

__all__ = ["MEDIA_TYPE", "Answer", "Tablet"]

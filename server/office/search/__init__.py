"""Search over all that was said (O13): the bar's box leads here from every page.

`results.py` hits by kind, filtered, with the words that were found · `people.py` people by name, opened and compared on
the spot: names stand in no index and in no address (I7) · `routes.py` parse, one service, answer.
"""

from server.office.search.routes import blueprint

__all__ = ["blueprint"]

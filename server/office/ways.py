"""The way back from a form: to the page that it stood on, if that is a path of ours."""

import re

OWN_PATH = re.compile(r"/(?!/)[\w/.?=&%~-]*", re.ASCII)


def own_path(text: str, otherwise: str = "/") -> str:
    """`text` where it is a path on this host, else `otherwise`: no form leads to a foreign page."""
    return text if OWN_PATH.fullmatch(text) else otherwise

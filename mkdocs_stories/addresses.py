"""Which addresses a card may link to, and which are the same on every page."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import urlsplit

ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|/|$")
"""How an address begins that does not depend on the page it stands on. An empty one leads nowhere from any page."""
_SAFE_SCHEMES = ("http", "https", "mailto")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_SKIPPED = re.compile(r"[\x00-\x20\x7f-\xa0]")


def is_safe(address: str) -> bool:
    """Whether an address is http, https, mailto or relative, as a browser reads it.

    Browsers decode entities, and skip white space and control characters in front of and inside a scheme.
    """
    bare = _SKIPPED.sub("", unescape(address))
    scheme = _SCHEME.match(bare)
    return (scheme is None or scheme[1].lower() in _SAFE_SCHEMES) and _is_whole(address)


def _is_whole(address: str) -> bool:
    """Whether an address can be taken apart, as hosts do."""
    try:
        urlsplit(address)
    except ValueError:
        return False
    return True

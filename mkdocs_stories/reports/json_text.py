"""JSON that every output can hold: in ASCII, so that it is the same bytes in each encoding."""

from __future__ import annotations

import json
import re

_NOT_ASCII = re.compile(r"[^\x00-\x7f]")


def json_text(document: object) -> str:
    """A document as JSON. Half characters, which are in the names of some files, are shown as U+FFFD."""
    return _NOT_ASCII.sub(_escaped, json.dumps(document, ensure_ascii=False, indent=2))


def _escaped(found: re.Match[str]) -> str:
    one = found[0]
    return r"\ufffd" if "\ud800" <= one <= "\udfff" else json.dumps(one)[1:-1]

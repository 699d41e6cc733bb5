"""What the browser gets: one style sheet and one script, each put together of the files beside this one.

Nothing is read before it is asked for: the command needs none of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from .lean import lean_script, lean_style

_FOLDER = Path(__file__).parent
_GROUND = ("stories", "card", "table", "summary")
_MODULES = (
    *("tools", "index", "find", "list", "sift", "summary", "panels", "compare", "backlog"),
    *("preview", "graph", "copy", "start"),
)


def _sheets() -> list[Path]:
    """Every style sheet: what others build upon first, the others by name."""
    named = {one.name.removesuffix(".css"): one for one in _FOLDER.iterdir() if one.name.endswith(".css")}
    return [named[name] for name in dict.fromkeys((*_GROUND, *sorted(named)))]


def _script() -> str:
    """The modules, in a function of their own."""
    modules = (_FOLDER.joinpath("js", f"{name}.js").read_text(encoding="utf-8") for name in _MODULES)
    return "\n".join(("(()=>{'use strict'", *modules, "})()"))


@cache
def style() -> str:
    """The style sheet."""
    return lean_style("\n".join(one.read_text(encoding="utf-8") for one in _sheets()))


@cache
def script() -> str:
    """The script."""
    return lean_script(_script())


@cache
def built_in_icons() -> Mapping[str, str]:
    """The icons that are built in: SVG by name."""
    found = sorted((one.name, one) for one in _FOLDER.joinpath("icons").iterdir() if one.name.endswith(".svg"))
    return MappingProxyType({name.removesuffix(".svg"): one.read_text(encoding="utf-8") for name, one in found})


@cache
def icon_style() -> str:
    """What a style sheet with icons needs besides."""
    return lean_style(_FOLDER.joinpath("icons", "icons.css").read_text(encoding="utf-8"))

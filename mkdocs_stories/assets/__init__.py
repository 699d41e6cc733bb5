"""What the browser gets: one style sheet and one script, each put together of the files beside this one."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable  # Python 3.10 has it elsewhere

from .lean import lean_script, lean_style

_FOLDER = files(__name__)
_GROUND = ("stories", "card", "table", "summary")
_MODULES = (
    *("tools", "index", "find", "list", "sift", "panels", "compare", "backlog"),
    *("preview", "graph", "copy", "start"),
)


def _sheets() -> list[Traversable]:
    """Every style sheet: what others build upon first, the others by name."""
    named = {one.name.removesuffix(".css"): one for one in _FOLDER.iterdir() if one.name.endswith(".css")}
    return [named[name] for name in dict.fromkeys((*_GROUND, *sorted(named)))]


def _script() -> str:
    """The modules, in a function of their own."""
    modules = (_FOLDER.joinpath("js", f"{name}.js").read_text(encoding="utf-8") for name in _MODULES)
    return "\n".join(("(()=>{'use strict'", *modules, "})()"))


STYLE = lean_style("\n".join(one.read_text(encoding="utf-8") for one in _sheets()))
SCRIPT = lean_script(_script())

_ICONS = sorted((one.name, one) for one in _FOLDER.joinpath("icons").iterdir() if one.name.endswith(".svg"))
ICONS: Mapping[str, str] = MappingProxyType(
    {name.removesuffix(".svg"): one.read_text(encoding="utf-8") for name, one in _ICONS}
)
"""The icons that are built in: SVG by name."""
ICON_STYLE = lean_style(_FOLDER.joinpath("icons", "icons.css").read_text(encoding="utf-8"))
"""What a style sheet with icons needs besides."""

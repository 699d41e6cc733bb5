"""Icons beside the words of a site, and the style sheet that draws them.

An icon is a drawing of one colour, that of the words beside it, or a sign such as an emoji. Drawings stand in the style
sheet itself: no page asks for a file more, and pages that are opened from a disk show them too. Words always stand
beside an icon, so screen readers skip it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote

from .assets import built_in_icons, icon_style

__all__ = ["Icon", "built_in_icons", "is_path", "is_sign", "style_of"]

_LONGEST_SIGN = 8
"""An emoji may be made of several characters."""
_LETTER = re.compile("[A-Za-z]")
_UNSAFE = re.compile(r'["\\<\x00-\x1f]')
_AS_WRITTEN = (
    "margin-block:0;align-self:auto;width:auto;height:auto;background:none;-webkit-mask:none;mask:none;"
    "forced-color-adjust:auto"
)
_KEPT = " ='/:;,()@!$&*+?"


@dataclass(frozen=True, slots=True)
class Icon:
    """An icon by its name, with the SVG that it is; a sign has none."""

    name: str
    svg: str = ""


def is_sign(icon: str) -> bool:
    """Whether an icon is shown as it is written: one or two characters, or a few that are no letters."""
    return len(icon) <= 2 or (len(icon) <= _LONGEST_SIGN and not _LETTER.search(icon) and "/" not in icon)


def is_path(icon: str) -> bool:
    """Whether an icon is a file, of the theme or of the docs."""
    return "/" in icon or icon.endswith(".svg")


def style_of(icons: Iterable[Icon]) -> str:
    """The rules for some icons, for the end of the style sheet; nothing where there are none."""
    rules = [_rule(icon) for icon in icons]
    return "".join((icon_style(), *rules)) if rules else ""


def _rule(icon: Icon) -> str:
    of = f'[data-icon="{_quoted(icon.name)}"]'
    if icon.svg:
        return f'.stories {of},.stories{of}{{--i:url("data:image/svg+xml,{quote(icon.svg.strip(), safe=_KEPT)}")}}\n'
    said = f'content:"{_quoted(icon.name)}"'
    return f'.stories {of}[data-icon]::before,.stories{of}[data-icon]::before{{{said};{said}/"";{_AS_WRITTEN}}}\n'


def _quoted(words: str) -> str:
    return _UNSAFE.sub(lambda sign: f"\\{ord(sign[0]):x} ", words)

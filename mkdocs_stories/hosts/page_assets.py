"""What the browser needs on a page that holds stories, whichever host writes it: style, script and previews."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from html import escape, unescape
from xml.etree.ElementTree import tostring

from ..assets import SCRIPT, STYLE
from ..backlog_page import draw_preview
from ..drawing import Drawing
from ..words import Words

_OURS = 'class="stories '
_REFERENCE = re.compile(r'(?<= data-ref=")[^"]*')


def has_stories(html: str) -> bool:
    """Whether there is a card, a view or a reference in the HTML of a page."""
    return _OURS in html


def previews(html: str, drawing: Drawing) -> Iterator[str]:
    """The preview of each story that the HTML of a page refers to."""
    for name in dict.fromkeys(_REFERENCE.findall(html)):
        story = drawing.backlog.find(unescape(name))
        if story:
            yield tostring(draw_preview(story, drawing), "unicode", method="html")


def script_tag(source: str, words: Words) -> str:
    """What loads the script from an address, with the texts that it shows."""
    return f'<script defer src="{source}" data-copied="{escape(words.copied)}"></script>'


def complete(html: str, drawing: Drawing, more_style: str = "", template: str = "") -> str:
    """The HTML of a page with all that the browser needs in it, for hosts that have no other place for that.

    `more_style` is what the style sheet of this site has at its end, `template` what the script of the whole backlog
    begins with. Pages without stories stay as they are.
    """
    if not has_stories(html):
        return html
    script = f'<script data-copied="{escape(drawing.words.copied)}">{SCRIPT}</script>'
    return f"<style>{STYLE}{more_style}</style>\n{html}\n{template}{''.join(previews(html, drawing))}{script}"


def mark(text: str) -> str:
    """A few signs that change with a text, so that no browser takes an old one for it."""
    return hashlib.sha256(text.encode()).hexdigest()[:8]

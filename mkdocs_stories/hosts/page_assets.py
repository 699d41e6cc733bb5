"""What the browser needs on a page that holds stories, whichever host writes it: style, script and previews."""

from __future__ import annotations

import hashlib
import re
from html import escape, unescape

from ..assets import script, style
from ..backlog_page.preview import preview_script
from ..drawing import Drawing
from ..words import Words

_CLASS = 'class="stories '
_REFERENCE = re.compile(r' data-ref="([^"]*)')


def has_stories(html: str) -> bool:
    """Whether there is a card, a view or a reference in the HTML of a page."""
    # In prose that shows HTML the same stands as text, and not in a tag.
    since, at = 0, html.find(_CLASS)
    while at >= 0:
        if html.rfind("<", since, at) > html.rfind(">", since, at):
            return True
        since, at = at, html.find(_CLASS, at + 1)
    return False


def previews(html: str, drawing: Drawing) -> str:
    """A script that tells the preview of each story that the HTML of a page refers to."""
    found = (drawing.backlog.find(unescape(name)) for name in dict.fromkeys(_REFERENCE.findall(html)))
    return f"<script>{preview_script(filter(None, found), drawing)}</script>"


def script_tag(source: str, words: Words, files: str) -> str:
    """What loads the script from an address, with what it has to know. `files` says where previews are."""
    return f'<script defer src="{source}" {_told(words)} data-previews="{files}"></script>'


def _told(words: Words) -> str:
    zero = ' data-zero-is-one="1"' if words.zero_is_one else ""
    told = {"decimal": words.decimal, "thousands": words.thousands, "copied": words.copied}
    return " ".join(f'data-{name}="{escape(said)}"' for name, said in told.items()) + zero


def complete(html: str, drawing: Drawing, more_style: str = "", template: str = "") -> str:
    """The HTML of a page with all that the browser needs in it, for hosts that have no other place for that.

    `more_style` is what the style sheet of this site has at its end, `template` what the script of the whole backlog
    begins with. Pages without stories stay as they are.
    """
    if not has_stories(html):
        return html
    code = f"<script {_told(drawing.words)}>{script()}</script>"
    return f"<style>{style()}{more_style}</style>\n{html}\n{template}{code}{previews(html, drawing)}"


def mark(text: str) -> str:
    """A few signs that change with a text, so that no browser takes an old one for it."""
    return hashlib.sha256(text.encode()).hexdigest()[:8]

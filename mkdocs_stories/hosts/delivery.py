"""What MkDocs gives to the browser: the style sheet and the script where they are needed, previews, and the backlog.

The backlog is cut out of its page before the site's search reads it, and comes back after: search finds a story once,
at its card. A long one comes back in pages, and for the script in pieces.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from html import escape, unescape
from pathlib import Path
from urllib.parse import quote
from xml.etree.ElementTree import tostring

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page as SitePage
from mkdocs.utils import get_relative_url

from ..assets import SCRIPT, STYLE
from ..backlog_page import draw_preview, index_of
from ..backlog_page.index import Index
from ..backlog_page.pieces import (
    PANES,
    Drawn,
    cut,
    first_page,
    lead,
    other_page,
    pages_of,
    paging,
    pane_piece,
    pieces,
    with_panes,
)
from ..drawing import Drawing
from ..model import Story, View
from ..words import Words

FOLDER = "assets/stories"
STYLE_PATH = f"{FOLDER}/stories.css"
SCRIPT_PATH = f"{FOLDER}/stories.js"
BACKLOG_PAGE = "---\nhide:\n  - toc\n---\n\n# {title}\n\n```backlog\n```\n"

_OURS = 'class="stories '
_STYLE_LINK = re.compile(rf"[ \t]*<link\b[^>]*{re.escape(STYLE_PATH)}[^>]*>\n?")
_REFERENCE = re.compile(r'(?<= data-ref=")[^"]*')
_FILE_NAME = re.compile(r"(?i)(?!(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$))\w[\w.-]{0,60}(?<!\.)")
"""What can be a folder on every system: none of the names that Windows keeps for itself, and not too long."""


class Delivery:
    """One build of a site, from the first page that is drawn to the last file that is written."""

    def __init__(self, words: Words) -> None:
        self.words = words
        self.cuts: dict[str, Drawn] = {}
        self.parts: dict[str, dict[int | str, str]] = {}
        """Of each page with a long backlog, the pages of its parts, by their number or the name of their view."""
        self.written: dict[str, str] = {STYLE_PATH: STYLE, SCRIPT_PATH: SCRIPT}

    def more_pages(self, path: str, count: int, config: MkDocsConfig, files: Files) -> None:
        """Make the other pages of a backlog of so many stories that stands on the page `path`, if it is long."""
        stem = path.removesuffix(".md").removesuffix("index").rstrip("/")
        titles: dict[int | str, str] = {
            number: self.words.page_title.format(title=self.words.backlog, n=number)
            for number in range(2, pages_of(count) + 1)
        }
        if titles:
            titles |= {name: f"{self.words.backlog}: {self.words.term(name)}" for name in PANES}
        for part, title in titles.items():
            name = f"{stem}/{part}.md".lstrip("/")
            if files.get_file_from_path(name) is None:
                text = f"---\nhide:\n  - toc\nsearch:\n  exclude: true\n---\n\n# {title}\n"
                file = File.generated(config, name, content=text)
                files.append(file)
                file.page = SitePage(None, file, config)
                self.parts.setdefault(path, {1: path})[part] = name

    def take(self, html: str, page: SitePage) -> str:
        """Cut the backlog out of a page."""
        found = cut(html)
        if found is None:
            return html
        before, drawn, after = found
        self.cuts[page.file.src_uri] = drawn
        return f"{before}{_place(page)}{after}"

    def give(self, page: SitePage, drawing: Drawing, view: View | None, files: Files) -> None:
        """Bring the backlog back to its page, or some of its rows to another, and what the browser needs for both."""
        path, html = page.file.src_uri, page.content or ""
        drawn = self.cuts.get(path)
        if drawn and view:
            html = html.replace(_place(page), self._first(drawn, index_of(view, drawing), page, files), 1)
        for first, parts in self.parts.items():
            if first != path and path in parts.values():
                part = next(part for part, name in parts.items() if name == path)
                html += self._other(first, part, page, files)
        page.content = html + "".join(self._needed(html, page, drawing))

    def _first(self, drawn: Drawn, index: Index, page: SitePage, files: Files) -> str:
        path = page.file.src_uri
        if not drawn.is_long:
            return first_page(drawn, index, [], "")
        rows = [self._piece(path, number, piece, page) for number, piece in enumerate(pieces(drawn, index), 1)]
        panes = {name: self._piece(path, name, pane_piece(name, html), page) for name, html in drawn.panes}
        urls = self._urls(path, page, files)
        html = first_page(drawn, index, rows, self._paging(path, 1, page, files))
        sources = {name: (urls.get(name, ""), source) for name, source in panes.items()}
        return with_panes(html, sources, self.words)

    def _piece(self, path: str, part: int | str, script: str, page: SitePage) -> str:
        """Keep a script to be written; return its address."""
        name = f"{FOLDER}/{path.removesuffix('.md').replace('/', '-')}-{part}.js"
        self.written[name] = script
        return f"{get_relative_url(quote(name), page.url)}?{_mark(script)}"

    def _other(self, path: str, part: int | str, page: SitePage, files: Files) -> str:
        first, drawn = files.get_file_from_path(path), self.cuts.get(path)
        if first is None or drawn is None:
            return ""
        led = _led(first.url, page.url)
        if isinstance(part, int):
            return other_page(drawn, part, self._paging(path, part, page, files), led)
        return lead(dict(drawn.panes).get(part, ""), led)

    def _urls(self, path: str, page: SitePage, files: Files) -> dict[int | str, str]:
        found = ((part, files.get_file_from_path(name)) for part, name in self.parts.get(path, {}).items())
        return {part: get_relative_url(file.url, page.url) for part, file in found if file}

    def _paging(self, path: str, number: int, page: SitePage, files: Files) -> str:
        urls = {part: url for part, url in self._urls(path, page, files).items() if isinstance(part, int)}
        return paging(urls, number, self.words)

    def _needed(self, html: str, page: SitePage, drawing: Drawing) -> Iterator[str]:
        if _OURS not in html:
            return
        for name in dict.fromkeys(_REFERENCE.findall(html)):
            story = drawing.backlog.find(unescape(name))
            if story:
                yield tostring(draw_preview(story, drawing), "unicode", method="html")
        yield self._script(page.url)

    def finish(self, output: str, url: str = "") -> str:
        """A whole page: without the style sheet where no story is on it, and with the script where one is."""
        if _OURS not in output:
            return _STYLE_LINK.sub("", output)
        if SCRIPT_PATH not in output:  # on a page that lists excerpts of others
            at = output.rfind("</body>")
            return f"{output[:at]}{self._script(url)}{output[at:]}" if at >= 0 else output
        return output

    def _script(self, url: str) -> str:
        source = f"{get_relative_url(SCRIPT_PATH, url)}?{_mark(SCRIPT)}"
        return f'<script defer src="{source}" data-copied="{escape(self.words.copied)}"></script>'

    def write(self, folder: Path) -> None:
        """Write the files of the browser."""
        for path, text in self.written.items():
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8", newline="\n")


def short_links(stories: tuple[Story, ...], files: Files, language: str) -> Iterator[tuple[str, str]]:
    """A page for each story that leads to its card: its path, and its HTML. Ids that name no file have none."""
    taken: set[str] = set()
    for story in stories:
        file = files.get_file_from_path(story.source.path)
        if not file or not _FILE_NAME.fullmatch(story.name) or story.name.casefold() in taken or not story.id:
            continue
        taken.add(story.name.casefold())
        url = f"stories/{story.name}/"
        href = escape(f"{get_relative_url(file.url, url)}#{quote(story.anchor)}")
        title = escape(f"{story.name} {story.heading}")
        html = (
            f'<!doctype html>\n<html lang="{language}">\n<meta charset="utf-8">\n<title>{title}</title>\n'
            f'<meta name="robots" content="noindex">\n<meta http-equiv="refresh" content="0; url={href}">\n'
            f'<link rel="canonical" href="{href}">\n<p><a href="{href}">{title}</a></p>\n</html>\n'
        )
        yield f"{url}index.html", html


def _place(page: SitePage) -> str:
    return f"<!-- stories: the backlog of {page.url} -->"


def _mark(text: str) -> str:
    """A few signs that change with a text, so that no browser takes an old one for it."""
    return hashlib.sha256(text.encode()).hexdigest()[:8]


_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|/|$")


def _led(origin: str, here: str) -> Callable[[str], str]:
    """How an address on the page `origin` is written on the page `here`."""

    def led(address: str) -> str:
        if _ABSOLUTE.match(address):
            return address
        path, sign, rest = re.match(r"([^#?]*)([#?]?)(.*)", address, re.DOTALL).groups()  # type: ignore[union-attr]
        folder = origin if origin.endswith("/") or not origin else origin.rpartition("/")[0] + "/"
        target = _normal(f"{folder}{path}") if path else origin
        return f"{get_relative_url(target, here)}{sign}{rest}"

    return led


def _normal(path: str) -> str:
    parts: list[str] = []
    for part in path.lstrip("/").split("/"):
        if part == "..":
            parts[-1:] = []
        elif part != ".":
            parts.append(part)
    return "/".join(parts)

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
from ..backlog_page.pieces import Drawn, cut, first_page, other_page, paging, pieces
from ..backlog_page.texts import TEXTS
from ..drawing import Drawing
from ..model import Story, View

FOLDER = "assets/stories"
STYLE_PATH = f"{FOLDER}/stories.css"
SCRIPT_PATH = f"{FOLDER}/stories.js"
BACKLOG_PAGE = "---\nhide:\n  - toc\n---\n\n# Backlog\n\n```backlog\n```\n"

_OURS = 'class="stories '
_STYLE_LINK = re.compile(rf"[ \t]*<link\b[^>]*{re.escape(STYLE_PATH)}[^>]*>\n?")
_REFERENCE = re.compile(r'(?<= data-ref=")[^"]*')
_FILE_NAME = re.compile(r"\w[\w.-]*")


class Delivery:
    """One build of a site, from the first page that is drawn to the last file that is written."""

    def __init__(self) -> None:
        self.cuts: dict[str, Drawn] = {}
        self.numbers: dict[str, tuple[str, int]] = {}
        self.written: dict[str, str] = {STYLE_PATH: STYLE, SCRIPT_PATH: SCRIPT}

    def more_pages(self, path: str, count: int, title: str, config: MkDocsConfig, files: Files) -> None:
        """Make the other pages of a long backlog that stands on the page `path`."""
        stem = path.removesuffix(".md").removesuffix("index").rstrip("/")
        for number in range(2, count + 1):
            name = f"{stem}/{number}.md".lstrip("/")
            if files.get_file_from_path(name):
                continue
            head = TEXTS.page_title.format(title=title, n=number)
            text = f"---\nhide:\n  - toc\nsearch:\n  exclude: true\n---\n\n# {head}\n"
            file = File.generated(config, name, content=text)
            files.append(file)
            file.page = SitePage(None, file, config)
            self.numbers[name] = (path, number)

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
        html = page.content or ""
        drawn = self.cuts.get(page.file.src_uri)
        if drawn and view:
            html = html.replace(_place(page), self._first(drawn, view, page, drawing, files), 1)
        elif page.file.src_uri in self.numbers:
            html += self._other(page, files)
        page.content = html + "".join(self._needed(html, page, drawing))

    def _first(self, drawn: Drawn, view: View, page: SitePage, drawing: Drawing, files: Files) -> str:
        index = index_of(view, drawing)
        told = []
        if drawn.is_long:
            stem = page.file.src_uri.removesuffix(".md").replace("/", "-")
            for number, piece in enumerate(pieces(drawn, index), 1):
                path = f"{FOLDER}/{stem}-{number}.js"
                self.written[path] = piece
                told.append(f"{get_relative_url(quote(path), page.url)}?{_mark(piece)}")
        return first_page(drawn, index, told, self._paging(page.file.src_uri, 1, page, files))

    def _other(self, page: SitePage, files: Files) -> str:
        path, number = self.numbers[page.file.src_uri]
        first = files.get_file_from_path(path)
        drawn = self.cuts.get(path)
        if first is None or drawn is None:
            return ""
        led = _led(first.url, page.url)
        return other_page(drawn, number, self._paging(path, number, page, files), led)

    def _paging(self, path: str, number: int, page: SitePage, files: Files) -> str:
        names = {at: name for name, (first, at) in self.numbers.items() if first == path} | {1: path}
        urls = {at: file.url for at, name in names.items() if (file := files.get_file_from_path(name))}
        return paging(self.cuts[path].pages, number, lambda at: get_relative_url(urls.get(at, page.url), page.url))

    def _needed(self, html: str, page: SitePage, drawing: Drawing) -> Iterator[str]:
        if _OURS not in html:
            return
        for name in dict.fromkeys(_REFERENCE.findall(html)):
            story = drawing.backlog.find(unescape(name))
            if story:
                yield tostring(draw_preview(story, drawing), "unicode", method="html")
        yield _script(page.url)

    def finish(self, output: str, url: str = "") -> str:
        """A whole page: without the style sheet where no story is on it, and with the script where one is."""
        if _OURS not in output:
            return _STYLE_LINK.sub("", output)
        if SCRIPT_PATH not in output:  # on a page that lists excerpts of others
            at = output.rfind("</body>")
            return f"{output[:at]}{_script(url)}{output[at:]}" if at >= 0 else output
        return output

    def write(self, folder: Path) -> None:
        """Write the files of the browser."""
        for path, text in self.written.items():
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8", newline="\n")


def short_links(stories: tuple[Story, ...], files: Files) -> Iterator[tuple[str, str]]:
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
        yield (
            f"{url}index.html",
            f'<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n<title>{title}</title>\n'
            f'<meta name="robots" content="noindex">\n<meta http-equiv="refresh" content="0; url={href}">\n'
            f'<link rel="canonical" href="{href}">\n<p><a href="{href}">{title}</a></p>\n</html>\n',
        )


def _place(page: SitePage) -> str:
    return f"<!-- stories: the backlog of {page.url} -->"


def _script(url: str) -> str:
    return (
        f'<script defer src="{get_relative_url(SCRIPT_PATH, url)}?{_mark(SCRIPT)}" data-copied="{TEXTS.copied}"></script>'
    )


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

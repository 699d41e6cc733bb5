"""What MkDocs gives to the browser: the style sheet and the script where they are needed, previews, and the backlog.

Views are taken out of their pages while the site's search reads them: search finds a story once, at its card. A long
backlog has pages of its own, and for the script it comes in pieces.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property, partial
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import quote
from xml.etree.ElementTree import Element

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import PluginCollection
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page as SitePage
from mkdocs.utils import get_relative_url

from ..addresses import ABSOLUTE
from ..assets import script, style
from ..backlog_page.index import Index
from ..backlog_page.pieces import (
    Lead,
    Parts,
    led,
    on_page,
    other_page,
    pages_of,
    paging,
    parted_views,
    parts_of,
    row_scripts,
    shorten,
    template,
    view_script,
)
from ..kept import Kept
from ..model import Story
from ..words import Words
from .page_assets import has_stories, mark, script_tag
from .passage import Write

FOLDER = "assets/stories"
STYLE_PATH = f"{FOLDER}/stories.css"
SCRIPT_PATH = f"{FOLDER}/stories.js"
BACKLOG_PAGE = "---\nhide:\n  - toc\n---\n\n# {title}\n\n```backlog\n```\n"

_MARK = "stories-view"
_MARKED = f"<{_MARK}></{_MARK}>"
"""Stands in a view before and after what it draws, no comment, since extensions and plugins take those out.

What stories say cannot hold it: there `<` is text. It is not seen where another plugin shows a page as it was before.
"""
_CARD = 'class="stories stories-card '
_EXCLUDED = "data-search-exclude"
_LINE_NUMBERS = 'class="linenodiv"'
_UNSOUGHT = re.compile(
    f'<div class="stories-card__row" {_EXCLUDED}="">.*?</div>|<span class="stories-epic" {_EXCLUDED}="">.*?</a></span>'
    '|<span class="stories-vh">[^<]*</span>|<a class="headerlink"[^<>]*>.*?</a>',
    re.DOTALL,
)
"""What a card says of other stories, which search finds at their own cards; what is for screen readers; permalinks."""
_SPARED = re.compile(r"</?(?:a|div|span)\b[^<>]*>|(?:(?<=<p)|(?<=<ul|<li)) [^<>]*")
"""What search can be spared of a card: it takes as long as there are tags and attributes, and shows none of these."""
_FILE_NAME = re.compile(r"(?i)(?!index\.html$)(?!(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$))\w[\w.-]{0,60}(?<!\.)")
"""What can be a folder on every system: none of the names that Windows keeps for itself, and not too long."""


@dataclass(frozen=True)
class Delivered:
    """What was delivered of a whole backlog but its own page.

    What its script begins with; what draws its other pages, by their paths; and while pages are served its scripts.
    """

    template: str
    drawn: Mapping[str, Callable[[], str]] = field(default_factory=dict)
    scripts: Mapping[str, str] = field(default_factory=dict)


class Delivery:
    """One build of a site, from the first page that is drawn to the last one that is written.

    `folder` is where the site is built, and `home` where the pages of this build are in it: empty, or the folder of a
    language with `/` at its end. `preview_scripts` draws the files of the previews, once they are needed. `more_style`
    is what the style sheet of this site has at its end. `kept` is what search read in the build before, of a page as it
    was; without it, no other build will want what was delivered. Files of the browser are written as soon as they are
    drawn: together they would take much memory.
    """

    def __init__(
        self,
        folder: Path,
        home: str,
        words: Words,
        preview_scripts: Callable[[], Sequence[str]],
        more_style: str = "",
        kept: Kept[str] | None = None,
    ) -> None:
        self.folder = folder
        self.home = home
        self.preview_scripts = preview_scripts
        self.kept = kept
        self.words = words
        self.marked = ""
        """The page that is about to be written, with the marks of its views."""
        self.has_stories = False
        """Whether that page has stories, before another plugin encrypts it."""
        self.templates: dict[str, str] = {}
        """Of each page with the whole backlog, what its script begins with."""
        self.parts: dict[str, dict[int | str, str]] = {}
        """Of each page with a long backlog, the pages of its parts, by their number or the name of their view."""
        self.drawn: dict[str, Callable[[], str]] = {}
        """What draws the page of each part."""
        self.previews = ""
        """How many files the previews are in, and what stands before and after the number of one in its address."""
        # Pages that other plugins make may name the style sheet, with or without stories on them.
        self._keep(STYLE_PATH, style() + more_style)

    def more_pages(self, path: str, count: int, config: MkDocsConfig, files: Files) -> None:
        """Make the other pages of a backlog of so many stories that stands on the page `path`, if it is long."""
        folder, _, name = path.rpartition("/")
        stem = folder if name == "index.md" else path.removesuffix(".md")
        titles: dict[int | str, str] = {
            number: self.words.page_title.format(title=self.words.backlog, n=number)
            for number in range(2, pages_of(count) + 1)
        }
        if titles:
            titles |= {name: f"{self.words.backlog}: {self.words.term(name)}" for name in parted_views()}
        for part, title in titles.items():
            name = f"{stem}/{part}.md".lstrip("/")
            text = f"---\nhide:\n  - toc\nsearch:\n  exclude: true\n---\n\n# {title}\n"
            file = File.generated(config, name, content=text)
            if page_at(file.dest_uri, files) is None:
                files.append(file)
                file.page = SitePage(None, file, config)
                self.parts.setdefault(path, {1: path})[part] = name

    def place(self, root: Element, write: Write, page: SitePage, index: Index | None, files: Files) -> Delivered | None:
        """Mark a view for `take`, and leave on its page what belongs there.

        `index` is that of the whole backlog, of which this returns what is delivered elsewhere.
        """
        delivered = None
        if index:
            parts = parts_of(root)
            delivered = self._part(parts, write, page, index, files) if parts else Delivered(template(index, ()))
            self._deliver(page.file.src_uri, delivered)
        root.insert(0, Element(_MARK))
        root.append(Element(_MARK))
        return delivered

    def place_again(self, path: str, delivered: Delivered) -> None:
        """Deliver what belongs to a whole backlog on a page that is as it was in the build before."""
        for name, text in delivered.scripts.items():
            self._keep(name, text)
        self._deliver(path, delivered)

    def _deliver(self, path: str, delivered: Delivered) -> None:
        self.templates[path] = delivered.template
        self.drawn |= delivered.drawn

    def _part(self, parts: Parts, write: Write, page: SitePage, index: Index, files: Files) -> Delivered:
        """Give the parts of a long backlog the pages and scripts of their own."""
        path = page.file.src_uri
        urls = self._urls(path, page.url, files)
        written: dict[str, str] = {}
        own = f"{FOLDER}/backlog/{mark(page.url)}"  # no other page has that, whatever it is called

        def script_of(part: int | str, script: str) -> str:
            """Write a script; return its address."""
            name = f"{own}/{part}.js"
            self._keep(name, script)
            if self.kept is not None:
                written[name] = script
            return f"{get_relative_url(name, page.url)}?{mark(script)}"

        rows = write(parts.rows)
        scripts = [script_of(number, script) for number, script in enumerate(row_scripts(rows, index), 1)]
        views = dict(zip(parts.panes, write([pane[-1] for pane in parts.panes.values()]), strict=True))
        drawn: dict[str, Callable[[], str]] = {}
        for part, name in self.parts.get(path, {}).items():
            file = files.get_file_from_path(name)
            if file is None or part == 1:
                continue
            lead = _lead(page.url, file.url)
            if isinstance(part, int):
                links = paging(self._pages(path, file.url, files), part, self.words)
                drawn[name] = self._again(partial(other_page, parts, on_page(rows, part), lead, links))
            else:
                drawn[name] = self._again(partial(led, views[part], lead))
        places = {name: (urls.get(name, ""), script_of(name, view_script(name, html))) for name, html in views.items()}
        links = paging(self._pages(path, page.url, files), 1, self.words)
        shorten(parts, on_page(rows, 1), links, places, self.words)
        return Delivered(template(index, scripts), drawn, written)

    def _again(self, draw: Callable[[], str]) -> Callable[[], str]:
        """What draws a part: once, where the next build may ask for it again."""
        return draw if self.kept is None else cache(draw)

    def _urls(self, path: str, url: str, files: Files) -> dict[int | str, str]:
        """Where the parts of a backlog are, from the page of that address."""
        found = ((part, files.get_file_from_path(name)) for part, name in self.parts.get(path, {}).items())
        return {part: get_relative_url(file.url, url) for part, file in found if file}

    def _pages(self, path: str, url: str, files: Files) -> dict[int, str]:
        return {part: address for part, address in self._urls(path, url, files).items() if isinstance(part, int)}

    def complete(self, page: SitePage) -> None:
        """Bring what the browser needs, and draw a part of a backlog; set aside for search what was there before."""
        path = page.file.src_uri
        self.marked = page.content or ""
        html = self.marked.replace(_MARKED, "")
        if draw := self.drawn.pop(path, None):
            html += draw()
        html += self.templates.pop(path, "")
        self.has_stories = has_stories(html)
        if self.has_stories:
            if not self.previews:
                files = self.preview_scripts()
                place = f"previews/{self.home}"
                for number, script in enumerate(files):
                    self._keep(f"{FOLDER}/{place}{number}.js", script)
                self.previews = f"{len(files)} {place} .js?{mark(''.join(files))}"
            html += self._script(page.url)
        page.content = html

    def _sought(self) -> str:
        html = self.marked
        if self.kept is None or not has_stories(html):
            return _sought(html)
        return self.kept.recall(html) or self.kept.keep(html, _sought(html))

    def let_search(self, read: Callable[..., Any], context: Any, *, page: SitePage, **told: Any) -> Any:
        """Have the search of the site read a lean copy of a page; nobody else is to take that for the page."""
        whole, page.content = page.content, self._sought()
        try:
            return read(context, page=page, **told)
        finally:
            page.content = whole

    def finish(self, output: str, url: str = "") -> str:
        """A whole page: with the script where a story is on it, though none is in its own content."""
        at = output.rfind("</body>")
        if at < 0 or not has_stories(output) or SCRIPT_PATH in output:
            return output
        return f"{output[:at]}{self._script(url)}{output[at:]}"  # on a page that lists excerpts of others

    def _script(self, url: str) -> str:
        source = f"{get_relative_url(SCRIPT_PATH, url)}?{self._script_mark}"
        return script_tag(source, self.words, self.previews)

    @cached_property
    def _script_mark(self) -> str:
        """What changes with the script, once that is written: sites without stories have none."""
        self._keep(SCRIPT_PATH, script())
        return mark(script())

    def _keep(self, path: str, text: str) -> None:
        """Write a file of the browser."""
        target = self.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8", newline="\n")


def _sought(html: str) -> str:
    """What search reads of a page: no views, and of cards their words and headings."""
    around_views = html.split(_MARKED)[::2]
    return "".join(_lean(one) if at % 2 else one for part in around_views for at, one in enumerate(_around_cards(part)))


def _around_cards(html: str) -> Iterator[str]:
    """What stands around the cards of a page, and the cards, in turn."""
    done = end = 0
    while (start := html.find("<article ", end)) >= 0 and (end := html.find("</article>", start)) >= 0:
        end += len("</article>")
        if _CARD in html[start : html.find(">", start)]:
            yield from (html[done:start], html[start:end])
            done = end
    yield html[done:]


def _lean(card: str) -> str:
    """What search reads of a card.

    Of sections in notes, and of what search leaves out by itself, it has to see in which element they end.
    """
    sought = _UNSOUGHT.sub("", card)
    has_ends = sought.count("</h") > 1 or _EXCLUDED in sought or _LINE_NUMBERS in sought
    return sought if has_ends else _SPARED.sub("", sought.replace("</div>", " "))


def short_links(stories: tuple[Story, ...], files: Files, home: str, language: str) -> Iterator[tuple[str, str]]:
    """A page for each story that leads to its card: its path below `home`, and its HTML.

    Ids that name no file have none.
    """
    taken: set[str] = set()
    for story in stories:
        file = files.get_file_from_path(story.source.path)
        if not file or not _FILE_NAME.fullmatch(story.name) or story.name.casefold() in taken or not story.id:
            continue
        taken.add(story.name.casefold())
        url = f"{home}stories/{story.name}/"
        href = escape(f"{get_relative_url(file.url, url)}#{quote(story.anchor)}")
        title = escape(f"{story.name} {story.heading}")
        html = (
            f'<!doctype html>\n<html lang="{language}">\n<meta charset="utf-8">\n<title>{title}</title>\n'
            f'<meta name="robots" content="noindex">\n<meta http-equiv="refresh" content="0; url={href}">\n'
            f'<link rel="canonical" href="{href}">\n<p><a href="{href}">{title}</a></p>\n</html>\n'
        )
        yield f"{url}index.html", html


def lists_stories(context: Mapping[str, Any]) -> bool:
    """Whether a story is in one of the posts whose beginnings a blog lists on a page."""
    return any(has_stories(getattr(post, "content", None) or "") for post in context.get("posts") or ())


def lean_search(plugins: PluginCollection, let_search: Callable[..., Any]) -> None:
    """Put `let_search` before the search of a site, and before that alone.

    Not before what stands next to it: encryption, say, has to get whole pages, and nothing may come back after it.
    """
    searches = [plugin for name, plugin in plugins.items() if name.rpartition("/")[2] == "search"]
    readers = plugins.events["page_context"]
    for at, reader in enumerate(readers):
        if getattr(reader, "__self__", None) in searches:
            readers[at] = partial(let_search, reader)


def show_style(config: MkDocsConfig) -> None:
    """Name the style sheet before those of the site, which are to win."""
    hide_style(config)
    config.extra_css.insert(0, STYLE_PATH)


def page_at(place: str, files: Files) -> File | None:
    """The page that is written to a place in the site, whatever its source is called: `README.md`, `plan/index.md`."""
    return next((file for file in files.documentation_pages() if file.dest_uri == place), None)


def hide_style(config: MkDocsConfig) -> None:
    """Leave the style sheet out of what is rendered next, which so is the same as without the plugin, to the byte.

    It is to be named again after that: other plugins make pages of their own, of which nobody knows what they hold.
    """
    config.extra_css = [one for one in config.extra_css if one != STYLE_PATH]


def _lead(origin: str, here: str) -> Lead:
    """How an address on the page `origin` is written on the page `here`."""

    def lead(address: str) -> str:
        if ABSOLUTE.match(address):
            return address
        path, sign, rest = re.match(r"([^#?]*)([#?]?)(.*)", address, re.DOTALL).groups()  # type: ignore[union-attr]
        folder = origin if origin.endswith("/") or not origin else origin.rpartition("/")[0] + "/"
        target = _normal(f"{folder}{path}") if path else origin
        return f"{get_relative_url(target, here)}{sign}{rest}"

    return lead


def _normal(path: str) -> str:
    parts: list[str] = []
    for part in path.lstrip("/").split("/"):
        if part == "..":
            parts[-1:] = []
        elif part != ".":
            parts.append(part)
    return "/".join(parts)

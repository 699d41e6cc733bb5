"""Sites for tests: written into a folder, built by MkDocs in this process, and read back through BeautifulSoup."""

from __future__ import annotations

import logging
import posixpath
import re
import textwrap
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal
from urllib.parse import unquote, urlsplit

import yaml
from bs4 import BeautifulSoup, Tag
from mkdocs.commands.build import build as build_site
from mkdocs.config import load_config

Place = tuple[str, int, int, str]
"""Where a diagnostic is, and its code: path, line, column, code."""

_DIAGNOSTIC = re.compile(
    r"^(?:stories: )?(?P<path>.+?):(?P<line>\d+):(?P<column>\d+): (?:error|warning|info)\[(?P<code>ST\d+)\] ", re.M
)


def places(text: str) -> list[Place]:
    """The places of all diagnostics in a text, in its order."""
    found = _DIAGNOSTIC.finditer(text)
    return [(one["path"], int(one["line"]), int(one["column"]), one["code"]) for one in found]


def timeless(text: str) -> str:
    """A report without how long it took, which ends its last line."""
    return re.sub(r", in \d+\.\d\d s$", ", in TIME s", text, flags=re.M)


@dataclass(frozen=True)
class Built:
    """What a build left: its exit status, what it said, and the pages."""

    status: int
    folder: Path
    records: list[tuple[int, str]] = field(repr=False)
    _pages: dict[str, BeautifulSoup] = field(default_factory=dict, repr=False)
    _ids: dict[str, dict[str, Tag]] = field(default_factory=dict, repr=False)

    def said(self, level: int = logging.DEBUG) -> str:
        """Everything that was logged at a level or above."""
        return "\n".join(message for own, message in self.records if own >= level)

    @property
    def warnings(self) -> list[str]:
        """Every warning and error, a message each."""
        return [message for level, message in self.records if level >= logging.WARNING]

    @property
    def places(self) -> list[Place]:
        """Where the diagnostics are, those of the severity `info` too."""
        return places(self.said())

    @property
    def codes(self) -> list[str]:
        return [code for *_, code in self.places]

    def html(self, url: str = "") -> str:
        """The text of a page, by its address in the site."""
        path = self.folder / url
        return (path / "index.html" if path.is_dir() else path).read_text(encoding="utf-8")

    def page(self, url: str = "") -> BeautifulSoup:
        """A page, by its address in the site."""
        if url not in self._pages:
            self._pages[url] = BeautifulSoup(self.html(url), "html.parser")
        return self._pages[url]

    def element(self, url: str, name: str) -> Tag | None:
        """The element of a page with that id; of several, the first."""
        if url not in self._ids:
            found = self.page(url).select("[id]")
            self._ids[url] = {attribute(one, "id"): one for one in reversed(found)}
        return self._ids[url].get(name)

    def card(self, url: str, anchor: str) -> Tag:
        """The card whose title has that id."""
        title = self.element(url, anchor)
        assert title is not None, f"no #{anchor} on the page `{url}`"
        found = title.find_parent("article")
        assert found is not None, f"#{anchor} is no card"
        return found

    @property
    def urls(self) -> list[str]:
        """The addresses of all pages."""
        found = (path.relative_to(self.folder).as_posix() for path in sorted(self.folder.rglob("*.html")))
        return [re.sub(r"(^|/)index\.html$", r"\1", path) for path in found if path != "404.html"]

    def target(self, url: str, href: str) -> Tag | None:
        """What a link on a page leads to in this site: the element with the id of the fragment."""
        parts = urlsplit(href)
        path = posixpath.normpath(posixpath.join(posixpath.dirname(url), unquote(parts.path))) if parts.path else url
        path = "" if path == "." else path
        file = self.folder / path
        assert file.is_file() or (file / "index.html").is_file(), f"{url or 'index'}: no page for {href}"
        found = path.removesuffix("/") + "/" if file.is_dir() and path else path
        return self.element(found, unquote(parts.fragment)) if parts.fragment else self.page(found).body


@dataclass(frozen=True)
class Site:
    """A site in a folder of its own."""

    folder: Path

    @property
    def config_file(self) -> Path:
        return self.folder / "mkdocs.yml"

    def write(self, pages: Mapping[str, str | bytes]) -> None:
        for name, text in pages.items():
            path = self.folder / "docs" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            if isinstance(text, bytes):
                path.write_bytes(text)
            else:
                path.write_text(dedented(text), encoding="utf-8", newline="")

    def configure(self, plugins: list[Any], config: Mapping[str, Any]) -> None:
        usual = {"site_name": "Site", "theme": {"name": "mkdocs"}, "plugins": plugins}
        written = yaml.safe_dump({**usual, **config}, sort_keys=False, allow_unicode=True)
        self.config_file.write_text(written, encoding="utf-8")

    def build(self, **options: Any) -> Built:
        return build(self.config_file, **options)


def site(
    folder: Path,
    pages: Mapping[str, str | bytes] | str,
    *,
    plugins: list[Any] | None = None,
    config: Mapping[str, Any] | None = None,
    **options: Any,
) -> Site:
    """A site with some pages, or with the page `index.md` alone. `options` are those of the plugin."""
    made = Site(folder)
    folder.mkdir(parents=True, exist_ok=True)
    made.write({"index.md": pages} if isinstance(pages, str) else pages)
    made.configure([{"stories": options}] if plugins is None else plugins, config or {})
    return made


def dedented(text: str) -> str:
    return textwrap.dedent(text).lstrip("\n")


def build(
    config_file: Path, *, strict: bool = False, command: Literal["build", "serve"] = "build", **options: Any
) -> Built:
    """Build a site as the command `mkdocs` does it, `options` over those of its configuration."""
    status = 0
    site_dir = Path(options.get("site_dir", config_file.parent / "site"))
    with _records() as records:
        try:
            config = load_config(str(config_file), strict=strict, **options)
            config.plugins.on_startup(command=command, dirty=False)
            try:
                build_site(config, serve_url="http://127.0.0.1:8000/" if command == "serve" else None)
            finally:
                config.plugins.on_shutdown()
        except SystemExit:  # what MkDocs ends its commands with
            status = 1
    return Built(status, site_dir, records)


@contextmanager
def _records() -> Iterator[list[tuple[int, str]]]:
    """What MkDocs logs meanwhile: from INFO on, and everything of ours. (With DEBUG it would not check anchors.)"""
    records: list[tuple[int, str]] = []

    class Recorder(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            records.append((record.levelno, record.getMessage()))

    host, own, recorder = logging.getLogger("mkdocs"), logging.getLogger("mkdocs.plugins.stories"), Recorder()
    before = host.level, own.level, host.propagate
    host.addHandler(recorder)
    host.setLevel(logging.INFO)
    own.setLevel(logging.DEBUG)
    host.propagate = False
    try:
        yield records
    finally:
        host.removeHandler(recorder)
        host.propagate = before[2]
        host.setLevel(before[0])
        own.setLevel(before[1])


def words(tag: Tag | None) -> str:
    """The text of an element, its white space evened out."""
    assert tag is not None, "there is no such element"
    return " ".join(tag.get_text(" ", strip=True).split())


def row(of: Tag, label: str) -> Tag | None:
    """The row of a card with that label."""
    for one in of.select(".stories-card__row"):
        heading = one.select_one(".stories-card__label")
        progress = heading.select_one(".stories-card__progress") if heading else None
        said = words(heading).removesuffix(words(progress)).strip() if progress else words(heading)
        if said == label:
            return one
    return None


def attribute(tag: Tag | None, name: str) -> str:
    """An attribute of an element, as one text."""
    assert tag is not None, "there is no such element"
    value = tag[name]
    return value if isinstance(value, str) else " ".join(value)


def story(name: str = "US-1", *lines: str, notes: str = "") -> str:
    """A well-formed user story, or a technical one where the id begins with TS, or an epic where it begins with EP.

    Each number has a goal of its own: stories of the same words would be one story too many.
    """
    number = name.rpartition("-")[2]
    where = "" if number == "1" else f" on shelf {number}"
    sentence = {
        "US": ["as a: reader", f"I want: to see discounts{where}", "so that: I pay less"],
        "TS": ["the: price service", f"must: answer from a cache{where}", "so that: pages open at once"],
        "EP": ["goal: Readers find a book that they can afford"],
    }[name[:2]]
    word = {"US": "story", "TS": "technical-story", "EP": "epic"}[name[:2]]
    criteria = ["acceptance: [The old price is shown]"] if name.startswith("US") else []
    given = {line.partition(":")[0] for line in lines}
    own = [line for line in (*sentence, *criteria) if line.partition(":")[0] not in given]
    told = [f"```{word}", f"id: {name}", *own, *lines, *(["---", notes] if notes else []), "```"]
    return "\n".join(told) + "\n"


def indented(text: str, prefix: str = "    ") -> str:
    """A text inside a container: each line behind a prefix."""
    return textwrap.indent(text, prefix, lambda _line: True)

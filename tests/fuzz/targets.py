"""What any bytes are tried on: each target raises where something does not hold for them.

Hypothesis tries them in the tests (`tests/test_fuzz.py`), atheris by the hour (`make fuzz`). An input that either of
them found is kept in `tests/inputs`, and tried on all targets in every run.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from xml.etree import ElementTree

import yaml
from markdown import Markdown

from mkdocs_stories.addresses import is_safe
from mkdocs_stories.backlog_page import index_of
from mkdocs_stories.baseline import Baseline, BaselineError
from mkdocs_stories.diagnostics import Diagnostic
from mkdocs_stories.drawing import Drawing
from mkdocs_stories.fixes import mend
from mkdocs_stories.hosts.markdown_extension import Rendering, StoriesExtension
from mkdocs_stories.project import Project
from mkdocs_stories.query import select
from mkdocs_stories.reader import read_page
from mkdocs_stories.references import link_targets
from mkdocs_stories.renaming import RenameError, rename
from mkdocs_stories.reports import REPORTS, Checked, Found, Read, Screen, text_of
from mkdocs_stories.sentence import parse, parse_question
from mkdocs_stories.settings import Settings, SettingsError
from mkdocs_stories.syntax import scan
from mkdocs_stories.text import Phrase, Source, Span
from mkdocs_stories.vocabulary import Vocabulary

Target = Callable[[bytes], None]

EXTENSIONS = ["admonition", "attr_list", "def_list", "footnotes", "md_in_html", "pymdownx.superfences", "tables", "toc"]
SCREENS = (Screen(), Screen(columns=20), Screen(columns=60, is_coloured=True))
STORIES = """
```story
id: US-1
title: One
as a: reader
I want: to see *discounts*
so that: I pay less
tags: [a, b]
depends on: TS-1
```

```technical-story
id: TS-1
story: The cache should answer at once because readers leave.
status: done
estimate: 3
```

```epic
id: EP-1
goal: Readers find books
```
"""


def scanning(data: bytes) -> None:
    """Blocks stand in the order of the page, one behind the other, and know where their text was typed."""
    source = _source(data)
    for front_matter in (True, False):
        last = 0
        for block in scan(source, front_matter=front_matter).blocks:
            assert last < block.first <= block.last <= len(source.lines)
            last = block.last
            for number, row in enumerate(block.text.split("\n") if block.text else ()):
                line, column = block.position(number, 0)
                assert source.line(line).endswith(row.lstrip()), (line, row)
                assert 1 <= column <= len(source.line(line)) + 1


def reading(data: bytes) -> None:
    """A block of each type can hold anything; whatever a story says was said in it."""
    body = _text(data)
    for word in ("story", "technical-story", "epic"):
        page = read_page(Source("page.md", f"```{word}\n{body}\n```\n"), Vocabulary())
        for story in page.stories:
            assert story.heading
            for phrase in (*story.words, *(stray.phrase for stray in story.strays)):
                _is_inside(phrase.span, page.source)
                list(link_targets(phrase))


def sentences(data: bytes) -> None:
    """The parts of a sentence are words of the sentence."""
    text = _text(data)
    phrase = Phrase(text, Span(1, 1, 1, len(text) + 1))
    for said in (parse(phrase), parse_question(phrase)):
        if said:
            for part in (said.role, said.component, said.goal, said.benefit, *(left for _, left in said.unfilled)):
                if part:
                    assert part.text == text[part.span.column - 1 : part.span.end_column - 1]


def options(data: bytes) -> None:
    """Options are right, or the first wrong one is named on one line; with right ones everything works."""
    try:
        told = yaml.safe_load(_text(data))
    except (yaml.YAMLError, ValueError, RecursionError, OverflowError):
        return
    if not isinstance(told, dict):
        return
    try:
        settings = Settings.from_mapping(told)
    except SettingsError as error:
        _is_visible(error)
        return
    _drawn(Project((Source("page.md", f"{STORIES}\n```backlog\n```\n"),), settings))


def views(data: bytes) -> None:
    """A view can ask for anything; what it draws are stories."""
    text = f"{STORIES}\n```backlog\n{_text(data)}\n```\n"
    project = Project((Source("page.md", text),))
    for view in project.backlog.views:
        assert set(select(view, project.backlog)) <= set(project.backlog.stories)
    _drawn(project)


def baselines(data: bytes) -> None:
    """A baseline is one, or is said to be none; what is written can be read again."""
    project = Project((Source("page.md", STORIES),))
    for text in (_text(data), '{"baseline": "mkdocs-stories", "version": 1}\n' + _text(data)):
        try:
            baseline = Baseline.read(Source("baseline.jsonl", text))
        except BaselineError as error:
            _is_one_line(error)
            continue
        again = Baseline.read(Source("baseline.jsonl", baseline.text))
        assert [one.problem for one in again.entries] == [one.problem for one in baseline.entries]
        _reported(Project(project.sources, project.settings, baseline))


def pages(data: bytes) -> None:
    """A page of any bytes: its diagnostics in every form, its cards, its fixes, and its stories with other ids."""
    project = Project((_source(data), Source("more.md", "[US-1]\n\n```backlog\n```\n")))
    _reported(project)
    _drawn(project)
    _mended(project)
    _renamed(project)


_WORN = re.compile(r"class\s*=|\{", re.IGNORECASE)
"""Where a page may give our classes to elements of its own, drawn elements cannot be told from those."""

TARGETS: tuple[Target, ...] = (scanning, reading, sentences, options, views, baselines, pages)


def _text(data: bytes) -> str:
    return _source(data).text


def _source(data: bytes) -> Source:
    return Source.decode("page.md", data)


def _is_visible(error: Exception) -> None:
    assert str(error).isprintable(), ascii(error)


def _is_one_line(error: Exception) -> None:
    assert "\n" not in str(error), ascii(error)


def _is_inside(span: Span, source: Source) -> None:
    assert 1 <= span.line <= span.end_line <= len(source.lines), span
    assert 1 <= span.column <= len(source.line(span.line)) + 1, span
    assert span[:2] <= span[2:], span


def _reported(project: Project) -> None:
    """Each report is well-formed, and none of them steers a terminal."""
    found = project.diagnostics
    for one in found:
        _is_inside(one.finding.span, one.source)
        for screen in SCREENS:
            shown = text_of(one, "docs/", screen)
            assert screen.is_coloured or all(row.isprintable() for row in shown.split("\n")), ascii(shown)
    read = tuple(Read(page.path, page.stories) for page in project.contents)
    checked = Checked(tuple(Found(one, "docs/") for one in found), read)
    for report in REPORTS:
        written = "\n".join(report.write(checked))
        written.encode()
        if report.name in ("json", "sarif", "gitlab"):
            json.loads(written)
        elif report.name == "junit":
            ElementTree.fromstring(written)
        else:
            assert all(row.isprintable() for row in written.split("\n")), ascii(written)
        if report.name == "github":
            *commands, _closing = written.split("\n")
            assert len(commands) == len(found)
            assert all(row.startswith("::") for row in commands)


def _drawn(project: Project) -> None:
    """Every page is drawn, and what is drawn of stories holds nothing that runs."""
    for page in project.backlog.pages:
        drawing = Drawing(
            project.backlog,
            page.source.path,
            problems=lambda block: tuple(_problems(project, block.source.path, block.span)),
            issue_url=project.settings.issue_url,
            words=project.settings.words(),
        )
        rendering = Rendering(drawing, project.settings, page, front_matter=True)
        extension = StoriesExtension(lambda _md, known=rendering: known)  # type: ignore[misc]
        if _is_too_deep(page.source.text):
            continue
        html = Markdown(extensions=[*EXTENSIONS, extension]).convert(page.source.text)
        assert extension.passage.word not in html
        if not _WORN.search(page.source.text):
            reader = Drawn()
            reader.feed(html)
            reader.close()
        for view in page.views:
            whole = index_of(view, drawing).whole
            assert not {"<", ">", "&"} & set(whole)
            json.loads(whole)


def _is_too_deep(text: str) -> bool:
    """Whether Python-Markdown itself cannot draw a page: hundreds of lists in one another."""
    try:
        Markdown(extensions=EXTENSIONS).convert(text)
    except RecursionError:
        return True
    return False


def _problems(project: Project, path: str, span: Span) -> Iterator[Diagnostic]:
    for one in project.diagnostics:
        if one.source.path == path and span.line <= one.finding.span.line <= span.end_line:
            yield one


class Drawn(HTMLParser):
    """Reads a page, and looks at what the cards and views on it are made of. Notes are Markdown of the page."""

    ADDRESSES = ("href", "src", "xlink:href")
    VOID = ("br", "hr", "img", "input", "path", "rect", "circle", "col")

    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, bool]] = []
        """The elements around, and whether each is drawn."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        classes = told.get("class", "").split()
        within = bool(self.open) and self.open[-1][1]
        drawn = (within or "stories" in classes) and "stories-card__body" not in classes
        if drawn and within:
            assert tag not in ("script", "style", "iframe", "object", "embed", "base", "meta", "link"), tag
            assert not [name for name in told if name.startswith("on") or name in ("srcdoc", "action")], told
            assert re.fullmatch(r"(--n:\d+)?", told.get("style", "")), told
            assert all(is_safe(told[name]) for name in self.ADDRESSES if name in told), told
        if tag not in self.VOID:
            self.open.append((tag, drawn))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in self.VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        places = [at for at, (name, _) in enumerate(self.open) if name == tag]
        if places:
            del self.open[places[-1] :]


def _mended(project: Project) -> None:
    """Fixes lead to pages that can be read as well; making them again changes nothing."""
    mended = mend(project, lambda _: True)
    after = Project(tuple(page.source for page in mended.backlog.pages))
    assert not list(mend(after, lambda _: True).changes)


def _renamed(project: Project) -> None:
    """A story with another id is the same story."""
    for name in ("US-1", *(story.name for story in project.backlog.stories[:2])):
        try:
            renamed = rename(project, name, "US-4711")
        except RenameError as error:
            _is_one_line(error)
            continue
        after = project
        for _, source in renamed.changes:
            after = after.with_source(source)
        assert after.backlog.find("US-4711")
        assert len(after.backlog.stories) == len(project.backlog.stories)

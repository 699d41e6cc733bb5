"""The cases: Markdown files that say what a page holds, and what comes out of it.

A case is prose with fences in it. What goes in:

- `page PATH`: a page of the docs. With `escaped` after the path, its text is the body of a Python bytes literal.
- `drawn PATH`: what other plugins made of that page before it was drawn, where they did.
- `options`: the options of the site.

What comes out is one of `OUTPUTS`, by its fence's first word; `pytest --rewrite-cases` writes it anew.
"""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pytest
import yaml
from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString, PageElement
from markdown import Markdown

from mkdocs_stories.checker import check_drawn
from mkdocs_stories.diagnostics import Diagnostic, Severity
from mkdocs_stories.drawing import Drawing
from mkdocs_stories.fixes import mend
from mkdocs_stories.hosts.markdown_extension import Rendering, StoriesExtension
from mkdocs_stories.hosts.passage import Course
from mkdocs_stories.model import Field, Page, Story, View
from mkdocs_stories.project import Project
from mkdocs_stories.query import select
from mkdocs_stories.reports import REPORTS, Checked, Found, Read, summary_of, text_of
from mkdocs_stories.reports.report import tool_version
from mkdocs_stories.rule import Drawn
from mkdocs_stories.rules import RULES
from mkdocs_stories.settings import Settings
from mkdocs_stories.syntax import scan
from mkdocs_stories.text import Phrase, Source

CASES = Path(__file__).parent / "cases"
FOLDERS = ("syntax", "reading", "rules", "fixes", "cards", "views", "reports")
PATHS = [path for folder in FOLDERS for path in sorted((CASES / folder).glob("*.md"))]
FENCE = re.compile(r"^(?P<ticks>`{3,})(?P<word>[a-z]+) ?(?P<rest>.*)\n(?P<body>(?:.*\n)*?)(?P=ticks)$", re.MULTILINE)
EXTENSIONS = ["attr_list", "md_in_html", "tables", "footnotes", "def_list", "admonition", "toc"]
EXTENSIONS += ["pymdownx.details", "pymdownx.superfences", "pymdownx.tabbed", "pymdownx.blocks.admonition"]
SCREEN = 70
TABBED = {"pymdownx.tabbed": {"alternate_style": True}}


@dataclass(frozen=True)
class Case:
    """A small site: its pages as they are read and as they are drawn, and its settings."""

    sources: tuple[Source, ...]
    drawn: dict[str, str]
    settings: Settings

    @classmethod
    def read(cls, text: str) -> Case:
        sources, drawn, options = [], {}, {}
        for fence in FENCE.finditer(text):
            path, escaped = fence["rest"].removesuffix(" escaped"), fence["rest"].endswith(" escaped")
            if fence["word"] == "page":
                data = codecs.escape_decode(fence["body"][:-1])[0] if escaped else fence["body"].encode()
                sources.append(Source.decode(path, data))
            elif fence["word"] == "drawn":
                drawn[path] = fence["body"]
            elif fence["word"] == "options":
                options = yaml.safe_load(fence["body"])
        return cls(tuple(sources), drawn, Settings.from_mapping(options))

    @cached_property
    def project(self) -> Project:
        return Project(self.sources, self.settings)

    @cached_property
    def rendered(self) -> tuple[tuple[Drawn, BeautifulSoup], ...]:
        """Each page as a host draws it, with the blocks that were drawn."""
        return tuple(self._render(page) for page in self.project.backlog.pages)

    def _render(self, page: Page) -> tuple[Drawn, BeautifulSoup]:
        path = page.source.path
        drawing = Drawing(
            self.project.backlog,
            path,
            problems=lambda block: tuple(one for one in self.project.diagnostics if _is_shown(one, block)),
            edit_url=f"https://example.com/edit/{path}",
            root="docs/",
            issue_url=self.settings.issue_url,
            words=self.settings.words(),
            card=self.settings.card,
        )
        course = Course()
        rendering = Rendering(drawing, self.settings, page, front_matter=True, course=course)
        extension = StoriesExtension(lambda _md: rendering)
        converter = Markdown(extensions=[*EXTENSIONS, extension], extension_configs=TABBED)
        html = converter.convert(self.drawn.get(path, page.source.text))
        return Drawn(page, tuple(course.met), tuple(course.shown)), BeautifulSoup(html, "html.parser")

    @cached_property
    def diagnostics(self) -> list[Diagnostic]:
        drawn = (one for one, _ in self.rendered)
        found = (*self.project.diagnostics, *check_drawn(drawn, self.project.backlog, self.settings))
        return sorted(found, key=lambda one: one.order)

    def selected(self, selector: str) -> list[Tag]:
        """The elements of all pages that a CSS selector finds."""
        return [tag for _, page in self.rendered for tag in page.select(selector)]


def _is_shown(one: Diagnostic, block: Story | View) -> bool:
    inside = block.span.line <= one.finding.span.line <= block.span.end_line
    return one.severity is Severity.ERROR and one.source.path == block.source.path and inside


def blocks(case: Case, _: str) -> Iterator[str]:
    """The blocks that are found: their lines, their word, and what they hold."""
    for source in case.sources:
        for block in scan(source).blocks:
            torn = "" if block.closed else ", not closed"
            yield f"{block.first}-{block.last} {block.word}{torn}: {block.text!r}"


def stories(case: Case, _: str) -> Iterator[str]:
    """Every story with its title."""
    yield from (f"{one.type.label} {one.name}: {one.heading}" for one in case.project.backlog.stories)


def fields(case: Case, only: str) -> Iterator[str]:
    """What was read of each story, or of the fields that are named, each value behind the place of its words."""
    for story in case.project.backlog.stories:
        if not only:
            yield f"{story.type.label} {story.name}"
        for field in case.settings.vocabulary.fields:
            if not only or field.name in only.split(", "):
                yield from (f"  {row}" for row in _values(story, field))
        if not only:
            yield from _rest(story)


def _values(story: Story, field: Field) -> Iterator[str]:
    if field.attribute == "acceptance":
        for one in story.acceptance:
            marks = f"{' done' * one.done}{' technical' * one.technical}"
            yield f"acceptance{marks} {_told(one.phrase)}"
            yield from (f"  {step.keyword} {_told(step.phrase)}" for step in one.steps)
    elif field.attribute == "allow":
        for excuse in story.allow:
            yield f"allow {_told(excuse.rule)}, because {_told(excuse.reason) if excuse.reason else 'of nothing'}"
    else:
        yield from (f"{field.name} {_told(phrase)}" for phrase in story.values(field))


def _rest(story: Story) -> Iterator[str]:
    if story.notes:
        yield f"  notes {_told(story.notes)}"
    for stray in story.strays:
        more = ": ".join(filter(None, (stray.field, stray.note)))
        yield f"  stray {_told(stray.phrase)}: {stray.gap.value}{more and f' ({more})'}"


def _told(phrase: Phrase) -> str:
    return f"{phrase.span.line}:{phrase.span.column} {phrase.text!r}"


def references(case: Case, _: str) -> Iterator[str]:
    """The ids that the words of the pages refer to."""
    yield from (f"{page.source.path} {_told(one)}" for page in case.project.backlog.pages for one in page.references)


def diagnostics(case: Case, without: str) -> Iterator[str]:
    """The report on the pages; `without info` leaves out what neither fails a build nor a strict one."""
    left_out = [Severity.INFO] if without else []
    texts = [text_of(one, "docs/") for one in case.diagnostics if one.severity not in left_out]
    yield "\n\n".join(texts) or "none"


def summary(case: Case, _: str) -> Iterator[str]:
    """The last line of a report."""
    yield summary_of(case.diagnostics, len(case.project.backlog.stories), len(case.sources))


def report(case: Case, wanted: str) -> Iterator[str]:
    """A report in the format that is named; of JSON only what stands at a path, as in `sarif runs.0.results.1`."""
    name, _, path = wanted.partition(" ")
    writer = REPORTS.find(name)
    assert writer
    found = tuple(Found(one, "docs/") for one in case.diagnostics)
    read = tuple(Read(f"docs/{page.path}", page.stories) for page in case.project.contents)
    document = "\n".join(writer.write(Checked(found, read, 0.21)))
    if path:
        part = json.loads(document)
        for step in path.split("."):
            part = part[int(step) if isinstance(part, list) else step]
        document = json.dumps(part, indent=2)
    yield document.replace(f'"{tool_version()}"', '"VERSION"')


def fixed(case: Case, path: str) -> Iterator[str]:
    """A page with everything mended that has one right answer."""
    page = mend(case.project, lambda _: True).backlog.page(path)
    assert page
    yield page.source.text.removesuffix("\n")


def chosen(case: Case, _: str) -> Iterator[str]:
    """The ids of the stories of each view, in their order."""
    backlog = case.project.backlog
    yield from (" ".join(story.name for story in select(view, backlog)) or "none" for view in backlog.views)


def text(case: Case, selector: str) -> Iterator[str]:
    """The words of the elements that a selector finds, one line each; cells of a row are parted by bars."""
    for tag in case.selected(selector):
        cells = tag.find_all(["td", "th"]) if tag.name == "tr" else [tag]
        yield " | ".join(" ".join(cell.get_text().split()) for cell in cells)


def html(case: Case, selector: str) -> Iterator[str]:
    """The pages as HTML, or the elements that a selector finds on them."""
    tags = case.selected(selector) if selector else [page for _, page in case.rendered]
    yield from (outline(tag) for tag in tags)


BLOCKS = (
    "address article blockquote caption dd details div dl dt fieldset figure h1 h2 h3 h4 h5 h6 hr li ol p pre section"
)
BLOCK_TAGS = (*BLOCKS.split(), "table", "tbody", "td", "th", "thead", "tr", "ul")


def outline(tag: Tag, depth: int = 0) -> str:
    """An element in the one form of all that means the same.

    Blocks stand on lines of their own, white space is closed up, attributes and classes are sorted.
    """
    if isinstance(tag, BeautifulSoup):
        return "\n".join(_children(tag, 0))
    margin = "  " * depth
    if tag.name not in BLOCK_TAGS or not tag.find(BLOCK_TAGS):
        return f"{margin}{_opening(tag)}{_flow(tag)}</{tag.name}>"
    return "\n".join([f"{margin}{_opening(tag)}", *_children(tag, depth + 1), f"{margin}</{tag.name}>"])


def _opening(tag: Tag) -> str:
    return "".join((f"<{tag.name}", *(f' {name}="{_attribute(tag, name)}"' for name in sorted(tag.attrs)), ">"))


def _attribute(tag: Tag, name: str) -> str:
    value = tag.attrs[name]
    return (" ".join(sorted(value)) if isinstance(value, list) else str(value)).replace('"', "&quot;")


def _children(tag: Tag, depth: int) -> Iterator[str]:
    for child in tag.children:
        if isinstance(child, Tag):
            yield outline(child, depth)
        elif isinstance(child, NavigableString) and child.strip():
            yield "  " * depth + _words(child).strip()


def _flow(tag: Tag) -> str:
    inside = (outline(one) if isinstance(one, Tag) else _words(one) for one in tag.contents)
    return "".join(inside) if tag.name not in BLOCK_TAGS or tag.name == "pre" else "".join(inside).strip()


def _words(words: PageElement) -> str:
    escaped = NavigableString(str(words)).output_ready("minimal")
    return escaped if words.find_parent("pre") else re.sub(r"\s+", " ", escaped)


Output = Callable[[Case, str], Iterator[str]]
OUTPUTS: dict[str, Output] = {
    output.__name__: output
    for output in (blocks, stories, fields, references, diagnostics, summary, report, fixed, chosen, text, html)
}


def come_out(case: Case, fence: re.Match[str]) -> str:
    return "".join(f"{line}\n" for line in OUTPUTS[fence["word"]](case, fence["rest"]))


def is_same(word: str, expected: str, found: str) -> bool:
    if word != "html":
        return expected == found
    return outline(BeautifulSoup(expected, "html.parser")) == outline(BeautifulSoup(found, "html.parser"))


@pytest.mark.parametrize("path", PATHS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_case(path: Path, request: pytest.FixtureRequest) -> None:
    """What comes out of a case's pages is what the case says."""
    written = path.read_text(encoding="utf-8")
    case = Case.read(written)
    outputs = [fence for fence in FENCE.finditer(written) if fence["word"] in OUTPUTS]
    if request.config.getoption("rewrite_cases"):
        for fence in reversed(outputs):
            found = come_out(case, fence)
            if not is_same(fence["word"], fence["body"], found):
                written = written[: fence.start("body")] + found + written[fence.end("body") :]
        path.write_text(written, encoding="utf-8", newline="\n")
        return
    for fence in outputs:
        found = come_out(case, fence)
        if not is_same(fence["word"], fence["body"], found):
            assert found == fence["body"]


@pytest.mark.parametrize("path", PATHS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_case_can_be_read(path: Path) -> None:
    """A title and prose, a page and what comes out of it, no fence of unknown sort, and under a screen long."""
    written = path.read_text(encoding="utf-8")
    words = [fence["word"] for fence in FENCE.finditer(written)]
    assert re.match(r"# .+\n\n\w", written)
    assert "page" in words
    assert set(words) & set(OUTPUTS)
    assert set(words) <= {"page", "drawn", "options", *OUTPUTS}
    assert written.count("\n") <= SCREEN


@pytest.mark.parametrize("path", sorted((CASES / "syntax").glob("*.md")), ids=lambda path: path.stem)
def test_pages_of_syntax_show_what_is_found(path: Path) -> None:
    case = Case.read(path.read_text(encoding="utf-8"))
    for drawn, page in case.rendered:
        found = [block.text for block in scan(drawn.page.source).blocks]
        assert sorted(one.body for one in drawn.shown) == sorted(found)
        assert not re.search("stories[0-9a-f]{32}", str(page))


def test_every_rule_has_a_case() -> None:
    """A file named after the rule, in which its code is reported."""
    named = {path.stem: path.read_text(encoding="utf-8") for path in (CASES / "rules").glob("*.md")}
    for rule in RULES:
        assert f"[{rule.code}] {rule.name}: " in named.get(f"{rule.code}-{rule.name}", "")

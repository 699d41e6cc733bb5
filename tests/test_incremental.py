"""What is remembered makes no difference: after any edits, what comes out is what a clean run gives, byte for byte."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_stories import memory as remembering
from mkdocs_stories.cache import Cache
from mkdocs_stories.memory import Memory
from mkdocs_stories.model import Page
from mkdocs_stories.project import Project
from mkdocs_stories.reader import read_page
from mkdocs_stories.reports import REPORTS, Checked, Found, Read
from mkdocs_stories.settings import Settings
from mkdocs_stories.stored_memory import StoredMemory
from mkdocs_stories.text import Source

PATHS = ("a.md", "b.md", "c.md", "deep/a.md", "deep/d.md")
IDS = ("US-1", "US-2", "TS-1", "TS-2", "EP-1")
SETTINGS = tuple(
    Settings.from_mapping(options)
    for options in (
        {},
        {"rules": {"vague-words": "warning", "missing-benefit": "info", "two-wants": {"severity": "info"}}},
        {"statuses": ["ready", "done"], "per_path": {"deep/*": {"missing-role": "old pages"}}},
    )
)


@dataclass(frozen=True)
class Told:
    """A story of a page: what a test changes about it."""

    id: str
    status: str = "ready"
    goal: str = "see discounts"
    link: str = ""
    is_broken: bool = False
    allowed: str = ""

    @property
    def text(self) -> str:
        word = {"U": "story", "T": "technical-story", "E": "epic"}[self.id[0]]
        rows = [f"id: {self.id}", f"status: {self.status}"]
        if word != "epic":
            rows += [f"story: As a reader, I want to {self.goal} so that I pay less"]
        if self.link:
            rows.append(f"{'supports' if word == 'technical-story' else 'relates to'}: {self.link}")
        if self.allowed:
            rows.append(f"allow: {{{self.allowed}: we know}}")
        if self.is_broken:
            rows.insert(1, "title: an: error")
        return "\n".join((f"```{word}", *rows, "```", ""))


stories = st.builds(
    Told,
    id=st.sampled_from(IDS),
    status=st.sampled_from(("ready", "done", "dropped", "reday")),
    goal=st.sampled_from(("see discounts", "see discounts and print them easily", "", "pay (by card, or cash)")),
    link=st.sampled_from(("", *IDS, "US-9")),
    is_broken=st.booleans(),
    allowed=st.sampled_from(("", "", "vague-words", "unknown-link", "missing-criteria")),
)
pages = st.tuples(st.lists(stories, max_size=3), st.sampled_from(("", "See [US-1] and [US-9].\n", "```backlog\n```\n")))
edits = st.one_of(
    st.tuples(st.just("write"), st.sampled_from(PATHS), pages),
    st.tuples(st.just("remove"), st.sampled_from(PATHS), st.none()),
    st.tuples(st.just("move"), st.sampled_from(PATHS), st.sampled_from(PATHS)),
    st.tuples(st.just("copy"), st.sampled_from(PATHS), st.sampled_from(PATHS)),
    st.tuples(st.just("change"), st.sampled_from(PATHS), stories),
    st.tuples(st.just("configure"), st.sampled_from(SETTINGS), st.none()),
    st.tuples(st.just("nothing"), st.none(), st.none()),
)


@dataclass
class Docs:
    """Some pages and settings, as edits leave them."""

    pages: dict[str, tuple[list[Told], str]] = field(default_factory=dict)
    settings: Settings = SETTINGS[0]

    def edit(self, edit: tuple[str, Any, Any]) -> None:
        match edit:
            case "write", path, page:
                self.pages[path] = page
            case "remove", path, _:
                self.pages.pop(path, None)
            case "move", path, to if path in self.pages:
                self.pages[to] = self.pages.pop(path)
            case "copy", path, to if path in self.pages:
                self.pages[to] = self.pages[path]
            case "change", path, story if self.pages.get(path, ([], ""))[0]:
                told, prose = self.pages[path]
                self.pages[path] = ([*told[:-1], replace(story, id=told[-1].id)], prose)
            case "configure", settings, _:
                self.settings = settings

    @property
    def sources(self) -> tuple[Source, ...]:
        texts = {path: "\n".join((prose, *(one.text for one in told))) for path, (told, prose) in self.pages.items()}
        return tuple(Source(path, text) for path, text in texts.items())


def reported(project: Project) -> list[str]:
    """What comes out of a project: in every format that tells all of it, and what is in the backlog."""
    found = tuple(Found(one, "docs/") for one in project.diagnostics)
    read = tuple(Read(page.path, page.stories) for page in project.contents)
    written = [text for name in ("json", "text", "junit") for text in _written(name, Checked(found, read))]
    return [*written, repr(project.backlog.pages)]


def _written(name: str, checked: Checked) -> Iterator[str]:
    report = REPORTS.find(name)
    assert report
    return report.write(checked)


@contextmanager
def reads() -> Iterator[Counter[Source]]:
    """Which sources are read meanwhile, and how often."""
    counted: Counter[Source] = Counter()

    def count(source: Source, *rest: Any) -> Page:
        counted[source] += 1
        return read_page(source, *rest)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(remembering, "read_page", count)
        yield counted


@given(st.lists(edits, min_size=1, max_size=12))
def test_what_is_remembered_makes_no_difference_in_one_process(made: list[tuple[str, Any, Any]]) -> None:
    docs, memory = Docs(), Memory()
    for edit in made:
        before, settings = set(docs.sources), docs.settings
        docs.edit(edit)
        memory.begin()
        with reads() as read:
            found = reported(Project(docs.sources, docs.settings, memory=memory))
        assert found == reported(Project(docs.sources, docs.settings))
        new = set(docs.sources) - before if docs.settings is settings else set(docs.sources)
        assert read == Counter(new), "what changed is read once, and nothing else is"


@given(st.lists(edits, min_size=1, max_size=8))
def test_what_is_remembered_makes_no_difference_from_run_to_run(made: list[tuple[str, Any, Any]]) -> None:
    docs = Docs()
    stored: dict[str, set[Source]] = {}
    with tempfile.TemporaryDirectory() as folder:
        for edit in made:
            docs.edit(edit)
            memory = StoredMemory(Cache(Path(folder) / "cache"), Path(folder))
            with reads() as read:
                found = reported(Project(docs.sources, docs.settings, memory=memory))
            memory.save()
            assert found == reported(Project(docs.sources, docs.settings))
            known = stored.setdefault(repr(docs.settings), set())
            assert read == Counter(set(docs.sources) - known), "what changed is read once, and nothing else is"
            if read:
                stored[repr(docs.settings)] = set(docs.sources)


def test_nothing_at_all_is_read_where_nothing_has_changed(tmp_path: Path) -> None:
    source = Source("a.md", Told("US-1", link="US-9").text)
    first = Project((source,), memory=StoredMemory(Cache(tmp_path / "cache"), tmp_path))
    assert "ST301" in [one.code for one in first.diagnostics]
    first.memory.save()
    (pages_file,) = (tmp_path / "cache").glob("*-pages*")
    pages_file.unlink()
    with reads() as read:
        again = Project((source,), memory=StoredMemory(Cache(tmp_path / "cache"), tmp_path))
        assert again.diagnostics == first.diagnostics
        assert again.contents == first.contents
    assert not read


def test_a_page_that_is_judged_later_is_remembered_with_its_judgement(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As where stories are listed before they are checked."""
    source = Source("a.md", Told("US-1", goal="").text)
    listed = Project((source,), memory=StoredMemory(Cache(tmp_path / "cache"), tmp_path))
    assert listed.backlog.stories
    listed.memory.save()
    checked = Project((source,), memory=StoredMemory(Cache(tmp_path / "cache"), tmp_path))
    with reads() as read:
        assert "ST102" in [one.code for one in checked.diagnostics]
    assert not read
    checked.memory.save()
    monkeypatch.setattr(remembering, "judge_alone", None)
    beside = Source("b.md", "")
    last = Project((source,), memory=StoredMemory(Cache(tmp_path / "cache"), tmp_path))
    assert last.with_source(beside).memory.read((source,), Settings())[0].verdicts

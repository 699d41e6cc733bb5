"""Pages that are served and edited: what a rebuild gives is what a clean build gives, byte for byte."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from mkdocs.commands.build import build as build_site
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig

from mkdocs_stories import cards
from mkdocs_stories import memory as remembering
from mkdocs_stories.backlog_page import draw_backlog, pieces
from mkdocs_stories.drawing import Drawing
from mkdocs_stories.hosts import passage
from mkdocs_stories.markup import Element
from mkdocs_stories.model import Page, Story, View
from mkdocs_stories.reader import read_page
from mkdocs_stories.text import Source
from mkdocs_stories.vocabulary import Vocabulary
from tests.sites import Site, site, story

PAGES = {
    "index.md": "# Home\n\nSee [US-1] and [TS-1].\n\n" + story("US-1", "status: draft", "relates to: [US-3]"),
    "more/page.md": story("TS-1", "supports: [US-1]") + story("US-2", "epic: EP-1"),
    "epics.md": story("EP-1") + "\n```backlog\nview: board\n```\n",
}
BROKEN = "```story\nid: US-2\ntitle: an: error\n```\n"
EDITS: tuple[Mapping[str, str | None], ...] = (
    {},
    {"index.md": PAGES["index.md"].replace("status: draft", "status: done")},
    {"more/page.md": PAGES["more/page.md"] + BROKEN},
    {"more/page.md": PAGES["more/page.md"].replace("shelf 2", "shelf 3")},
    {"more/page.md": "Before all.\n\n" + PAGES["more/page.md"]},
    {"new.md": story("US-3", "depends on: [US-1, US-2]")},
    {"more/page.md": None, "more/moved.md": PAGES["more/page.md"]},
    {"new.md": None},
    {"index.md": "# Home\n\nSee [US-2] and [US-3].\n", "copy.md": PAGES["index.md"]},
    dict(PAGES) | {"more/moved.md": None, "copy.md": None},
)


def forget() -> None:
    """End the server: MkDocs keeps plugins that live through rebuilds as long as its process."""
    dict(MkDocsConfig._schema)["plugins"].plugin_cache.clear()  # type: ignore[attr-defined]


def rebuilt(made: Site, folder: Path) -> dict[str, bytes]:
    """The files of the site after another build of the same server, without what tells the time."""
    config = load_config(str(made.config_file), site_dir=str(folder))
    config.plugins.on_startup(command="serve", dirty=False)
    build_site(config, serve_url="http://127.0.0.1:8000/")
    files = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    dated = re.compile(rb"Build Date UTC : [^\n]*")
    return {name: dated.sub(b"", data) for name, data in files.items() if not name.startswith("sitemap")}


def edit(made: Site, changes: Mapping[str, str | None]) -> None:
    made.write({path: text for path, text in changes.items() if text is not None})
    for path in (path for path, text in changes.items() if text is None):
        (made.folder / "docs" / path).unlink()


@pytest.mark.parametrize("most", [pieces.LONG, 2])
def test_a_rebuild_gives_what_a_clean_build_gives(tmp_path: Path, most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """The backlog page is one plain page, or so long that it comes in parts."""
    monkeypatch.setattr(pieces, "LONG", most)
    monkeypatch.setattr(pieces, "PAGE", 2)
    made = site(tmp_path, PAGES, plugins=["search", {"stories": {"backlog": "backlog.md"}}])
    rebuilds, cleans = [], []
    forget()
    for changes in EDITS:
        edit(made, changes)
        rebuilds.append(rebuilt(made, tmp_path / "site"))
    for changes in EDITS:  # the last one has brought back the first pages
        forget()
        edit(made, changes)
        cleans.append(rebuilt(made, tmp_path / "site"))
    for after, clean in zip(rebuilds, cleans, strict=True):
        assert after == clean
    assert rebuilds[0] == rebuilds[-1]
    assert len({repr(sorted(one.items())) for one in rebuilds}) == len(EDITS) - 1


WITHOUT_ID = story("US-2", "relates to: US-1").replace("id: US-2\n", "")
PAID = story("US-1", "so that: 'I pay less[^1], see ![prices](prices.png)'")
KEPT: Mapping[str, tuple[Mapping[str, str], Mapping[str, str | None]]] = {
    "nothing changes": ({}, {}),
    "a story is named by its line": ({"other.md": WITHOUT_ID}, {"other.md": f"Before it.\n\n{WITHOUT_ID}"}),
    "a link of a second story leads to the first one": (
        {"a.md": story("US-4"), "b.md": "", "c.md": story("US-4", "status: done")},
        {"a.md": "", "b.md": story("US-4")},
    ),
    "words lead to a file that was not there": ({"other.md": PAID}, {"prices.png": ""}),
    "a view refers to notes of its page": (
        {
            "other.md": PAID,
            "notes.md": "See[^1].\n\n```backlog\nview: table\n```\n\n[^1]: One.\n",
            "backlog.md": "See[^1].\n\n```backlog\n```\n\n[^1]: One.\n",
        },
        {},
    ),
    "a second backlog is a summary and a table": ({"other.md": "```backlog\n```\n\n```backlog\n```\n"}, {}),
    "two views say where they are wrong": (
        {"other.md": "```backlog\nview: pie\n```\n\n```backlog\nview: pie\n```\n"},
        {},
    ),
    "a card in a view says what is wrong": (
        {"other.md": BROKEN, "view.md": "```backlog\nview: cards\n```\n"},
        {"other.md": f"Before it.\n\n{BROKEN}"},
    ),
}


@pytest.mark.parametrize("case", KEPT)
@pytest.mark.parametrize("most", [pieces.LONG, 1])
def test_what_is_kept_is_what_would_be_drawn(
    tmp_path: Path, case: str, most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pieces, "LONG", most)
    monkeypatch.setattr(pieces, "PAGE", 1)
    pages, changes = KEPT[case]
    options = {"backlog": "backlog.md", "rules": {"duplicate-id": "off"}}
    config = {"markdown_extensions": ["footnotes"]}
    made = site(tmp_path, {"index.md": story("US-3"), **pages}, plugins=["search", {"stories": options}], config=config)
    forget()
    rebuilt(made, tmp_path / "site")
    edit(made, changes)
    after = rebuilt(made, tmp_path / "site")
    forget()
    assert after == rebuilt(made, tmp_path / "site")


def test_a_rebuild_reads_what_changed_and_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []

    def count(source: Source, vocabulary: Vocabulary) -> Page:
        read.append(source.path)
        return read_page(source, vocabulary)

    monkeypatch.setattr(remembering, "read_page", count)
    made = site(tmp_path, PAGES)
    forget()
    rebuilt(made, tmp_path / "site")
    assert sorted(read) == sorted(PAGES)
    read.clear()
    rebuilt(made, tmp_path / "site")
    assert read == []
    edit(made, EDITS[1])
    rebuilt(made, tmp_path / "site")
    assert read == ["index.md"]


def test_a_rebuild_draws_what_looks_different_and_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[str] = []
    draw_parts = cards._parts

    def count_cards(told: Story, drawing: Drawing, notes: Element | None) -> Iterator[Element]:
        drawn.append(told.name)
        return draw_parts(told, drawing, notes)

    def count_backlogs(view: View, drawing: Drawing) -> Element:
        drawn.append("backlog")
        return draw_backlog(view, drawing)

    monkeypatch.setattr(cards, "_parts", count_cards)
    monkeypatch.setattr(passage, "draw_backlog", count_backlogs)
    wrong = story("US-7", "so that: I want to see more")
    made = site(tmp_path, {**PAGES, "more/other.md": wrong}, backlog="backlog.md")
    forget()
    rebuilt(made, tmp_path / "site")
    assert sorted(drawn) == ["EP-1", "TS-1", "US-1", "US-2", "US-7", "backlog"]
    drawn.clear()
    edit(
        made, {"more/page.md": PAGES["more/page.md"] + "\nWords below.\n", "more/other.md": f"{wrong}\nWords below.\n"}
    )
    rebuilt(made, tmp_path / "site")
    assert drawn == []
    edit(made, {"index.md": PAGES["index.md"].replace("status: draft", "status: done")})
    rebuilt(made, tmp_path / "site")
    assert sorted(drawn) == ["TS-1", "US-1", "backlog"], "the story, what shows its status, and what shows all"
    drawn.clear()
    made.configure(["search", {"stories": {"backlog": "backlog.md", "language": "de"}}], {})
    rebuilt(made, tmp_path / "site")
    assert sorted(drawn) == ["EP-1", "TS-1", "US-1", "US-2", "US-7", "backlog"]

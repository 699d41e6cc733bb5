"""Pages that are served and edited: what a rebuild gives is what a clean build gives, byte for byte."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from mkdocs.commands.build import build as build_site
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig

from mkdocs_stories import memory as remembering
from mkdocs_stories.language import Language
from mkdocs_stories.model import Page
from mkdocs_stories.reader import read_page
from mkdocs_stories.text import Source
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


def test_a_rebuild_gives_what_a_clean_build_gives(tmp_path: Path) -> None:
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


def test_a_rebuild_reads_what_changed_and_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []

    def count(source: Source, language: Language) -> Page:
        read.append(source.path)
        return read_page(source, language)

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

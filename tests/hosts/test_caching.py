"""What the command remembers from run to run: faster, and the same to the byte."""

from __future__ import annotations

from pathlib import Path

import pytest

from mkdocs_stories import memory as remembering
from mkdocs_stories.cache import FOLDER_VARIABLE
from mkdocs_stories.model import Page
from mkdocs_stories.reader import read_page
from mkdocs_stories.text import Source
from mkdocs_stories.vocabulary import Vocabulary
from tests.hosts.conftest import Ran, Run
from tests.sites import site, story, timeless


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "cache"
    monkeypatch.setenv(FOLDER_VARIABLE, str(folder))
    return folder


def told(ran: Ran) -> tuple[int, str, str]:
    return ran.status, timeless(ran.out), ran.err


FORMS = ("text", "json", "sarif", "github", "gitlab", "junit", "concise")
PAGES = {
    "index.md": story("US-1", "status: reday") + story("TS-1", "supports: [US-1, US-7]"),
    "more/page.md": "See [US-8].\n\n" + story("US-2", "so that: ") + story("EP-1"),
}


@pytest.mark.parametrize("form", FORMS)
def test_a_report_is_the_same_from_the_cache(run: Run, tmp_path: Path, cache: Path, form: str) -> None:
    made = site(tmp_path, PAGES)
    clean = run("check", "--format", form, "--no-cache")
    assert not cache.exists()
    assert clean.status == 1
    first, again = run("check", "--format", form), run("check", "--format", form)
    assert told(first) == told(again) == told(clean)
    made.write({"index.md": story("US-1") + story("TS-1", "supports: [US-1, US-2]"), "new.md": story("US-8")})
    assert told(run("check", "--format", form)) == told(run("check", "--format", form, "--no-cache")) != told(clean)


def test_a_warm_run_reads_what_changed_and_nothing_else(
    run: Run, tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []

    def count(source: Source, vocabulary: Vocabulary) -> Page:
        read.append(source.path)
        return read_page(source, vocabulary)

    monkeypatch.setattr(remembering, "read_page", count)
    made = site(tmp_path, PAGES)
    for command in (["check"], ["check", "--strict"], ["list"], ["check", "docs/more"], ["check", "--diff"]):
        run(*command)
    assert read == ["index.md", "more/page.md"]
    read.clear()
    made.write({"more/page.md": story("US-2")})
    run("list")
    run("check")
    assert read == ["more/page.md"]
    read.clear()
    made.configure([{"stories": {}}, "search"], {"nav": [{"Home": "index.md"}, "more/page.md"]})
    run("check")
    assert read == [], "options of other plugins make no difference to a page"


def test_a_page_that_is_typed_is_checked_beside_what_is_known_and_not_kept(
    run: Run, tmp_path: Path, cache: Path
) -> None:
    site(tmp_path, PAGES)
    run("check")
    before = {file: file.read_bytes() for file in cache.iterdir()}
    typed = ["check", "-", "--stdin-filename", "docs/index.md", "--format", "json"]
    page = story("US-3", "relates to: [US-2, US-1]")
    assert told(run(*typed, typed=page)) == told(run(*typed, "--no-cache", typed=page))
    assert run(*typed, typed=page).codes == []
    assert {file: file.read_bytes() for file in cache.iterdir()} == before


def test_fixes_read_from_the_cache_and_leave_it_fresh(run: Run, tmp_path: Path, cache: Path) -> None:
    site(tmp_path, PAGES)
    run("check")
    fixed = run("check", "--fix", "--format", "json")
    assert told(fixed)[:2] == told(run("check", "--format", "json"))[:2]
    assert told(run("check", "--format", "json")) == told(run("check", "--format", "json", "--no-cache"))
    assert "status: ready" in (tmp_path / "docs" / "index.md").read_text()


def test_a_baseline_that_changes_counts(run: Run, tmp_path: Path, cache: Path) -> None:
    site(tmp_path, PAGES)
    assert run("check").status == 1
    run("check", "--write-baseline", "known.jsonl")
    assert run("check", "--baseline", "known.jsonl").codes == []
    known = (tmp_path / "known.jsonl").read_text().splitlines(keepends=True)
    (tmp_path / "known.jsonl").write_text("".join(known[:-1]))
    warm = run("check", "--baseline", "known.jsonl")
    assert warm.codes
    assert told(warm) == told(run("check", "--baseline", "known.jsonl", "--no-cache"))
    assert run("check").codes != warm.codes


def test_the_command_says_where_the_cache_is_and_clears_it(run: Run, tmp_path: Path, cache: Path) -> None:
    site(tmp_path, PAGES)
    assert run("cache").out == f"{cache}: 0.0 MiB\n"
    run("check")
    assert len(list(cache.iterdir())) == 2
    assert run("cache", "--clear").out == f"2 files removed from {cache}\n"
    assert list(cache.iterdir()) == []
    assert run("cache", "--clear").out == f"0 files removed from {cache}\n"
    assert run("check").status == 1

"""`mkdocs-stories rename`: a new id, shown first and then written."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from mkdocs_stories.hosts.command_line import main, rename
from tests.hosts.conftest import Run
from tests.sites import Site, site, story

PAGES: dict[str, str | bytes] = {
    "index.md": f"See [US-7] and [it](deep/x.md#us-7), not `US-7` nor [US-70].\n\n{story('US-1', 'depends on: US-7')}",
    "deep/x.md": b"\xef\xbb\xbf" + story("US-7").replace("\n", "\r\n").encode(),
    "other.md": "Words.\n",
}


def read(folder: Path) -> dict[str, bytes]:
    return {path: (folder / "docs" / path).read_bytes() for path in PAGES}


@pytest.fixture
def made(tmp_path: Path) -> Site:
    return site(tmp_path, PAGES)


def answers(monkeypatch: pytest.MonkeyPatch, words: str) -> None:
    typed = io.StringIO(words)
    typed.isatty = lambda: True  # type: ignore[method-assign]
    monkeypatch.setattr("sys.stdin", typed)


def test_yes_writes_without_asking(tmp_path: Path, made: Site, run: Run) -> None:
    before = read(tmp_path)
    ran = run("rename", "US-7", "US-71", "--yes")
    assert (ran.status, ran.err) == (0, "4 places changed on 2 pages\n")
    assert "-See [US-7] and [it](deep/x.md#us-7), not" in ran.out
    assert "+See [US-71] and [it](deep/x.md#us-71), not `US-7` nor [US-70]." in ran.out
    assert read(tmp_path)["deep/x.md"] == before["deep/x.md"].replace(b"US-7", b"US-71")
    built = made.build()
    assert (built.status, built.codes) == (0, ["ST309"])
    assert "anchor" not in built.said()
    assert run("rename", "US-71", "US-7", "-y").status == 0
    assert read(tmp_path) == before


@pytest.mark.parametrize("arguments", [["--diff"], []])
def test_nothing_is_written_without_a_yes(tmp_path: Path, made: Site, run: Run, arguments: list[str]) -> None:
    before = read(tmp_path)
    ran = run("rename", "US-7", "US-71", *arguments)
    assert ran.status == (0 if arguments else 1)
    assert ran.err == ("" if arguments else "nothing was written; --yes writes without asking\n")
    assert "+id: US-71" in ran.out
    assert read(tmp_path) == before


@pytest.mark.parametrize(
    ("answer", "is_written"), [("y\n", True), ("Yes\n", True), ("\n", False), ("n\n", False), ("", False)]
)
def test_a_terminal_is_asked(
    tmp_path: Path, made: Site, run: Run, monkeypatch: pytest.MonkeyPatch, answer: str, is_written: bool
) -> None:
    before = read(tmp_path)
    answers(monkeypatch, answer)
    run.capsys.readouterr()
    status = main(["rename", "US-7", "US-71"])
    out, err = run.capsys.readouterr()
    assert "Write? [y/N] " in out
    assert (status, err) == ((0, "4 places changed on 2 pages\n") if is_written else (1, "nothing was written\n"))
    assert (read(tmp_path) != before) == is_written


@pytest.mark.parametrize(
    ("ids", "said"),
    [
        (["SU-1", "US-9"], "there is no story `SU-1`; did you mean `US-1`?"),
        (["US-7", "US-1"], "the id `US-1` is taken, in index.md:3"),
        (["US-7", "seven"], "`seven` is no id: it does not match `[A-Za-z][A-Za-z0-9]*-[0-9]+`"),
        (["US-7", "US-7"], "both ids are `US-7`"),
        (["\x1b[31m", "US-9"], "there is no story `\\x1b[31m`"),
    ],
)
def test_wrong_ids_are_status_2(tmp_path: Path, made: Site, run: Run, ids: list[str], said: str) -> None:
    before = read(tmp_path)
    ran = run("rename", *ids, "--yes")
    assert (ran.status, ran.out, ran.err) == (2, "", f"mkdocs-stories: {said}\n")
    assert read(tmp_path) == before


def test_what_named_the_new_id_before_is_said(tmp_path: Path, made: Site, run: Run) -> None:
    assert run("rename", "US-7", "US-70", "--diff").err == (
        "US-70 is named in 1 place already; from now on that is this story\n"
    )


def test_a_page_outside_of_the_docs(tmp_path: Path, made: Site, run: Run) -> None:
    (tmp_path / "out.md").write_text("[US-7]")
    (tmp_path / "docs/out.md").symlink_to("../out.md")
    ran = run("rename", "US-7", "US-71", "--yes")
    assert (ran.status, ran.err) == (
        *(2, "mkdocs-stories: docs/out.md cannot be changed, since it lies outside the docs folder\n"),
    )
    assert read(tmp_path) == {path: text if isinstance(text, bytes) else text.encode() for path, text in PAGES.items()}


def test_a_page_that_is_write_protected(tmp_path: Path, made: Site, run: Run) -> None:
    (tmp_path / "docs/index.md").chmod(0o444)
    ran = run("rename", "US-7", "US-71", "--yes")
    assert (ran.status, ran.err) == (2, "mkdocs-stories: docs/index.md: Permission denied\n")
    assert b"US-71" not in read(tmp_path)["deep/x.md"]


@pytest.mark.parametrize("is_gone", [True, False])
def test_a_page_that_changes_while_the_user_thinks(
    tmp_path: Path, made: Site, run: Run, monkeypatch: pytest.MonkeyPatch, is_gone: bool
) -> None:
    page = tmp_path / "docs/index.md"

    def think() -> bool:
        page.unlink() if is_gone else page.write_text("Mine [US-7]")
        return True

    monkeypatch.setattr(rename, "_is_agreed", think)
    ran = run("rename", "US-7", "US-71")
    assert (ran.status, ran.err) == (2, "mkdocs-stories: docs/index.md has changed meanwhile; nothing was written\n")
    assert b"US-71" not in (tmp_path / "docs/deep/x.md").read_bytes()


def test_another_configuration(tmp_path: Path, run: Run) -> None:
    site(tmp_path / "sub", story("US-1"), id_pattern="[A-Z]+[0-9-]+")
    assert run("rename", "US-1", "US2", "-f", "sub/mkdocs.yml", "--yes").status == 0
    assert "id: US2\n" in (tmp_path / "sub/docs/index.md").read_text()


def test_a_view_around_the_story_and_what_the_baseline_excuses(tmp_path: Path, run: Run) -> None:
    """The recorded problems of the story stay excused."""
    around = "```backlog\nview: graph\nof: US-7\n```\n"
    site(tmp_path, {"a.md": story("US-7", "so that: ''", "depends on: US-9"), "b.md": around}, baseline="old.jsonl")
    assert run("check", "--write-baseline", "old.jsonl").status == 0
    ran = run("rename", "US-7", "US-71", "--yes")
    assert ran.err == "2 places changed on 2 pages\nthe baseline knows the new id\n"
    assert (tmp_path / "docs/b.md").read_text() == around.replace("US-7", "US-71")
    assert run("check", "--strict").places == []
    assert 'US-7"' not in (tmp_path / "old.jsonl").read_text()


def test_a_baseline_keeps_its_line_ends(tmp_path: Path, run: Run) -> None:
    site(tmp_path, story("US-7", "so that: ''"), baseline="old.jsonl")
    assert run("check", "--write-baseline", "old.jsonl").status == 0
    file = tmp_path / "old.jsonl"
    before = file.read_bytes().replace(b"\n", b"\r\n")
    file.write_bytes(before)
    assert run("rename", "US-7", "US-71", "--yes").status == 0
    assert file.read_bytes() == before.replace(b"US-7", b"US-71") != before


@pytest.mark.parametrize(("translated", "excluded"), [("index.de.md", "*.de.md"), ("de/index.md", "/de/")])
def test_translated_pages(tmp_path: Path, run: Run, translated: str, excluded: str) -> None:
    """As the docs say: a configuration of its own for one language."""
    told = story("US-1", "depends on: US-2") + story("US-2")
    site(tmp_path, {"index.md": told, translated: told})
    assert "ST122" in run("check").out
    assert "several stories" in run("rename", "US-1", "US-10", "--yes").err
    (tmp_path / "check.yml").write_text(f'INHERIT: mkdocs.yml\nexclude_docs: "{excluded}"\n')
    assert "ST122" not in run("check", "-f", "check.yml").out
    assert run("rename", "US-1", "US-10", "--yes", "-f", "check.yml").status == 0
    assert "US-10" in (tmp_path / "docs/index.md").read_text()
    assert (tmp_path / "docs" / translated).read_text() == told

"""`check --fix` and `check --diff`: what is written into files, and what is left alone."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from mkdocs_stories.diagnostics import Diagnostic
from mkdocs_stories.fixes import Mended, mend
from mkdocs_stories.hosts.command_line import fixing
from mkdocs_stories.project import Project
from tests.conftest import needs
from tests.hosts.conftest import Run
from tests.sites import Site, site, story

WRONG = story("US-1", "priority: hihg")
RIGHT = story("US-1", "priority: high")


def docs(folder: Path, name: str = "index.md") -> bytes:
    return (folder / "docs" / name).read_bytes()


def test_fix_says_what_it_did_and_what_is_left(tmp_path: Path, run: Run) -> None:
    site(tmp_path, {"index.md": WRONG, "other.md": story("US-2", "status: finished", "tags: [a, a]"), "x.md": "[us-2]"})
    ran = run("check", "--fix")
    assert (ran.status, ran.err) == (1, "3 problems fixed on 3 pages\n")
    assert ran.places == [("docs/other.md", 7, 9, "ST116")]
    assert docs(tmp_path) == RIGHT.encode()
    assert docs(tmp_path, "x.md") == b"[US-2]"
    again = run("check", "--fix")
    assert (again.status, again.err, again.places) == (1, "nothing to fix\n", ran.places)


def test_status_0_where_nothing_is_left(tmp_path: Path, run: Run) -> None:
    site(tmp_path, WRONG)
    ran = run("check", "--fix", "--strict")
    assert (ran.status, ran.err) == (0, "1 problem fixed on 1 page\n")
    assert "no problems" in ran.out


def test_diff_shows_and_writes_nothing(tmp_path: Path, run: Run) -> None:
    site(tmp_path, {"index.md": WRONG, "deep/x.md": "Words.\n"})
    ran = run("check", "--diff")
    assert (ran.status, ran.err) == (1, "1 problem to fix on 1 page\n")
    assert ran.out == (
        "--- docs/index.md\n+++ docs/index.md\n@@ -4,5 +4,5 @@\n"
        " I want: to see discounts\n so that: I pay less\n acceptance: [The old price is shown]\n"
        "-priority: hihg\n+priority: high\n ```\n"
    )
    assert docs(tmp_path) == WRONG.encode()
    run("check", "--fix")
    ran = run("check", "--diff")
    assert (ran.status, ran.out, ran.err) == (0, "", "nothing to fix\n")


def test_problems_that_cannot_be_fixed_are_no_matter_of_the_diff(tmp_path: Path, run: Run) -> None:
    site(tmp_path, story("US-1", "so that: ''"))
    assert run("check", "--diff").status == 0


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("last", ["", "x"])
def test_patch_makes_of_the_diff_what_fix_writes(tmp_path: Path, run: Run, end: str, last: str) -> None:
    needs("patch", shutil.which("patch"))
    page = f"{WRONG}\n{story('US-2', 'tags:', '  - a', '  - a')}\n[us-2]\n{last}".replace("\n", end)
    site(tmp_path, {"index.md": page.encode()})
    diff = run("check", "--diff").out
    run("check", "--fix")
    fixed = docs(tmp_path)
    Site(tmp_path).write({"index.md": page.encode()})
    subprocess.run(["patch", "-p0", "--binary", "-s"], input=diff.encode(), cwd=tmp_path, check=True)
    assert docs(tmp_path) == fixed != page.encode()


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
def test_line_ends_and_byte_order_marks_stay(tmp_path: Path, run: Run, mark: bytes, end: bytes) -> None:
    page = story("US-1", "priority: hihg # é \u2028", "title: a: b", "tags: [a, a]").encode()
    site(tmp_path, {"index.md": mark + page.replace(b"\n", end)})
    assert run("check", "--fix").status == 0
    fixed = page.replace(b"hihg", b"high").replace(b"a: b", b'"a: b"').replace(b"[a, a]", b"[a]")
    assert docs(tmp_path) == mark + fixed.replace(b"\n", end)


def test_mixed_line_ends_stay(tmp_path: Path, run: Run) -> None:
    page = "Words\r\nand\rwords\n\n" + WRONG.replace("\n", "\r\n", 3)
    site(tmp_path, {"index.md": page.encode()})
    run("check", "--fix")
    assert docs(tmp_path) == page.replace("hihg", "high").encode()


def test_only_the_pages_that_were_asked_for(tmp_path: Path, run: Run) -> None:
    site(tmp_path, {"index.md": WRONG, "deep/x.md": "[us-1]\n"})
    assert run("check", "--fix", "docs/deep").err == "1 problem fixed on 1 page\n"
    assert (docs(tmp_path), docs(tmp_path, "deep/x.md")) == (WRONG.encode(), b"[US-1]\n")


def test_a_folder_outside_of_the_docs_that_was_asked_for(tmp_path: Path, run: Run) -> None:
    site(tmp_path, "# Page\n")
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes/x.md").write_text(WRONG)
    assert run("check", "--fix", "notes/x.md").status == 0
    assert (tmp_path / "notes/x.md").read_text() == RIGHT


def test_only_what_changed_since_a_revision(tmp_path: Path, run: Run) -> None:
    needs("git", shutil.which("git"))
    made = site(tmp_path, {"index.md": WRONG})
    commands = ["init -q", "add .", "-c user.name=x -c user.email=x commit -qm x"]
    for words in commands:
        subprocess.run(["git", *words.split()], cwd=tmp_path, check=True)
    made.write({"index.md": f"{WRONG}\n{story('US-2', 'priority: lwo')}"})
    assert run("check", "--fix", "--since", "HEAD").err == "1 problem fixed on 1 page\n"
    assert docs(tmp_path).decode() == f"{WRONG}\n{story('US-2', 'priority: low')}"


def test_what_a_baseline_excuses_is_left(tmp_path: Path, run: Run) -> None:
    site(tmp_path, WRONG, baseline="old.jsonl")
    run("check", "--write-baseline", "old.jsonl")
    assert run("check", "--fix").err == "nothing to fix\n"


def test_other_formats_stay_what_they_are(tmp_path: Path, run: Run) -> None:
    site(tmp_path, WRONG)
    ran = run("check", "--fix", "--format", "json")
    assert ran.out.startswith("{")
    assert ran.err == "1 problem fixed on 1 page\n"


def test_bytes_that_are_no_text(tmp_path: Path, run: Run) -> None:
    page = b"caf\xe9\n\n" + WRONG.encode()
    site(tmp_path, {"index.md": page})
    ran = run("check", "--fix")
    assert ran.err == "docs/index.md: left alone, since it holds bytes that are not UTF-8 text\nnothing to fix\n"
    assert (ran.status, docs(tmp_path)) == (1, page)
    assert run("check", "--diff").status == 0
    assert "--fix" not in run("check").out
    assert '"fixes"' not in run("check", "--format", "sarif").out
    assert '"mendable": 0' in run("check", "--format", "json").out


# Other files


def test_the_mode_of_a_file_stays_and_nothing_is_left_behind(tmp_path: Path, run: Run) -> None:
    site(tmp_path, WRONG)
    (tmp_path / "docs/index.md").chmod(0o640)
    run("check", "--fix")
    assert stat.S_IMODE((tmp_path / "docs/index.md").stat().st_mode) == 0o640
    assert [path.name for path in (tmp_path / "docs").iterdir()] == ["index.md"]


def test_a_file_that_is_write_protected(tmp_path: Path, run: Run) -> None:
    """Nothing is written at all, so that nobody has to find out what was."""
    site(tmp_path, {"a.md": story("US-2", "priority: hihg"), "index.md": WRONG})
    (tmp_path / "docs/index.md").chmod(0o444)
    ran = run("check", "--fix")
    assert (ran.status, ran.out, ran.err) == (2, "", "mkdocs-stories: docs/index.md: Permission denied\n")
    assert docs(tmp_path) == WRONG.encode()
    assert b"hihg" in docs(tmp_path, "a.md")
    ran = run("check", "--diff")
    assert (ran.status, ran.err) == (1, "2 problems to fix on 2 pages\n")


def test_a_folder_that_is_write_protected(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    site(tmp_path, WRONG)

    def refuse(**_: object) -> None:
        raise PermissionError(13, "Permission denied", "/somewhere/else")

    monkeypatch.setattr("tempfile.mkstemp", refuse)
    ran = run("check", "--fix")
    assert (ran.status, ran.err) == (2, "mkdocs-stories: docs/index.md: Permission denied\n")


def test_links_that_stay_inside_are_followed(tmp_path: Path, run: Run) -> None:
    site(tmp_path, {"parts/_page.txt": WRONG})
    (tmp_path / "docs/index.md").symlink_to("parts/_page.txt")
    assert run("check", "--fix").err == "1 problem fixed on 1 page\n"
    assert (tmp_path / "docs/index.md").is_symlink()
    assert docs(tmp_path, "parts/_page.txt") == RIGHT.encode()


@pytest.mark.parametrize("is_folder", [True, False])
def test_links_that_lead_outside_are_not(tmp_path: Path, run: Run, is_folder: bool) -> None:
    site(tmp_path, {"index.md": "# Page\n"})
    (tmp_path / "other").mkdir()
    (tmp_path / "other/x.md").write_text(WRONG)
    if is_folder:
        (tmp_path / "docs/other").symlink_to("../other")
    else:
        (tmp_path / "docs/x.md").symlink_to("../other/x.md")
    shown = "docs/other/x.md" if is_folder else "docs/x.md"
    said = f"{shown}: left alone, since it lies outside the docs folder\nnothing to fix\n"
    ran = run("check", "--diff")
    assert (ran.status, ran.out, ran.err) == (0, "", said)
    ran = run("check", "--fix")
    assert (ran.status, ran.err, ran.codes) == (1, said, ["ST116"])
    assert (tmp_path / "other/x.md").read_text() == WRONG


def test_a_docs_folder_that_is_a_link(tmp_path: Path, run: Run) -> None:
    site(tmp_path / "real", WRONG)
    (tmp_path / "docs").symlink_to("real/docs")
    assert run("check", "--fix").status == 0
    assert docs(tmp_path) == RIGHT.encode()


def test_one_file_under_two_names(tmp_path: Path, run: Run) -> None:
    site(tmp_path, "# Page\n[us-1]\n")
    (tmp_path / "docs/x.md").write_text(story("US-1"))
    (tmp_path / "docs/y.md").symlink_to("index.md")
    ran = run("check", "--diff")
    assert (ran.err, ran.out.count("+[US-1]")) == ("1 problem to fix on 1 page\n", 1)
    ran = run("check", "--fix")
    assert (ran.status, ran.err, ran.places) == (0, "1 problem fixed on 1 page\n", [])
    assert docs(tmp_path) == b"# Page\n[US-1]\n"


@pytest.mark.parametrize("name", ["a.md", "z.md"])
def test_a_folder_that_holds_itself(tmp_path: Path, run: Run, name: str) -> None:
    """A file is named by its own path, not by the way around."""
    site(tmp_path, {name: "[us-1]\n", "x.md": story("US-1")})
    (tmp_path / "docs/loop").symlink_to(".")
    ran = run("check", "--diff")
    assert (ran.err, ran.out.splitlines()[0]) == ("1 problem to fix on 1 page\n", f"--- docs/{name}")
    assert run("check", "--fix").err == "1 problem fixed on 1 page\n"
    assert docs(tmp_path, name) == b"[US-1]\n"


@pytest.mark.parametrize("change", [lambda page: page.write_text("Mine"), lambda page: page.unlink()])
def test_a_file_that_changes_meanwhile(
    tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch, change: Callable[[Path], object]
) -> None:
    site(tmp_path, {"index.md": WRONG, "x.md": "[us-1]"})
    page = tmp_path / "docs/index.md"

    def slow(project: Project, wanted: Callable[[Diagnostic], bool]) -> Mended:
        change(page)
        return mend(project, wanted)

    monkeypatch.setattr(fixing, "mend", slow)
    ran = run("check", "--fix")
    assert ran.err == "docs/index.md: left alone, since it has changed meanwhile\n1 problem fixed on 1 page\n"
    assert (ran.status, ran.codes) == (1, ["ST116"])
    assert not page.exists() or page.read_text() == "Mine"
    assert docs(tmp_path, "x.md") == b"[US-1]"


def test_a_file_that_changes_while_it_is_written(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Right before the new file takes its place, the old one is looked at again."""
    site(tmp_path, WRONG)
    page, fsync = tmp_path / "docs/index.md", os.fsync

    def slow(handle: int) -> None:
        fsync(handle)
        page.write_text("Mine")

    monkeypatch.setattr("os.fsync", slow)
    assert "left alone, since it has changed meanwhile" in run("check", "--fix").err
    assert [path.read_text() for path in (tmp_path / "docs").iterdir()] == ["Mine"]


def test_a_reader_never_sees_half_of_a_page(tmp_path: Path) -> None:
    """Several runs at once: every one ends well, and each page is the old one or the new one, whole."""
    pages = {f"{number}.md": story(f"US-{number}", "priority: hihg") + "Words.\n" * 2000 for number in range(1, 9)}
    site(tmp_path, pages)
    command = [sys.executable, "-m", "mkdocs_stories", "check", "--fix", "-q"]
    with ThreadPoolExecutor(4) as pool:
        runs = [pool.submit(subprocess.run, command, cwd=tmp_path, capture_output=True, check=False) for _ in range(4)]
        while not all(one.done() for one in runs):
            for name, text in pages.items():
                assert docs(tmp_path, name).decode() in (text, text.replace("hihg", "high"))
    assert not any(b"Traceback" in one.result().stderr for one in runs)
    assert all(b"high" in docs(tmp_path, name) for name in pages)
    assert {path.name for path in (tmp_path / "docs").iterdir()} == set(pages)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--fix", "-"], "--fix writes files, and goes without the path `-`"),
        (["--fix", "nowhere.md"], "there is no file or folder `nowhere.md`"),
    ],
)
def test_wrong_use(tmp_path: Path, run: Run, arguments: list[str], said: str) -> None:
    site(tmp_path, WRONG)
    ran = run("check", *arguments)
    assert (ran.status, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert said in ran.err


@pytest.mark.parametrize("other", ["--diff", "--write-baseline=x"])
def test_one_way_of_writing_at_a_time(tmp_path: Path, run: Run, other: str) -> None:
    site(tmp_path, WRONG)
    assert run("check", "--fix", other).status == 2


def test_a_diff_of_standard_input(tmp_path: Path, run: Run) -> None:
    site(tmp_path, story())
    ran = run("check", "--diff", "-", "--stdin-filename", "docs/new.md", typed="[us-1]\n")
    assert (ran.status, "+[US-1]" in ran.out) == (1, True)


def test_a_diff_does_not_steer_the_terminal(tmp_path: Path, run: Run) -> None:
    site(tmp_path, "\x1b[31m [us-1]\t\n\n" + story())
    out = run("check", "--diff").out
    assert "-\\x1b[31m [us-1]\t\n+\\x1b[31m [US-1]\t\n" in out

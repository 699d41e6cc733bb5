"""A way into an old backlog: the baseline, what has changed since a revision, and a page on standard input."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from mkdocs.config import load_config

from tests.conftest import needs
from tests.hosts.conftest import Run
from tests.sites import Site, site, story

MISSING = "there is no such baseline; `mkdocs-stories check --write-baseline FILE` makes one"
WITHOUT_VALUE = story("US-1", "so that: ''")

# baseline


def test_a_baseline_takes_a_backlog_to_no_problems(tmp_path: Path, run: Run) -> None:
    site(tmp_path, WITHOUT_VALUE, baseline="today.jsonl")
    assert run("check").err == f"mkdocs-stories: today.jsonl: {MISSING}\n"
    ran = run("check", "--write-baseline", "today.jsonl")
    assert (ran.status, ran.out) == (0, "1 problem recorded in today.jsonl\n")
    assert run("check", "--strict").status == 0
    assert not run("check").places


@pytest.mark.parametrize("report", ["text", "concise", "github"])
def test_what_the_baseline_excuses_is_counted(tmp_path: Path, run: Run, report: str) -> None:
    """In a second run, which remembers the first one, as well; of some pages, only what is excused there."""
    made = site(tmp_path, {"index.md": WITHOUT_VALUE, "b.md": story("US-2", "so that: ''")}, baseline="today.jsonl")
    run("check", "--write-baseline", "today.jsonl")
    for _ in range(2):
        assert ": no new problems, 2 excused by the baseline, in " in run("check", "--format", report).out
    assert ": no new problems, 1 excused by the baseline, in " in run("check", "docs/b.md", "--format", report).out
    made.write({"b.md": story("US-2", "so that: ''", "prioritty: high")})
    last = run("check", "--format", report).out.splitlines()[-1]
    assert ": 1 error (1 can be mended by --fix), 2 excused by the baseline, in " in last


def test_a_build_excuses_what_the_baseline_records(tmp_path: Path, run: Run) -> None:
    made = site(tmp_path, WITHOUT_VALUE, baseline="today.jsonl")
    run("check", "--write-baseline", "today.jsonl")
    built = made.build(strict=True)
    assert built.status == 0
    assert "1 story on 1 page: no new problems, 1 excused by the baseline" in built.said()
    made.write({"index.md": WITHOUT_VALUE + story("US-2", "so that: ''")})
    built = made.build()
    assert built.status == 1
    assert built.codes == ["ST103"]


def test_while_serving_the_baseline_is_watched(tmp_path: Path, run: Run) -> None:
    made = site(tmp_path, WITHOUT_VALUE, baseline="today.jsonl")
    run("check", "--write-baseline", "today.jsonl")
    config = load_config(str(made.config_file))
    assert str(tmp_path / "today.jsonl") in config.plugins.on_config(config).watch


def test_a_build_ends_where_the_baseline_cannot_be_read(tmp_path: Path) -> None:
    made = site(tmp_path, story(), baseline="nowhere.jsonl")
    built = made.build()
    assert built.status == 1
    assert built.warnings == [f"stories: {tmp_path / 'nowhere.jsonl'}: {MISSING}"]


def test_an_entry_that_is_no_longer_needed_fails_a_strict_check(tmp_path: Path, run: Run) -> None:
    made = site(tmp_path, WITHOUT_VALUE)
    run("check", "--write-baseline", "today.jsonl")
    made.write({"index.md": story("US-1")})
    ran = run("check", "--baseline", "today.jsonl", "--strict")
    assert ran.status == 1
    assert ran.places == [("today.jsonl", 2, 1, "ST502")]
    made.configure([{"stories": {"rules": {"needless-excuse": "off"}}}], {})
    assert run("check", "--baseline", "today.jsonl", "--strict").status == 0


def test_how_to_use_a_baseline_is_said_where_it_is_not_set(tmp_path: Path, run: Run) -> None:
    site(tmp_path, WITHOUT_VALUE)
    assert "`baseline: today.jsonl`" in run("check", "--write-baseline", "today.jsonl").out


def test_a_block_that_cannot_be_read_is_excused_as_it_is(tmp_path: Path, run: Run) -> None:
    """Nothing else of it is checked, so that any change of it is one to look at."""
    made = site(tmp_path, story("US-1", "I want: to see this: the discount"), baseline="today.jsonl")
    run("check", "--write-baseline", "today.jsonl")
    assert run("check", "--strict").places == []
    made.write({"index.md": "Words.\n\n" + story("US-1", "I want: to see this: the discount")})
    assert run("check", "--strict").places == []
    made.write({"index.md": story("US-1", "I want: everything: now")})
    assert "ST111" in run("check").codes


def test_only_a_baseline_is_written_over(tmp_path: Path, run: Run) -> None:
    made = site(tmp_path, WITHOUT_VALUE)
    before = made.config_file.read_bytes()
    ran = run("check", "--write-baseline", "mkdocs.yml")
    assert (ran.status, ran.err) == (2, "mkdocs-stories: mkdocs.yml: is not a baseline: line 1 is not JSON\n")
    assert made.config_file.read_bytes() == before
    for _ in range(2):
        assert run("check", "--write-baseline", "today.jsonl").status == 0
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_file()) == ["mkdocs.yml", "today.jsonl"]


def test_a_baseline_is_written_behind_a_link_and_keeps_its_mode(tmp_path: Path, run: Run) -> None:
    made = site(tmp_path, WITHOUT_VALUE)
    Path("shared").mkdir()
    Path("today.jsonl").symlink_to("shared/today.jsonl")
    run("check", "--write-baseline", "today.jsonl")
    behind = Path("shared/today.jsonl")
    before = behind.read_bytes()
    behind.chmod(0o664)
    made.write({"index.md": WITHOUT_VALUE + story("US-2", "so that: ''")})
    assert run("check", "--write-baseline", "today.jsonl").out.startswith("2 problems recorded in today.jsonl\n")
    assert Path("today.jsonl").is_symlink()
    assert behind.read_bytes() != before
    assert behind.stat().st_mode & 0o777 == 0o664
    assert [path.name for path in Path("shared").iterdir()] == ["today.jsonl"]


def test_a_baseline_that_is_write_protected_stays(tmp_path: Path, run: Run) -> None:
    made = site(tmp_path, WITHOUT_VALUE)
    run("check", "--write-baseline", "today.jsonl")
    before = Path("today.jsonl").read_bytes()
    Path("today.jsonl").chmod(0o444)
    made.write({"index.md": story()})
    ran = run("check", "--write-baseline", "today.jsonl")
    assert (ran.status, ran.out, ran.err) == (2, "", "mkdocs-stories: today.jsonl: Permission denied\n")
    assert Path("today.jsonl").read_bytes() == before


def test_a_baseline_in_a_folder_that_is_not_there(tmp_path: Path, run: Run) -> None:
    site(tmp_path, WITHOUT_VALUE)
    ran = run("check", "--write-baseline", "nowhere/today.jsonl")
    file = Path("nowhere/today.jsonl")
    assert (ran.status, ran.err) == (2, f"mkdocs-stories: {file}: No such file or directory\n")


def test_the_option_is_named_as_the_configuration_needs_it(tmp_path: Path, run: Run) -> None:
    site(tmp_path / "other", WITHOUT_VALUE)
    said = run("check", "-f", "other/mkdocs.yml", "--write-baseline", "today.jsonl").out
    assert "`baseline: ../today.jsonl`" in said


@pytest.mark.parametrize(
    "further",
    [
        *(["docs"], ["--since", "HEAD"], ["--strict"], ["--format", "json"], ["--baseline", "x"]),
        *(["--quiet"], ["--stdin-filename", "docs/index.md"]),
    ],
)
def test_a_baseline_is_of_the_whole_site(tmp_path: Path, run: Run, further: list[str]) -> None:
    site(tmp_path, WITHOUT_VALUE)
    ran = run("check", "--write-baseline", "today.jsonl", *further)
    assert ran.status == 2
    assert ran.err.count("\n") == 1
    assert not Path("today.jsonl").exists()


def test_a_file_that_is_no_baseline(tmp_path: Path, run: Run) -> None:
    site(tmp_path, WITHOUT_VALUE)
    Path("today.jsonl").write_text("nonsense", encoding="utf-8")
    ran = run("check", "--baseline", "today.jsonl")
    assert (ran.status, ran.err) == (2, "mkdocs-stories: today.jsonl: is not a baseline: line 1 is not JSON\n")


# excuses in the options


def test_a_path_that_needs_no_excuse_is_named_in_the_configuration(tmp_path: Path, run: Run) -> None:
    excuses = {"old/*": {"missing-benefit": "written before"}, "index.md": {"missing-benefit": "written before"}}
    made = site(tmp_path, WITHOUT_VALUE, per_path=excuses)
    line = made.config_file.read_text(encoding="utf-8").splitlines().index("      old/*:") + 2
    assert run("check").places == [("mkdocs.yml", line, 9, "ST502")]
    built = made.build()
    assert built.status == 0
    assert built.codes == ["ST502"]


def test_excuses_for_the_site_are_not_judged_elsewhere(tmp_path: Path, run: Run) -> None:
    site(tmp_path, story(), per_path={"old/*": {"missing-benefit": "written before"}})
    Path("elsewhere").mkdir()
    Path("elsewhere/a.md").write_text(story("US-2"), encoding="utf-8")
    assert run("check", "elsewhere").places == []


# since


def git(*arguments: str) -> None:
    identity = ("-c", "user.name=A", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *identity, *arguments], check=True, capture_output=True)


@pytest.fixture
def committed(tmp_path: Path, run: Run) -> Site:
    """A repository of two stories without value, below each other."""
    needs("git", shutil.which("git"))
    made = site(tmp_path, {"a.md": WITHOUT_VALUE + story("US-2", "so that: ''"), "ümlaut.md": story("US-3")})
    git("init", "--quiet")
    git("add", ".")
    git("commit", "--quiet", "--message", "All")
    return made


def test_nothing_has_changed(committed: Site, run: Run) -> None:
    ran = run("check", "--since", "HEAD")
    assert (ran.status, ran.places) == (0, [])
    assert run("check").status == 1


def test_the_story_that_has_changed(committed: Site, run: Run) -> None:
    """Also where it was committed meanwhile, and where it has moved down."""
    changed = "Words\n\n" + WITHOUT_VALUE + story("US-2", "so that: ''", "status: ready")
    committed.write({"a.md": changed})
    line = changed.splitlines().index("id: US-2") + 1
    for _ in range(2):
        ran = run("check", "--since", "HEAD~0")
        assert [place[0] for place in ran.places] == ["docs/a.md"]
        assert line < ran.places[0][1]
        git("tag", "--force", "before")
    git("commit", "--quiet", "--all", "--message", "More")
    assert run("check", "--since", "HEAD~1").codes == ["ST103"]
    assert run("check", "--since", "HEAD").codes == []


def test_a_story_that_moved_to_another_page_has_not_changed(committed: Site, run: Run) -> None:
    committed.write({"a.md": WITHOUT_VALUE, "ümlaut.md": story("US-3") + story("US-2", "so that: ''")})
    assert run("check", "--since", "HEAD").places == []


def test_a_page_that_was_renamed_or_put_together_has_not_changed(committed: Site, run: Run) -> None:
    docs = committed.folder / "docs"
    (docs / "a.md").rename(docs / "b.md")
    assert run("check", "--since", "HEAD").places == []
    git("add", ".")
    assert run("check", "--since", "HEAD").places == []


@pytest.mark.parametrize("page", ["new.md", "a.md"])
def test_a_story_that_was_copied_is_new(committed: Site, run: Run, page: str) -> None:
    """The original is not, wherever the copy stands."""
    whole = WITHOUT_VALUE + story("US-2", "so that: ''") + "\nMore.\n"
    committed.write({"a.md": whole})
    there = whole if page == "a.md" else ""
    committed.write({page: there + WITHOUT_VALUE})
    ran = run("check", "--since", "HEAD")
    assert {place[0] for place in ran.places} == {f"docs/{page}"}
    assert ran.codes.count("ST103") == 1
    assert "ST122" in ran.codes


def test_new_pages_are_reported_whole(committed: Site, run: Run) -> None:
    committed.write({"new/üben.md": story("US-4", "so that: ''") + "\nSee [US-9].\n"})
    assert run("check", "--since", "HEAD").codes == ["ST103", "ST309"]


def test_words_on_a_page_are_told_by_their_line(committed: Site, run: Run) -> None:
    committed.write({"ümlaut.md": "See [US-8].\n\n" + story("US-3")})
    git("commit", "--quiet", "--all", "--message", "More")
    committed.write({"ümlaut.md": "See [US-9].\n\nSee [US-8].\n\n" + story("US-3")})
    assert run("check", "--since", "HEAD").places == [("docs/ümlaut.md", 1, 6, "ST309")]


@pytest.mark.parametrize("revision", ["nope", "", "HEAD^{tree}", "--output=x", "HEAD:docs/a.md"])
def test_no_such_revision(committed: Site, run: Run, revision: str) -> None:
    ran = run("check", f"--since={revision}")
    assert (ran.status, ran.err) == (2, f"mkdocs-stories: --since: there is no revision `{revision}`\n")
    assert not Path("x").exists()


def test_since_needs_a_repository(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    needs("git", shutil.which("git"))
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    site(tmp_path, story())
    ran = run("check", "--since", "HEAD")
    assert ran.status == 2
    assert ran.err.startswith("mkdocs-stories: --since: git: fatal: not a git repository")
    assert ran.err.count("\n") == 1


def test_since_needs_git(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    site(tmp_path, story())
    monkeypatch.setenv("PATH", "")
    ran = run("check", "--since", "HEAD")
    assert (ran.status, ran.err) == (2, "mkdocs-stories: --since needs git, which is not installed\n")


# standard input


def test_a_page_of_the_site_on_standard_input(tmp_path: Path, run: Run) -> None:
    """It stands in the place of its file, beside the other pages, and is reported alone."""
    site(tmp_path, {"a.md": story("US-1"), "b.md": story("US-2", "so that: ''")})
    typed = story("US-1", "depends on: US-2", "epic: EP-9")
    ran = run("check", "-", "--stdin-filename", "docs/a.md", typed=typed)
    assert ran.status == 1
    assert [(place[0], place[3]) for place in ran.places] == [("docs/a.md", "ST301")]
    assert ran.out.splitlines()[-1].startswith("1 story on 1 page: 1 error")


def test_a_new_page_on_standard_input(tmp_path: Path, run: Run) -> None:
    site(tmp_path, {"a.md": story("US-1")})
    ran = run("check", "-", "--stdin-filename", tmp_path / "docs/new.md", typed=story("US-2", "depends on: US-1"))
    assert (ran.status, ran.places) == (0, [])


@pytest.mark.parametrize(("name", "shown"), [("elsewhere/c.md", "elsewhere/c.md"), (None, "standard input")])
def test_any_page_on_standard_input(tmp_path: Path, run: Run, name: str | None, shown: str) -> None:
    site(tmp_path, {"a.md": story("US-1")})
    named = ["--stdin-filename", name] if name else []
    ran = run("check", "-", *named, typed=WITHOUT_VALUE.replace("\n", "\r\n"))
    assert [(place[0], place[3]) for place in ran.places] == [(shown, "ST103")]


def test_bytes_that_are_no_text_on_standard_input(run: Run) -> None:
    assert run("check", "-", typed=b"\xff\xfe").codes == ["ST130"]
    assert run("check", "-").out.startswith("0 stories on 1 page: no problems")


@pytest.mark.parametrize(
    "arguments",
    [
        ["-", "docs"],
        ["--stdin-filename", "docs/a.md"],
        ["-", "--stdin-filename", "docs"],
        ["--diff", "--format", "json"],
    ],
)
def test_options_that_do_not_go_together(tmp_path: Path, run: Run, arguments: list[str]) -> None:
    site(tmp_path, story())
    ran = run("check", *arguments)
    assert ran.status == 2
    assert ran.err.count("\n") == 1


# the whole way

FLAWS: tuple[dict[str, str], ...] = (
    {},
    {"so that: ": "so that: ''"},  # for somebody to write
    {"status: ": "statsu: redy"},  # with one right answer, twice
    {"I want: ": "I want: to see this: the price of book {before}"},  # no YAML
    {"relates to: ": "relates to: us-{before}"},
    {"tags: ": "tags: [price, shop, price]"},
    {"story: ": "relates to: US-9999"},
    {"estimate: ": "estimate: three"},
)
"""Lines that replace those of a story, or that it has besides."""


def old_story(number: int) -> str:
    lines = {
        "as a: ": "as a: reader",
        "I want: ": f"I want: to see the price of book {number}",
        "so that: ": f"so that: I can save {number} coins for the next one",
        "acceptance: ": "acceptance: [The price is shown]",
    }
    flaws = {key: line.format(before=number - 1) for key, line in FLAWS[number % len(FLAWS)].items()}
    told = {**lines, **flaws}
    return "\n".join(("```story", f"id: US-{number}", *told.values(), "```", ""))


def test_a_repository_is_taken_through_baseline_fix_and_clean(committed: Site, run: Run) -> None:
    """500 stories on 50 pages, seven of eight with a problem."""
    (committed.folder / "docs/a.md").unlink()
    (committed.folder / "docs/ümlaut.md").unlink()
    pages = [range(first, first + 10) for first in range(1, 500, 10)]
    texts = {f"area{page[0] % 7}/page{page[0]}.md": "\n".join(map(old_story, page)) for page in pages}
    committed.write(dict(texts))
    committed.configure([{"stories": {"baseline": "old.jsonl"}}], {})
    assert run("check", "--write-baseline", "old.jsonl").status == 0
    recorded = len(Path("old.jsonl").read_text(encoding="utf-8").splitlines()) - 1
    assert recorded > 430
    assert run("check", "--strict").places == []
    git("add", ".")
    git("commit", "--quiet", "--message", "Baseline")

    # What is excused is not mended. Without the baseline everything that has one right answer is.
    assert run("check", "--fix").err == "nothing to fix\n"
    assert run("check", "--diff", "--baseline", _empty()).status == 1
    assert run("check", "--fix", "--baseline", _empty()).status == 1
    assert run("check", "--diff", "--baseline", _empty()).out == ""
    assert set(run("check", "--baseline", _empty()).codes) == {"ST103", "ST116", "ST301"}
    gone = run("check", "--strict")
    assert gone.status == 1
    assert set(gone.codes) == {"ST502"}

    # The file gets shorter, and in the end there is nothing to excuse.
    assert run("check", "--write-baseline", "old.jsonl").status == 0
    assert run("check", "--strict").places == []
    assert len(Path("old.jsonl").read_text(encoding="utf-8").splitlines()) - 1 == recorded - len(gone.codes)
    for path in texts:
        text = (committed.folder / "docs" / path).read_text(encoding="utf-8")
        for wrong, right in (("''", "I save time"), ("three", "3"), ("US-9999", "US-1")):
            text = text.replace(wrong, right)
        committed.write({path: text})
    assert run("check", "--baseline", _empty(), "--strict").places == []


def _empty() -> str:
    path = Path("empty.jsonl")
    path.write_text('{"baseline": "mkdocs-stories", "version": 1}\n', encoding="utf-8")
    return str(path)

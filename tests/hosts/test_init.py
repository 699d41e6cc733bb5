"""`mkdocs-stories init` under every host: what it writes, what it leaves alone, and that the site builds."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from bs4 import BeautifulSoup

from mkdocs_stories.hosts.command_line.config_edits import with_entry, with_extension, with_watch
from mkdocs_stories.hosts.command_line.zensical_choice import entries
from tests.hosts.conftest import Environment, Run

BARE = "site_name: Site  # ours\n\n# What it looks like.\ntheme:\n  name: mkdocs\n"
FULL = """\
# The docs of our shop.
site_name: Site

plugins:
  # finds pages
  - search:
      lang: en   # and no other

  - tags

# How pages are written.
markdown_extensions:
    - admonition
    - toc:
        permalink: true
nav:
  - index.md
"""


def test_everything_else_of_a_configuration_stays(tmp_path: Path, run: Run) -> None:
    (tmp_path / "docs").mkdir()
    Path("mkdocs.yml").write_text(FULL)
    ran = run("init", "--host", "mkdocs")
    assert ran.status == 0, ran.err
    lines = Path("mkdocs.yml").read_text().splitlines(keepends=True)
    assert [line for line in lines if line not in ("  - stories:\n", "      backlog: backlog.md\n")] == FULL.splitlines(
        keepends=True
    )
    assert yaml.safe_load("".join(lines))["plugins"] == [
        {"search": {"lang": "en"}},
        "tags",
        {"stories": {"backlog": "backlog.md"}},
    ]
    assert "changed mkdocs.yml" in ran.out
    assert "wrote docs/stories.md" in ran.out
    assert "Name the new pages in `nav`: stories.md, backlog.md." in ran.out
    assert run("check", "--strict").status == 0
    again = run("init", "--host", "mkdocs")
    assert "nothing to do" in again.out
    assert Path("mkdocs.yml").read_text() == "".join(lines)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plugins: [search]\nx: 1\n", "plugins: [search, stories: {backlog: b.md}]\nx: 1\n"),
        ("plugins: [\n  search,\n]\n", "plugins: [\n  search, stories: {backlog: b.md}\n]\n"),
        ("plugins:\n- search\n", "plugins:\n- search\n- stories:\n    backlog: b.md\n"),
        (
            "plugins:\n  search:\n    lang: en\nx: 1\n",
            "plugins:\n  search:\n    lang: en\n  stories:\n    backlog: b.md\nx: 1\n",
        ),
        ("plugins:\n  - search", "plugins:\n  - search\n  - stories:\n      backlog: b.md\n"),
        ("plugins:\r\n  - search\r\n", "plugins:\r\n  - search\r\n  - stories:\r\n      backlog: b.md\r\n"),
        ("x: 1\n", "x: 1\n\nplugins:\n  - search\n  - stories:\n      backlog: b.md\n"),
        ("plugins:\nx: 1\n", None),
        ("plugins: []  # none\n", "plugins: [stories: {backlog: b.md}]  # none\n"),
        ("plugins: {}\n", "plugins: {stories: {backlog: b.md}}\n"),
        ("plugins: &p\n  - search\nx: *p\n", None),
    ],
)  # fmt: skip
def test_an_entry_is_added_in_the_style_of_the_others_or_not_at_all(text: str, expected: str | None) -> None:
    edited = with_entry(text, "plugins", "stories", {"backlog": "b.md"}, before=["search"])
    if expected is None:
        assert edited is None
    else:
        assert edited is not None
        assert yaml.safe_load(edited) == yaml.safe_load(expected)
        assert edited == expected


def test_toml_is_changed_in_its_own_style_or_not_at_all() -> None:
    whole = '# ours\n[project]  # the site\nsite_name = "x"\n\n[project.markdown_extensions]\nadmonition = {}\n'
    assert with_extension(whole) == whole.replace("admonition", "stories = {}\nadmonition")
    parted = '[project]\nsite_name = "x"\n\n[project.markdown_extensions.toc]\npermalink = true\n'
    assert with_extension(parted) == f"{parted}\n[project.markdown_extensions.stories]\n"
    assert with_extension('[project]\nmarkdown_extensions = ["toc"]\n') is None
    assert with_extension("[project]\nmarkdown_extensions = {toc = {}}\n") is None
    assert with_watch(whole, "docs") == whole.replace("# the site\n", '# the site\nwatch = ["docs"]\n')
    bare, dotted = 'site_name = "x"\n', 'project.site_name = "x"\n'
    assert with_extension(bare) == f"{bare}\n[markdown_extensions.stories]\n"
    assert with_extension(dotted) == f"{dotted}\n[project.markdown_extensions.stories]\n"
    assert with_watch(bare, "docs") == f'watch = ["docs"]\n{bare}'
    assert with_watch(dotted, "docs") == f'project.watch = ["docs"]\n{dotted}'
    assert with_watch(whole.replace("site_name", 'watch = ["theme"]\nsite_name'), "docs") is None


def test_a_folder_is_watched_beside_others_whatever_its_name_is() -> None:
    assert with_entry("a: 1\n", "watch", "docs", {}) == "a: 1\n\nwatch:\n  - docs\n"
    assert with_entry("watch: [theme]\n", "watch", "docs", {}) == "watch: [theme, docs]\n"
    assert with_entry("watch:\n  - theme # ours\n", "watch", "my: 🕮", {}) == ('watch:\n  - theme # ours\n  - "my: 🕮"\n')
    assert with_watch("[project]\n", 'é\\b"🕮') == '[project]\nwatch = ["é\\\\b\\"🕮"]\n'


def test_what_cannot_be_changed_safely_is_told(tmp_path: Path, run: Run) -> None:
    (tmp_path / "docs").mkdir()
    for text in ("site_name: x\nplugins:\n", "INHERIT: base.yml\nsite_name: x\n"):
        Path("base.yml").write_text("plugins: [tags]\n")
        Path("mkdocs.yml").write_text(text)
        ran = run("init", "--host", "mkdocs")
        assert ran.status == 1
        assert "add this by hand" in ran.err
        assert "plugins:\n  # those that are there, then:\n  - stories:" in ran.err
        assert "nothing to do" not in ran.out
        assert Path("mkdocs.yml").read_text() == text


def test_a_diff_writes_nothing(tmp_path: Path, run: Run) -> None:
    (tmp_path / "docs").mkdir()
    Path("mkdocs.yml").write_text(BARE)
    ran = run("init", "--host", "zensical", "--diff")
    assert ran.status == 0
    for line in ("+  - stories", "+watch:", "+id: US-1", "+++ docs/backlog.md"):
        assert line in ran.out
    assert Path("mkdocs.yml").read_text() == BARE
    assert list((tmp_path / "docs").iterdir()) == []


def test_no_page_is_written_over_and_no_second_story_comes(tmp_path: Path, run: Run) -> None:
    (tmp_path / "docs").mkdir()
    Path("docs/stories.md").write_text("# Mine\n")
    Path("docs/backlog.md").write_text("# Mine, too\n")
    Path("mkdocs.yml").write_text(BARE)
    assert run("init", "--host", "zensical").status == 0
    assert Path("docs/stories.md").read_text() == "# Mine\n"
    assert Path("docs/backlog.md").read_text() == "# Mine, too\n"
    Path("docs/stories.md").unlink()
    Path("docs/other.md").write_text("```story\nid: US-1\nstory: As a b, I want c, so that d\n```\n")
    assert run("init", "--host", "zensical").status == 0
    assert not Path("docs/stories.md").exists()


def test_without_a_site_it_says_so_and_how_to_begin_one(run: Run) -> None:
    ran = run("init")
    assert ran.status == 2
    assert "no configuration of a site" in ran.err
    assert "begin a site with `mkdocs new .`" in ran.err
    assert "begin a site with `zensical new .`" in run("init", "--host", "zensical").err


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("mkdocs.yml", "docs_dir: page.txt\n", "page.txt: Not a directory"),
        ("mkdocs.yml", "docs_dir: [docs]\n", "`docs_dir` is the path of a folder"),
        (
            "mkdocs.yml",
            "plugins:\n  - stories:\n      tocc: true\n",
            "option `tocc`: there is no such option; did you mean `toc`?",
        ),
        ("zensical.toml", '[project]\nsite_name = "x"\n', "is a configuration of Zensical: mkdocs does not read it"),
    ],
)
def test_what_is_wrong_with_a_site_is_told_and_nothing_is_written(run: Run, name: str, text: str, said: str) -> None:
    Path("page.txt").write_text("No folder.\n")
    Path(name).write_text(text)
    ran = run("init", "--host", "mkdocs")
    assert ran.status == 2
    assert said in ran.err
    assert {one.name for one in Path().iterdir()} == {"page.txt", name}
    assert Path(name).read_text() == text


def test_a_configuration_that_must_not_be_written_is_left_alone_and_so_are_the_pages(run: Run) -> None:
    Path("mkdocs.yml").write_text(BARE)
    Path("mkdocs.yml").chmod(0o444)
    ran = run("init", "--host", "mkdocs")
    assert (ran.status, ran.out) == (2, "")
    assert "mkdocs.yml: Permission denied" in ran.err
    assert Path("mkdocs.yml").read_text() == BARE
    assert not Path("docs").exists()


def test_a_page_that_cannot_be_written_leaves_the_configuration_alone(run: Run) -> None:
    Path("docs").symlink_to("nowhere")
    Path("mkdocs.yml").write_text(BARE)
    assert run("init", "--host", "mkdocs").status == 2
    assert Path("mkdocs.yml").read_text() == BARE


def test_zensical_gets_the_backlog_page_that_the_site_names_and_no_second_one(run: Run) -> None:
    Path("mkdocs.yml").write_text(f"{BARE}watch: [theme]\nplugins:\n  - stories:\n      backlog: plan/all.md\n")
    ran = run("init", "--host", "zensical")
    assert ran.status == 0, ran.err
    assert yaml.safe_load(Path("mkdocs.yml").read_text())["watch"] == ["theme", "docs"]
    assert "```backlog" in Path("docs/plan/all.md").read_text()
    Path("mkdocs.yml").write_text(BARE)
    assert run("init", "--host", "zensical").status == 0
    assert not Path("docs/backlog.md").exists()


def test_the_next_command_names_a_configuration_that_the_host_would_not_find(run: Run) -> None:
    Path("a site").mkdir()
    Path("a site/mkdocs.yml").write_text(BARE)
    ran = run("init", "--host", "mkdocs", "--config-file", "a site/mkdocs.yml")
    assert "Next: mkdocs serve -f 'a site/mkdocs.yml'\n" in ran.out


TOML = '[project]\nsite_name = "Site"\n\n[project.markdown_extensions]\nadmonition = {}\n'


@pytest.mark.parametrize(
    ("name", "program", "file", "text"),
    [
        ("", "mkdocs", "mkdocs.yml", BARE),
        ("", "mkdocs", "mkdocs.yml", FULL.replace("  - tags\n", "")),
        ("properdocs", "properdocs", "properdocs.yml", BARE),
        ("properdocs", "properdocs", "mkdocs.yml", BARE),
        ("zensical-lowest", "zensical", "mkdocs.yml", BARE.partition("theme:")[0]),
        ("zensical-newest", "zensical", "zensical.toml", TOML),
    ],
)
def test_the_site_builds_then(
    tmp_path: Path, environment: Callable[[str], Environment], name: str, program: str, file: str, text: str
) -> None:
    """The host is found by the configuration, and where that is `mkdocs.yml` by what is installed."""
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/index.md").write_text("# Home\n")
    (tmp_path / file).write_text(text)
    found = environment(name) if name else Environment(Path(sys.prefix))
    done = found.run("python", "-m", "mkdocs_stories", "init", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert f"Next: {program} serve" in done.stdout
    built = found.run(program, "build", "--strict", cwd=tmp_path, NO_MKDOCS_2_WARNING="1")
    assert built.returncode == 0, built.stderr
    assert "watch" not in built.stderr
    page = (tmp_path / "site/stories/index.html").read_text(encoding="utf-8")
    assert 'id="us-1"' in page
    backlog = (tmp_path / "site/backlog/index.html").read_text(encoding="utf-8")
    assert "stories-whole" in backlog


CHOICE_OF_ZENSICAL = """
import json
from zensical.config import DEFAULT_MARKDOWN_EXTENSIONS as chosen
print(json.dumps({one: {key: value.__name__ if callable(value) else value for key, value in options.items()}
                  for one, options in chosen.items()}))
"""


@pytest.mark.parametrize("name", ["zensical-lowest", "zensical-newest"])
def test_what_zensical_chooses_is_named_beside_stories(environment: Callable[[str], Environment], name: str) -> None:
    chosen = json.loads(environment(name).run("python", "-c", CHOICE_OF_ZENSICAL, cwd=Path()).stdout)
    written = {}
    for entry in entries():
        ((extension, options),) = entry.items() if isinstance(entry, dict) else ((entry, {}),)
        written[extension] = {
            key: value.removeprefix("zensical.extensions.emoji.") if isinstance(value, str) else value
            for key, value in options.items()
        }
    assert written == chosen


PAGE = """\
# Home

!!! note
    A note.

=== "One"
    A tab.

- [x] done

:smile: `#!python 1`
"""


@pytest.mark.parametrize(("file", "text"), [("mkdocs.yml", "site_name: x\n"), ("zensical.toml", 'site_name = "x"\n')])
def test_a_site_of_zensical_keeps_its_extensions(
    tmp_path: Path, environment: Callable[[str], Environment], file: str, text: str
) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/index.md").write_text(PAGE)
    (tmp_path / file).write_text(text)
    found = environment("zensical-newest")
    drawn = []
    for command in (("zensical", "build"), ("python", "-m", "mkdocs_stories", "init"), ("zensical", "build")):
        done = found.run(*command, cwd=tmp_path)
        assert done.returncode == 0, done.stderr
        page = BeautifulSoup((tmp_path / "site/index.html").read_text(encoding="utf-8"), "html.parser")
        drawn.append(str(page.article))
    assert "admonition" in drawn[0]
    assert drawn[0] == drawn[-1]

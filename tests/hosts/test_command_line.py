"""The command `mkdocs-stories`: check, list and explain, without building the site."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path
from typing import NoReturn

import pytest
from junitparser import JUnitXml

from mkdocs_stories.hosts.command_line import main
from mkdocs_stories.project import Project
from mkdocs_stories.rules import RULES
from tests.conftest import EXAMPLE
from tests.hosts.conftest import Run
from tests.sites import Site, places, site, story, timeless

WARNING = story("US-1", "status: done")


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def process(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "mkdocs_stories", *arguments]
    return subprocess.run(
        command, capture_output=True, env={**os.environ, **environment}, encoding="utf-8", check=False
    )


# check


def test_a_site_in_order(tmp_path: Path, run: Run) -> None:
    site(tmp_path, {"index.md": story("US-1"), "other.md": "# Other"})
    ran = run("check")
    assert (ran.status, timeless(ran.out), ran.err) == (0, "1 story on 2 pages: no problems, in TIME s\n", "")


def test_an_error_is_status_1(tmp_path: Path, run: Run) -> None:
    site(tmp_path, story("US-1", "so that: ''"))
    ran = run("check")
    assert (ran.status, ran.err) == (1, "")
    assert ran.places == [("docs/index.md", 6, 1, "ST103")]
    assert timeless(ran.out).endswith("\n1 story on 1 page: 1 error, in TIME s\n")


def test_a_warning_is_status_1_with_strict_only(tmp_path: Path, run: Run) -> None:
    site(tmp_path, WARNING)
    assert (run("check").status, run("check", "--strict").status) == (0, 1)
    assert run("check").places == [("docs/index.md", 6, 14, "ST306")]


def test_information_is_left_out_by_quiet(tmp_path: Path, run: Run) -> None:
    site(tmp_path, story("US-1").replace("acceptance: [The old price is shown]\n", ""))
    ran = run("check", "--strict")
    assert (ran.status, [code for *_, code in ran.places]) == (0, ["ST307"])
    quiet = run("check", "-q")
    assert (quiet.places, timeless(quiet.out)) == ([], "1 story on 1 page: 1 info, in TIME s\n")


def test_a_diagnostic_has_its_line_and_help(tmp_path: Path, run: Run) -> None:
    site(
        tmp_path,
        "# Page\n\n- item\n\n    ```technical-story\n    id: TS-3\n    story: Upgrade webrtc server\n    ```\n",
    )
    assert (
        timeless(run("check", "-q").out)
        == """\
docs/index.md:7:12: error[ST103] missing-benefit: technical story TS-3 does not say what it is for
  |
7 |     story: Upgrade webrtc server
  |            ^^^^^^^^^^^^^^^^^^^^^ no value follows
  = help: say what it prevents, enables or improves: "…, so that …" or "… to prevent …"

1 story on 1 page: 1 error, 1 info, in TIME s
"""
    )


BROKEN: dict[str, str | bytes] = {
    "index.md": f"---\ntitle: x\n---\n{story('US-1', 'prioritty: high', 'epic: US-2')}\n[US-9]\n\n{story('US-1')}",
    "lists.md": """
        1. item

            ```story
            id: US-2
            story: As a reader
            depends on: US-2
            ```

        > ```epic
        > id: ep
        > ```
        """,
    "deep/views.md": "```backlog\nview: tabel\nwhere: {x: y}\n```\n\n```story\nid: US-3\nestimate: many\n",
    "bytes.md": b"# Caf\xe9\n\n" + story("TS-1", "supports: TS-1", "allow: ST103").encode(),
    "crlf.md": story("US-5", "depends on: US-6", "so that: ''").replace("\n", "\r\n"),
    "cr.md": story("US-6", "depends on: US-5", "status: done").replace("\n", "\r").encode(),
    "bom.md": b"\xef\xbb\xbf" + story("US-7", "as a: [x]").encode(),
    "yaml.md": f"{story('US-8', 'I want: a: b')}\n{story('US-10', 'as a: &x reader')}\n",
    "tabs.md": "- item\n\n\t```story\n\tid: US-11\n\tstory: As a reader, I want x\n\t```\n",
    "old/page.md": story("US-1"),
    "deep/index.md": "# Deep\n",
    "deep/README.md": story("US-1"),
    ".hidden/x.md": story("US-1"),
    "deep/.x.md": story("US-1"),
    "templates/deep/x.md": story("US-1"),
    "deep/templates/x.md": story("US-12", "depends on: US-99"),
}


@pytest.mark.parametrize("excluded", ["old/", ""])
def test_check_finds_what_the_build_finds(tmp_path: Path, run: Run, excluded: str) -> None:
    made = site(tmp_path, BROKEN, config={"exclude_docs": excluded}, rules={"missing-criteria": "warning"})
    built, ran = made.build(), run("check")
    assert (built.status, ran.status) == (1, 1)
    assert len(ran.places) > 20
    assert ran.places == sorted(ran.places, key=lambda place: place[:3])
    assert ran.places == built.places
    without = {"deep/index.md", "deep/README.md", ".hidden/x.md", "deep/.x.md", "templates/deep/x.md"}
    left = {path for path in BROKEN if path not in without and not (excluded and path.startswith(excluded))}
    assert {path for path, *_ in ran.places} == {f"docs/{path}" for path in left}


def test_check_of_the_example_site(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(EXAMPLE)
    ran = run("check", "--strict")
    assert (ran.status, ran.places) == (0, [])
    assert timeless(ran.out).endswith("pages: no problems, in TIME s\n")


def test_options_come_through_tags_and_inheritance(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "base.yml").write_text("docs_dir: pages\nplugins:\n  stories:\n    id_pattern: 'S[0-9]+'\n")
    (tmp_path / "mkdocs.yml").write_text(
        "INHERIT: base.yml\n"
        "site_name: !ENV [NAME, x]\n"
        "markdown_extensions:\n"
        "  - pymdownx.emoji:\n"
        "      emoji_index: !!python/name:material.extensions.emoji.twemoji\n"
        "      other: !!python/object/apply:os.getcwd []\n"
        "      relative: !relative $docs_dir\n"
        "plugins:\n"
        "  stories:\n"
        "    rules: {missing-role: !ENV [SEVERITY, warning]}\n"
        "    toc: !ENV TOC\n"
    )
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages/index.md").write_text(story("US-1", "as a: ''").replace("US-1", "S1"))
    monkeypatch.setenv("TOC", "false")
    assert (run("check").status, run("check").places) == (0, [("pages/index.md", 6, 1, "ST101")])
    monkeypatch.setenv("SEVERITY", "error")
    assert run("check").status == 1
    monkeypatch.setenv("TOC", "maybe")
    wrong = run("check")
    assert (wrong.status, wrong.out) == (2, "")
    assert wrong.err == "mkdocs-stories: option `toc`: needs `true` or `false`, not 'maybe'\n"


def test_a_configuration_elsewhere(tmp_path: Path, run: Run) -> None:
    site(tmp_path / "sub", story("US-1", "so that: ''"))
    for name in ("sub/mkdocs.yml", tmp_path / "sub/mkdocs.yml"):
        ran = run("check", "-f", name)
        assert (ran.status, ran.places) == (1, [("sub/docs/index.md", 6, 1, "ST103")])


@pytest.mark.parametrize("plugins", ["[]", "[search]", "{search: {}}", "[stories]", "{stories: {}}", "[{stories: }]"])
def test_plugins_in_every_form(tmp_path: Path, run: Run, plugins: str) -> None:
    site(tmp_path, story())
    (tmp_path / "mkdocs.yml").write_text(f"site_name: x\nplugins: {plugins}\n")
    assert run("check").status == 0


@pytest.mark.parametrize("group", ["group", "material/group"])
def test_options_in_a_group_of_plugins(tmp_path: Path, run: Run, group: str) -> None:
    """As Material's plugin `group` has them."""
    made = site(tmp_path, story("US-1", "status: live"))
    inner = {"plugins": [{"stories": {"statuses": ["idea", "live"]}}], "enabled": True}
    made.configure([{group: inner}], {})
    assert run("check").status == 0
    before = made.config_file.read_text("utf-8")
    assert "nothing to do" in run("init").out
    assert made.config_file.read_text("utf-8") == before


@pytest.mark.parametrize("enabled", [True, False])
def test_a_plugin_that_is_switched_on_or_off_is_checked_by_its_options(tmp_path: Path, run: Run, enabled: bool) -> None:
    """MkDocs takes `enabled` from every plugin; it is none of its options."""
    site(tmp_path, story("US-1", "so that: ''"), enabled=enabled, rules={"ST103": "warning"})
    ran = run("check")
    assert (ran.status, ran.codes, ran.err) == (0, ["ST103"], "")


def test_an_interrupted_command_says_so(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> NoReturn:
        raise KeyboardInterrupt

    site(tmp_path, story())
    monkeypatch.setattr(Project, "load", interrupt)
    ran = run("check")
    assert (ran.status, ran.out, ran.err) == (130, "", "mkdocs-stories: interrupted\n")


def test_without_any_configuration(tmp_path: Path, run: Run) -> None:
    ran = run("check")
    assert (ran.status, ran.out) == (2, "")
    assert "there is no configuration of a site and no folder `docs` here" in ran.err
    Site(tmp_path).write({"index.md": story("US-1"), "deep/other.md": story("US-2", "so that: ''")})
    assert run("check").places == [("docs/deep/other.md", 6, 1, "ST103")]
    assert run("check", "docs/index.md").status == 0
    assert run("check", "docs/deep").places == [("docs/deep/other.md", 6, 1, "ST103")]


def test_paths_narrow_down_what_is_shown(tmp_path: Path, run: Run) -> None:
    """The whole backlog is read all the same: a link to a story of another page is no problem."""
    pages = {
        "index.md": story("US-1", "depends on: US-2"),
        "deep/one.md": story("US-2", "so that: ''"),
        "deep/two.md": story("US-3", "depends on: US-9"),
        "deeper.md": story("US-4", "I want: ''"),
    }
    site(tmp_path, pages)
    assert (run("check", "docs/index.md").status, run("check", "docs/index.md").places) == (0, [])
    assert run("check", "docs/deep").places == [
        ("docs/deep/one.md", 6, 1, "ST103"),
        ("docs/deep/two.md", 7, 13, "ST301"),
    ]
    both = run("check", "docs/deep/two.md", tmp_path / "docs/deeper.md")
    assert [path for path, *_ in both.places] == ["docs/deep/two.md", "docs/deeper.md"]
    assert timeless(both.out).endswith("2 stories on 2 pages: 2 errors, in TIME s\n")
    assert len(run("check", "docs").places) == len(run("check").places) == 3
    assert [path for path, *_ in run("check", "docs", "docs/deep/two.md").places] == [
        *("docs/deep/one.md", "docs/deep/two.md", "docs/deeper.md"),
    ]


def test_paths_stand_before_and_after_options(tmp_path: Path, run: Run) -> None:
    wrong = story("US-1", "so that: ''")
    site(tmp_path, {f"{name}.md": wrong.replace("US-1", name) for name in ("US-1", "US-2", "US-3", "US-4")})
    mixed = ("docs/US-1.md", "--format", "concise", "docs/US-2.md", "--strict", "docs/US-3.md")
    assert {path for path, *_ in run("check", *mixed).places} == {"docs/US-1.md", "docs/US-2.md", "docs/US-3.md"}
    shown = run("list", "docs/US-1.md", "--where", "type=user", "docs/US-4.md").out.splitlines()
    assert [line.split()[0] for line in shown] == ["US-1", "US-4"]


def test_a_path_that_looks_like_an_option(tmp_path: Path, run: Run) -> None:
    Path("-x.md").write_text(story("US-1", "so that: ''"), encoding="utf-8")
    for arguments in (["--", "-x.md"], ["--strict", "--", "-x.md"]):
        assert run("check", *arguments).places == [("-x.md", 6, 1, "ST103")]


def test_paths_outside_of_the_docs(tmp_path: Path, run: Run) -> None:
    site(tmp_path, story("US-1", "so that: ''"))
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes/x.md").write_text(story("US-1", "as a: ''"))
    assert run("check", "notes").places == [("notes/x.md", 6, 1, "ST101")]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["check", "nowhere.md"], "there is no file or folder `nowhere.md`"),
        (["check", "-f", "nowhere.yml"], "nowhere.yml: No such file or directory"),
        (["list", "--where", "status"], "--where needs FIELD=VALUE, not `status`"),
        (["list", "--where", "statuss=ready"], "there is no field `statuss`; did you mean `status`?"),
        (["list", "--where", "zzz=1"], "there is no field `zzz`; there are `type`, `actor`, `stage`"),
        (["list", "--where", "status=raedy"], "there is no status `raedy`; did you mean `ready`?"),
        (["list", "--where", "tags=priec"], "no story has the tags `priec`; did you mean `price`?"),
        (["list", "--where", "relates to=SU-1"], "there is no story `SU-1`; did you mean `US-1`?"),
        (["list", "--where", "epic=US-2"], 'there is no story `US-2`; write the id of a story, or "*" for any epic'),
        (["list", "--where", "estimate=many"], "`estimate` is a number, not `many`; write a number, or `*` for any"),
        (["explain", "ST999"], "there is no rule `ST999`; see `mkdocs-stories explain`"),
        (["explain", "missing-benefitt"], "there is no rule `missing-benefitt`; did you mean `missing-benefit`?"),
        (["explain", "\x1b[31m"], "there is no rule `\\x1b[31m`"),
    ],
    ids=str,
)
def test_wrong_use_is_one_line_and_status_2(tmp_path: Path, run: Run, arguments: list[str], said: str) -> None:
    site(tmp_path, story("US-1", "tags: price"))
    ran = run(*arguments)
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith(f"mkdocs-stories: {said}")
    assert ran.err.count("\n") == 1


def test_a_value_that_stories_of_one_of_several_places_can_have(tmp_path: Path, run: Run) -> None:
    """`list` asks all of them: what is unknown in one is not wrong."""
    site(tmp_path, story())
    Path("elsewhere").mkdir()
    Path("elsewhere/a.md").write_text(story("US-7", "depends on: US-8") + story("US-8"), encoding="utf-8")
    ran = run("list", "docs", "elsewhere", "--where", "depends on=US-8")
    assert (ran.status, ran.out.split()[0], ran.err) == (0, "US-7", "")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], ": error: say which command: `check`, `list`, `explain`, "),
        (["chek"], ": error: there is no command `chek`; did you mean `check`?"),
        (["zzz"], ": error: there is no command `zzz`; there are `check`, `list`, "),
        (["check", "--fromat=json"], " check: error: unrecognized arguments: --fromat=json; did you mean `--format`?"),
        (["list", "--zzz"], " list: error: unrecognized arguments: --zzz\n"),
    ],
    ids=str,
)
def test_what_was_meant_by_a_command_or_an_option(run: Run, arguments: list[str], said: str) -> None:
    ran = run(*arguments)
    assert (ran.status, ran.out) == (2, "")
    assert f"mkdocs-stories{said}" in ran.err


@pytest.mark.parametrize("arguments", [[], ["chek"], ["check", "--stric"], ["list", "--where"], ["check", "--nope"]])
def test_what_the_command_does_not_know_is_status_2(tmp_path: Path, run: Run, arguments: list[str]) -> None:
    site(tmp_path, story("US-1", "so that: ''"))
    ran = run(*arguments)
    assert ran.status in ((1, 2) if arguments == ["check", "--stric"] else (2,))
    assert "Traceback" not in ran.err


@pytest.mark.parametrize(
    "text",
    [
        b"site_name: [", b"- a\n", b"\xff\xfe\x00", b"", b"site_name: !ENV [\n", b"docs_dir: 7\n", b"docs_dir: [x]\n",
        b"a: &a [*a]\n", b"plugins: 7\n", b"plugins: [{stories: 7}]\n", b"plugins: {stories: {toc: 7}}\n", b"\x00",
        b"INHERIT: nowhere.yml\n", b"docs_dir: nowhere\n", b"plugins: [[stories]]\n", b"INHERIT: mkdocs.yml\n",
        b"!!python/object/apply:os.system ['touch harm']\n", b"? [a]\n: b\n", b"plugins: {stories: {1: 2}}\n",
        b"exclude_docs: 7\n", b"exclude_docs: '['\n", b"exclude_docs: '!'\n", b"x: !!timestamp 2026-99-99\n",
    ],
    ids=str,
)  # fmt: skip
def test_any_configuration_is_no_traceback(tmp_path: Path, run: Run, text: bytes) -> None:
    site(tmp_path, story())
    (tmp_path / "mkdocs.yml").write_bytes(text)
    ran = run("check")
    assert ran.status in (0, 2)
    assert bool(ran.err) == (ran.status == 2)
    assert ran.err.count("\n") <= 1
    assert not (tmp_path / "harm").exists()


# list


STORIES = "\n".join(
    [
        story("US-1", "status: ready", "priority: low", "tags: [pricing, shop]", "title: Discounts"),
        story("US-2", "status: done", "priority: high", "acceptance: [done: x]"),
        story("US-10", "status: in progress", "owner: Ines"),
        story("TS-1", "status: ready", "kind: spike", "supports: US-1"),
        story("EP-1", "status: ready"),
    ]
)


@pytest.mark.parametrize(
    ("where", "names"),
    [
        ([], "US-1 EP-1 TS-1 US-10 US-2"),
        (["status=ready"], "US-1 EP-1 TS-1"),
        (["status=ready", "type=technical"], "TS-1"),
        (["status=ready,in progress", "type=user"], "US-1 US-10"),
        (["status=*"], "US-1 EP-1 TS-1 US-10 US-2"),
        (["tags=pric*"], "US-1"),
        (["tags=pric"], ""),
        (["id=us-1*"], "US-1 US-10"),
        (["Owner = ines"], "US-10"),
        (["stage=active"], "US-10"),
        (["kind=spike"], "TS-1"),
        (["enables=US-1"], "TS-1"),
        (["actor=price service"], "TS-1"),
        (["so that=*less*"], "US-1 US-10 US-2"),
        (["priority=high,low"], "US-1 US-2"),
    ],
    ids=str,
)
def test_list(tmp_path: Path, run: Run, where: list[str], names: str) -> None:
    site(tmp_path, STORIES)
    ran = run("list", *(part for one in where for part in ("--where", one)))
    assert (ran.status, ran.err) == (0, "" if names else "no story matches\n")
    assert " ".join(line.split()[0] for line in ran.out.splitlines()) == names


def test_a_line_of_the_list(tmp_path: Path, run: Run) -> None:
    site(tmp_path, STORIES)
    lines = run("list", "-w", "id=US-1,TS-1").out.splitlines()
    assert [[cell.strip() for cell in line.split("  ") if cell.strip()] for line in lines] == [
        ["US-1", "user", "ready", "low", "Discounts", "I pay less"],
        ["TS-1", "technical", "ready", "-", "Answer from a cache", "pages open at once"],
    ]


def test_one_long_title_does_not_make_every_line_long(tmp_path: Path, run: Run) -> None:
    short = "".join(story(f"US-{n}", "title: Short") for n in range(2, 12))
    site(tmp_path, f"{story('US-1', 'title: ' + 'long ' * 10_000)}\n{short}")
    assert len(run("list").out) < 100_000


def test_list_of_a_path_and_of_broken_stories(tmp_path: Path, run: Run) -> None:
    site(tmp_path, {"index.md": story("US-1"), "other.md": "```story\nI want: [\n```\n\n```story\n```\n"})
    ran = run("list", "docs/other.md")
    assert (ran.status, len(ran.out.splitlines())) == (0, 2)
    assert "without id (line 1)" in ran.out


# explain


@pytest.mark.parametrize("name", ["missing-benefit", "ST103", "st103", "Missing Benefit"])
def test_explain(run: Run, name: str) -> None:
    ran = run("explain", name)
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.startswith("# ST103 missing-benefit\n\nA story does not say what it is for: it has no value.\n")
    assert "Severity: `error`" in ran.out
    assert "Example:\n\n```technical-story\n" in ran.out
    assert "Instead:\n\n```technical-story\n" in ran.out
    assert "Exceptions:\n\nIn one story, with the reason:\n\nallow:\n  missing-benefit: the reason\n" in ran.out
    assert ran.out.endswith("\n\nSee https://mkdocs-stories.readthedocs.io/en/latest/rules/missing-benefit/\n")


def test_explain_names_the_options_of_a_rule(run: Run) -> None:
    assert "Option `at_least`: by default `1`." in run("explain", "missing-criteria").out


@pytest.mark.parametrize("columns", [40, 72, 200])
def test_explain_wraps_words_for_the_terminal(run: Run, monkeypatch: pytest.MonkeyPatch, columns: int) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", str(columns))
    for rule in RULES:
        out = run("explain", rule.name).out
        examples = {*rule.manual.example.split("\n"), *rule.manual.instead.split("\n")}
        told = [line for line in out.splitlines() if line not in examples and " " in line.strip()]
        longest = max(told, key=len)
        assert len(longest) <= min(columns, 100) or longest.startswith(("See ", "`")), longest
        assert " ".join(rule.manual.why.split()) in " ".join(out.split())


def test_explain_without_a_name_lists_all_rules(run: Run) -> None:
    lines = run("explain").out.splitlines()
    assert [line.split()[0] for line in lines] == [rule.code for rule in RULES]


def test_every_rule_can_be_explained(run: Run) -> None:
    for rule in RULES:
        assert run("explain", rule.name).out == run("explain", rule.code).out != ""


# The command as such


@pytest.mark.parametrize("arguments", [["--help"], ["check", "--help"], ["list", "-h"], ["explain", "--help"]])
def test_help(run: Run, arguments: list[str]) -> None:
    ran = run(*arguments)
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.startswith("usage: mkdocs-stories")


def test_version(run: Run) -> None:
    ran = run("--version")
    assert ran.status == 0
    assert ran.out.startswith("mkdocs-stories 0.")


def test_help_says_what_the_exit_status_means(run: Run) -> None:
    for arguments in (["--help"], ["check", "--help"]):
        assert "exit status:" in run(*arguments).out


INSTALLED = (str(Path(sys.executable).parent / "mkdocs-stories"),)
MODULE = (sys.executable, "-m", "mkdocs_stories")


def test_the_console_script_is_installed() -> None:
    done = subprocess.run([*INSTALLED, "--version"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.split()[0]) == (0, "mkdocs-stories")


@pytest.mark.parametrize("count", [1, 2000])
def test_the_console_script_hands_over_all_that_it_prints(
    tmp_path: Path, count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PYTHONUNBUFFERED", raising=False)
    site(tmp_path, "\n".join(story(f"US-{number}", "so that: ''") for number in range(1, count + 1)))
    installed, module = (
        subprocess.run([*program, "check"], capture_output=True, text=True, check=False)
        for program in (INSTALLED, MODULE)
    )
    assert timeless(installed.stdout) == timeless(module.stdout)
    assert installed.stdout.count("ST103") == count
    assert (installed.returncode, installed.stderr) == (module.returncode, module.stderr) == (1, "")


@pytest.mark.parametrize("program", [INSTALLED, MODULE], ids=["installed", "module"])
@pytest.mark.parametrize("count", [1, 2000])
@pytest.mark.parametrize("command", ["check", "list", "explain", "--help", "--version"])
def test_a_closed_pipe_is_said_by_the_status_alone(
    tmp_path: Path, program: tuple[str, ...], count: int, command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PYTHONUNBUFFERED", raising=False)  # which hands over each line at once
    site(tmp_path, "\n".join(story(f"US-{number}", "so that: ''") for number in range(1, count + 1)))
    read, written = os.pipe()
    os.close(read)
    done = subprocess.run([*program, command], stdout=written, stderr=subprocess.PIPE, check=False)
    os.close(written)
    assert (done.returncode, done.stderr) == (141, b"")


def test_the_first_line_alone(tmp_path: Path) -> None:
    site(tmp_path, "\n".join(story(f"US-{number}", "so that: ''") for number in range(1, 2000)))
    command = f"set -o pipefail; {sys.executable} -m mkdocs_stories check | head -1"
    done = subprocess.run(["/bin/bash", "-c", command], capture_output=True, text=True, check=False)
    assert places(done.stdout) == [("docs/index.md", 6, 1, "ST103")]
    assert (done.returncode, done.stderr) == (141, "")


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252", "utf-8"])
@pytest.mark.parametrize("arguments", [["check"], ["list"], ["explain", "ST103"], ["--help"]])
def test_an_output_that_cannot_hold_every_letter(tmp_path: Path, encoding: str, arguments: list[str]) -> None:
    site(tmp_path, story("US-1", "prioritté: “hoch” ☃ 書", "title: Größe 書"))
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs_stories", *arguments],
        capture_output=True,
        env={**os.environ, "PYTHONIOENCODING": encoding},
        check=False,
    )
    assert done.stderr == b""
    assert done.returncode == (1 if arguments == ["check"] else 0)
    assert done.stdout.decode(encoding)


def test_a_path_that_cannot_be_encoded(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    name = os.fsdecode(b"docs/caf\xe9.md")
    Path(name).write_text(story("US-1", "so that: ''"))
    done = subprocess.run([sys.executable, "-m", "mkdocs_stories", "check"], capture_output=True, check=False)
    assert done.returncode == 1
    assert b"Traceback" not in done.stderr
    assert b"ST103" in done.stdout


def test_the_module_ends_with_the_status(tmp_path: Path) -> None:
    site(tmp_path, story("US-1", "so that: ''"))
    done = process("check")
    assert (done.returncode, places(done.stdout)) == (1, [("docs/index.md", 6, 1, "ST103")])


def test_nothing_is_written_into_the_site(tmp_path: Path, run: Run) -> None:
    site(tmp_path, story(), backlog="backlog.md")
    before = sorted(tmp_path.rglob("*"))
    run("check")
    run("list")
    assert sorted(tmp_path.rglob("*")) == before


def test_output_without_an_encoding(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site(tmp_path, story())
    monkeypatch.setattr(sys, "stdout", io.StringIO())
    assert main(["check"]) == 0


def test_junit_names_what_is_in_order_and_fails_by_what_fails_the_run(tmp_path: Path, run: Run) -> None:
    site(tmp_path, {"a.md": story("TS-1") + WARNING, "b.md": "# Words\n"})
    lenient, strict = (JUnitXml.fromstring(run("check", "--format", "junit", *more).out) for more in ([], ["--strict"]))
    named = {suite.name: [case.name for case in suite] for suite in lenient}
    assert named == {"docs/a.md": ["page", "TS-1 Answer from a cache", "US-1 See discounts"], "docs/b.md": ["page"]}
    assert (lenient.failures, strict.failures) == (0, 1)


def test_a_path_that_is_no_page(tmp_path: Path, run: Run) -> None:
    site(tmp_path, story())
    ran = run("check", "mkdocs.yml")
    assert ran.status == 2
    assert ran.err.startswith("mkdocs-stories: `mkdocs.yml` is no page: ")


def test_an_empty_path(tmp_path: Path, run: Run) -> None:
    site(tmp_path, story())
    ran = run("check", "")
    assert ran.status == 2
    assert "a path is empty" in ran.err


def test_a_page_elsewhere_is_read_alone(tmp_path: Path, run: Run) -> None:
    """What stands beside it is not even looked at."""
    site(tmp_path / "site", story())
    (tmp_path / "page.md").write_text(story("US-1", "so that: ''"), encoding="utf-8")
    (tmp_path / "other.md").symlink_to(tmp_path / "nowhere.md")
    ran = run("check", "page.md", "-f", "site/mkdocs.yml")
    assert [(place[0], place[3]) for place in ran.places] == [("page.md", "ST103")]


def test_a_page_that_is_a_link_to_nowhere_is_said(tmp_path: Path, run: Run) -> None:
    site(tmp_path, story())
    (tmp_path / "docs/gone.md").symlink_to("nowhere.md")
    ran = run("check")
    assert ran.status == 2
    assert "gone.md: No such file" in ran.err


def test_pages_are_read_behind_links_as_the_site_has_them(tmp_path: Path, run: Run) -> None:
    """Whichever name the file system gives first, and not round and round."""
    made = site(tmp_path, {"index.md": "# Home\n", "folder/sub/page.md": story("US-1", "so that: ''")})
    for name in ("before", "later"):
        (tmp_path / "docs" / name).symlink_to("folder")
    expected = [f"docs/{name}/sub/page.md" for name in ("before", "folder", "later")]
    assert [path for path, *_, code in run("check").places if code == "ST103"] == expected
    assert [path for path, *_, code in made.build().places if code == "ST103"] == expected
    (tmp_path / "docs/folder/sub/up").symlink_to("..")
    assert run("check").status == 1


def test_docs_on_another_drive_are_named_in_full(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    made = site(tmp_path, story("US-1", "so that: ''"))
    relpath = os.path.relpath

    def from_another_drive(path: str, start: str = os.curdir) -> str:
        """As Windows has it."""
        if os.fspath(start) == os.curdir:
            raise ValueError("path is on mount 'D:', start on mount 'C:'")
        return relpath(path, start)

    monkeypatch.setattr("os.path.relpath", from_another_drive)
    for told in (run("check", "-f", str(made.config_file)).places, made.build().places):
        assert {path for path, *_ in told} == {f"{tmp_path.as_posix()}/docs/index.md"}


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_among_the_pages_is_left_alone(tmp_path: Path, run: Run) -> None:
    site(tmp_path, story())
    os.mkfifo(tmp_path / "docs/pipe.md")
    assert run("check").out.startswith("1 story on 1 page")


@pytest.mark.parametrize("closed", ["<&-", ">&-"])
def test_streams_that_are_closed(tmp_path: Path, closed: str) -> None:
    site(tmp_path, story())
    command = f"{sys.executable} -m mkdocs_stories check {'-' if closed == '<&-' else ''} {closed}"
    done = subprocess.run(["/bin/sh", "-c", command], capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr
    assert done.returncode == (2 if closed == "<&-" else 0)

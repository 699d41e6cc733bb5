"""The documentation says what is true: its examples are read, its outputs are real, its pages build.

Conventions of the pages:

- A fence of four back-ticks with the language `markdown` is an example. It gives no error and no warning, unless its
  title begins with `Wrong`: then it does. A page's name may follow: `Wrong: docs/catalogue.md`.
- A fence `yaml` that names the plugin holds options, right ones unless its title begins with `Wrong`. An example with
  the title `With these options` is read with the options before it.
- A fence `text` with the title `mkdocs build` is what the build says of the wrong example before it.
- A fence `diff` with the title `check --diff` is what that command shows of the wrong example before it.
- A fence `console` holds commands and what they print, in a site with the named page of its page.
- A fence `python` that calls `markdown` draws a card of any story in `text`, where there is a docs folder.
- A fence `text` with the title `python` is what the program before it prints, in a site with the wrong example and the
  configuration of its page.

The README is held to this, too.
"""

from __future__ import annotations

import os
import re
import runpy
import shlex
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from pkgutil import resolve_name
from types import MappingProxyType
from typing import Any

import pytest
import yaml

import mkdocs_stories
from mkdocs_stories.assets import built_in_icons, style
from mkdocs_stories.diagnostics import DOCS as DOCUMENTATION
from mkdocs_stories.diagnostics import Diagnostic, Severity, page_of
from mkdocs_stories.hosts.command_line import main
from mkdocs_stories.model import FIELDS, Story
from mkdocs_stories.project import Project
from mkdocs_stories.query import facets
from mkdocs_stories.rule import Rule
from mkdocs_stories.rules import RULES
from mkdocs_stories.settings import Settings, SettingsError
from mkdocs_stories.syntax import WORDS
from mkdocs_stories.text import Source
from mkdocs_stories.view_reader import VIEW_FIELDS
from mkdocs_stories.views import VIEWS
from mkdocs_stories.vocabulary import Vocabulary
from tests.conftest import Example, needs
from tests.sites import build, timeless
from tests.test_registries import NEEDED

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
README = "../README.md"
PAGES = [*sorted(path.name for path in DOCS.glob("*.md")), README]
GENERATED = ("fields.md", "words.md")

_FENCE = re.compile(
    r'^(?P<mark>`{3,})(?P<language>[\w-]*)(?: title="(?P<title>[^"]*)")?\n(?P<body>.*?)^(?P=mark)$', re.M | re.S
)


@dataclass(frozen=True)
class Fence:
    """A fenced block of a page of the documentation, at the left margin."""

    page: str
    line: int
    mark: str
    language: str
    title: str
    body: str

    @property
    def is_example(self) -> bool:
        return self.language == "markdown" and len(self.mark) > 3

    @property
    def is_wrong(self) -> bool:
        return self.title.startswith("Wrong")

    @property
    def path(self) -> str:
        """The page that an example is said to be."""
        return self.title.partition("docs/")[2] or "page.md"

    @property
    def options(self) -> dict[str, Any] | None:
        """The options of the plugin in a fence that names it."""
        if self.language != "yaml" or "plugins:" not in self.body:
            return None
        for plugin in yaml.safe_load(self.body)["plugins"]:
            if isinstance(plugin, dict) and "stories" in plugin:
                return dict(plugin["stories"] or {})
        return {}


def read(page: str) -> str:
    return (DOCS / page).read_text(encoding="utf-8")


def fences(page: str) -> Iterator[Fence]:
    text = read(page)
    for found in _FENCE.finditer(text):
        line = text.count("\n", 0, found.start()) + 1
        yield Fence(page, line, found["mark"], found["language"], found["title"] or "", found["body"])


def prose(page: str) -> str:
    """A page without its fences."""
    return _FENCE.sub("", read(page))


ALL = [fence for page in PAGES for fence in fences(page)]
EXAMPLES = [fence for fence in ALL if fence.is_example and fence.page not in GENERATED]


def named(chosen: list[Fence]) -> list[Any]:
    return [pytest.param(fence, id=f"{fence.page}:{fence.line}") for fence in chosen]


def wrong_before(fence: Fence) -> Fence:
    return [one for one in fences(fence.page) if one.is_wrong and one.line < fence.line][-1]


def options_before(fence: Fence) -> dict[str, Any]:
    found = [one.options for one in fences(fence.page) if one.line < fence.line and one.options is not None]
    return found[-1]


def problems(fence: Fence) -> list[Diagnostic]:
    """What is wrong with an example, the right examples of its page being other pages of the same site."""
    settings = Settings.from_mapping(options_before(fence) if fence.title == "With these options" else {})
    others = [one for one in EXAMPLES if one.page == fence.page and one is not fence and not one.is_wrong]
    sources = [Source(fence.path, fence.body), *(Source(f"~other-{one.line}.md", one.body) for one in others)]
    found = Project(tuple(sources), settings).diagnostics
    return [one for one in found if one.source is sources[0] and one.severity is not Severity.INFO]


def write_site(
    folder: Path, pages: Mapping[str, str], config: str = "site_name: Bookshop\nplugins:\n  - stories\n"
) -> None:
    (folder / "docs").mkdir()
    (folder / "mkdocs.yml").write_text(config, encoding="utf-8")
    for name, text in pages.items():
        (folder / "docs" / name).write_text(text, encoding="utf-8")


def mkdocs_build(folder: Path) -> tuple[int, str]:
    """The exit status of a build, and what it prints from its first error on."""
    said = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--site-dir", str(folder / "site")],
        cwd=folder,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONIOENCODING": "utf-8", "PYTHONUTF8": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    return said.returncode, said.stdout[max(0, said.stdout.find("ERROR")) :]


REFERENCE = runpy.run_path(str(DOCS / "reference.py"))


def test_generated_pages_are_fresh() -> None:
    for name, text in REFERENCE["pages"]().items():
        assert (DOCS / name).is_file(), f"{name} is missing: run `make reference`"
        assert read(name) == text, f"{name} is not what the code says: run `make reference`"


def test_no_generated_page_is_left_over() -> None:
    assert REFERENCE["stale"]() == [], "run `make reference`"


def test_every_rule_has_its_page() -> None:
    pages = {path.stem for path in (DOCS / "rules").glob("*.md")}
    assert pages == {"index", "precision", *RULES.names}
    for rule in RULES:
        address = page_of(rule.name)
        assert address == f"{DOCUMENTATION}rules/{rule.name}/"
        assert f"[{rule.name}]({rule.name}.md)" in read("rules/index.md")


@pytest.mark.parametrize("fence", named(EXAMPLES))
def test_example(fence: Fence) -> None:
    found = [f"{one.finding.span.line}: {one.code} {one.finding.message}" for one in problems(fence)]
    assert bool(found) == fence.is_wrong, found


def test_there_are_examples_of_both_sorts() -> None:
    assert {fence.is_wrong for fence in EXAMPLES} == {True, False}


every_rule = pytest.mark.parametrize("rule", [pytest.param(one, id=one.name) for one in RULES])


def codes(rule: Rule, page: str, options: Mapping[str, Any] = MappingProxyType({})) -> set[str]:
    """The rules that a page breaks, on a site that has the rule on, and the options that it is about."""
    on = {"rules": {rule.name: "warning"}} if rule.severity is Severity.OFF else {}
    settings = Settings.from_mapping({**NEEDED.get(rule.code, {}), **on, **options})
    return {one.code for one in Project((Source("archive/page.md", page),), settings).diagnostics}


@every_rule
def test_page_of_a_rule_has_examples_that_are_right(rule: Rule) -> None:
    examples = [fence for fence in fences(f"rules/{rule.name}.md") if fence.is_example]
    assert [fence.is_wrong for fence in examples] == ([True, False] if "```" in rule.manual.example else [])
    for fence in examples:
        assert (rule.code in codes(rule, fence.body)) == fence.is_wrong


@every_rule
def test_page_of_a_rule_has_exceptions_that_work(rule: Rule) -> None:
    """What the page says of `allow`, `per_path` and `rules` makes its example right, or switches the rule on."""
    shown = list(fences(f"rules/{rule.name}.md"))
    for options in filter(None, (fence.options for fence in shown)):
        Settings.from_mapping(options)
        if "```" in rule.manual.example:
            switched_on = rule.severity is Severity.OFF and "rules" in options
            assert (rule.code in codes(rule, rule.manual.example, options)) == switched_on
    for allowed in (fence.body for fence in shown if fence.body.startswith("allow:")):
        assert yaml.safe_load(allowed) == {"allow": {rule.name: "the reason"}}
        if "```" in rule.manual.example and Story in rule.subjects:
            page = re.sub(r"^```[a-z-]+\n", rf"\g<0>{allowed}", rule.manual.example, flags=re.M)
            assert rule.code not in codes(rule, page)


@pytest.mark.parametrize("fence", named([fence for fence in ALL if fence.options is not None]))
def test_options(fence: Fence) -> None:
    options = fence.options or {}
    if fence.is_wrong:
        with pytest.raises(SettingsError):
            Settings.from_mapping(options)
    else:
        Settings.from_mapping(options)


@pytest.mark.parametrize("fence", named([fence for fence in ALL if fence.title == "mkdocs build"]))
def test_output_of_a_build(fence: Fence, tmp_path: Path) -> None:
    wrong = wrong_before(fence)
    if wrong.options is None:
        write_site(tmp_path, {wrong.path: wrong.body})
    else:
        write_site(tmp_path, {}, f"site_name: Bookshop\n{wrong.body}")
    assert mkdocs_build(tmp_path) == (1, fence.body)


@pytest.mark.parametrize("fence", named([fence for fence in ALL if fence.title == "check --diff"]))
def test_output_of_a_diff(
    fence: Fence, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = wrong_before(fence)
    write_site(tmp_path, {wrong.path: wrong.body})
    monkeypatch.chdir(tmp_path)
    assert main(["check", "--diff"]) == 1
    assert capsys.readouterr().out == fence.body


def test_what_the_readme_says_of_a_missing_value(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shown = list(fences(README))
    example = next(fence for fence in shown if fence.is_example)
    told = next(fence for fence in shown if "missing-benefit" in fence.body)
    without = example.body.replace(" to prevent slow pages on sale days", "")
    assert without != example.body
    write_site(tmp_path, {"catalogue.md": without})
    monkeypatch.chdir(tmp_path)
    assert main(["check"]) == 1
    assert capsys.readouterr().out.startswith(told.body)


@pytest.mark.parametrize("fence", named([fence for fence in ALL if "markdown.markdown(" in fence.body]))
def test_python_draws_a_card(fence: Fence, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "docs").mkdir()
    monkeypatch.chdir(tmp_path)
    told: dict[str, Any] = {"text": "```story\nid: US-1\n```\n", "markdown": import_module("markdown")}
    exec(fence.body, told)
    assert "stories-card" in told["html"]


@pytest.mark.parametrize("fence", named([fence for fence in ALL if fence.title == "python"]))
def test_output_of_a_program(
    fence: Fence, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = wrong_before(fence)
    config = next(one for one in fences(fence.page) if one.title == "mkdocs.yml")
    program = [one for one in fences(fence.page) if one.language == "python" and one.line < fence.line][-1]
    write_site(tmp_path, {wrong.path: wrong.body}, config.body)
    monkeypatch.chdir(tmp_path)
    exec(program.body, {})
    assert capsys.readouterr().out == fence.body


def test_every_public_name_is_documented() -> None:
    told = re.findall(r"^\| `(\w+)", read("python.md"), re.M)
    assert sorted({*told, "SettingsError"}) == mkdocs_stories.__all__
    assert "`SettingsError`" in read("python.md")


@pytest.mark.parametrize("page", PAGES)
def test_what_pages_name_of_the_package_is_there(page: str) -> None:
    for name, is_called in re.findall(r"`(mkdocs_stories(?:\.\w+)+)(\(\))?`", read(page)):
        found = resolve_name(name)
        assert callable(found) == bool(is_called), name


@pytest.mark.parametrize("fence", named([fence for fence in ALL if fence.language == "console"]))
def test_output_of_a_command(
    fence: Fence, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    page = next(one for one in fences(fence.page) if one.is_example and one.path != "page.md")
    config = next(one for one in fences(fence.page) if one.title == "mkdocs.yml")
    write_site(tmp_path, {page.path: page.body}, config.body)
    monkeypatch.chdir(tmp_path)
    shown = ""
    for typed in re.findall(r"^\$ (.+)$", fence.body, re.M):
        name, *arguments = shlex.split(typed)
        assert name == "mkdocs-stories"
        main(arguments)
        out = capsys.readouterr()
        shown += f"$ {typed}\n{out.out}{out.err}"
    assert timeless(fence.body) == timeless(shown)


def test_exit_statuses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_site(tmp_path, {"index.md": "```epic\nid: EP-1\ngoal: Readers find a book\n```\n"})
    monkeypatch.chdir(tmp_path)
    assert [main(["check"]), main(["check", "--strict"]), main(["check", "nowhere"])] == [0, 1, 2]


def test_commands_exist(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_site(tmp_path, {"index.md": "# A page\n"})
    monkeypatch.chdir(tmp_path)
    typed = re.findall(r"mkdocs-stories((?: (?:check|list|explain|schema)\b)(?: --?[a-z-]+)*)", read("command-line.md"))
    assert {words.split()[0] for words in typed} == {"check", "list", "explain", "schema"}
    for words in typed:
        assert main([word for word in words.split() if word not in ("--where", "--format")]) == 0, words


@pytest.mark.parametrize("fence", named([fence for fence in ALL if fence.language == "yaml"]))
def test_yaml_is_read(fence: Fence) -> None:
    assert isinstance(yaml.safe_load(fence.body), dict)


@pytest.mark.parametrize("page", PAGES)
def test_live_views_are_those_of_the_examples(page: str) -> None:
    if page != "views.md":
        return
    shown = list(fences(page))
    live = [at for at, fence in enumerate(shown) if fence.language == "backlog"]
    assert len(live) > 4
    for at in live:
        assert shown[at - 1].body.endswith(f"```backlog\n{shown[at].body}```\n"), f"line {shown[at].line}"


def test_everything_there_is_has_its_place() -> None:
    with pytest.raises(SettingsError) as wrong:
        Settings.from_mapping({"an option that nobody has": 1})
    options = re.findall(r"`(\w+)`", wrong.value.message)
    assert re.findall(r"^## `(\w+)`$", read("options.md"), re.M) == options
    assert set(re.findall(r"^\| \[`(\w+)`\]", read("options.md"), re.M)) == set(options)
    assert set(re.findall(r"^## (\w+)$", read("views.md"), re.M)) >= set(VIEWS.names)
    views = prose("views.md")
    for name in (*VIEW_FIELDS, *(facet.name for facet in facets(Vocabulary()))):
        assert f"`{name}`" in views, name
    fields = read("fields.md")
    for field in FIELDS:
        for name in (field.name, *field.aliases):
            assert f"`{name}`" in fields, name
    for word in WORDS:
        assert f"`{word}`" in fields, word


def test_every_option_of_check_is_documented(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["check", "--help"])
    options = set(re.findall(r"(?<![\w-])--[a-z-]+", capsys.readouterr().out)) - {"--help", "--diff-", "--fix-"}
    assert len(options) > 8
    told = {option for option in options if re.search(rf"^\| .*`.*{option}\b", read("command-line.md"), re.M)}
    assert told == options


def test_every_icon_is_documented() -> None:
    listed = read("options.md").partition("An icon that is built in:")[2].partition(".")[0]
    assert re.findall("`(.+?)`", listed) == list(built_in_icons())


def test_variables_exist() -> None:
    names = set(re.findall(r"--st-[\w-]+", read("themes.md")))
    assert len(names) > 5
    for name in names:
        assert re.search(rf"{name}[:,]", style()), name


def test_docs_build(tmp_path: Path) -> None:
    needs("Material", find_spec("material"))
    built = build(ROOT / "mkdocs.yml", strict=True, site_dir=str(tmp_path / "site"))
    assert (built.status, built.warnings) == (0, [])
    assert "reference.py" not in [path.name for path in built.folder.iterdir()]
    for url in built.urls:
        page = built.page(url)
        assert not page.select("article.stories-is-broken, .stories-problems, .stories-empty:not([hidden])"), url
        loaded = [
            str(one.get("src") or one.get("href"))
            for one in page.select("script[src], img[src], iframe[src], link[href]:not([rel=canonical])")
        ]
        assert not [address for address in loaded if re.match(r"(?:https?:)?//", address)], url


def test_example_site_builds(example: Example) -> None:
    needs("Material", find_spec("material"))
    built = example("material")
    assert (built.status, built.warnings) == (0, [])

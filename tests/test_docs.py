"""The documentation says what is true: its examples are read, its outputs are real, its pages build.

Conventions of the pages:

- A fence of four back-ticks with the language `markdown` is an example. It gives no error and no warning, unless its
  title begins with `Wrong`: then it does. A page's name may follow: `Wrong: docs/catalogue.md`.
- A fence `yaml` that names the plugin holds options, right ones unless its title begins with `Wrong`. An example with
  the title `With these options` is read with the options before it.
- A fence `text` with the title `mkdocs build` is what the build says of the wrong example before it.
- A fence `console` holds commands and what they print, in a site with the named page of its page.
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
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
import yaml

from mkdocs_stories.assets import STYLE
from mkdocs_stories.diagnostics import Diagnostic, Severity
from mkdocs_stories.hosts.command_line import main
from mkdocs_stories.language import Language
from mkdocs_stories.model import FIELDS
from mkdocs_stories.project import Project
from mkdocs_stories.query import facets
from mkdocs_stories.rule import Rule
from mkdocs_stories.rules import RULES
from mkdocs_stories.settings import Settings, SettingsError
from mkdocs_stories.syntax import WORDS
from mkdocs_stories.text import Source
from mkdocs_stories.view_reader import VIEW_FIELDS
from mkdocs_stories.views import VIEWS
from tests.conftest import Example, needs
from tests.sites import build

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
PAGES = sorted(path.name for path in DOCS.glob("*.md"))
GENERATED = ("fields.md", "rules.md", "words.md")

_FENCE = re.compile(
    r'^(?P<mark>`{3,})(?P<language>[\w-]*)(?: title="(?P<title>[^"]*)")?\n(?P<body>.*?)^(?P=mark)$', re.M | re.S
)
_RULE_OPTIONS: Mapping[str, dict[str, Any]] = {"ST118": {"fields": {"region": {"required": ["user"]}}}}
"""Options without which the example of a rule is no example."""


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


def test_generated_pages_are_fresh() -> None:
    for name, text in runpy.run_path(str(DOCS / "reference.py"))["pages"]().items():
        assert read(name) == text, f"{name} is not what the code says: run `make reference`"


@pytest.mark.parametrize("fence", named(EXAMPLES))
def test_example(fence: Fence) -> None:
    found = [f"{one.finding.span.line}: {one.code} {one.finding.message}" for one in problems(fence)]
    assert bool(found) == fence.is_wrong, found


def test_there_are_examples_of_both_sorts() -> None:
    assert {fence.is_wrong for fence in EXAMPLES} == {True, False}


@pytest.mark.parametrize("rule", [pytest.param(one, id=one.name) for one in RULES])
def test_rule_has_a_section_whose_examples_are_right(rule: Rule) -> None:
    section = re.search(rf"^### {rule.code} {rule.name} .*?(?=^##|\Z)", read("rules.md"), re.M | re.S)
    assert section, "no section"
    settings = Settings.from_mapping(_RULE_OPTIONS.get(rule.code, {}))
    for found in _FENCE.finditer(section[0]):
        codes = [one.code for one in Project((Source("page.md", found["body"]),), settings).diagnostics]
        assert (rule.code in codes) == (found["title"] == "Wrong"), codes


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
    wrong = [one for one in fences(fence.page) if one.is_wrong and one.line < fence.line][-1]
    if wrong.options is None:
        write_site(tmp_path, {wrong.path: wrong.body})
    else:
        write_site(tmp_path, {}, f"site_name: Bookshop\n{wrong.body}")
    assert mkdocs_build(tmp_path) == (1, fence.body)


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
    assert fence.body == shown


def test_exit_statuses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_site(tmp_path, {"index.md": "```epic\nid: EP-1\ngoal: Readers find a book\n```\n"})
    monkeypatch.chdir(tmp_path)
    assert [main(["check"]), main(["check", "--strict"]), main(["check", "nowhere"])] == [0, 1, 2]


def test_commands_exist(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_site(tmp_path, {"index.md": "# A page\n"})
    monkeypatch.chdir(tmp_path)
    typed = re.findall(r"mkdocs-stories((?: (?:check|list|explain)\b)(?: --?[a-z-]+)*)", read("command-line.md"))
    assert {words.split()[0] for words in typed} == {"check", "list", "explain"}
    for words in typed:
        assert main([word for word in words.split() if word != "--where"]) == 0, words


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
    assert set(re.findall(r"^## (\w+)$", read("views.md"), re.M)) >= set(VIEWS.names)
    views = prose("views.md")
    for name in (*VIEW_FIELDS, *(facet.name for facet in facets(Language()))):
        assert f"`{name}`" in views, name
    fields = read("fields.md")
    for field in FIELDS:
        for name in (field.name, *field.aliases):
            assert f"`{name}`" in fields, name
    for word in WORDS:
        assert f"`{word}`" in fields, word
    for rule in RULES:
        assert f"{{ #{rule.name} }}" in read("rules.md"), rule.name


def test_variables_exist() -> None:
    names = set(re.findall(r"--st-[\w-]+", read("themes.md")))
    assert len(names) > 5
    for name in names:
        assert re.search(rf"{name}:", STYLE), name


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

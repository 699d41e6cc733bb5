"""The hooks for pre-commit: what they run exists, and when they run is right."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Any

import pytest
import yaml

from mkdocs_stories.hosts.command_line import main
from mkdocs_stories.hosts.site_options import CONFIG_FILES
from mkdocs_stories.project import SUFFIXES
from tests.sites import site, story
from tests.test_docs import ROOT, fences

HOOKS: dict[str, dict[str, Any]] = {
    hook["id"]: hook for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
}
every_hook = pytest.mark.parametrize("hook", HOOKS.values(), ids=HOOKS.keys())


def _arguments(hook: dict[str, Any]) -> list[str]:
    command, *arguments = shlex.split(hook["entry"])
    assert command == "mkdocs-stories"
    return [*arguments, *hook["args"]]


@every_hook
def test_a_hook_is_complete(hook: dict[str, Any]) -> None:
    assert hook.keys() == {"id", "name", "description", "entry", "args", "language", "files", "pass_filenames"}
    assert (hook["language"], hook["pass_filenames"]) == ("python", False)


@every_hook
def test_a_hook_runs_a_command_with_its_options(
    hook: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    site(tmp_path, story("US-1"))
    assert main(_arguments(hook)) == 0
    site(tmp_path, story("US-1", "so that: ''"))
    assert main(_arguments(hook)) == 1


@every_hook
@pytest.mark.parametrize(
    ("path", "runs"),
    [
        *((f"docs/page{suffix}", True) for suffix in SUFFIXES),
        *((name, True) for name in (*CONFIG_FILES, "docs/PAGE.MD", f"site/{CONFIG_FILES[0]}")),
        *((name, False) for name in ("notes.txt", "docs/md", "docs/page.md.orig", "docs/pagemd")),
        *((name, False) for file in CONFIG_FILES for name in (f"my-{file}", f"{file}.orig", file.replace(".", "-"))),
    ],
)
def test_a_hook_runs_when_stories_or_options_may_have_changed(hook: dict[str, Any], path: str, runs: bool) -> None:
    assert bool(re.search(hook["files"], path)) == runs


def test_the_documentation_names_the_hooks() -> None:
    """The first configuration of the page: its hooks exist, and their arguments are options."""
    shown = next(fence for fence in fences("ci.md") if fence.title == ".pre-commit-config.yaml")
    (repo,) = yaml.safe_load(shown.body)["repos"]
    assert {hook["id"] for hook in repo["hooks"]} == set(HOOKS)


def test_the_arguments_of_the_documentation_are_options(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "site").mkdir()
    site(tmp_path / "site", story("US-1"))
    shown = next(fence for fence in fences("ci.md") if fence.title == ".pre-commit-config.yaml")
    for hook in yaml.safe_load(shown.body)["repos"][0]["hooks"]:
        if "args" in hook:
            assert main(_arguments({**HOOKS[hook["id"]], **hook})) == 0

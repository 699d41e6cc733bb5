"""The HTML of all views, by the Nu HTML checker: `make html-check`. It needs java, and the jar that npm brings."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.conftest import Example, needs

PAGES = ("backlog", "catalogue", "planning", "workings")
# What the themes write themselves.
THEMES = ("“tabindex” on element “label”", "Attribute “autocomplete”", "Element “a” is missing", "The heading “h4”")


@pytest.fixture(scope="module")
def checker(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The jar: from the environment, or from npm."""
    told = os.environ.get("VNU_JAR")
    if told:
        return Path(told)
    for program in ("java", "npm"):
        needs(program, shutil.which(program))
    folder = tmp_path_factory.mktemp("vnu")
    subprocess.run(["npm", "install", "--silent", "--prefix", str(folder), "vnu-jar"], check=True, capture_output=True)
    return next(folder.rglob("vnu.jar"))


@pytest.mark.parametrize("theme", ["material", "mkdocs", "readthedocs"])
def test_every_page_is_valid(checker: Path, example: Example, theme: str) -> None:
    built = example(theme, use_directory_urls=False)
    pages = [str(built.folder / f"{name}.html") for name in PAGES]
    command = ["java", "-jar", str(checker), "--format", "json", "--exit-zero-always", *pages]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stderr
    messages = [one for one in json.loads(told)["messages"] if one["type"] == "error"]
    found = [f"{Path(one['url']).name}:{one['lastLine']}: {one['message']}" for one in messages]
    assert [one for one in found if not any(known in one for known in THEMES)] == []

"""What is handed on: a source archive that can be tested, and a description that leads somewhere."""

from __future__ import annotations

import re
import subprocess
import tarfile
from pathlib import Path

from hatchling.builders.sdist import SdistBuilder
from hatchling.metadata.core import ProjectMetadata
from hatchling.plugin.manager import PluginManager

from mkdocs_stories.diagnostics import DOCS
from tests.conftest import needs
from tests.test_docs import README, ROOT, read


def test_the_source_archive_has_every_file(tmp_path: Path) -> None:
    needs("git's list of files", (ROOT / ".git").exists())
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, encoding="utf-8", check=True)
    (archive,) = SdistBuilder(str(ROOT)).build(directory=str(tmp_path), versions=["standard"])
    with tarfile.open(archive) as opened:
        packed = {name.partition("/")[2] for name in opened.getnames()}
    assert [name for name in listed.stdout.split("\0") if name and name not in packed] == []


METADATA = ProjectMetadata(str(ROOT), PluginManager()).core


def test_the_package_names_its_documentation() -> None:
    assert METADATA.urls == {"Documentation": DOCS}


def test_the_description_is_the_readme_and_leads_to_the_documentation() -> None:
    """The README leads to files of a checkout, which are not where a package index shows it."""
    shown = re.findall(r"\]\(([^)]+)\)", METADATA.readme)
    sources = re.findall(r"\]\(([^)]+)\)", read(README))
    assert len(shown) == len(sources) > 0
    for address, source in zip(shown, sources, strict=True):
        name, _, anchor = source.removeprefix("docs/").partition("#")
        place = name.removesuffix("index.md") if name.endswith("index.md") else re.sub(r"\.md$", "/", name)
        assert address == f"{DOCS}{place}" + (f"#{anchor}" if anchor else "")
    assert re.sub(r"\]\([^)]+\)", "", METADATA.readme) == re.sub(r"\]\([^)]+\)", "", read(README))

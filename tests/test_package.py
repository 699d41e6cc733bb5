"""What is handed on: a source archive that can be tested, and a description that leads somewhere."""

from __future__ import annotations

import subprocess
import tarfile
from pathlib import Path

from hatchling.builders.sdist import SdistBuilder
from hatchling.metadata.core import ProjectMetadata
from hatchling.plugin.manager import PluginManager

from mkdocs_stories.diagnostics import DOCS
from tests.conftest import needs
from tests.test_docs import ROOT


def test_the_source_archive_has_every_file(tmp_path: Path) -> None:
    needs("git's list of files", (ROOT / ".git").exists())
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, encoding="utf-8", check=True)
    (archive,) = SdistBuilder(str(ROOT)).build(directory=str(tmp_path), versions=["standard"])
    with tarfile.open(archive) as opened:
        packed = {name.partition("/")[2] for name in opened.getnames()}
    assert [name for name in listed.stdout.split("\0") if name and name not in packed] == []


def test_the_package_names_its_documentation() -> None:
    metadata = ProjectMetadata(str(ROOT), PluginManager())
    assert metadata.core.urls == {"Documentation": DOCS}

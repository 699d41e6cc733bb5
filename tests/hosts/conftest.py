"""What tests of hosts share: the command in this process, and hosts and plugins in environments of their own."""

from __future__ import annotations

import io
import logging
import os
import re
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from mkdocs_stories.hosts.command_line import main
from tests.conftest import needs
from tests.sites import Built, Place, Site, places

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Ran:
    """What the command left."""

    status: int
    out: str
    err: str

    @property
    def places(self) -> list[Place]:
        return places(self.out)

    @property
    def codes(self) -> list[str]:
        return [code for *_, code in self.places]


@dataclass(frozen=True)
class Run:
    """Runs the command in this process."""

    capsys: pytest.CaptureFixture[str]
    monkeypatch: pytest.MonkeyPatch

    def __call__(self, *arguments: str | Path, typed: str | bytes = b"") -> Ran:
        self.capsys.readouterr()
        data = typed.encode() if isinstance(typed, str) else typed
        self.monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data)))
        try:
            status = main([str(one) for one in arguments])
        except SystemExit as ended:  # argparse
            status = int(str(ended.code))
        return Ran(status, *self.capsys.readouterr())


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """The command, in an empty folder."""
    monkeypatch.chdir(tmp_path)
    return Run(capsys, monkeypatch)


@dataclass(frozen=True)
class Environment:
    """A Python with hosts or plugins that the one of the tests does not have; `make environments` installs it."""

    folder: Path

    def run(self, *command: str, cwd: Path, **variables: str) -> subprocess.CompletedProcess[str]:
        """Run a program of the environment. It finds the project as it is in this checkout."""
        path = f"{self.folder}/bin{os.pathsep}{os.environ.get('PATH', '')}"
        told = {**os.environ, "PATH": path, "PYTHONPATH": str(ROOT), **variables}
        program = str(self.folder / "bin" / command[0])
        return subprocess.run([program, *command[1:]], cwd=cwd, env=told, capture_output=True, text=True, check=False)

    def build(self, made: Site, *options: str, program: str = "mkdocs", **variables: str) -> Built:
        """Build a site by its command, strictly."""
        done = self.run(program, "build", "--strict", *options, cwd=made.folder, **variables)
        found = re.findall(r"^(DEBUG|INFO|WARNING|ERROR|CRITICAL) +- +(.*(?:\n(?![A-Z]+ +- ).*)*)", done.stderr, re.M)
        records = [(logging.getLevelName(level), said.rstrip()) for level, said in found]
        if done.returncode and not records:
            records = [(logging.CRITICAL, done.stdout + done.stderr)]
        return Built(done.returncode, made.folder / "site", records)


@pytest.fixture(scope="session")
def environment() -> Callable[[str], Environment]:
    """Finds an environment by the name of its list in `tests/hosts/environments`."""

    def find(name: str) -> Environment:
        folder = ROOT / ".venv-hosts" / name
        needs(f"the environment `{name}` (`make environments` installs it)", folder.is_dir())
        return Environment(folder)

    return find

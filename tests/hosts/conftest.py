"""What tests of the command share: it runs in this process, in an empty folder."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path

import pytest

from mkdocs_stories.hosts.command_line import main
from tests.sites import Place, places


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

"""How work is measured: CPU seconds and peak memory of processes that are run in turn.

Figures are CPU seconds (user and system), each the median of its repeats, taken in turn so that a machine that is slow
for a while is slow for all of them. A ratio is the median of the ratios of each turn.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple, TypeVar

HERE = Path(__file__).resolve().parent
BIN = Path(sys.executable).parent
STATUSES = ("draft", "ready", "in-progress", "done")
OURS = f"""\
INHERIT: {{base}}
plugins:
  - search
  - stories:
      backlog: backlog.md
      statuses: [{", ".join(STATUSES)}]
"""
THEMES = {"mkdocs": "mkdocs.yml", "material": "mkdocs-material.yml"}

Result = TypeVar("Result")


@dataclass(frozen=True)
class Figure:
    """A row of the table: `ratio` is to the row that `beside` names, `aim` what it should not pass.

    Without a ratio, the aim is one for the value.
    """

    name: str
    value: float
    unit: str = "s"
    ratio: float | None = None
    beside: str = ""
    aim: float | None = None

    @property
    def is_reached(self) -> bool | None:
        """Whether it is within its aim, where it has one."""
        judged = self.value if self.ratio is None else self.ratio
        return None if self.aim is None else judged <= self.aim


class Used(NamedTuple):
    """What a process used, its children included."""

    seconds: float
    megabytes: float


@dataclass(frozen=True)
class Bench:
    """What is measured: how many stories, how often, and the folder that everything is written to."""

    root: Path
    stories: int
    checked: int
    repeat: int
    themes: tuple[str, ...]
    generator: Path

    def project(self, kind: str, count: int) -> Path:
        """The folder of a project that the generator wrote, once. One of stories has an `ours.yml` for each theme."""
        folder = self.root / f"{kind}-{count}"
        if not folder.exists():
            progress(f"writing {count} stories as {kind}")
            command = [sys.executable, str(self.generator), "--format", kind, "--n", str(count), "--out", str(folder)]
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
            if kind == "stories":
                for theme, config in THEMES.items():
                    (folder / f"ours-{theme}.yml").write_text(OURS.format(base=config), encoding="utf-8")
        return folder

    def build(self, config: Path) -> list[str]:
        """The command that builds a site."""
        return [str(BIN / "mkdocs"), "build", "--quiet", "-f", str(config), "-d", str(self.root / "site")]

    def cold(self, command: Sequence[str]) -> Used:
        """What a command uses where nothing was built and nothing was kept from another run."""
        shutil.rmtree(self.root / "site", ignore_errors=True)
        shutil.rmtree(self.root / "cache", ignore_errors=True)
        return self.run(command)

    def run(self, command: Sequence[str]) -> Used:
        """What a command uses. What it says is shown only where it fails."""
        with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as said:
            environment = {**os.environ, "MKDOCS_STORIES_CACHE": str(self.root / "cache")}
            process = subprocess.Popen(command, stdout=said, stderr=subprocess.STDOUT, env=environment)
            _, status, used = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
            if process.returncode:
                said.seek(0)
                raise SystemExit(f"{' '.join(command)} ended with {process.returncode}:\n{said.read()[-2000:]}")
        kilobytes = used.ru_maxrss / (1024 if sys.platform == "darwin" else 1)
        return Used(used.ru_utime + used.ru_stime, kilobytes / 1000)

    def in_turn(self, works: Mapping[str, Callable[[], float]], title: str) -> dict[str, list[float]]:
        """The seconds that each work says it takes, one after the other, `repeat` times over."""
        taken: dict[str, list[float]] = {name: [] for name in works}
        for turn in range(1, self.repeat + 1):
            for name, work in works.items():
                taken[name].append(work())
                progress(f"{title}, {turn} of {self.repeat}: {name} {taken[name][-1]:.2f} s")
        return taken


def in_a_process(work: Callable[[Path], Result], folder: Path) -> Result:
    """What some work gives that is done in a process of its own, so that this one stays small."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(work, folder).result()


def best_of(repeat: int, work: Callable[[], object]) -> float:
    """The fewest CPU seconds that some work takes in this process."""

    def once() -> float:
        begin = time.process_time()
        work()
        return time.process_time() - begin

    return min(once() for _ in range(repeat))


def ratio(seconds: Sequence[float], others: Sequence[float]) -> float:
    """The median of the ratios of each turn."""
    return statistics.median(one / other for one, other in zip(seconds, others, strict=True))


def table(figures: Sequence[Figure]) -> str:
    """The figures as lines of text."""
    width = max(len(figure.name) for figure in figures)
    rows = []
    for figure in figures:
        row = f"{figure.name:{width}}  {figure.value:7.2f} {figure.unit:2}"
        if figure.ratio is not None:
            row += f"  {figure.ratio:5.2f} × {figure.beside}"
        if figure.aim is not None:
            row += f" (aim: {figure.aim:g}, {'reached' if figure.is_reached else 'missed'})"
        rows.append(row.rstrip())
    return "\n".join(rows)


def progress(words: str) -> None:
    print(words, file=sys.stderr, flush=True)

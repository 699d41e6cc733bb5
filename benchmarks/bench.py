"""What do stories cost a site?

Three sites with the same stories are built in turn: with the plugin, written by hand in plain Markdown (its backlog
table included), and with the blocks left as code, which is the least that their text can cost. Then the command
`mkdocs-stories check` is run beside what it cannot do without, libyaml on all blocks; and sentences are parsed.

Figures are CPU seconds (user and system) of one run, each the median of its repeats, taken in turn so that a machine
that is slow for a while is slow for all of them. A ratio is the median of the ratios of each turn. The ratios say
something; the seconds depend on the machine.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

import yaml

from mkdocs_stories.backlog import Backlog
from mkdocs_stories.checker import check
from mkdocs_stories.project import no_collector, walk
from mkdocs_stories.reader import read_page
from mkdocs_stories.rules import RULES
from mkdocs_stories.sentence import parse
from mkdocs_stories.settings import Settings
from mkdocs_stories.syntax import scan
from mkdocs_stories.text import Source

HERE = Path(__file__).resolve().parent
BIN = Path(sys.executable).parent
STATUSES = ["draft", "ready", "in-progress", "done"]
OURS = f"""\
INHERIT: {{base}}
plugins:
  - search
  - stories:
      backlog: backlog.md
      statuses: [{", ".join(STATUSES)}]
"""
EVERY_RULE = (
    OURS
    + f"""\
      rules: {{{{ {", ".join(f"{rule.name}: info" for rule in RULES)} }}}}
"""
)
THEMES = {"mkdocs": "mkdocs.yml", "material": "mkdocs-material.yml"}
SITE_AIM, CHECK_AIM, EVERY_RULE_AIM = 1.25, 3.0, 1.5


@dataclass(frozen=True)
class Figure:
    """A row of the table: `ratio` is to the row that `beside` names, `aim` what it should not pass."""

    name: str
    value: float
    unit: str = "s"
    ratio: float | None = None
    beside: str = ""
    aim: float | None = None


def main() -> int:
    asked = _parser().parse_args()
    themes = list(THEMES) if asked.theme == "both" else [asked.theme]
    with tempfile.TemporaryDirectory(prefix="stories-bench-") as folder:
        root = Path(folder)
        figures: list[Figure] = []
        for name in themes:
            figures += measure_sites(root, asked, name)
        figures += measure_check(root, asked)
    print(table(figures))
    if asked.json:
        asked.json.write_text(json.dumps([asdict(figure) for figure in figures], indent=1) + "\n", encoding="utf-8")
    return 0


def _parser() -> argparse.ArgumentParser:
    raw = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=raw)
    parser.add_argument(
        "--stories", type=int, default=5000, metavar="N", help="stories of a site (default: %(default)s)"
    )
    parser.add_argument(
        "--checked", type=int, default=10000, metavar="N", help="stories to check (default: %(default)s)"
    )
    parser.add_argument("--repeat", type=int, default=3, metavar="N", help="runs of each (default: %(default)s)")
    parser.add_argument("--theme", choices=[*THEMES, "both"], default="mkdocs", help="the theme (default: %(default)s)")
    parser.add_argument(
        *("--generator",),
        type=Path,
        default=HERE / "generate.py",
        metavar="PATH",
        help="a script that takes --format {stories,mkdocs-md,mkdocs-plain}, --n and --out (default: generate.py here)",
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there as well")
    return parser


def measure_sites(root: Path, asked: argparse.Namespace, theme: str) -> list[Figure]:
    """Build the three sites in turn."""
    config = THEMES[theme]
    ours = generated("stories", asked.stories, root, asked.generator)
    (ours / "ours.yml").write_text(OURS.format(base=config), encoding="utf-8")
    sites = {
        "with mkdocs-stories": ours / "ours.yml",
        "by hand in Markdown": generated("mkdocs-md", asked.stories, root, asked.generator) / config,
        "blocks stay code": generated("mkdocs-plain", asked.stories, root, asked.generator) / config,
    }
    builds = {
        name: [str(BIN / "mkdocs"), "build", "--quiet", "-f", str(file), "-d", str(root / "site")]
        for name, file in sites.items()
    }
    seconds = in_turn(builds, asked.repeat, f"{theme}, {asked.stories} stories", root / "site")
    mine, by_hand, code = (seconds[name] for name in builds)
    title = f"build, {theme}, {asked.stories} stories"
    return [
        Figure(
            f"{title}: with mkdocs-stories", statistics.median(mine), "s", ratio(mine, by_hand), "by hand", SITE_AIM
        ),
        Figure(f"{title}: by hand in Markdown", statistics.median(by_hand)),
        Figure(f"{title}: blocks stay code", statistics.median(code), "s", ratio(code, by_hand), "by hand"),
    ]


def measure_check(root: Path, asked: argparse.Namespace) -> list[Figure]:
    """Check a docs folder as a whole process, and its parts in this one."""
    folder = generated("stories", asked.checked, root, asked.generator)
    (folder / "ours.yml").write_text(OURS.format(base="mkdocs.yml"), encoding="utf-8")
    settings = Settings.from_mapping({"statuses": STATUSES})
    docs = folder / "docs"
    sources = [Source.decode(path, (docs / path).read_bytes()) for path in walk(docs)]
    texts = [block.text for source in sources for block in scan(source).blocks]
    (folder / "strict.yml").write_text(EVERY_RULE.format(base="mkdocs.yml"), encoding="utf-8")
    command = [str(BIN / "mkdocs-stories"), "check", "--quiet", "-f"]
    whole, every_rule, libyaml = [], [], []
    for turn in range(1, asked.repeat + 1):
        whole.append(cpu_seconds([*command, str(folder / "ours.yml")]))
        every_rule.append(cpu_seconds([*command, str(folder / "strict.yml")]))
        libyaml.append(best_of(3, lambda: [yaml.load(text, yaml.CSafeLoader) for text in texts]))
        progress(
            f"check {len(texts)} stories, {turn} of {asked.repeat}: {whole[-1]:.2f} s, libyaml {libyaml[-1]:.2f} s"
        )
    progress("reading, checking, sentences")
    with no_collector():  # as the command does it
        reading = best_of(3, lambda: [read_page(source, settings.language) for source in sources])
        pages = tuple(read_page(source, settings.language) for source in sources)
        checking = best_of(3, lambda: check(Backlog(pages, settings.language), settings))
    sentences = [story.sentence for page in pages for story in page.stories if story.sentence]
    parsing = best_of(3, lambda: [parse(sentence) for sentence in sentences])
    title = f"check, {len(texts)} stories"
    alone = statistics.median(libyaml)
    return [
        Figure(
            f"{title}: mkdocs-stories check", statistics.median(whole), "s", ratio(whole, libyaml), "libyaml", CHECK_AIM
        ),
        Figure(
            *(f"{title}: with every rule on", statistics.median(every_rule), "s"),
            *(ratio(every_rule, whole), "the default rules", EVERY_RULE_AIM),
        ),
        Figure(f"{title}: read_page alone", reading, "s", reading / alone, "libyaml"),
        Figure(f"{title}: check alone", checking, "s", checking / alone, "libyaml"),
        Figure(f"{title}: libyaml alone", alone),
        Figure(f"sentence.parse, {len(sentences)} sentences: each", parsing / len(sentences) * 1e6, unit="µs"),
    ]


def generated(kind: str, count: int, root: Path, generator: Path) -> Path:
    """The folder of a project that the generator wrote, once."""
    folder = root / f"{kind}-{count}"
    if not folder.exists():
        progress(f"writing {count} stories as {kind}")
        command = [sys.executable, str(generator), "--format", kind, "--n", str(count), "--out", str(folder)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return folder


def in_turn(commands: dict[str, list[str]], repeat: int, title: str, output: Path) -> dict[str, list[float]]:
    """The CPU seconds of each command, run one after the other, `repeat` times over, from no output on."""
    taken: dict[str, list[float]] = {name: [] for name in commands}
    for turn in range(1, repeat + 1):
        for name, command in commands.items():
            shutil.rmtree(output, ignore_errors=True)
            taken[name].append(cpu_seconds(command))
            progress(f"{title}, {turn} of {repeat}: {name} {taken[name][-1]:.2f} s")
    return taken


def ratio(seconds: list[float], others: list[float]) -> float:
    """The median of the ratios of each turn."""
    return statistics.median(one / other for one, other in zip(seconds, others, strict=True))


def cpu_seconds(command: list[str]) -> float:
    """What a command takes, its children included. What it says is shown only where it fails."""
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as said:
        process = subprocess.Popen(command, stdout=said, stderr=subprocess.STDOUT)
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            said.seek(0)
            raise SystemExit(f"{' '.join(command)} ended with {process.returncode}:\n{said.read()[-2000:]}")
    return used.ru_utime + used.ru_stime


def best_of(repeat: int, work: Callable[[], object]) -> float:
    """The fewest CPU seconds that some work takes in this process."""

    def once() -> float:
        begin = time.process_time()
        work()
        return time.process_time() - begin

    return min(once() for _ in range(repeat))


def table(figures: list[Figure]) -> str:
    """The figures as lines of text."""
    width = max(len(figure.name) for figure in figures)
    rows = []
    for figure in figures:
        row = f"{figure.name:{width}}  {figure.value:7.2f} {figure.unit:2}"
        if figure.ratio is not None:
            row += f"  {figure.ratio:5.2f} × {figure.beside}"
        if figure.aim is not None and figure.ratio is not None:
            row += f" (aim: {figure.aim:g}, {'reached' if figure.ratio <= figure.aim else 'missed'})"
        rows.append(row.rstrip())
    return "\n".join(rows)


def progress(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())

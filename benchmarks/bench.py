"""What do stories cost a site?

Sites with the same stories are built in turn: with the plugin, written by hand in plain Markdown (its backlog table
included), and with the blocks left as code, which is the least that their text can cost. The command
`mkdocs-stories check` is run beside what it cannot do without, libyaml on all blocks.

Each row is a ratio of CPU seconds that were taken side by side in this run. The ratios say something; the seconds
depend on the machine.
"""

from __future__ import annotations

import argparse
import compileall
import json
import logging
import os
import platform
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict
from datetime import date
from importlib.metadata import version
from pathlib import Path

import yaml
from mkdocs.commands.build import build
from mkdocs.config import load_config

import mkdocs_stories
from mkdocs_stories.backlog import Backlog
from mkdocs_stories.checker import check
from mkdocs_stories.project import no_collector, walk
from mkdocs_stories.reader import read_page
from mkdocs_stories.rules import RULES
from mkdocs_stories.sentence import parse
from mkdocs_stories.settings import Settings
from mkdocs_stories.syntax import scan
from mkdocs_stories.text import Source

from .measuring import BIN, HERE, OURS, STATUSES, THEMES, Bench, Figure, best_of, in_a_process, progress, ratio, table

EVERY_RULE = (
    OURS
    + f"""\
      rules: {{{{ {", ".join(f"{rule.name}: info" for rule in RULES)} }}}}
"""
)
PACKAGE = Path(mkdocs_stories.__file__).parent
PACKAGES = ("mkdocs-stories", "mkdocs", "mkdocs-material", "Markdown", "PyYAML")


def main() -> int:
    asked = _parser().parse_args()
    themes = tuple(THEMES) if asked.theme == "both" else (asked.theme,)
    compileall.compile_dir(PACKAGE, quiet=1)  # as pip does for whoever installs it, whatever the environment says
    with tempfile.TemporaryDirectory(prefix="stories-bench-") as folder:
        bench = Bench(Path(folder), asked.stories, asked.checked, asked.repeat, themes, asked.generator)
        wanted = [measure for measure in MEASURES if not asked.only or measure.__name__ in asked.only]
        figures = [figure for measure in wanted for figure in measure(bench)]
    print(table(figures))
    if asked.json:
        asked.json.write_text(json.dumps(report(figures), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return 0


def report(figures: list[Figure]) -> dict[str, object]:
    """The figures, and what they were taken with."""
    return {
        "command": " ".join(["python -m benchmarks.bench", *sys.argv[1:]]),
        "date": date.today().isoformat(),
        "machine": f"{os.cpu_count()} × {processor()}, {platform.system()}",
        "versions": {"Python": platform.python_version()} | {name: version(name) for name in PACKAGES},
        "figures": [asdict(figure) for figure in figures],
    }


def processor() -> str:
    """The name of the processor, as far as the system tells."""
    told = Path("/proc/cpuinfo")
    lines = told.read_text(encoding="utf-8").splitlines() if told.exists() else []
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.machine())


def _parser() -> argparse.ArgumentParser:
    raw = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser("python -m benchmarks.bench", description=__doc__, formatter_class=raw)
    parser.add_argument(
        "--stories", type=int, default=5000, metavar="N", help="stories of a site (default: %(default)s)"
    )
    parser.add_argument(
        "--checked", type=int, default=10000, metavar="N", help="stories to check (default: %(default)s)"
    )
    parser.add_argument("--repeat", type=int, default=3, metavar="N", help="runs of each (default: %(default)s)")
    parser.add_argument("--theme", choices=[*THEMES, "both"], default="mkdocs", help="the theme (default: %(default)s)")
    names = [measure.__name__ for measure in MEASURES]
    parser.add_argument("--only", choices=names, nargs="+", help="measure just that (default: all)")
    parser.add_argument(
        *("--generator",),
        type=Path,
        default=HERE / "generate.py",
        metavar="PATH",
        help="a script that takes --format {stories,mkdocs-md,mkdocs-plain}, --n and --out (default: generate.py here)",
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there as well")
    return parser


# -- what is measured -------------------------------------------------------------------------------------------------


def sites(bench: Bench) -> Iterator[Figure]:
    """A site with stories beside the same site without the plugin."""
    for theme in bench.themes:
        configs = {
            "with mkdocs-stories": bench.project("stories", bench.stories) / f"ours-{theme}.yml",
            "by hand in Markdown": bench.project("mkdocs-md", bench.stories) / THEMES[theme],
            "blocks stay code": bench.project("mkdocs-plain", bench.stories) / THEMES[theme],
        }
        works = {name: _seconds(bench, bench.build(config)) for name, config in configs.items()}
        title = f"build, {theme}, {bench.stories} stories"
        taken = bench.in_turn(works, title)
        mine, by_hand, code = taken.values()
        yield Figure(
            f"{title}: with mkdocs-stories", statistics.median(mine), "s", ratio(mine, by_hand), "by hand", 1.15
        )
        yield Figure(f"{title}: by hand in Markdown", statistics.median(by_hand))
        yield Figure(f"{title}: blocks stay code", statistics.median(code), "s", ratio(code, by_hand), "by hand")


def no_stories(bench: Bench) -> Iterator[Figure]:
    """A site without stories, with the plugin and without it."""
    for theme in bench.themes:
        folder = bench.project("mkdocs-md", bench.stories)
        idle = folder / f"idle-{theme}.yml"
        idle.write_text(f"INHERIT: {THEMES[theme]}\nplugins: [search, stories]\n", encoding="utf-8")
        configs = {"with mkdocs-stories": idle, "without": folder / THEMES[theme]}
        title = f"build, {theme}, no stories"
        taken = bench.in_turn({name: _seconds(bench, bench.build(config)) for name, config in configs.items()}, title)
        mine, bare = taken.values()
        yield Figure(f"{title}: with mkdocs-stories", statistics.median(mine), "s", ratio(mine, bare), "without", 1.03)


def checks(bench: Bench) -> Iterator[Figure]:
    """A check that knows nothing from before, as a whole process, beside libyaml on the same blocks."""
    folder = bench.project("stories", bench.checked)
    (folder / "strict.yml").write_text(EVERY_RULE.format(base="mkdocs.yml"), encoding="utf-8")
    works = {
        "libyaml": lambda: in_a_process(libyaml_seconds, folder / "docs"),
        "check": _seconds(bench, _check(folder / "ours-mkdocs.yml")),
        "every rule": _seconds(bench, _check(folder / "strict.yml")),
    }
    title = f"check, {bench.checked} stories"
    libyaml, whole, every_rule = bench.in_turn(works, title).values()
    yield Figure(f"{title}: cold", statistics.median(whole), "s", ratio(whole, libyaml), "libyaml", 2.5)
    yield Figure(
        *(f"{title}: with every rule on", statistics.median(every_rule), "s"),
        *(ratio(every_rule, whole), "the default rules", 1.5),
    )
    yield Figure(f"{title}: libyaml alone on their blocks", statistics.median(libyaml))


def warm(bench: Bench) -> Iterator[Figure]:
    """A check after another one: of the same pages, and then of pages of which one has changed."""
    folder = bench.project("stories", bench.checked)
    command = _check(folder / "ours-mkdocs.yml")
    page = next((folder / "docs" / "stories").iterdir())

    def after_a_change() -> float:
        page.write_text(page.read_text(encoding="utf-8") + "\nOne line more.\n", encoding="utf-8")
        return bench.run(command).seconds

    works = {
        "cold": _seconds(bench, command),
        "nothing changed": lambda: bench.run(command).seconds,
        "one page changed": after_a_change,
    }
    title = f"check, {bench.checked} stories"
    cold, unchanged, changed = bench.in_turn(works, title).values()
    yield Figure(
        f"{title}: warm, nothing changed", statistics.median(unchanged), "s", ratio(unchanged, cold), "cold", 0.25
    )
    yield Figure(f"{title}: warm, one page changed", statistics.median(changed), "s", ratio(changed, cold), "cold")


def rebuilds(bench: Bench) -> Iterator[Figure]:
    """What the plugin adds to a build while pages are served: to the first one, and after one page has changed."""
    configs = {
        "with mkdocs-stories": bench.project("stories", bench.stories) / "ours-mkdocs.yml",
        "by hand in Markdown": bench.project("mkdocs-md", bench.stories) / THEMES["mkdocs"],
        "blocks stay code": bench.project("mkdocs-plain", bench.stories) / THEMES["mkdocs"],
    }
    title = f"serve, {bench.stories} stories"
    progress(title)
    turns = [[in_a_process(served_seconds, config) for config in configs.values()] for _ in range(bench.repeat)]
    first, again = ([mine[at] - code[at] for mine, _, code in turns] for at in (0, 1))
    yield Figure(f"{title}: what the plugin adds to the first build", statistics.median(first))
    yield Figure(
        *(f"{title}: what it adds after one page has changed", statistics.median(again), "s"),
        *(ratio(again, first), "the first", 0.05),
    )
    mine, by_hand = ([turn[at][1] for turn in turns] for at in (0, 1))
    yield Figure(
        *(f"{title}: the build after one page has changed", statistics.median(mine), "s"),
        *(ratio(mine, by_hand), "by hand"),
    )


def parts(bench: Bench) -> Iterator[Figure]:
    """What a check is made of, each part alone."""
    title = f"parts of check, {bench.checked} stories"
    progress(title)
    taken = in_a_process(part_seconds, bench.project("stories", bench.checked) / "docs")
    alone = taken.pop("libyaml")
    for name, seconds in taken.items():
        yield Figure(f"{title}: {name}", seconds, "s", seconds / alone, "libyaml")
    yield Figure("start-up: mkdocs-stories --version", bench.run([str(BIN / "mkdocs-stories"), "--version"]).seconds)


def growth(bench: Bench) -> Iterator[Figure]:
    """What a story more takes in a backlog of ten times the size. Start-up is left out: it is the same for both."""
    few, many = bench.checked // 10, bench.checked
    sizes = {"no stories": 0, f"{few} stories": few, f"{many} stories": many}
    configs = {name: bench.project("stories", size) / "ours-mkdocs.yml" for name, size in sizes.items()}
    works = {name: _median(_seconds(bench, _check(config))) for name, config in configs.items()}
    nothing, small, large = bench.in_turn(works, "growth").values()
    each_of_few = [(one - start) / few for one, start in zip(small, nothing, strict=True)]
    each_of_many = [(one - start) / many for one, start in zip(large, nothing, strict=True)]
    yield Figure(
        *(f"check, a story of {many}", statistics.median(each_of_many) * 1e6, "µs"),
        *(ratio(each_of_many, each_of_few), f"a story of {few}", 1.1),
    )


def memory(bench: Bench) -> Iterator[Figure]:
    """The peak memory of a site with stories, and of the same site by hand."""
    title = f"memory, {bench.checked} stories"
    progress(title)
    ours = bench.cold(bench.build(bench.project("stories", bench.checked) / "ours-mkdocs.yml")).megabytes
    by_hand = bench.cold(bench.build(bench.project("mkdocs-md", bench.checked) / THEMES["mkdocs"])).megabytes
    checking = bench.cold(_check(bench.project("stories", bench.checked) / "ours-mkdocs.yml")).megabytes
    yield Figure(f"{title}: build with mkdocs-stories", ours, "MB")
    yield Figure(f"{title}: build by hand in Markdown", by_hand, "MB")
    yield Figure(f"{title}: what the plugin adds", ours - by_hand, "MB", aim=150)
    yield Figure(f"{title}: check", checking, "MB")


MEASURES: tuple[Callable[[Bench], Iterator[Figure]], ...] = (
    *(sites, no_stories, checks, warm, rebuilds, parts, growth, memory),
)


def _check(config: Path) -> list[str]:
    return [str(BIN / "mkdocs-stories"), "check", "--quiet", "-f", str(config)]


def _seconds(bench: Bench, command: list[str]) -> Callable[[], float]:
    return lambda: bench.cold(command).seconds


def _median(work: Callable[[], float]) -> Callable[[], float]:
    """Work whose seconds are few, so that one run says little."""
    return lambda: statistics.median(work() for _ in range(3))


# -- in a process of its own ------------------------------------------------------------------------------------------


def libyaml_seconds(docs: Path) -> float:
    """How long libyaml takes for the blocks of a docs folder, once, as the command does its work once."""
    texts = [block.text for source in _sources(docs) for block in scan(source).blocks]
    return best_of(1, lambda: [yaml.load(text, yaml.CSafeLoader) for text in texts])


def served_seconds(config_file: Path) -> tuple[float, float]:
    """How long the first build of a server takes, and the one after a page has changed."""
    logging.getLogger("mkdocs").setLevel(logging.ERROR)
    page = sorted((config_file.parent / "docs" / "stories").iterdir())[0]
    taken = []
    with tempfile.TemporaryDirectory() as folder:
        for is_first in (True, False):
            begin = time.process_time()
            config = load_config(str(config_file), site_dir=folder)
            if is_first:
                config.plugins.on_startup(command="serve", dirty=False)
            build(config, serve_url="http://127.0.0.1:8000/")
            taken.append(time.process_time() - begin)
            page.write_text(page.read_text(encoding="utf-8") + "\nOne line more.\n", encoding="utf-8")
    return taken[0], taken[1]


def part_seconds(docs: Path) -> dict[str, float]:
    """How long each part of a check takes by itself, without Python's collector of cycles, as the command works."""
    settings = Settings.from_mapping({"statuses": list(STATUSES)})
    with no_collector():
        sources = _sources(docs)
        pages = tuple(read_page(source, settings.vocabulary) for source in sources)
        sentences = [story.sentence for page in pages for story in page.stories if story.sentence]
        return {
            "libyaml": libyaml_seconds(docs),
            "finding and decoding pages": best_of(3, lambda: _sources(docs)),
            "scan": best_of(3, lambda: [scan(source) for source in sources]),
            "read, scan included": best_of(3, lambda: [read_page(source, settings.vocabulary) for source in sources]),
            "of it, sentences": best_of(3, lambda: [parse(sentence) for sentence in sentences]),
            "rules": best_of(3, lambda: check(Backlog(pages, settings.vocabulary), settings)),
        }


def _sources(docs: Path) -> list[Source]:
    return [Source.decode(path, (docs / path).read_bytes()) for path in walk(docs)]


if __name__ == "__main__":
    sys.exit(main())

"""Fuzzing by the hour: `make fuzz`, or `python -m tests.fuzz.run --seconds 600 pages`.

Atheris drives libFuzzer, which keeps what leads it to new paths through the code. It starts from the pages of
`tests/cases` and from what was found before, and ends at an input that raises, takes longer than half a minute, or
needs more than two gigabytes. That input is shown and written to `.fuzz`; mend the cause, and keep it in
`tests/inputs`.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import atheris

ROOT = Path(__file__).parents[2]
WORK = ROOT / ".fuzz"
SEEDS = (ROOT / "tests" / "cases", ROOT / "tests" / "inputs", ROOT / "example-site" / "docs")
LONGEST = 4096
_FENCE = re.compile(rb"^(`{3,})\w.*\n((?:.*\n)*?)\1$", re.MULTILINE)

with atheris.instrument_imports(include=["mkdocs_stories"]):
    from tests.fuzz.targets import TARGETS
    from tests.fuzz.words import WORDS


def main() -> int:
    parser = argparse.ArgumentParser(description="Try bytes on each target, one after the other.")
    parser.add_argument("--seconds", type=int, default=60, help="how long for each target")
    parser.add_argument("--seed", type=int, default=0, help="0 is another one in each run")
    parser.add_argument("targets", nargs="*", metavar="TARGET", help=", ".join(one.__name__ for one in TARGETS))
    parsed = parser.parse_args()
    names = parsed.targets or [one.__name__ for one in TARGETS]
    options = [f"-max_total_time={parsed.seconds}", f"-seed={parsed.seed}"]
    # libFuzzer ends the process that it runs in, so each target has one of its own.
    runs = [
        subprocess.run([sys.executable, "-m", "tests.fuzz.run", "--on", name, *options], cwd=ROOT) for name in names
    ]
    return max(run.returncode for run in runs)


def fuzz(name: str, options: list[str]) -> None:
    """Try bytes on one target; ends the process."""
    target = next(one for one in TARGETS if one.__name__ == name)
    corpus, seeds, words = WORK / "corpus" / name, WORK / "seeds", WORK / "words.dict"
    corpus.mkdir(parents=True, exist_ok=True)
    seeds.mkdir(exist_ok=True)
    for number, seed in enumerate(_seeds()):
        (seeds / str(number)).write_bytes(seed)
    words.write_text("".join(f'"{_escaped(word)}"\n' for word in WORDS), encoding="ascii")
    limits = [f"-max_len={LONGEST}", "-timeout=30", "-rss_limit_mb=2048"]
    files = [f"-dict={words}", f"-artifact_prefix={WORK}/{name}-", str(corpus), str(seeds)]
    atheris.Setup([sys.argv[0], *options, *limits, *files], target)
    atheris.Fuzz()


def _seeds() -> Iterator[bytes]:
    """The pages, and what stands between the fences of those that are cases."""
    for path in sorted(path for folder in SEEDS for path in folder.rglob("*") if path.is_file()):
        data = path.read_bytes()
        yield data
        yield from (found[2] for found in _FENCE.finditer(data))


def _escaped(word: str) -> str:
    return "".join(f"\\x{byte:02x}" for byte in word.encode())


if __name__ == "__main__":
    if sys.argv[1:2] == ["--on"]:
        fuzz(sys.argv[2], sys.argv[3:])
    sys.exit(main())

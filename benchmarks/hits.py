"""Which real stories a rule speaks of: the list from which `docs/rules/precision.md` was counted by hand.

    python benchmarks/hits.py long-story stories.jsonl --sample 60

A file of stories has a JSON object a line, with `text` (a sentence), `kind` (`user`, `technical`, or anything else for
user) and, where known, `repo`: the stories of one are one backlog. Every rule is on. Of more hits than `--sample`, an
even spread is shown, the same each time.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from mkdocs_stories.diagnostics import Diagnostic
from mkdocs_stories.project import Project
from mkdocs_stories.reports import text_of
from mkdocs_stories.rules import RULES
from mkdocs_stories.settings import Settings
from mkdocs_stories.text import Source

FENCE = "~" * 12


def main() -> int:
    """Print the hits of a rule, or with `all` the number of hits of each."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rule", help="the rule's name or code, or `all` for a table of counts")
    parser.add_argument("stories", type=Path, help="a file of stories, a JSON object a line")
    parser.add_argument("--sample", type=int, default=60, help="how many hits to show at most (default: 60)")
    asked = parser.parse_args()
    projects = list(backlogs(asked.stories))
    total = sum(len(project.backlog.stories) for project in projects)
    found = [one for project in projects for one in project.diagnostics]
    if asked.rule == "all":
        for rule in RULES:
            hits = sum(one.code == rule.code for one in found)
            print(f"{rule.code} {rule.name:24} {hits:5} hits, {100 * hits / total:5.1f} %")
        return 0
    wanted = RULES.find(asked.rule)
    if wanted is None:
        parser.error(f"there is no rule `{asked.rule}`")
    hits_of = [one for one in found if one.code == wanted.code]
    for one in spread(hits_of, asked.sample):
        print(text_of(one) + "\n")
    print(f"{wanted.code} {wanted.name}: {len(hits_of)} hits on {total} stories")
    return 0


def backlogs(path: Path) -> Iterator[Project]:
    """The stories of a file, those of each repository as a project of its own."""
    by_repository = defaultdict(list)
    for line in path.read_text(encoding="utf-8").splitlines():
        told = json.loads(line)
        by_repository[told.get("repo", "")].append(told)
    settings = Settings.from_mapping({"rules": {rule.name: "error" for rule in RULES}})
    for name, stories in by_repository.items():
        blocks = (block(number, one["text"], one.get("kind", "")) for number, one in enumerate(stories, 1))
        yield Project((Source(f"{name}.md", "\n".join(blocks)),), settings)


def block(number: int, sentence: str, kind: str) -> str:
    """A sentence as the block that somebody would write for it."""
    word, prefix = ("technical-story", "TS") if kind == "technical" else ("story", "US")
    lines = "\n".join(f"  {line}" for line in sentence.splitlines() if line.strip())
    return f"{FENCE}{word}\nid: {prefix}-{number}\nstory: |2\n{lines}\n{FENCE}\n"


def spread(hits: list[Diagnostic], most: int) -> list[Diagnostic]:
    """At most so many of the hits, evenly from the whole list."""
    return hits if len(hits) <= most else [hits[at * len(hits) // most] for at in range(most)]


if __name__ == "__main__":
    raise SystemExit(main())

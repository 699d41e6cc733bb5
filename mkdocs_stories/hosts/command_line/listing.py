"""`mkdocs-stories list`: stories, a line each."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator

from ...backlog import Backlog
from ...model import Condition, Story
from ...options import meant
from ...project import Project
from ...query import facets, find_facet, matches
from ...rules.viewing import values_that_cannot_be
from ...settings import Settings
from ...text import Phrase, Source, Span, visible
from .console import FINE, Commands, UsageError, say, write
from .scopes import add_scopes, scopes

_WIDEST = 120
"""The most characters that a column takes where its cells are shorter."""


def add(commands: Commands) -> None:
    """Add the command."""
    parser = commands.add_parser(
        "list",
        help="list stories, a line each",
        description="List stories, what to do next first: id, type, status, priority, title and value.",
        epilog="example:\n  mkdocs-stories list --where status=ready --where type=technical",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add_scopes(parser)
    parser.add_argument(
        "-w",
        "--where",
        action="append",
        default=[],
        metavar="FIELD=VALUE",
        help="only stories with that value; `*` stands for any characters, commas part several values; may be repeated",
    )
    parser.set_defaults(run=_list)


def _list(parsed: argparse.Namespace) -> int:
    rows: list[tuple[str, ...]] = []
    doubts: list[str] = []
    for scope in scopes(parsed):
        backlog = scope.project.backlog
        conditions = tuple(_condition(text, scope.project.settings) for text in parsed.where)
        doubts.append(next(_doubts(conditions, backlog), ""))
        chosen = (story for story in backlog.stories if scope.shows(story.source.path))
        matching = (story for story in chosen if matches(story, conditions, backlog.vocabulary))
        rows += [_row(story, scope.project) for story in backlog.rank(matching)]
        scope.remember()
    if doubts and all(doubts):  # what one place does not know may be there in another
        raise UsageError(doubts[0])
    if not rows:
        say("no story matches" if parsed.where else "no stories")
    # One very long title is not to make every other line as long.
    widths = [min(_WIDEST, max(map(len, column))) for column in zip(*rows, strict=True)] if rows else []
    for row in rows:
        padded = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        write("  ".join(padded).rstrip())
    return FINE


def _row(story: Story, project: Project) -> tuple[str, ...]:
    vocabulary = project.settings.vocabulary
    facts = (story.type.value, vocabulary.status(story).name, vocabulary.priority(story) or "-")
    benefit = " ".join(story.benefit.text.split()) if story.benefit else "-"
    return tuple(map(visible, (story.name, *facts, story.heading, benefit)))


def _condition(text: str, settings: Settings) -> Condition:
    name, equals, values = text.partition("=")
    if not equals or not name.strip():
        raise UsageError(f"--where needs FIELD=VALUE, not `{text}`")
    facet = find_facet(name, settings.vocabulary)
    if facet is None:
        names = [facet.name for facet in facets(settings.vocabulary)]
        raise UsageError(f"there is no field `{name}`; {meant(name, names)}")
    return Condition(_typed(name), tuple(_typed(value.strip()) for value in values.split(",")))


def _doubts(conditions: Iterable[Condition], backlog: Backlog) -> Iterator[str]:
    """What a view that asks for the same would be told of its values."""
    for condition in conditions:
        for finding in values_that_cannot_be(condition, Source("", ""), backlog):
            yield f"{finding.message}; {finding.help}"


def _typed(words: str) -> Phrase:
    return Phrase(words, Span(1, 1, 1, len(words) + 1))

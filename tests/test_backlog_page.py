"""What the backlog page lets readers choose by, and under which names."""

from __future__ import annotations

from collections.abc import Mapping

from mkdocs_stories.backlog_page.index import Choice, choices
from mkdocs_stories.drawing import Drawing
from mkdocs_stories.project import Project
from mkdocs_stories.settings import Settings
from mkdocs_stories.text import Source


def offered(fields: Mapping[str, Mapping[str, object]], *lines: str, language: str = "en") -> dict[str, Choice]:
    """What can be chosen by, by its name: of a site with own fields, and a story for each line of its own."""
    blocks = (f"```story\nid: US-{number}\n{line}\n```\n" for number, line in enumerate(lines, 1))
    settings = Settings.from_mapping({"fields": fields, "language": language})
    backlog = Project((Source("page.md", "\n".join(blocks)),), settings).backlog
    found = choices(backlog.stories, Drawing(backlog, "backlog.md", words=settings.words()))
    return {one.name: one for one in found}


def test_choices_of_ones_own_are_titled_as_in_views() -> None:
    region = offered({"region": {"choices": ["north", "south"]}}, *["region: South"] * 2, "region: north")["region"]
    assert (region.values, region.labels) == (("north", "south"), ("North", "South"))


def test_dates_and_numbers_are_written_as_in_views() -> None:
    fields = {"due": {"type": "date"}, "cost": {"type": "number"}}
    found = offered(fields, *["due: 2026-03-01\ncost: 12000.5"] * 2, language="de")
    assert found["due"].labels == ("1. März 2026",)
    assert found["cost"].labels == ("12.000,5",)


def test_a_field_of_ones_own_leaves_the_addresses_of_the_page_alone() -> None:
    """`?view=board` shows the board, whatever fields a site has."""
    taken = ("view", "sort", "desc", "group", "compare", "q", "h")
    names = (*taken, "region")
    found = offered({name: {} for name in names}, *["\n".join(f"{name}: x" for name in names)] * 2)
    assert [found[name].param for name in names] == [*(f"field-{name}" for name in taken), "region"]


def test_a_field_of_ones_own_is_offered_where_it_parts_the_stories() -> None:
    """Not one that has another value in every story, and not prose."""
    assert "region" in offered({"region": {}}, "region: north", "region: north")
    assert "region" not in offered({"region": {}}, "region: north", "region: south")
    assert "region" not in offered({"region": {}}, *[f"region: {'north of the river ' * 3}"] * 2)

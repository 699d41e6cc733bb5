"""What the backlog page says besides its stories. In `Counted`-like pairs the first is for one, the second for more."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Texts:
    """The words of the toolbar, of the comparison and of previews; `{…}` stands for what they are about."""

    toolbar: str = "Filter the backlog"
    skip: str = "Skip to the results"
    search: str = "Search the backlog"
    placeholder: str = "Search titles, sentences, ids, tags"
    hint: str = "The list filters as you type."
    view: str = "View"
    group: str = "Group by"
    sort: str = "Sort by"
    nothing: str = "nothing"
    next_first: str = "what is next"
    descending: str = "Reverse the order"
    clear: str = "Clear all filters"
    empty: str = "No story matches. Take a filter away, or use fewer words."
    more: str = "Show more ({n} left)"
    all_stories: str = "{total} stories"
    some_stories: str = "{n} of {total} stories"
    unknown: str = "Not in this backlog, and ignored: {names}"
    rarer: str = "{n} rarer ones: type them into the search"
    without: str = "without"
    page: str = "Page {n}"
    pages: str = "Pages of the backlog"
    page_title: str = "{title}, page {n}"
    own_page: str = "All stories are too many for this page: they have one of their own"
    loading: str = "Loading all stories …"
    compare: str = "Compare {name}"
    comparison: str = "Comparison"
    compare_hint: str = "Mark one more story to compare it with this one."
    compare_full: str = "Four stories can be compared at a time."
    remove: str = "Take {name} out"
    end_compare: str = "End the comparison"
    facts: tuple[str, ...] = (
        *("Type", "Actor", "Goal", "Value", "Points", "Business value", "Value per point"),
        *("Supports", "Supported by", "Depends on", "Blocks"),
    )
    """The rows of a comparison, in the order of `index.FACTS`."""
    not_stated: str = "not stated"
    copied: str = "Link copied"


TEXTS = Texts()

"""Write one made-up backlog as a MkDocs project, in one of three formats: the same backlog for the same number.

- stories: each story is a block of `mkdocs-stories`
- mkdocs-md: each story is written by hand in plain Markdown, with its links both ways and a backlog table
- mkdocs-plain: the blocks of `stories`, as code
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

PER_PAGE = 10
STATUSES = ("draft", "ready", "in-progress", "done")
PRIORITIES = ("high", "medium", "low")
KINDS = ("refactoring", "upgrade", "debt", "spike", "feature")
TAGS = ("reporting", "security", "checkout", "search", "accounts", "mobile", "billing", "performance")
ROLES = ("customer", "store manager", "support agent", "accountant", "auditor", "delivery driver", "new visitor")
COMPONENTS = ("payment gateway", "search index", "order service", "identity provider", "message queue", "web frontend")
VERBS = ("export", "filter", "review", "approve", "schedule", "compare", "archive", "restore", "print")
OBJECTS = (
    "the monthly report",
    "open invoices",
    "my order history",
    "pending refunds",
    "the audit log",
    "the tax summary",
)
PLACES = ("from the dashboard", "on my phone", "in one step", "by date range", "across all branches", "in my language")
WORKS = (
    *("retry failed calls with an exponential delay", "store timestamps in UTC", "expose health and readiness probes"),
    *("record every state change with its author", "keep working when the cache is cold", "drop the old XML endpoint"),
)
GAINS = (
    *("I can close the books on time", "nothing is ordered twice", "customers get an answer the same day"),
    *("mistakes are found before they cost money", "I can prove what was decided", "no sale is lost"),
)
VALUES = (
    *("transient errors do not lose orders", "incidents are noticed within a minute", "costs grow slower than traffic"),
    *("the next release needs no maintenance window", "peak load stays within the agreed limits"),
)
GIVENS = ("an account with one record", "a signed-in user", "an empty result list", "a slow network connection")
WHENS = ("the action is started", "the form is saved", "the page is opened again", "the user cancels half way")
THENS = ("the result is shown within two seconds", "a clear message says what to do", "nothing is stored twice")
INTRO = (
    "This page collects the stories of one part of the product. The stories were written together with the people who "
    "do the work, are ordered by the day they came up, and are revised when a review shows that a criterion cannot be "
    "checked."
)
SITE = """\
site_name: Made-up backlog
theme: {theme}
plugins: [search]
markdown_extensions: {extensions}
validation:
  links:
    anchors: warn
"""
THEMES = {
    "mkdocs.yml": ("mkdocs", "[admonition, attr_list]"),
    "mkdocs-material.yml": (
        "material",
        "[admonition, attr_list, pymdownx.highlight, pymdownx.superfences, pymdownx.tasklist]",
    ),
}


@dataclass
class Item:
    """One made-up story."""

    id: str
    page: str
    is_user: bool
    title: str
    sentence: str
    status: str
    priority: str
    kind: str
    component: str
    estimate: int
    tags: list[str]
    criteria: list[str]
    supports: list[str] = field(default_factory=list)
    depends_on: list[str] = field(default_factory=list)


def make(count: int) -> list[Item]:
    """A backlog: three user stories to two technical ones, which support one to three of those near them."""
    dice = random.Random(count)
    items = [_item(number, dice) for number in range(count)]
    users = [item.id for item in items if item.is_user]
    technical = [item for item in items if not item.is_user]
    for number, item in enumerate(technical):
        near = len(users) * number // len(technical)
        choice = users[max(0, near - 20) : near + 20]
        item.supports = sorted(dice.sample(choice, min(len(choice), dice.randint(1, 3))))
        if number and dice.random() < 0.25:
            item.depends_on = [technical[dice.randrange(number)].id]
    return items


def _item(number: int, dice: random.Random) -> Item:
    is_user = number % 5 < 3
    place, component = dice.choice(PLACES), dice.choice(COMPONENTS)
    if is_user:
        doing = f"{dice.choice(VERBS)} {dice.choice(OBJECTS)} {place} of branch {number}"
        title = f"{doing.capitalize()} ({number})"
        role = dice.choice(ROLES)
        sentence = f"As {'an' if role[0] in 'aeio' else 'a'} {role}, I want to {doing} so that {dice.choice(GAINS)}."
    else:
        doing = f"{dice.choice(WORKS)} for branch {number}"
        title = f"{component.capitalize()} should {doing} ({number})"
        sentence = f"The {component} must {doing} so that {dice.choice(VALUES)}."
    return Item(
        id=f"{'US' if is_user else 'TS'}-{number + 1:05}",
        page=f"page-{number // PER_PAGE + 1:04}",
        is_user=is_user,
        title=title,
        sentence=sentence,
        status=dice.choice(STATUSES),
        priority=dice.choice(PRIORITIES),
        kind=dice.choice(KINDS),
        component=component,
        estimate=dice.choice((1, 2, 3, 5, 8, 13)),
        tags=sorted(dice.sample(TAGS, dice.randint(1, 3))),
        criteria=[
            f"Given {dice.choice(GIVENS)}, when {dice.choice(WHENS)}, then {dice.choice(THENS)}"
            for _ in range(dice.randint(2, 4))
        ],
    )


def block(item: Item, word: str = "") -> Iterator[str]:
    """A story as a block; the word of its fence is its own, unless another one is given."""
    yield "```" + (word or ("story" if item.is_user else "technical-story"))
    yield from (f"id: {item.id}", f"title: {item.title}", f"story: {item.sentence}")
    yield from (f"status: {item.status}", f"priority: {item.priority}", f"estimate: {item.estimate}")
    yield f"tags: [{', '.join(item.tags)}]"
    if not item.is_user:
        yield from (f"kind: {item.kind}", f"component: {item.component}", f"supports: [{', '.join(item.supports)}]")
    if item.depends_on:
        yield f"depends_on: [{', '.join(item.depends_on)}]"
    yield "acceptance:"
    yield from (f"  - {criterion}" for criterion in item.criteria)
    yield from ("```", "")


class Hand:
    """The same stories as someone would write them without a plugin."""

    def __init__(self, items: list[Item]) -> None:
        self.pages = {item.id: item.page for item in items}
        self.supporters: dict[str, list[str]] = {}
        self.waiting: dict[str, list[str]] = {}
        for item in items:
            for target in item.supports:
                self.supporters.setdefault(target, []).append(item.id)
            for target in item.depends_on:
                self.waiting.setdefault(target, []).append(item.id)

    def links(self, ids: list[str], page: str = "", folder: str = "") -> str:
        """Links to stories, from a page."""
        targets = ((one, "" if self.pages[one] == page else f"{folder}{self.pages[one]}.md") for one in ids)
        return ", ".join(f"[{one}]({target}#{one.lower()})" for one, target in targets)

    def story(self, item: Item) -> Iterator[str]:
        """A story as a heading, a box, lists and links."""
        box, label = ("note", "User story") if item.is_user else ("info", f"Technical story ({item.kind})")
        facts = f"{item.status}, {item.priority}, {item.estimate} points"
        yield from (f"## {item.id} {item.title} {{#{item.id.lower()}}}", "", f'!!! {box} "{label}: {facts}"', "")
        yield from (f"    {item.sentence}", "", "**Tags:** " + ", ".join(f"`{tag}`" for tag in item.tags), "")
        if not item.is_user:
            yield from (f"**Component:** {item.component}", "")
        yield from ("**Acceptance criteria**", "", *(f"- {criterion}" for criterion in item.criteria), "")
        rows = [
            ("Supports", item.supports),
            ("Depends on", item.depends_on),
            ("Supported by", self.supporters.get(item.id, [])),
            ("Needed by", self.waiting.get(item.id, [])),
        ]
        traces = [f"- {name}: {self.links(ids, item.page)}" for name, ids in rows if ids]
        if traces:
            yield from ("**Traceability**", "", *traces, "")

    def table(self, items: list[Item]) -> Iterator[str]:
        """The backlog page."""
        yield from ("# Backlog", "", "| ID | Type | Title | Status | Priority | Estimate | Tags | Supports |")
        yield "|---|---|---|---|---|---|---|---|"
        for item in items:
            sort = "user" if item.is_user else "technical"
            facts = (sort, item.title, item.status, item.priority, str(item.estimate), ", ".join(item.tags))
            linked = self.links(item.supports, folder="stories/")
            yield f"| {self.links([item.id], folder='stories/')} | {' | '.join(facts)} | {linked} |"


def write(kind: str, count: int, folder: Path) -> None:
    """Write the project of a format."""
    items = make(count)
    hand = Hand(items)
    pages: dict[str, list[Item]] = {}
    for item in items:
        pages.setdefault(item.page, []).append(item)
    docs = folder / "docs"
    (docs / "stories").mkdir(parents=True, exist_ok=True)
    for name, (theme, extensions) in THEMES.items():
        (folder / name).write_text(SITE.format(theme=theme, extensions=extensions), encoding="utf-8")
    index = ["# Made-up backlog", "", INTRO, "", *(f"- [{page}](stories/{page}.md)" for page in pages), ""]
    (docs / "index.md").write_text("\n".join(index), encoding="utf-8")
    for number, (page, on_page) in enumerate(pages.items(), 1):
        lines = [f"# Part {number}", "", INTRO, ""]
        for item in on_page:
            lines += hand.story(item) if kind == "mkdocs-md" else block(item, "yaml" if kind == "mkdocs-plain" else "")
        (docs / "stories" / f"{page}.md").write_text("\n".join(lines), encoding="utf-8")
    if kind == "mkdocs-md":
        (docs / "backlog.md").write_text("\n".join((*hand.table(items), "")), encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--format", required=True, choices=["stories", "mkdocs-md", "mkdocs-plain"])
    parser.add_argument("--n", type=int, default=100, help="how many stories (default: %(default)s)")
    parser.add_argument("--out", type=Path, required=True, help="the folder to write")
    asked = parser.parse_args()
    write(asked.format, asked.n, asked.out)


if __name__ == "__main__":
    main()

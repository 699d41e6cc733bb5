"""Write the pages of the documentation that are made of the code: `fields.md`, `words.md`, and a page for each rule.

`speed.md` is made of `speed.json`, which `make bench` writes.

Run by `make reference`. A test holds the pages and the code together. Pages that say who wrote them and are no longer
made are removed; others, like `rules/precision.md`, are kept by hand.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from mkdocs_stories.diagnostics import Severity
from mkdocs_stories.link_kinds import LINK_KINDS
from mkdocs_stories.manual import Part, manual_of
from mkdocs_stories.model import FIELDS, Field, Value
from mkdocs_stories.rule import Rule
from mkdocs_stories.rules import RULES
from mkdocs_stories.schema import CRITERION_MEANINGS
from mkdocs_stories.story_types import EVERY, StoryType
from mkdocs_stories.syntax import WORDS
from mkdocs_stories.vocabulary import ID_PATTERN, KINDS, PRIORITIES, STATUSES, Stage
from mkdocs_stories.words import ENGLISH, Counted, Words
from mkdocs_stories.words.table import forms

DOCS = Path(__file__).parent
BY = "<!-- Written by docs/reference.py: run `make reference` after a change of the code. -->"

_VALUES = {
    Value.TEXT: "text",
    Value.NUMBER: "a number, 0 or more",
    Value.DATE: "a date like `2026-01-31`",
    Value.URL: "an address",
    Value.CHOICE: "one of the site's words",
    Value.LIST: "one or more words",
    Value.IDS: "one or more ids",
    Value.CRITERIA: "a list, see [criteria](#criteria)",
    Value.ALLOWANCES: "names of rules, each with a reason",
}

_STAGES = {
    Stage.OPEN: "not begun",
    Stage.ACTIVE: "under way",
    Stage.BLOCKED: "begun, or to be begun, but held up",
    Stage.DONE: "finished",
    Stage.DROPPED: "will not be done",
}

_SEVERITIES = {
    Severity.ERROR: "fails the build",
    Severity.WARNING: "fails the build with `--strict`",
    Severity.INFO: "fails nothing",
    Severity.OFF: "is not looked for",
}

_GROUPS = {
    "ST1": "Form: the story and its block",
    "ST2": "Wording: what the parts say",
    "ST3": "Links and criteria: the stories together",
    "ST4": "Views",
    "ST5": "Excuses",
}


def pages() -> dict[str, str]:
    """The generated pages: the path of each below this folder, and its text."""
    made = {"fields.md": _fields(), "words.md": _texts(), "speed.md": _speed(), "rules/index.md": _rules()}
    made |= {f"rules/{rule.name}.md": _rule(rule) for rule in RULES}
    return {path: "\n\n".join(parts) + "\n" for path, parts in made.items()}


def stale() -> list[Path]:
    """Pages that were generated once and are not any more."""
    made = {DOCS / path for path in pages()}
    return [page for page in sorted(DOCS.rglob("*.md")) if page not in made and page.read_text("utf-8").startswith(BY)]


def _code(word: str) -> str:
    return f"`{word}`"


def _listed(words: Iterable[str]) -> str:
    return ", ".join(map(_code, words))


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = (head, ["---"] * len(head), *rows)
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _on(types: frozenset[StoryType]) -> str:
    return "all" if types == EVERY else ", ".join(one.value for one in StoryType if one in types)


def _labels(types: frozenset[StoryType]) -> str:
    return "any" if types == EVERY else " or ".join(one.label for one in StoryType if one in types)


def _texts() -> Iterator[str]:
    yield BY
    yield "# Words"
    yield (
        "Every text that the plugin writes on pages, in English. [The language](options.md#language) is that of the "
        "theme; a site may have [other words](options.md#words) for each."
    )
    yield "## Built-in words"
    yield "Statuses, priorities, kinds, fields, links and views, each found by its English name:"
    yield _listed(ENGLISH.terms)
    yield "## Texts"
    yield (
        "What stands in braces is filled in, what stands between stars is set in bold. Where there are two forms, the "
        "first is for one."
    )
    yield _table(("Name", "Text"), ((_code(name), _forms(getattr(ENGLISH, name))) for name in Words.texts()))


def _forms(text: str | Counted) -> str:
    return " · ".join(f"`` {form} ``" for form in forms(text))


def _fields() -> Iterator[str]:
    yield BY
    yield "# Fields"
    yield "Every field that a story may have, and what it may hold. [Writing stories](writing.md) shows them at work."
    yield (
        "Case does not matter in the name of a field; spaces, hyphens and underscores are the same. "
        "`Depends on`, `depends-on` and `depends_on` are one field. A field may be given once."
    )
    yield "A site may add [fields of its own](options.md#fields)."
    yield "## Blocks"
    yield "The first word of a fence says what the block is. Case does not matter."
    yield _table(("Word", "What it is", "Type"), _words())
    yield "The type is what a view calls it: `where: {type: technical}`."
    yield "## All fields"
    yield _table(("Field", "Also read as", "On", "Value", "What it says"), map(_field, FIELDS))
    yield (
        "“On” is the type of story that may have the field. A value is read as the text that was typed: `no`, `1.10` "
        "and `2026-01-01` stay as they are. One or more words or ids may be a YAML list, or one line with commas "
        "between them."
    )
    yield (
        "A story has two values. One is in words, the `benefit`: `value` is one of its names, and the head of its "
        "column in a view. The other is a number, the `business value`: a card shows it as “Business value 20”, and "
        "it counts in [the ranking](views.md#ranking)."
    )
    yield "## Links"
    yield "Fields that lead from one story to others. The card shows each link at both of its ends."
    yield _table(
        ("Field", "On", "Leads to", "Heading on the card", "Heading on the card it leads to"),
        (
            (_code(kind.name), _on(kind.types), _labels(kind.targets), f"“{kind.label}”", f"“{kind.inverse}”")
            for kind in LINK_KINDS
        ),
    )
    yield "The epic of a story stands at the foot of its card, without a heading."
    yield "## Criteria"
    yield "Each item of `acceptance` is a text, or a mapping with any of these keys:"
    yield _table(("Key", "What it says"), ((_code(key), meaning) for key, meaning in CRITERION_MEANINGS.items()))
    yield "[Acceptance criteria](writing.md#acceptance-criteria) shows each form."
    yield "## Statuses"
    yield (
        "The first status is that of a story which names none. Views and rules go by the stage. "
        "A site may have [other statuses](options.md#statuses)."
    )
    yield _table(("Status", "Stage"), ((_code(one.name), _code(one.stage.value)) for one in STATUSES))
    yield "The stages:"
    yield _table(("Stage", "Meaning"), ((_code(stage.value), _STAGES[stage]) for stage in Stage))
    yield "## Priorities"
    yield (
        f"The highest one first: {_listed(one.name for one in PRIORITIES)}. A story may have none. "
        "A site may have [other priorities](options.md#priorities)."
    )
    yield "## Kinds"
    yield (
        f"The kinds of technical stories: {_listed(one.name for one in KINDS)}. "
        "The first one is that of a story which names none. A site may have [other kinds](options.md#kinds)."
    )
    yield "## Ids"
    yield (
        f"An id is a word that matches `{ID_PATTERN}`: letters and digits, a hyphen and a number, like `US-1`. "
        "A site may have [another pattern](options.md#id_pattern). The anchor of a card is its id in small letters: "
        "`#us-1`. So two ids must differ in more than case."
    )


def _words() -> Iterator[tuple[str, str, str]]:
    for story_type in (*StoryType, None):
        names = [word for word, found in WORDS.items() if found is story_type]
        what = (
            f"{'an' if story_type is StoryType.EPIC else 'a'} {story_type.label}"
            if story_type
            else "[a view](views.md)"
        )
        yield _listed(names), what, _code(story_type.value) if story_type else ""


def _field(field: Field) -> tuple[str, ...]:
    meaning = field.meaning
    return _code(field.name), _listed(field.aliases), _on(field.types), _VALUES[field.value], meaning


def _speed() -> Iterator[str]:
    measured = json.loads((DOCS / "speed.json").read_text("utf-8"))
    seconds = {one["name"]: one["value"] for one in measured["figures"]}
    build, check = "build, mkdocs, 5000 stories", "check, 10000 stories"
    yield BY
    yield "# Speed"
    yield (
        f"A site of 5,000 stories is built in {seconds[f'{build}: with mkdocs-stories']:.1f} seconds; "
        f"written by hand in plain Markdown, the same site takes {seconds[f'{build}: by hand in Markdown']:.1f}. "
        f"A first check of 10,000 stories takes {seconds[f'{check}: cold']:.1f} seconds, and the next one "
        f"{seconds[f'{check}: warm, nothing changed']:.1f} where nothing has changed."
    )
    yield (
        "What stories cost: the time of the processor in seconds, and memory at its peak. The stories are made up, "
        "ten on a page, the same in every run. What is compared runs in turn: a figure is the median of its runs, "
        "and a ratio that of the ratios of each turn. A part of a check is the best of three runs, and memory that "
        "of one. The ratios say something; the seconds are those of one machine, and of what else it had to do."
    )
    versions = ", ".join(f"{name} {version}" for name, version in measured["versions"].items())
    yield f"Measured on {measured['date']}, on {measured['machine']}, with {versions}, by this command:"
    yield f"```sh\n{measured['command']}\n```"
    yield _table(("What", "Figure", "Ratio", "At most"), map(_measured, measured["figures"]))
    yield (
        "“By hand” is the same site without the plugin: the same stories in plain Markdown, linked both ways, with a "
        "table of all of them. It has no backlog page to filter and no other views. “Blocks stay code” is the site of "
        "the blocks that nobody draws, the least that their text can cost. “libyaml” is the parser of YAML that is "
        "written in C, on the same blocks, without finding, checking or reporting anything."
    )
    yield (
        "While pages are served, MkDocs renders and writes every page again after each change. The plugin reads what "
        "has changed, and draws what would look different. What is added to a site of code besides is that pages with "
        "cards are longer, and that search finds more in them. The same site by hand takes longer: cards that look the "
        "same are not rendered again."
    )


def _measured(figure: dict[str, Any]) -> tuple[str, ...]:
    digits = 0 if figure["unit"] in ("MB", "µs") else 2
    ratio = "" if figure["ratio"] is None else f"{figure['ratio']:.2f} × {figure['beside']}"
    if figure["aim"] is None:
        return figure["name"], f"{figure['value']:.{digits}f} {figure['unit']}", ratio, ""
    judged = figure["value"] if figure["ratio"] is None else figure["ratio"]
    aim = f"{figure['aim']:g}{'' if figure['ratio'] is not None else ' ' + figure['unit']}"
    kept = "kept" if judged <= figure["aim"] else "missed"
    return figure["name"], f"{figure['value']:.{digits}f} {figure['unit']}", ratio, f"{aim}, {kept}"


def _rules() -> Iterator[str]:
    yield BY
    yield "# Rules"
    yield (
        "What the build checks. Every rule has a code, a name and a severity, and a page that says why it is there, "
        "with an example and what to write instead. `mkdocs-stories explain` prints these pages on a terminal."
    )
    yield (
        "A site may set another severity with the option [`rules`](../options.md#rules). A story may break a rule with "
        "[`allow`](../options.md#allow-in-a-story), the pages of a folder with [`per_path`](../options.md#per_path)."
    )
    if (DOCS / "rules/precision.md").exists():
        yield "[Precision](precision.md) tells how often each wording rule was right on real stories."
    yield _table(("Severity", "What it does"), ((_code(one.value), does) for one, does in _SEVERITIES.items()))
    for group, title in _GROUPS.items():
        rules = [rule for rule in RULES if rule.code.startswith(group)]
        yield f"## {title}"
        yield _table(
            ("Code", "Name", "Severity", "What it finds"),
            ((one.code, f"[{one.name}]({one.name}.md)", one.severity.value, one.manual.summary) for one in rules),
        )


def _rule(rule: Rule) -> Iterator[str]:
    yield BY
    yield f"# {rule.code} {rule.name}"
    for part in manual_of(rule):
        yield from _part(part)
    yield "[All rules](index.md) · [Options](../options.md#rules)"


def _part(part: Part) -> Iterator[str]:
    if part.heading:
        yield f"## {part.heading}"
    if part.words:
        yield part.words
    if part.code:
        fence = "````" if "```" in part.code else "```"  # the blocks inside stay examples
        title = ' title="Wrong"' if part.heading == "Example" else ""
        yield f"{fence}{part.language}{title}\n{part.code}\n{fence}"


def main() -> None:
    """Write the pages below this folder, and remove those that are no longer made."""
    for path, text in pages().items():
        page = DOCS / path
        page.parent.mkdir(exist_ok=True)
        page.write_text(text, encoding="utf-8", newline="\n")
    for page in stale():
        page.unlink()


if __name__ == "__main__":
    main()

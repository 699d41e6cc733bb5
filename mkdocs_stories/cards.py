"""One story, drawn as a card."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import quote, urlsplit

from .backlog import Backlog
from .clauses import Clause, actor_clause, benefit_clause, goal_clause
from .diagnostics import Diagnostic
from .language import Stage
from .markup import Element, Inline, add, element, hidden, icon, span
from .model import LINK_KINDS, PART_OF, Criterion, Field, LinkKind, Story, StoryType, Value, View
from .text import Phrase

TYPE_CSS = {
    StoryType.USER: "stories-is-user",
    StoryType.TECHNICAL: "stories-is-tech",
    StoryType.EPIC: "stories-is-epic",
}
_STATES = {
    Stage.OPEN: "todo",
    Stage.ACTIVE: "doing",
    Stage.BLOCKED: "blocked",
    Stage.DONE: "done",
    Stage.DROPPED: "dropped",
}
_SAFE_SCHEMES = ("http", "https", "mailto")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_SKIPPED = re.compile(r"[\x00-\x20\x7f-\xa0]")


def _no_problems(_block: Story | View) -> tuple[Diagnostic, ...]:
    return ()


@dataclass(frozen=True)
class Drawing:
    """The page that a card is drawn on, and what the card shows there.

    `path` is the page's source. `level` is the level of the title's heading; 0 draws no heading. `problems` gives what
    to say of a story on its card. `edit_url` is where the page's source is edited. `root` stands before paths of
    sources in messages. `issue_url` holds `{issue}`. `is_copy` is for cards away from the place where their stories are
    written.
    """

    backlog: Backlog
    path: str
    level: int = 2
    problems: Callable[[Story | View], tuple[Diagnostic, ...]] = field(default=_no_problems)
    edit_url: str = ""
    root: str = ""
    issue_url: str = ""
    is_copy: bool = False

    def href(self, story: Story) -> str:
        """The address of a story's card from this page: through its source, so that the host resolves and checks it."""
        if story.source.path == self.path:
            return f"#{story.anchor}"
        return f"{quote(_way(self.path, story.source.path))}#{story.anchor}"

    def is_home(self, story: Story) -> bool:
        """Whether the story's own card is on this page, and links to the story lead to this card."""
        if self.is_copy or story.id is None or story.source.path != self.path:
            return False
        return self.backlog.find(story.id.text) is story


def _way(here: str, there: str) -> str:
    """The relative path from one page to another."""
    *folders, _ = here.split("/")
    parts = there.split("/")
    shared = 0
    while shared < min(len(folders), len(parts) - 1) and folders[shared] == parts[shared]:
        shared += 1
    return "/".join((*[".."] * (len(folders) - shared), *parts[shared:]))


def is_safe(address: str) -> bool:
    """Whether an address is http, https, mailto or relative, as a browser reads it.

    Browsers decode entities, and skip white space and control characters in front of and inside of a scheme.
    """
    bare = _SKIPPED.sub("", unescape(address))
    scheme = _SCHEME.match(bare)
    return (scheme is None or scheme[1].lower() in _SAFE_SCHEMES) and _is_whole(address)


def _is_whole(address: str) -> bool:
    """Whether an address can be taken apart, as hosts do."""
    try:
        urlsplit(address)
    except ValueError:
        return False
    return True


def draw_card(story: Story, drawing: Drawing, notes: Element | None = None) -> Element:
    """The card of a story; `notes` is the element that holds its Markdown part.

    A copy says in `data-story` which story it is of, so that the host can lead its links to where they led.
    """
    problems = drawing.problems(story)
    css = TYPE_CSS[story.type] if story.is_readable else "stories-is-broken"
    card = element("article", f"stories stories-card {css}", _head(story, drawing))
    if drawing.is_home(story):
        card.set("aria-labelledby", story.anchor)
    else:
        card.set("aria-label", story.heading)
        card.set("data-story", story.name)
    if story.is_readable:
        add(card, _sentence(story))
        if notes is not None:
            add(card, notes)
        add(card, *_criteria(story, drawing), *_links(story, drawing), *_custom_fields(story))
    if problems:
        add(card, draw_problems(problems, drawing))
    if story.is_readable:
        add(card, *_foot(story, drawing))
    else:
        add(card, draw_source(story.body))
    return card


def draw_problems(problems: tuple[Diagnostic, ...], drawing: Drawing) -> Element:
    """What is wrong with a block, as a list."""
    items = (
        element(
            "li",
            "stories-list__item",
            element("p", "stories-problems__message", *_with_code(one.finding.message)),
            element(
                "p",
                "stories-problems__place",
                f"{drawing.root}{one.source.path}:{one.finding.span.line}:{one.finding.span.column} ",
                element("code", "", one.code),
            ),
            element("p", "stories-problems__help", *_with_code(one.finding.help)),
        )
        for one in problems
    )
    return element("ul", "stories-list stories-problems", *items, role="list")


def _with_code(message: str) -> Iterator[Element | str]:
    """A message with what stands between back-ticks as code."""
    for number, piece in enumerate(message.split("`")):
        if piece:
            yield element("code", "", piece) if number % 2 else piece


def draw_source(typed: str) -> Element:
    """A block as it was typed."""
    return element("pre", "stories-source", element("code", "nohighlight", typed), tabindex="0")


def draw_status(story: Story, backlog: Backlog, css: str = "stories-status") -> Element:
    """A story's status in the site's words, with the mark of its stage."""
    status = backlog.language.status(story)
    return span(css, status.name[:1].upper() + status.name[1:], data_state=_STATES[status.stage])


def state(story: Story, backlog: Backlog) -> str:
    """The word for a story's stage that style sheets go by."""
    return _STATES[backlog.language.status(story).stage]


def draw_priority(story: Story, backlog: Backlog) -> Element | None:
    """A story's priority, with a mark of four bars; nothing where it has none."""
    language = backlog.language
    name = language.priority(story)
    if name is None:
        return None
    below = len(language.priorities) - 1
    rank = 1 + round(3 * (language.urgency(story) - 1) / below) if below else 4
    return span("stories-prio", name[:1].upper() + name[1:], data_rank=str(rank))


def type_words(story: Story) -> str:
    """The type of a story, as a label."""
    return story.type.label.capitalize()


def draw_reference(story: Story, label: str, drawing: Drawing) -> Element:
    """A link to a story in prose. A label that is the story's id does not break."""
    status = drawing.backlog.language.status(story).name
    plain_id = label == story.name
    css = f"stories stories-ref{' stories-ref--id' if plain_id else ''} {TYPE_CSS[story.type]}"
    return element(
        *("a", css, label if plain_id else Inline(label), hidden(f" ({status})")),
        data_state=state(story, drawing.backlog),
        title=f"{story.heading} ({status})",
        href=drawing.href(story),
    )


def _head(story: Story, drawing: Drawing) -> Element:
    words = type_words(story)
    kind = drawing.backlog.language.kind(story)
    label = span("stories-card__type", words)
    if kind and story.is_readable:
        add(label, " ", span("", "·", aria_hidden="true"), f" {kind}")
    add(label, " ")
    eyebrow = element("div", "stories-card__eyebrow", label)
    if story.id:
        add(eyebrow, _permalink(story, drawing), " ")
    if story.is_readable:
        add(eyebrow, span("stories-card__facts", *_facts(story, drawing)))
    heading = story.heading if story.is_readable else "This story cannot be read"
    title = element(f"h{drawing.level}" if drawing.level else "p", "stories-card__title", heading)
    if drawing.is_home(story):
        title.set("id", story.anchor)
    return element("div", "stories-card__head", eyebrow, title)


def _facts(story: Story, drawing: Drawing) -> list[Element]:
    facts = [draw_status(story, drawing.backlog)]
    priority = draw_priority(story, drawing.backlog)
    if priority is not None:
        facts.append(priority)
    if story.points is not None:
        facts.append(span("", points(story.points)))
    if story.worth is not None:
        facts.append(span("", f"Value {_digits(story.worth)}"))
    for fact in facts[:-1]:
        add(fact, " ")
    return facts


def _permalink(story: Story, drawing: Drawing) -> Element:
    return element("a", "stories-card__id stories-id", story.name, href=drawing.href(story), title="Link to this story")


def points(number: float) -> str:
    """An estimate in words."""
    return f"{_digits(number)} {'point' if number == 1 else 'points'}"


def _digits(number: float) -> str:
    return f"{number:.2f}".rstrip("0").rstrip(".")


def _sentence(story: Story) -> Element:
    if story.type is StoryType.EPIC:
        purpose = story.text or story.title
        return element("p", "stories-sentence", *_value(Clause("", purpose.text if purpose else "")))
    clauses = [actor_clause(story), goal_clause(story)]
    if story.actor is None and story.type is StoryType.TECHNICAL:
        clauses = clauses[1:]
    drawn = []
    for clause in clauses:
        said: Element | str = Inline(f"{_trimmed(clause.text)},") if clause.text else span("stories-none", "not said,")
        text = span("stories-sentence__text", said, " ")
        drawn.append(span("stories-sentence__clause", span("stories-lead", clause.lead, " "), text))
    return element("p", "stories-sentence", *drawn, *_value(benefit_clause(story)))


def _value(clause: Clause) -> Iterator[Element]:
    """The clause that a card shows largest: what the story is worth, or that it does not say so."""
    css = "stories-sentence__clause stories-sentence__clause--value"
    said: Element | str = Inline(f"{_trimmed(clause.text)}.")
    if not clause.text:
        css += " stories-sentence__clause--void"
        said = span("stories-none", "No value stated. Without one this story cannot be compared with the others.")
    lead = (span("stories-lead", clause.lead, " "),) if clause.lead else ()
    yield span(css, *lead, span("stories-sentence__text", said))


def _trimmed(words: str) -> str:
    return words.strip().rstrip(",.;")


def _row(label: str, count: str, content: Element, key: str, story: Story, drawing: Drawing) -> Element:
    """A labelled row. On the story's own card the label names the list for screen readers."""
    heading = element("p", "stories-card__label", f"{label} ")
    if count:
        add(heading, span("stories-card__progress", count))
    if drawing.is_home(story):
        heading.set("id", f"{story.anchor}-{key}")
        content.set("aria-labelledby", f"{story.anchor}-{key}")
    return element("div", "stories-card__row", heading, content)


def _criteria(story: Story, drawing: Drawing) -> Iterator[Element]:
    if not story.acceptance:
        return
    done = sum(criterion.done for criterion in story.acceptance)
    items = (_criterion(criterion, story) for criterion in story.acceptance)
    listed = element("ul", "stories-list stories-criteria", *items, role="list")
    yield _row("Accepted when", f"{done} of {len(story.acceptance)}", listed, "accepted", story, drawing)


def _criterion(criterion: Criterion, story: Story) -> Element:
    item = element("li", "stories-list__item", hidden("Done: " if criterion.done else "Open: "))
    if criterion.done:
        item.set("class", "stories-list__item stories-is-done")
    said_by_step = bool(criterion.steps) and criterion.phrase is criterion.steps[0].phrase
    if not said_by_step:
        add(item, Inline(criterion.phrase.text))
    if criterion.technical and story.type is StoryType.USER:
        if not said_by_step:
            add(item, " ")
        add(item, span("stories-tag-tech stories-is-tech", icon(), "technical"))
    if criterion.steps:
        steps = (
            element(
                *("li", "stories-list__item", span("stories-lead", step.keyword.capitalize())),
                Inline(f" {step.phrase.text}"),
            )
            for step in criterion.steps
        )
        add(item, element("ul", "stories-list stories-steps", *steps, role="list"))
    return item


def _links(story: Story, drawing: Drawing) -> Iterator[Element]:
    for kind in LINK_KINDS:
        linked = _linked(story, kind, drawing)
        key = kind.name.replace(" ", "-")
        if linked and kind is not PART_OF:
            yield _link_row(kind.label, key, linked, story, drawing)
        referrers = drawing.backlog.referrers(story, kind)
        if kind.label == kind.inverse:
            referrers = tuple(one for one in referrers if one not in linked)
        if referrers:
            yield _link_row(kind.inverse, f"{key}-inverse", referrers, story, drawing)


def _linked(story: Story, kind: LinkKind, drawing: Drawing) -> tuple[Story | Phrase, ...]:
    """What a story refers to: stories, and the ids that lead nowhere, each once."""
    names = {target.text: target for target in story.targets(kind)}
    return tuple(drawing.backlog.find(name) or target for name, target in names.items())


def _link_row(label: str, key: str, linked: Sequence[Story | Phrase], story: Story, drawing: Drawing) -> Element:
    done = sum(isinstance(one, Story) and drawing.backlog.language.is_done(one) for one in linked)
    items = (_link_item(one, drawing) for one in linked)
    listed = element("ul", "stories-list stories-links", *items, role="list")
    return _row(label, f"{done} of {len(linked)} done", listed, key, story, drawing)


def _link_item(linked: Story | Phrase, drawing: Drawing) -> Element:
    if isinstance(linked, Phrase):
        missing = span("", span("stories-id", linked.text), " no such story")
        return element("li", "stories-list__item stories-is-missing", missing)
    backlog = drawing.backlog
    css = f"stories-list__item {TYPE_CSS[linked.type]}"
    if state(linked, backlog) in ("doing", "blocked"):
        css += " stories-is-open"
    title = span("stories-links__title", linked.heading)
    link = element("a", "stories-links__link", span("stories-id", linked.name), " ", title, href=drawing.href(linked))
    words = span("", link)
    if kind := backlog.language.kind(linked):
        link.tail = " "
        add(words, span("stories-links__kind", kind))
    words.tail = " "
    return element("li", css, words, draw_status(linked, backlog, "stories-status stories-links__status"))


def _custom_fields(story: Story) -> Iterator[Element]:
    for entry in story.custom:
        value = element("p", "stories-card__value")
        for phrase in entry.values:
            if len(value) or value.text:
                add(value, ", ")
            add(value, _field_value(entry.field, phrase))
        label = entry.field.label or entry.field.name.capitalize()
        heading = element("p", "stories-card__label", label)
        yield element("div", "stories-card__row stories-card__row--field", heading, value)


def _field_value(of: Field, phrase: Phrase) -> Element:
    if of.value is Value.URL and is_safe(phrase.text):
        return element("a", "", phrase.text, href=phrase.text)
    return span("", phrase.text)


def _foot(story: Story, drawing: Drawing) -> Iterator[Element]:
    facts = [_epic(epic, drawing) for epic in _linked(story, PART_OF, drawing)]
    if story.owner:
        facts.append(span("", f"Owner {story.owner}"))
    if story.milestone:
        facts.append(span("", f"Milestone {story.milestone}"))
    facts += [span("", f"#{tag}") for tag in story.tags]
    facts += [_issue(issue.text, drawing) for issue in story.issue]
    if drawing.edit_url and drawing.is_home(story):
        address = f"{drawing.edit_url}#L{story.span.line}"
        facts.append(element("a", "stories-card__source", "Edit", href=address, title=f"Edit {story.name}"))
    for fact in facts[:-1]:
        add(fact, " ")
    if facts:
        yield element("div", "stories-card__foot", *facts)


def _epic(epic: Story | Phrase, drawing: Drawing) -> Element:
    if isinstance(epic, Story):
        return span("", draw_reference(epic, epic.heading, drawing))
    return span("stories-none", icon("stories-i stories-i--alert"), f" {epic} no such epic")


def _issue(issue: str, drawing: Drawing) -> Element:
    if not is_safe(issue):
        return span("", issue)
    if "://" in issue:
        return element("a", "", issue, href=issue)
    label = f"#{issue}" if issue.isdecimal() else issue
    if not drawing.issue_url:
        return span("", label)
    return element("a", "", label, href=drawing.issue_url.replace("{issue}", quote(issue, safe="")))

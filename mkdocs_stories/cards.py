"""One story, drawn as a card."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache, partial
from types import MappingProxyType

from .abbreviations import without_end
from .clauses import Clause, actor_clause, benefit_clause, goal_clause, is_question, is_subject
from .criteria import Criterion
from .drawing import (
    TYPE_CSS,
    Drawing,
    draw_address,
    draw_done,
    draw_issue,
    draw_kind,
    draw_priority,
    draw_problems,
    draw_reference,
    draw_source,
    draw_status,
    state,
    type_words,
)
from .link_kinds import DEPENDS_ON, LINK_KINDS, PART_OF, SUPPORTS, LinkKind
from .markup import Element, Inline, Written, add, element, hidden, icon, span
from .model import Entry, Field, Story, Value, number
from .story_types import StoryType
from .text import Phrase
from .vocabulary import Vocabulary


def card_fields(vocabulary: Vocabulary) -> tuple[str, ...]:
    """The fields that a card can show, by name, in the usual order. The title and the sentence are on every card."""
    return _usual(vocabulary.custom)


@lru_cache(maxsize=1)  # asked for by every card
def _usual(custom: tuple[Field, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(("kind", *_FACTS, *_ROWS, *(field.name for field in custom), *_AT_FOOT)))


def _shown(drawing: Drawing) -> tuple[str, ...]:
    return _usual(drawing.backlog.vocabulary.custom) if drawing.card is None else drawing.card


def draw_card(story: Story, drawing: Drawing, notes: Element | None = None) -> Element:
    """The card of a story; `notes` is the element that holds its Markdown part.

    A copy says in `data-story` which story it is of, so that the host can lead its links to where they led.
    """
    css = TYPE_CSS[story.type] if story.is_readable else "stories-is-broken"
    # The title comes first, and is a child of the card: so the search of a site takes all of the card for its section.
    card = element("article", f"stories stories-card {css}", _title(story, drawing))
    if drawing.is_home(story):
        card.set("aria-labelledby", story.anchor)
    else:
        card.set("aria-label", story.heading)
        card.set("data-story", story.name)
    if notes is None:
        card.extend(_settled_parts(story, drawing))
    else:
        card.extend(part if part is notes else drawing.settled(part) for part in _parts(story, drawing, notes))
    return card


def _settled_parts(story: Story, drawing: Drawing) -> Sequence[Element]:
    """What stands below the title of a card without notes: as the build before wrote it, if it would be the same."""
    kept = drawing.kept
    if kept is None:
        return list(map(drawing.settled, _parts(story, drawing, None)))
    edited = drawing.edit_url and f"{drawing.edit_url}#L{story.span.line}"
    place = drawing.path, drawing.level, drawing.is_copy, edited
    shown = place, story.look, drawing.backlog.surroundings(story), tuple(one.look for one in drawing.problems(story))
    if (whole := kept.recall(shown)) is None:
        parts = list(map(drawing.settled, _parts(story, drawing, None)))
        html = [part.html for part in parts if isinstance(part, Written)]
        if len(html) < len(parts):
            return parts
        whole = kept.keep(shown, Written.of("div", "".join(html)))
    return [whole]


def _parts(story: Story, drawing: Drawing, notes: Element | None) -> Iterator[Element]:
    """What stands below the title of a card."""
    problems = drawing.problems(story)
    yield _eyebrow(story, drawing)
    if story.is_readable:
        yield _sentence(story, drawing)
        if notes is not None:
            yield notes
        for name in _shown(drawing):
            if name in _ROWS:
                yield from _ROWS[name](story, drawing)
            elif story.custom:
                yield from (_custom_field(entry, drawing) for entry in story.custom if entry.field.name == name)
    if problems:
        yield draw_problems(problems, drawing)
    if story.is_readable:
        yield from _foot(story, drawing)
    else:
        yield draw_source(story.body)


def _title(story: Story, drawing: Drawing) -> Element:
    heading = story.heading if story.is_readable else drawing.words.unreadable
    title = element(f"h{drawing.level}" if drawing.level else "p", "stories-card__title", heading)
    if drawing.is_home(story):
        title.set("id", story.anchor)
    return title


def _eyebrow(story: Story, drawing: Drawing) -> Element:
    kind = draw_kind(story, drawing)
    label = span("stories-card__type", type_words(story, drawing))
    if kind is not None and story.is_readable and "kind" in _shown(drawing):
        add(label, " ", span("", "·", aria_hidden="true"), " ", kind)
    add(label, " ")
    eyebrow = element("div", "stories-card__eyebrow", label)
    if story.id:
        add(eyebrow, _permalink(story, drawing), " ")
    if story.is_readable and (facts := _facts(story, drawing)):
        add(eyebrow, span("stories-card__facts", *facts))
    return eyebrow


def _facts(story: Story, drawing: Drawing) -> list[Element]:
    found = (_FACTS[name](story, drawing) for name in _shown(drawing) if name in _FACTS)
    facts = [fact for fact in found if fact is not None]
    for fact in facts[:-1]:
        add(fact, " ")
    return facts


def _points(story: Story, drawing: Drawing) -> Element | None:
    words = drawing.words
    return None if story.points is None else span("stories-points", words.counted(words.point_count, story.points))


def _worth(story: Story, drawing: Drawing) -> Element | None:
    words = drawing.words
    return None if story.worth is None else span("stories-worth", words.worth.format(n=words.number(story.worth)))


_FACTS: Mapping[str, Callable[[Story, Drawing], Element | None]] = MappingProxyType(
    {"status": draw_status, "priority": draw_priority, "estimate": _points, "business value": _worth}
)
"""Fields at the head of a card."""


def _permalink(story: Story, drawing: Drawing) -> Element:
    # A copy leads to the card; a story that no page of the docs tells leads nowhere.
    told = story if drawing.is_home(story) else drawing.backlog.find(story.name)
    if told is None:
        return span("stories-card__id stories-id", story.name)
    link = element("a", "stories-card__id stories-id", story.name, href=drawing.href(told))
    link.set("title", drawing.words.permalink)
    return link


def _sentence(story: Story, drawing: Drawing) -> Element:
    words = drawing.words
    if story.type is StoryType.EPIC:
        purpose = story.text or story.title
        return element("p", "stories-sentence", *_value(Clause("", purpose.text if purpose else ""), drawing))
    clauses = [actor_clause(story, words), goal_clause(story, words)]
    if story.actor is None and story.type is StoryType.TECHNICAL:
        clauses = clauses[1:]
    drawn = []
    is_asked = is_question(story) and not story.benefit
    for clause in clauses:
        asks = clause.text.endswith("?") or (is_asked and clause is clauses[-1])
        end = "?" if asks else "" if clause is not clauses[-1] and is_subject(*clauses) else ","
        text = _trimmed(clause.text).removesuffix("?")
        said: Element | str = Inline(text + end) if text else span("stories-none", f"{words.no_goal},")
        shown = span("stories-sentence__text", said, " ")
        drawn.append(span("stories-sentence__clause", span("stories-lead", clause.lead, " "), shown))
    value = () if is_asked else _value(benefit_clause(story, words), drawing)
    return element("p", "stories-sentence", *drawn, *value)


def _value(clause: Clause, drawing: Drawing) -> Iterator[Element]:
    """The clause that a card shows largest: what the story is worth, or that it does not say so."""
    css = "stories-sentence__clause stories-sentence__clause--value"
    said: Element | str = Inline(f"{_trimmed(clause.text).removesuffix('.')}.")
    if not clause.text:
        css += " stories-sentence__clause--void"
        said = span("stories-none", drawing.words.value_missing)
    lead = (span("stories-lead", clause.lead, " "),) if clause.lead else ()
    yield span(css, *lead, span("stories-sentence__text", said))


def _trimmed(words: str) -> str:
    return without_end(words.strip(), ",.;")


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
    items = (_criterion(criterion, story, drawing) for criterion in story.acceptance)
    listed = element("ul", "stories-list stories-criteria", *items, role="list")
    count = drawing.words.progress.format(done=done, total=len(story.acceptance))
    yield _row(drawing.words.accepted_when, count, listed, "accepted", story, drawing)


def _criterion(criterion: Criterion, story: Story, drawing: Drawing) -> Element:
    words = drawing.words
    item = element("li", "stories-list__item", hidden(words.criterion_done if criterion.done else words.criterion_open))
    if criterion.done:
        item.set("class", "stories-list__item stories-is-done")
    said_by_step = bool(criterion.steps) and criterion.phrase is criterion.steps[0].phrase
    if not said_by_step:
        add(item, Inline(criterion.phrase.text))
    if criterion.technical and story.type is StoryType.USER:
        if not said_by_step:
            add(item, " ")
        add(item, span("stories-tag-tech stories-is-tech", icon(), words.technical_mark))
    if criterion.steps:
        steps = (
            element(
                "li",
                "stories-list__item",
                span("stories-lead", words.title(step.keyword)),
                Inline(f" {step.phrase.text}"),
            )
            for step in criterion.steps
        )
        add(item, element("ul", "stories-list stories-steps", *steps, role="list"))
    return item


def _links(kind: LinkKind, story: Story, drawing: Drawing) -> Iterator[Element]:
    """The links of a kind in both directions. The epic of a story stands at the foot."""
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


_AWAITED = frozenset({SUPPORTS.label, SUPPORTS.inverse, DEPENDS_ON.label, PART_OF.inverse})
"""Lists of stories of which it matters how many are done."""


def _link_row(label: str, key: str, linked: Sequence[Story | Phrase], story: Story, drawing: Drawing) -> Element:
    items = (_link_item(one, drawing) for one in linked)
    listed = element("ul", "stories-list stories-links", *items, role="list")
    awaited = [one for one in linked if isinstance(one, Story)] if label in _AWAITED else []
    row = _row(drawing.words.title(label), draw_done(awaited, drawing), listed, key, story, drawing)
    row.set("data-search-exclude", "")  # search finds the others at their own cards
    return row


def _link_item(linked: Story | Phrase, drawing: Drawing) -> Element:
    if isinstance(linked, Phrase):
        missing = span("", span("stories-id", linked.text), f" {drawing.words.no_story}")
        return element("li", "stories-list__item stories-is-missing", missing)
    css = f"stories-list__item {TYPE_CSS[linked.type]}"
    if state(linked, drawing.backlog) in ("doing", "blocked"):
        css += " stories-is-open"
    title = span("stories-links__title", linked.heading)
    name = span("stories-id", linked.name)
    link = element("a", "stories-links__link", name, " ", title, href=drawing.href(linked), data_ref=linked.name)
    words = span("", link)
    if (kind := draw_kind(linked, drawing, "stories-kind stories-links__kind")) is not None:
        link.tail = " "
        add(words, kind)
    words.tail = " "
    return element("li", css, words, draw_status(linked, drawing, "stories-status stories-links__status"))


_ROWS: Mapping[str, Callable[[Story, Drawing], Iterator[Element]]] = MappingProxyType(
    {"acceptance": _criteria, **{kind.name: partial(_links, kind) for kind in LINK_KINDS}}
)
"""Fields in the body of a card."""


def _custom_field(entry: Entry, drawing: Drawing) -> Element:
    value = element("p", "stories-card__value")
    for phrase in entry.values:
        if len(value) or value.text:
            add(value, drawing.words.list_separator)
        add(value, _field_value(entry.field, phrase, drawing))
    label = entry.field.label or entry.field.name.capitalize()
    heading = element("p", "stories-card__label", label)
    return element("div", "stories-card__row stories-card__row--field", heading, value)


def _field_value(of: Field, phrase: Phrase, drawing: Drawing) -> Element | str:
    if of.value is Value.URL:
        return draw_address(phrase.text)
    if of.value is Value.TEXT:
        return span("", Inline(phrase.text))
    if of.value is Value.DATE:
        return span("", drawing.words.day(phrase.text))
    told = number(phrase) if of.value is Value.NUMBER else None
    return span("", phrase.text if told is None else drawing.words.number(told))


def _foot(story: Story, drawing: Drawing) -> Iterator[Element]:
    shown = (_AT_FOOT[name](story, drawing) for name in _shown(drawing) if name in _AT_FOOT)
    facts = [fact for found in shown for fact in found]
    for fact in facts[:-1]:
        add(fact, " ")
    foot = element("div", "stories-card__foot")
    if facts:
        add(foot, span("", *facts), " ")
    if drawing.edit_url and drawing.is_home(story):
        address = f"{drawing.edit_url}#L{story.span.line}"
        title = drawing.words.edit_story.format(name=story.name)
        add(foot, element("a", "stories-card__source", drawing.words.edit, href=address, title=title))
    if len(foot):
        yield foot


def _epics(story: Story, drawing: Drawing) -> Iterator[Element]:
    yield from (_epic(epic, drawing) for epic in _linked(story, PART_OF, drawing))


def _owner(story: Story, drawing: Drawing) -> Iterator[Element]:
    if story.owner:
        yield span("stories-owner", drawing.words.owned_by.format(name=story.owner))


def _milestone(story: Story, drawing: Drawing) -> Iterator[Element]:
    if story.milestone:
        yield span("stories-milestone", drawing.words.due_in.format(name=story.milestone))


def _tags(story: Story, _drawing: Drawing) -> Iterator[Element]:
    yield from (span("stories-tag", f"#{tag}") for tag in story.tags)


def _issues(story: Story, drawing: Drawing) -> Iterator[Element]:
    yield from (span("stories-issue", draw_issue(issue.text, drawing)) for issue in story.issue)


_AT_FOOT: Mapping[str, Callable[[Story, Drawing], Iterator[Element]]] = MappingProxyType(
    {"epic": _epics, "owner": _owner, "milestone": _milestone, "tags": _tags, "issue": _issues}
)
"""Fields at the foot of a card."""


def _epic(epic: Story | Phrase, drawing: Drawing) -> Element:
    if isinstance(epic, Story):
        return element("span", "stories-epic", draw_reference(epic, epic.heading, drawing), data_search_exclude="")
    return span("stories-epic stories-none", icon("stories-i stories-i--alert"), f" {epic} {drawing.words.no_epic}")

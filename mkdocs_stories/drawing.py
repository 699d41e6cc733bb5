"""What cards and views share: the page that they are drawn on, and the marks of type, status and priority."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from urllib.parse import quote

from .addresses import is_safe
from .backlog import Backlog
from .diagnostics import Diagnostic
from .kept import Kept
from .markup import Element, Inline, Pen, Written, element, hidden, span
from .model import Story, View
from .story_types import StoryType
from .vocabulary import Stage, Term
from .words import ENGLISH, Words

TYPE_CSS = {
    StoryType.USER: "stories-is-user",
    StoryType.TECHNICAL: "stories-is-tech",
    StoryType.EPIC: "stories-is-epic",
}
STATES = {
    Stage.OPEN: "todo",
    Stage.ACTIVE: "doing",
    Stage.BLOCKED: "blocked",
    Stage.DONE: "done",
    Stage.DROPPED: "dropped",
}
"""The words for stages that style sheets go by."""


def _no_problems(_block: Story | View) -> tuple[Diagnostic, ...]:
    return ()


@dataclass(frozen=True)
class Drawing:
    """The page that a card is drawn on, and what the card shows there.

    `path` is the page's source. `level` is the level of the title's heading; 0 draws no heading. `problems` gives what
    to say of a story on its card. `edit_url` is where the page's source is edited. `root` stands before paths of
    sources in messages. `issue_url` holds `{issue}`. `is_copy` is for cards away from the place where their stories are
    written. `words` are the texts of the interface. `card` names the fields that cards show, in their order; `None` is
    for the usual ones.

    With a `pen`, all is written at once that the host of the page need not read. `kept` has what the build before
    wrote.
    """

    backlog: Backlog
    path: str
    level: int = 2
    problems: Callable[[Story | View], tuple[Diagnostic, ...]] = field(default=_no_problems)
    edit_url: str = ""
    root: str = ""
    issue_url: str = ""
    is_copy: bool = False
    words: Words = ENGLISH
    card: tuple[str, ...] | None = None
    pen: Pen | None = None
    kept: Kept[Written] | None = None

    def href(self, story: Story) -> str:
        """The address of a story's card from this page: through its source, which the host or its pen resolves."""
        if story.source.path == self.path:
            return f"#{story.anchor}"
        way = quote(_way(self.path, story.source.path), errors="surrogateescape")  # the bytes of a name that is no text
        return f"{way}#{story.anchor}"

    def settled(self, drawn: Element) -> Element:
        """What was drawn, once nothing will change in it any more."""
        return self.pen.settled(drawn) if self.pen else drawn

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
                element("a", "", element("code", "", one.code), href=one.url),
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


def in_words(words: Words, drawn: Element) -> Element:
    """An element that says only what the interface does, with the language of that where the page is in another.

    Where words of authors stand among its own, it is left in the language of the page: to hear those in the wrong
    language would be worse.
    """
    if words.lang:
        drawn.set("lang", words.lang)
    return drawn


def term_words(term: Term, drawing: Drawing) -> str:
    """A word of the site's vocabulary, as it stands in a sentence."""
    return term.label or drawing.words.term(term.name)


def term_title(term: Term, drawing: Drawing) -> str:
    """The same, as a label."""
    return term.label or drawing.words.title(term.name)


def with_icon(drawn: Element, term: Term) -> Element:
    """An element with the icon that the site gives to a word; style sheets draw it."""
    if term.icon:
        drawn.set("data-icon", term.icon)
    return drawn


def draw_status(story: Story, drawing: Drawing, css: str = "stories-status") -> Element:
    """A story's status in the site's words, with the mark of its stage or the icon of its own."""
    status = drawing.backlog.vocabulary.status(story)
    return with_icon(span(css, term_title(status, drawing), data_state=STATES[status.stage]), status)


def state(story: Story, backlog: Backlog) -> str:
    """The word for a story's stage that style sheets go by."""
    return STATES[backlog.vocabulary.status(story).stage]


def draw_done(stories: Iterable[Story], drawing: Drawing) -> str:
    """How many of some stories are done, in words; empty where there is nothing to be done."""
    done, total = drawing.backlog.vocabulary.progress(stories)
    number = drawing.words.number
    return drawing.words.progress_done.format(done=number(done), total=number(total)) if total else ""


def draw_priority(story: Story, drawing: Drawing) -> Element | None:
    """A story's priority, with a mark of four bars; nothing where it has none."""
    vocabulary = drawing.backlog.vocabulary
    name = vocabulary.priority(story)
    if name is None:
        return None
    below = len(vocabulary.priorities) - 1
    rank = 1 + round(3 * (vocabulary.urgency(story) - 1) / below) if below else 4
    term = vocabulary.term("priority", name)
    return with_icon(span("stories-prio", term_title(term, drawing), data_rank=str(rank)), term)


def type_words(story: Story, drawing: Drawing) -> str:
    """The type of a story, as a label."""
    return drawing.words.title(story.type.label)


def draw_kind(story: Story, drawing: Drawing, css: str = "stories-kind") -> Element | None:
    """The kind of a technical story; nothing for others."""
    vocabulary = drawing.backlog.vocabulary
    name = vocabulary.kind(story)
    if name is None:
        return None
    kind = vocabulary.term("kind", name)
    return with_icon(span(css, term_words(kind, drawing)), kind)


def kind_words(story: Story, drawing: Drawing) -> str:
    """The same as words alone; empty for others."""
    kind = draw_kind(story, drawing)
    return "" if kind is None else kind.text or ""


def draw_address(words: str) -> Element | str:
    """An address as a link; words that are none, or that lead nowhere safe, as they are."""
    return element("a", "", words, href=words) if is_safe(words) else words


def draw_issue(issue: str, drawing: Drawing) -> Element | str:
    """A number, a key or an address in the issue tracker of the site: a link where it is known where it leads."""
    if "://" in issue or not is_safe(issue):
        return draw_address(issue)
    label = f"#{issue}" if issue.isdecimal() else issue
    if not drawing.issue_url:
        return label
    return element("a", "", label, href=drawing.issue_url.replace("{issue}", quote(issue, safe="")))


def status_words(story: Story, drawing: Drawing) -> str:
    """The status of a story, as it stands in a sentence."""
    return term_words(drawing.backlog.vocabulary.status(story), drawing)


def draw_reference(story: Story, label: str, drawing: Drawing) -> Element:
    """A link to a story in prose. A label that is the story's id does not break."""
    status = status_words(story, drawing)
    plain_id = label == story.name
    css = f"stories stories-ref{' stories-ref--id' if plain_id else ''} {TYPE_CSS[story.type]}"
    link = element(
        "a",
        css,
        label if plain_id else Inline(label),
        hidden(f" ({status})"),
        data_state=state(story, drawing.backlog),
        title=f"{story.heading} ({status})",
        data_ref=story.name,
        href=drawing.href(story),
    )
    return with_icon(link, drawing.backlog.vocabulary.status(story))

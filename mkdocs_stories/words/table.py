"""What a table of words is: every text that a reader of the site sees, in one language."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date
from functools import cached_property, lru_cache
from math import floor
from string import Formatter
from types import MappingProxyType

from ..plain_text import rounded

_SEPARATORS = re.compile(r"[\s_-]+")
_CONVENTIONS = ("articles", "zero_is_one", "decimal", "thousands", "months")
"""What is no text, but how the language writes numbers and dates, and which articles it has."""


@dataclass(frozen=True, slots=True)
class Counted:
    """A text that goes with a number: one form for what the language takes as singular, one for the rest."""

    one: str
    other: str


Own = str | Counted | tuple[str, ...] | bool
"""What a site may put in the place of what a language has."""


@dataclass(frozen=True, kw_only=True)
class Words:
    """The texts of the interface in one language, with `{placeholders}` for what they are about.

    `terms` are the words that are built in, by their English name: of statuses, priorities, kinds, types, stages,
    fields and links. What an author typed is never looked up here. `*` stands around what is set in bold.
    """

    code: str
    """The language, as `lang` has it."""
    lang: str = ""
    """The same where the page is in another language, and else empty."""
    articles: tuple[str, ...]
    """What may stand before a role or a component without naming another one."""
    zero_is_one: bool = False
    """Whether the language takes 0 as singular."""
    decimal: str = "."
    thousands: str = ","
    percent: str = "{n} %"
    date: str
    months: tuple[str, ...]
    terms: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    # Leads, where the author wrote none, or typed the English key of a field on a page in another language.
    lead_actor: str
    lead_component: str
    lead_goal: str
    lead_component_goal: str
    lead_bare_goal: str
    lead_benefit: str
    lead_purpose: str
    lead_cause: str
    lead_prevention: str

    # Everywhere.
    user_stories: Counted
    technical_stories: Counted
    epics: Counted
    story_count: Counted
    point_count: Counted
    none: str
    no_match: str
    no_stories: str
    no_group: str
    no_value: str
    progress: str
    progress_done: str
    joined: str
    list_separator: str

    # Cards.
    permalink: str
    unreadable: str
    no_goal: str
    value_missing: str
    worth: str
    accepted_when: str
    criterion_done: str
    criterion_open: str
    technical_mark: str
    no_story: str
    no_epic: str
    owned_by: str
    due_in: str
    edit: str
    edit_story: str

    # Table.
    backlog: str
    column_story: str
    column_trace: str
    column_benefit: str
    column_points: str
    technical_done: str
    user_done: str
    stories_done: str
    technical_criteria: Counted

    # Summary.
    points_done: str
    stating: Counted
    covered: Counted
    alone: Counted
    unestimated: Counted
    technical_share: str
    by_status: str
    by_kind: str
    by_epic: str

    # Board.
    board_region: str

    # Matrix.
    matrix_region: str
    matrix_caption: str
    support: str
    uncovered: str
    by_criteria: str
    standing_alone: str
    too_large: str

    # Graph.
    graph_region: str
    graph_label: str
    links: Counted
    key_epic: str
    key_user: str
    key_technical: str
    key_solid: str
    key_dashed: str
    key_dotted: str
    in_words: str
    unlinked: str
    crowded: str

    # Actors.
    roles: str
    components: str
    no_role: str
    no_component: str

    # The backlog page: its toolbar, its comparison, its pages.
    toolbar: str
    skip: str
    search: str
    placeholder: str
    hint: str
    view: str
    group: str
    sort: str
    nothing: str
    next_first: str
    descending: str
    clear: str
    empty: str
    more: str
    all_stories: Counted
    some_stories: str
    unknown: str
    rarer: Counted
    without: str
    page: str
    pages: str
    page_title: str
    own_page: str
    loading: str
    missing: str
    compare: str
    comparison: str
    compare_hint: str
    compare_full: str
    remove: str
    end_compare: str
    not_stated: str
    copied: str

    @property
    def facts(self) -> tuple[str, ...]:
        """The rows of a comparison."""
        names = ("type", "actor", "goal", "value", "points", "business value", "value per point")
        links = ("supports", "supported by", "depends on", "needed by")
        return tuple(self.title(name) for name in (*names, *links))

    @property
    def health(self) -> tuple[Counted, ...]:
        """The lines of a summary that count stories."""
        return (self.stating, self.covered, self.alone, self.unestimated)

    @property
    def lines(self) -> tuple[Counted | str, ...]:
        """All lines of a summary: the last one counts points."""
        return (*self.health, self.technical_share)

    def term(self, name: str) -> str:
        """A built-in word in this language; a word of the site's own as it is."""
        return self._terms.get(plain(name), name)

    def has(self, name: str) -> bool:
        """Whether a word is built in."""
        return plain(name) in self._terms

    def title(self, name: str) -> str:
        """The same, as the first word of a label."""
        term = self.term(name)
        return term[:1].upper() + term[1:]

    def counted(self, text: Counted, number: float, **values: str) -> str:
        """A text in the form that goes with a number, which it may name as `{n}`."""
        is_one = number == 1 or (self.zero_is_one and abs(number) < 2)
        return (text.one if is_one else text.other).format(n=self.number(number), **values)

    def number(self, number: float) -> str:
        """A number as it is written: rounded to two places, half a hundredth up, without needless zeros."""
        whole, _, part = f"{rounded(number):,f}".partition(".")
        grouped = whole.replace(",", self.thousands if abs(number) >= 10_000 else "")
        return f"{grouped}{self.decimal}{part}" if part else grouped

    def percentage(self, part: float, whole: float) -> str:
        """How much a part is of a whole, in full percents."""
        return self.percent.format(n=self.number(floor(100 * part / whole + 0.5) if whole else 0))

    def day(self, words: str) -> str:
        """A date like `2026-01-31` as it is written; other words as they are."""
        try:
            told = date.fromisoformat(words.strip())
        except ValueError:
            return words
        return self.date.format(day=told.day, month=self.months[told.month - 1], year=told.year)

    @cached_property
    def _terms(self) -> dict[str, str]:
        return {plain(name): term for name, term in self.terms.items()}

    @classmethod
    def texts(cls) -> tuple[str, ...]:
        """The names of all texts that a site may put other words for."""
        return tuple(one.name for one in fields(cls) if one.name not in ("code", "lang", "terms", *_CONVENTIONS))

    def with_own(self, own: Mapping[str, Own]) -> Words:
        """These words with a site's own for some of them, which are given by the names of texts and of terms.

        Raises WordsError for a name that there is not, and for a text that cannot stand in the place.
        """
        names = {plain(name): name for name in (*self.texts(), *_CONVENTIONS)}
        terms = dict(self.terms)
        texts: dict[str, Own] = {}
        for name, said in own.items():
            if plain(name) in names:
                texts[names[plain(name)]] = self._fitting(name, names[plain(name)], said)
            elif plain(name) not in self._terms:
                raise WordsError(name, f"there is no text `{name}`", (*names.values(), *self._terms))
            elif not isinstance(said, str):
                raise WordsError(name, "needs a text")
            else:
                terms = {term: word for term, word in terms.items() if plain(term) != plain(name)} | {name: said}
        return replace(self, **texts, terms=MappingProxyType(terms))  # type: ignore[arg-type]

    def _fitting(self, typed: str, name: str, said: Own) -> Own:
        known: Own = getattr(self, name)
        if wrong := _unlike(name, known, said):
            raise WordsError(typed, wrong)
        if isinstance(known, bool | tuple) or isinstance(said, bool | tuple) or name in _CONVENTIONS:
            return said
        if not all(form.strip() for form in forms(said)):
            raise WordsError(typed, "needs a text")
        may = set().union(*map(placeholders, forms(known)))
        for form in forms(said):
            try:
                has = placeholders(form)
            except ValueError:
                raise WordsError(typed, f"`{form}` has a brace that nothing closes") from None
            if not has <= may:
                wrong = ", ".join(f"`{{{one}}}`" for one in sorted(has - may))
                right = ", ".join(f"`{{{one}}}`" for one in sorted(may))
                raise WordsError(typed, f"{wrong} stands for nothing there" + (f"; there is {right}" if may else ""))
        return Counted(said, said) if isinstance(known, Counted) and isinstance(said, str) else said


def _unlike(name: str, known: Own, said: Own) -> str:
    """Why one may not stand in the place of the other; empty where it may."""
    if isinstance(known, bool):
        return "" if isinstance(said, bool) else "needs `true` or `false`"
    if isinstance(known, tuple):
        if not isinstance(said, tuple):
            return "needs a list of texts"
        return "" if name != "months" or len(said) == len(known) else f"needs {len(known)} texts"
    if isinstance(said, bool | tuple) or (isinstance(known, str) and isinstance(said, Counted)):
        return "needs a text"
    return ""


class WordsError(ValueError):
    """Words of a site's own that cannot stand in the place of others; `candidates` are the names there are."""

    def __init__(self, name: str, message: str, candidates: tuple[str, ...] = ()) -> None:
        self.name = name
        self.message = message
        self.candidates = candidates
        super().__init__(message)


def forms(text: str | Counted) -> tuple[str, ...]:
    """A text in each of its forms."""
    return (text.one, text.other) if isinstance(text, Counted) else (text,)


def placeholders(text: str) -> set[str]:
    """The names that stand in braces. Raises ValueError for braces that are not in pairs."""
    return {
        name + (f"!{conversion}" if conversion else "") + (f":{form}" if form else "")
        for _, name, form, conversion in Formatter().parse(text)
        if name is not None
    }


@lru_cache(maxsize=1024)
def plain(name: str) -> str:
    """A name as it is looked up: case does not matter; spaces, hyphens and underscores are the same."""
    return _SEPARATORS.sub(" ", name.strip()).casefold()

"""The toolbar of the backlog page. Without a script its chips are a legend with counts, and the rest stays hidden."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..drawing import STATES, TYPE_CSS, Drawing, in_words, with_icon
from ..markup import Element, add, element, hidden, icon, span
from ..story_types import StoryType
from ..vocabulary import Vocabulary
from ..words import Words
from .index import SORTS, Choice, param

_CHIPS = ("type", "status")
_NO_GROUPS = ("tags",)


def draw_toolbar(facets: Sequence[Choice], views: Sequence[str], drawing: Drawing, texts: Words) -> Element:
    """The toolbar: chips, search and facets, then tabs and order."""
    form = element("form", "stories-toolbar", role="search", aria_label=texts.toolbar)
    add(form, in_words(texts, element("a", "stories-skip", texts.skip, href="#stories-results")))
    add(form, element("div", "stories-toolbar__line", *_chips(facets, drawing.backlog.vocabulary, texts)))
    add(
        form,
        _scripted(
            "div", "stories-toolbar__line", *(in_words(texts, one) for one in _search(texts)), span("stories-facets")
        ),
    )
    bench = _scripted("div", "stories-bench", _tabs(views, drawing, texts), _order(facets, drawing, texts))
    add(form, in_words(texts, bench))
    clear = element("button", "stories-link", texts.clear, type="button", data_clear="", hidden="hidden")
    add(form, in_words(texts, _scripted("p", "stories-count", span("stories-count__n"), clear)))
    add(form, in_words(texts, element("p", "stories-notice", hidden="hidden")))
    return form


def _scripted(tag: str, css: str, *children: Element) -> Element:
    """An element that a script brings into sight."""
    return element(tag, css, *children, data_js="", hidden="hidden")


def _chips(facets: Sequence[Choice], vocabulary: Vocabulary, words: Words) -> Iterator[Element]:
    for facet in facets:
        if facet.name not in _CHIPS:
            continue
        legend = element("legend", "stories-vh", facet.label)
        yield element("fieldset", "stories-fieldset", legend, *_options(facet, vocabulary, words), disabled="disabled")


def _options(facet: Choice, vocabulary: Vocabulary, words: Words) -> Iterator[Element]:
    statuses = {status.name: status for status in vocabulary.statuses}
    for place, value in enumerate(facet.values):
        chip = span("stories-chip")
        if facet.name == "type":
            add(chip, icon(f"stories-i {TYPE_CSS[StoryType(value)]}"))
        else:
            chip.set("class", "stories-chip stories-status")
            chip.set("data-state", STATES[statuses[value].stage])
            with_icon(chip, statuses[value])
        add(chip, f"{facet.labels[place]} ", span("stories-n", words.number(facet.count(place))))
        box = element("input", type="checkbox", name=facet.param, value=value)
        yield element("label", "stories-opt", box, chip)


def _search(texts: Words) -> Iterator[Element]:
    yield element("label", "stories-vh", texts.search, for_="stories-text")
    yield element(
        "input",
        "stories-search",
        type="search",
        id="stories-text",
        name="text",
        placeholder=texts.placeholder,
        autocomplete="off",
        spellcheck="false",
        aria_describedby="stories-hint",
    )
    yield element("span", "stories-vh", texts.hint, id="stories-hint")


def _tabs(views: Sequence[str], drawing: Drawing, texts: Words) -> Element:
    tabs = element("fieldset", "stories-views", element("legend", "stories-vh", texts.view))
    for view in views:
        radio = element("input", type="radio", name="view", value=view)
        if view == views[0]:
            radio.set("checked", "checked")
        add(tabs, element("label", "stories-opt", radio, span("stories-tab", drawing.words.title(view))))
    return tabs


def _order(facets: Sequence[Choice], drawing: Drawing, texts: Words) -> Element:
    groups = [(one.param, one.words) for one in facets if one.name not in _NO_GROUPS]
    sorts = [(param(name), drawing.words.term(name)) for name in SORTS]
    turn = element("input", type="checkbox", name="desc", value="1", aria_label=texts.descending)
    return element(
        "div",
        "stories-order",
        _select("group", texts.group, [("", texts.nothing), *groups]),
        _select("sort", texts.sort, [("", texts.next_first), *sorts]),
        element(
            "label", "stories-opt stories-turn", turn, span("stories-chip", aria_hidden="true"), title=texts.descending
        ),
    )


def _select(name: str, label: str, options: Sequence[tuple[str, str]]) -> Element:
    listed = (element("option", "", words, value=value) for value, words in options)
    return element("label", "stories-field", span("", label), element("select", "stories-select", *listed, name=name))


def draw_more(texts: Words) -> Element:
    """What stands below the results where there are more of them."""
    more = element("button", "stories-btn", type="button", data_more="")
    return in_words(texts, element("p", "stories-more", more, hidden="hidden"))


def draw_empty(texts: Words) -> Element:
    """What to do where a view has nothing to show."""
    clear = element("button", "stories-link", texts.clear, type="button", data_clear="")
    return in_words(texts, element("p", "stories-empty", f"{texts.empty} ", clear, hidden="hidden"))


def live(texts: Words) -> Element:
    """Where changes are told to those who do not see them."""
    said = hidden("")
    said.set("role", "status")
    return in_words(texts, said)

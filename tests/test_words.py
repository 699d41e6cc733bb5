"""The texts of the interface: complete in every language, chosen by the theme, overridden by a site."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from mkdocs_stories.assets import style
from mkdocs_stories.link_kinds import LINK_KINDS
from mkdocs_stories.model import FIELDS
from mkdocs_stories.settings import Settings, SettingsError
from mkdocs_stories.story_types import StoryType
from mkdocs_stories.views import VIEWS
from mkdocs_stories.vocabulary import KINDS, PRIORITIES, STATUSES, Stage, normal
from mkdocs_stories.words import ENGLISH, LANGUAGES, Counted, Words, words_of
from mkdocs_stories.words.table import forms, placeholders, plain
from tests.sites import Built, attribute, site, story, words

every_language = pytest.mark.parametrize("table", LANGUAGES.values(), ids=LANGUAGES)


@every_language
def test_every_text_is_there_with_its_placeholders(table: Words) -> None:
    for name in Words.texts():
        own, english = getattr(table, name), getattr(ENGLISH, name)
        assert type(own) is type(english), name
        for form, pattern in zip(forms(own), forms(english), strict=True):
            assert form.strip(), name
            assert placeholders(form) == placeholders(pattern), name
            assert form.count("*") == pattern.count("*"), name
    assert len(table.months) == 12
    assert table.articles


@every_language
def test_every_built_in_word_is_there(table: Words) -> None:
    built_in = {term.name for term in (*STATUSES, *PRIORITIES, *KINDS)} | {field.name for field in FIELDS}
    built_in |= {one.value for one in StoryType} | {one.label for one in StoryType} | {one.value for one in Stage}
    built_in |= {kind.label for kind in LINK_KINDS} | {kind.inverse for kind in LINK_KINDS} | {*VIEWS.names}
    assert {plain(name) for name in built_in} <= {plain(name) for name in table.terms}
    assert table.terms.keys() == ENGLISH.terms.keys()
    assert all(term.strip() for term in table.terms.values())


def test_names_are_looked_up_as_in_a_block() -> None:
    names = [*Words.texts(), *ENGLISH.terms]
    assert [plain(name) for name in names] == [normal(name) for name in names]
    assert len({plain(name) for name in names}) == len(names)


def test_other_languages_are_not_english() -> None:
    for table in (one for one in LANGUAGES.values() if one is not ENGLISH):
        same = [name for name in Words.texts() if getattr(table, name) == getattr(ENGLISH, name)]
        assert len(same) < 12, same


@pytest.mark.parametrize(
    ("code", "number", "day"),
    [
        ("en", "12,345.5", "31 January 2026"),
        ("de", "12.345,5", "31. Januar 2026"),
        ("fr", "12\u202f345,5", "31 janvier 2026"),
        ("es", "12.345,5", "31 de enero de 2026"),
    ],
)
def test_numbers_and_dates(code: str, number: str, day: str) -> None:
    table = LANGUAGES[code]
    assert table.number(12345.5) == number
    assert table.day("2026-01-31") == day
    assert table.day("some day") == "some day"
    assert table.number(1234) == "1234"
    assert table.number(2.50) == f"2{table.decimal}5"
    assert [table.number(number) for number in (0, 100, 0.004)] == ["0", "100", "0"]


def test_half_a_hundredth_counts_up() -> None:
    """As a spreadsheet has it."""
    assert [ENGLISH.number(number) for number in (21 / 8, 2.675, 1 / 3)] == ["2.63", "2.68", "0.33"]


def test_what_is_singular() -> None:
    said = {code: [table.counted(table.point_count, n) for n in (0, 1, 1.5, 2)] for code, table in LANGUAGES.items()}
    assert said["en"] == ["0 points", "1 point", "1.5 points", "2 points"]
    assert said["de"] == ["0 Punkte", "1 Punkt", "1,5 Punkte", "2 Punkte"]
    assert said["fr"] == ["0 point", "1 point", "1,5 point", "2 points"]


def test_a_language_is_found_by_its_code() -> None:
    assert [words_of(code) for code in ("de", "de-AT", "de_CH", "DE")] == [LANGUAGES["de"]] * 4
    assert words_of("tlh") is None
    assert Settings().words("tlh") == replace(ENGLISH, lang="en")


def test_words_of_a_site() -> None:
    own = {"no match": "Nichts da.", "in progress": "läuft", "point count": {"one": "{n} Pkt.", "other": "{n} Pkte."}}
    table = Settings.from_mapping({"language": "de", "words": {**own, "story_count": "{n} Wünsche"}}).words("fr")
    assert (table.no_match, table.title("In-Progress"), table.term("done")) == ("Nichts da.", "Läuft", "fertig")
    assert table.counted(table.point_count, 3) == "3 Pkte."
    assert table.counted(table.story_count, 1) == "1 Wünsche"


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"language": "tlh"}, "option `language`: is one of `en`, `de`, `fr`, `es`, not 'tlh'"),
        ({"words": ["x"]}, "option `words`: needs a mapping"),
        ({"words": {"no_mach": "x"}}, "option `words.no_mach`: there is no text `no_mach`; did you mean `no_match`?"),
        (
            {"words": {"zzz": "x"}},
            "option `words.zzz`: there is no text `zzz`; all are on https://mkdocs-stories.readthedocs.io/en/latest/words/",
        ),
        ({"words": {"no_match": ""}}, "option `words.no_match`: needs a text"),
        ({"words": {"no_match": "{n} left"}}, "option `words.no_match`: `{n}` stands for nothing there"),
        (
            {"words": {"owned_by": "{name.x}"}},
            "option `words.owned_by`: `{name.x}` stands for nothing there; there is `{name}`",
        ),
        ({"words": {"owned_by": "{name"}}, "option `words.owned_by`: `{name` has a brace that nothing closes"),
        ({"words": {"point_count": {"one": "x"}}}, "option `words.point_count`: needs a text, or two of them"),
        ({"words": {"edit": {"one": "x", "other": "y"}}}, "option `words.edit`: needs a text"),
        ({"words": {"done": {"one": "x", "other": "y"}}}, "option `words.done`: needs a text"),
        ({"words": {"done": ["x"]}}, "option `words.done`: needs a text"),
        ({"words": {"edit": True}}, "option `words.edit`: needs a text"),
        ({"words": {"months": ["x"]}}, "option `words.months`: needs 12 texts"),
        ({"words": {"months": "x"}}, "option `words.months`: needs a list of texts"),
        ({"words": {"zero_is_one": "x"}}, "option `words.zero_is_one`: needs `true` or `false`"),
    ],
)
def test_wrong_words(options: dict[str, Any], message: str) -> None:
    with pytest.raises(SettingsError) as caught:
        Settings.from_mapping(options)
    assert str(caught.value).startswith(message)


PORTUGUESE = {
    "decimal": ",",
    "thousands": " ",
    "zero_is_one": True,
    "articles": ["o", "a"],
    "date": "{day} de {month} de {year}",
    "months": ["jan.", "fev.", "mar.", "abr.", "maio", "jun.", "jul.", "ago.", "set.", "out.", "nov.", "dez."],
    "point_count": {"one": "{n} ponto", "other": "{n} pontos"},
}


def test_a_language_that_is_not_there_is_given_whole() -> None:
    table = Settings.from_mapping({"words": PORTUGUESE}).words("pt-BR")
    assert (table.number(12345.5), table.day("2026-05-01")) == ("12 345,5", "1 de maio de 2026")
    assert [table.counted(table.point_count, n) for n in (0, 1, 2)] == ["0 ponto", "1 ponto", "2 pontos"]
    assert table.articles == ("o", "a")


def test_white_space_at_the_ends_of_a_text_stays() -> None:
    assert Settings.from_mapping({"words": {"criterion_done": "Feito: "}}).words().criterion_done == "Feito: "


def test_counted_forms() -> None:
    assert forms(Counted("a", "b")) == ("a", "b")
    assert forms("a") == ("a",)


PAGE = story("US-1", "status: done", "estimate: 2.5", "priority: high") + "\n```backlog\nview: summary\n```\n"
THEMES: list[tuple[dict[str, Any], dict[str, Any], str]] = [
    ({"name": "material", "language": "de", "font": False}, {}, "Fertig"),
    ({"name": "mkdocs", "locale": "fr"}, {}, "Terminé"),
    ({"name": "readthedocs", "locale": "es"}, {}, "Terminada"),
    ({"name": "mkdocs", "locale": "fr"}, {"language": "en"}, "Done"),
    ({"name": "mkdocs"}, {"words": {"done": "Shipped"}}, "Shipped"),
    ({"name": "mkdocs", "locale": "ja"}, {}, "Done"),
]


@pytest.mark.parametrize(("theme", "options", "status"), THEMES, ids=lambda one: str(one)[:40])
def test_pages_speak_the_language_of_their_theme(
    tmp_path: Path, theme: dict[str, Any], options: dict[str, Any], status: str
) -> None:
    built = site(tmp_path, PAGE, config={"theme": theme}, **options).build()
    assert words(built.page().select_one(".stories-card .stories-status")) == status


STRANGE = """\
```story
id: Я-1
title: Цены
role: читатель
goal: видеть цены
benefit: плачу меньше
status: in progress
priority: high
estimate: 2.5
business value: 5
acceptance: [{technical: быстро}, {done: верно}]
owner: Ада
milestone: 1
epic: Я-5
tags: [а]
срок: 2026-05-01
```

```story
{id: Я-2, role: друг, goal: дарить, status: blocked, depends on: Я-1}
```

```technical-story
{id: Я-3, component: склад, goal: считать, benefit: верно, supports: Я-1, kind: debt, relates to: Я-2}
```

```technical-story
{id: Я-4, component: склад, goal: не терять, benefit: цело, replaces: Я-3}
```

```epic
{id: Я-5, title: Лавка}
```
"""
"""Stories without a letter of English in their words."""


def strange(text: Any) -> Any:
    """A text of the interface in no language, each of its letters put in for another, but for what is filled in."""
    if isinstance(text, Counted):
        return {"one": strange(text.one), "other": strange(text.other)}
    return re.sub(r"(\{\w+\})|[A-Za-z]", lambda found: found[1] or "ж", text)


def strange_site(folder: Path, **config: Any) -> Built:
    """A site of stories and views, every text of which has been given another one by the option `words`."""
    own = {name: strange(getattr(ENGLISH, name)) for name in Words.texts()}
    own |= {name: strange(term) for name, term in ENGLISH.terms.items()} | {"months": ["ж"] * 12}
    views = "".join(f"\n```backlog\nview: {name}\n```\n" for name in VIEWS.names)
    grouped = "\n```backlog\nview: table\ngroup by: срок\ncolumns: [story, estimate, milestone, stage]\n```\n"
    empty = "\n```backlog\nview: cards\nwhere: {status: dropped}\n```\n"
    pages = {"index.md": STRANGE + views + grouped + empty, "backlog.md": "# B\n\n```backlog\n```\n"}
    fields = {"срок": {"type": "date", "label": "Срок"}}
    rules = {"missing-benefit": "off", "missing-criteria": "off"}
    return site(folder, pages, config=config, id_pattern="Я-[0-9]", fields=fields, words=own, rules=rules).build()


SAID = ("aria-label", "title", "placeholder", "alt", "data-label", "data-unit", "data-copied")
"""Attributes that are read or shown."""


def test_no_text_bypasses_the_table(tmp_path: Path) -> None:
    """With other words for every text no letter of English is left, in what is shown as in what is read out."""
    found = strange_site(tmp_path, edit_uri="e", repo_url="https://example.com")
    assert found.warnings == []
    said = 0
    for url in ("", "backlog/"):
        for part in found.page(url).select(".stories, script[data-copied]"):
            for one in (part, *part.select("*")):
                texts = (
                    [str(text) for text in one.find_all(string=True, recursive=False)] if one.name != "script" else []
                )
                texts += [attribute(one, name) for name in SAID if one.has_attr(name)]
                said += len(texts)
                assert not [text for text in texts if re.search("[A-Za-z]", text)], one
    assert said > 500


def test_style_sheets_say_nothing() -> None:
    """What they put in by themselves is no word: nobody could translate it."""
    assert [
        said
        for said in re.findall(r"""content:\s*["']([^"']+)""", style())
        if re.search(r"(?<!\\)\b[A-Za-z]{2,}", said)
    ] == []


def test_a_german_page_has_no_english_left(tmp_path: Path) -> None:
    page = story("US-1", "status: done", "estimate: 2.5", "priority: high", "acceptance: [Es geht]")
    views = "".join(f"\n```backlog\nview: {name}\n```\n" for name in VIEWS.names)
    built = site(tmp_path, {"index.md": page + views, "backlog.md": "# B\n\n```backlog\n```\n"}, language="de").build()
    said = " ".join(words(one) for url in ("", "backlog/") for one in built.page(url).select(".stories"))
    for english in (" of ", "done", "points", "High", "Status: ", "without", "Accepted", "No ", "Roles", "stories "):
        assert english not in said, english
    assert "2,5 von 2,5 Punkten fertig" in said


KEYS = """\
```story
{id: US-1, as a: reader, I want: G, so that: B}
```

```technical-story
{id: TS-1, the: part, should: G, because: B}
```

```story
{id: US-2, story: "As a reader, I want to see prices so that I pay less"}
```
"""


@pytest.mark.parametrize(
    ("code", "told", "technical"),
    [
        ("en", "As a reader, I want G, so that B.", "The part should G, because B."),
        ("de", "Als reader möchte ich G, damit B.", "Komponente part soll G, weil B."),
        ("fr", "En tant que reader je veux G, afin que B.", "Composant part doit G, car B."),
        ("es", "Como reader quiero G, para que B.", "Componente part debe G, porque B."),
    ],
)
def test_a_sentence_is_in_one_language(tmp_path: Path, code: str, told: str, technical: str) -> None:
    """Keys are English, and what an author types into them is not: all three clauses are led in alike."""
    page = site(tmp_path, KEYS, language=code).build().page()
    sentences = [words(one) for one in page.select(".stories-sentence")]
    assert sentences == [told, technical, "As a reader, I want to see prices, so that I pay less."]


def test_a_word_of_its_own_takes_no_other_from_an_english_site(tmp_path: Path) -> None:
    text = "```technical-story\n{id: TS-1, the: part, must: G, in order to: B}\n```\n"
    page = site(tmp_path, text, words={"lead_cause": "since"}).build().page()
    assert words(page.select_one(".stories-sentence")) == "The part must G, in order to B."


JAPANESE = """\
# 書店

```story
{id: US-1, title: 本を選ぶ, as a: 読者, I want: 本を選ぶ, so that: 読める, epic: EP-1, acceptance: [値段がある]}
```

```epic
{id: EP-1, title: 本棚}
```

```backlog
view: table
where: {status: done}
```
"""


def spoken(folder: Path, locale: str, /, **options: Any) -> tuple[Built, list[Any]]:
    """A site in Japanese, and the elements of its pages that say in which language they are."""
    theme = {"name": "material", "language": locale, "font": False}
    config = {"theme": theme, "use_directory_urls": False}
    built = site(folder, JAPANESE, config=config, backlog="backlog.md", short_links=True, **options).build()
    assert built.status == 0, built.said()
    return built, [one for page in ("index.html", "backlog.html") for one in built.page(page).select("body [lang]")]


def test_what_is_not_in_the_language_of_the_page_says_so(tmp_path: Path) -> None:
    """Where it stands by itself: words of authors are in the language of the page."""
    built, marked = spoken(tmp_path, "ja")
    assert {attribute(one, "lang") for one in marked} == {"en"}
    assert not re.search("[\u3040-\u9fff]", "".join(one.get_text() for one in marked))
    page = built.page("backlog.html")
    told = "health > span:first-child", "skip", "search", "views", "count", "notice", "more > *", "empty > *", "key > *"
    for one in (*(page.select_one(f".stories-{part}") for part in told), page.select_one("[role=status]")):
        assert one is not None
        assert next(found for found in (one, *one.parents) if found.get("lang")) in marked, one
    assert built.page("index.html").select_one(".stories-empty[lang=en]")
    assert attribute(built.page("stories/US-1/index.html").html, "lang") == "ja"


def test_what_is_in_the_language_of_the_page_says_nothing(tmp_path: Path) -> None:
    """A language that is built in; one for which the site has its own words."""
    assert spoken(tmp_path / "de", "de")[1] == []
    assert spoken(tmp_path / "ja", "ja", words={"done": "完了"})[1] == []


def test_a_language_that_the_site_asks_for(tmp_path: Path) -> None:
    _, marked = spoken(tmp_path, "ja", language="fr")
    assert {attribute(one, "lang") for one in marked} == {"fr"}

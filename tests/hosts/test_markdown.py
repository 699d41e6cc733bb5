"""The extension `stories` with Python-Markdown alone, beside other extensions, and with hostile words in fields."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import markdown
import pytest
from bs4 import BeautifulSoup, Tag

from tests.sites import attribute, indented, row, story, words

OTHERS = [
    *("abbr", "admonition", "attr_list", "def_list", "footnotes", "md_in_html", "tables", "toc", "meta"),
    *("pymdownx.superfences", "pymdownx.tasklist", "pymdownx.tabbed", "pymdownx.details", "pymdownx.snippets"),
    *("pymdownx.betterem", "pymdownx.caret", "pymdownx.critic", "pymdownx.emoji", "pymdownx.escapeall"),
    *("pymdownx.inlinehilite", "pymdownx.magiclink", "pymdownx.mark", "pymdownx.smartsymbols", "pymdownx.tilde"),
]


def drawn(text: str, *others: str, **options: Any) -> BeautifulSoup:
    """A page, drawn by the extension."""
    html = markdown.markdown(text, extensions=[*others, "stories"], extension_configs={"stories": options})
    return BeautifulSoup(html, "html.parser")


def one_card(text: str, *others: str) -> Tag:
    cards = drawn(text, *others).select("article")
    assert len(cards) == 1
    return cards[0]


def test_the_extension_is_known_by_its_name_and_by_its_module() -> None:
    for name in ("stories", "mkdocs_stories.hosts.markdown_extension"):
        assert '<h2 class="stories-card__title" id="us-1">' in markdown.markdown(story(), extensions=[name])


def test_a_page_is_its_own_backlog() -> None:
    page = drawn(f"See [US-1].\n\n{story('US-1')}\n{story('TS-1', 'supports: US-1')}\n```backlog\n```\n")
    assert [attribute(one, "href") for one in page.select("a.stories-ref")] == ["#us-1"]
    assert words(row(page.select("article")[0], "Supported by")).startswith("Supported by 0 of 1 done TS-1")
    assert [words(one) for one in page.select("tr.stories-row .stories-id")] == ["TS-1", "US-1"]
    assert page.select_one("[data-view=summary]")


def test_options_are_those_of_the_plugin() -> None:
    page = drawn(story("US-1", "issue: 7"), issue_url="https://forge.example/{issue}")
    assert page.select('a[href="https://forge.example/7"]')
    with pytest.raises(ValueError, match=r"option `issue_url`: needs an http or https address"):
        drawn(story(), issue_url="7")
    with pytest.raises(ValueError, match=r"option `issue-url`: there is no such option; did you mean `issue_url`\?"):
        drawn(story(), **{"issue-url": "7"})


def test_one_instance_draws_several_pages() -> None:
    md = markdown.Markdown(extensions=["toc", "footnotes", "stories"])
    pages = [story("US-1", notes="One[^1]\n\n[^1]: note"), "[US-1]", f"{story('US-2')}\n[US-1] [US-2]", story("US-1")]
    alone = [markdown.markdown(page, extensions=["toc", "footnotes", "stories"]) for page in pages]
    together = []
    for page in pages:
        together.append(md.convert(page))
        md.reset()
    assert together == alone
    assert "stories-ref" not in together[1]
    assert together[2].count('<a class="stories stories-ref') == 1
    again = [md.reset().convert(page) for page in pages]
    assert again == alone


def test_pages_without_reset_do_not_mix() -> None:
    md = markdown.Markdown(extensions=["stories"])
    assert 'id="us-1"' in md.convert(story())
    assert md.convert("[US-1]") == "<p>[US-1]</p>"


def test_front_matter_is_no_story() -> None:
    page = drawn(f"---\ntitle: x\ntext: |\n  ```story\n  id: US-7\n  ```\n---\n\n{story()}")
    assert [attribute(one, "id") for one in page.select(".stories-card__title")] == ["us-1"]


def test_the_table_of_contents_has_the_titles() -> None:
    md = markdown.Markdown(extensions=["toc", "stories"])
    md.convert(f"# Page\n\n{story('US-1', 'title: A < B & {c}')}\n## Part\n\n{story('US-2')}")
    tokens = getattr(md, "toc_tokens")  # noqa: B009
    assert [one["id"] for one in tokens[0]["children"]] == ["us-1", "part"]
    assert tokens[0]["children"][0]["name"] == "A &lt; B &amp; {c}"
    assert [one["id"] for one in tokens[0]["children"][1]["children"]] == ["us-2"]


def test_a_heading_elsewhere_with_the_same_id_gives_way() -> None:
    page = drawn(f"# US-1\n\n{story()}", "toc")
    assert len(page.select("#us-1")) == 1
    assert page.select_one("#us-1.stories-card__title")


def test_attribute_lists_around_a_card() -> None:
    page = drawn(f"# Page {{#top}}\n\n{story(notes='A note.{: .mine}')}\nText.\n{{: .yours}}\n", *OTHERS)
    assert page.select_one("h1#top")
    assert words(page.select_one("p.yours")) == "Text."


def test_abbreviations_are_read_in_fields() -> None:
    here = one_card(story("US-1", "I want: to read HTML") + "\n*[HTML]: Hyper Text\n", "abbr")
    assert attribute(here.select_one(".stories-sentence abbr"), "title") == "Hyper Text"


def test_footnotes_in_fields_and_notes() -> None:
    page = drawn(f"{story('US-1', 'so that: I pay less[^a]', notes='Agreed.[^b]')}\n[^a]: A.\n[^b]: B.\n", "footnotes")
    assert len(page.select("article sup a.footnote-ref")) == 2
    assert len(page.select(".footnote li")) == 2


def test_a_card_in_a_footnote() -> None:
    page = drawn(f"Text.[^1]\n\n[^1]: Before.\n\n{indented(story())}", "footnotes")
    assert page.select_one(".footnote li article #us-1")


def test_a_card_in_tabs_and_details() -> None:
    text = f'=== "One"\n\n{indented(story())}\n=== "Two"\n\n    ??? note\n\n{indented(story("US-2"), " " * 8)}'
    page = drawn(text, *OTHERS)
    assert page.select_one(".tabbed-content article #us-1")
    assert page.select_one(".tabbed-content details article #us-2")


def test_a_card_in_html_with_markdown() -> None:
    page = drawn(f'<div class="box" markdown="1">\n\n{story(notes="*A* note")}\n</div>\n', "md_in_html")
    assert page.select_one("div.box article em")
    assert "markdown" not in str(page.select_one("div.box"))[:40]


def test_a_block_in_html_without_markdown_stays_as_it_was_written() -> None:
    page = drawn(f"<div>\n{story('US-1', 'title: A <b> & c')}</div>\n\nAfter.\n")
    box = page.select_one("div")
    assert box
    assert page.select("article") == []
    assert "title: A <b> & c" in box.get_text()
    assert page.select("b") == []
    assert words(page.select_one("p")) == "After."


def test_task_lists_keep_their_place(tmp_path: Path) -> None:
    notes = "- [ ] open\n\n1. [ ] not ours?\n\nText.\n\n- plain"
    here = one_card(story(notes=notes), *OTHERS)
    assert [words(one) for one in here.select(".stories-criteria > li")][1:] == ["Open: open", "Open: not ours?"]
    assert [words(one) for one in here.select(".stories-card__body li")] == ["plain"]


def test_a_story_from_a_snippet_is_drawn(tmp_path: Path) -> None:
    (tmp_path / "part.md").write_text(story("US-7", notes="See [US-8]."), encoding="utf-8")
    html = markdown.markdown(
        f'{story("US-8")}\n--8<-- "part.md"\n',
        extensions=["pymdownx.snippets", "stories"],
        extension_configs={"pymdownx.snippets": {"base_path": [str(tmp_path)]}},
    )
    page = BeautifulSoup(html, "html.parser")
    assert page.select_one("#us-7")
    assert attribute(page.select_one("a.stories-ref"), "href") == "#us-8"


def test_code_and_nested_fences_in_notes() -> None:
    notes = "~~~~ text\n```story\nid: US-5\n```\n~~~~\n\n    id: US-6\n\nEnd."
    here = one_card(
        story(notes=notes).replace("```story\nid: US-1", "`````story\nid: US-1").rstrip()[:-3] + "`````\n", *OTHERS
    )
    assert "```story\nid: US-5\n```" in here.select("pre")[0].get_text()
    assert "id: US-6" in here.select("pre")[1].get_text()
    assert words(here.select(".stories-card__body > p")[-1]) == "End."


# Words of authors


PLACES = (
    *("as a", "I want", "so that", "acceptance", "title", "owner", "milestone", "tags", "issue", "status", "priority"),
    *("estimate", "epic", "depends on", "relates to", "id"),
)
LISTS = ("acceptance", "tags", "issue", "depends on", "relates to")
HOSTILE = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "</p></article><svg onload=alert(1)>",
    "`` `<u onclick=alert(1)>` x",
    "``x`<u onclick=alert(1)>`",
    "\\`<u onclick=alert(1)>`",
    "`a` \\`<u onclick=alert(1)>\\`",
    "x {: onclick=alert(1) }",
    "x { onclick=alert(1) #taken }",
    "*x*{: onclick=alert(1) }",
    "`x`{: onclick=alert(1) }",
    "[x](y){: onclick=alert(1) }",
    "*x*\\{: onclick=alert(1) }",
    '" onmouseover="alert(1)',
    "' onmouseover='alert(1)",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "[x](javascript:alert(1))",
    "[x](JavaScript:alert(1))",
    "[x](  javascript:alert(1))",
    "[x](<javascript:alert(1)>)",
    "[x](java&#115;cript:alert(1))",
    "[x](javascript&colon;alert(1))",
    "[x](javascript\\:alert(1))",
    "[x](&#x1;javascript:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](java&#9;script:alert(1))",
    "[x](java&NewLine;script:alert(1))",
    "[x](data:text/html,<script>alert(1)</script>)",
    "[x](vbscript:alert(1))",
    '[x](y "a\\" onclick=alert(1) b=\\"")',
    "[x][bad]",
    "![x](y){: onerror=alert(1) }",
    "javascript:alert(1)",
    "javascript://x/%0aalert(1)",
    "<!-- x -->",
    "<?php x ?>",
)
DEFINED = "\n[bad]: javascript:alert(1)\n"


def typed(words_: str) -> str:
    """Words as a YAML value."""
    return '"' + words_.replace("\\", "\\\\").replace('"', '\\"').replace("\t", "\\t") + '"'


def assert_harmless(page: Tag) -> None:
    assert page.select("script, img[onerror], svg:not(.stories-graph__svg), u, #taken") == []
    for one in page.find_all(True):
        for name, value in one.attrs.items():
            assert not name.startswith("on"), one
            if name in ("href", "src"):
                address = re.sub(r"[\x00-\x20]", "", value if isinstance(value, str) else " ".join(value))
                assert not re.match(r"(?i)(?!https?:|mailto:)[a-z][a-z0-9+.-]*:", address), one


@pytest.mark.parametrize("words_", HOSTILE)
@pytest.mark.parametrize("others", [[], OTHERS], ids=["alone", "with others"])
def test_words_of_authors_do_no_harm(words_: str, others: list[str]) -> None:
    """One page: a story for each field, with these words in it."""
    written = []
    for number, name in enumerate(PLACES, 1):
        text = story(f"US-{number}", f"{name}: [{typed(words_)}]" if name in LISTS else f"{name}: {typed(words_)}")
        written.append(text.replace(f"id: US-{number}\n", "", 1) if name == "id" else text)
    views = "```backlog\n```\n```backlog\nview: cards\n```\n"
    page = drawn("\n".join([*written, views, DEFINED]), *others)
    assert len(page.select("article")) == 2 * len(PLACES)
    assert_harmless(page)


@pytest.mark.parametrize("words_", HOSTILE)
def test_broken_blocks_do_no_harm(words_: str) -> None:
    for text in (
        f"```story\nid: US-1\n{typed(words_)}: x\n```\n",
        f"```story\n{words_}\n```\n",
        f"```story\nid: US-1\nI want: [\n{words_}\n```\n",
        f"```backlog\nview: {typed(words_)}\nwhere: {{{typed(words_)}: {typed(words_)}}}\n```\n",
    ):
        assert_harmless(drawn(text, *OTHERS))


def test_custom_fields_do_no_harm() -> None:
    fields = {"link": {"type": "url"}, "text": None, "words": {"type": "list"}, "choice": {"choices": ["a"]}}
    fields = {f"my {name}": told for name, told in fields.items()}
    for words_ in HOSTILE:
        lines = [f"{name}: {typed(words_)}" for name in fields]
        page = drawn(
            f"{story('US-1', *lines)}\n```backlog\ncolumns: [id, my link, my text, my words, my choice]\n```\n",
            *OTHERS,
            fields=fields,
        )
        assert_harmless(page)


@pytest.mark.parametrize("name", ["I want", "so that", "as a", "acceptance", "acceptance: {given", "title", "owner"])
def test_tags_and_attribute_lists_are_shown_as_they_were_typed(name: str) -> None:
    for said in ("Say <b>loud</b> {: .x }", "Say <i> & &amp; {x}", "Is 1 < 2, 3 > 2 and {a} <https:>"):
        value = typed(said) + ("}" if "{" in name else "")
        here = one_card(story("US-1", f"{name}: {value}"), *OTHERS)
        shown = said if name in ("title", "owner") else said.replace("&amp;", "&")
        assert shown in " ".join(here.get_text().split()), str(here)


INLINE = {
    "a `code <b> {x} *y*` b": "<code>code &lt;b&gt; {x} *y*</code>",
    "``a ` b``": "<code>a ` b</code>",
    "an *emphasis*": "<em>emphasis</em>",
    "a **strong** word": "<strong>strong</strong>",
    "a [link](https://example.org/?a=1&b=2)": '<a href="https://example.org/?a=1&amp;b=2">link</a>',
    "a [link](#us-2)": '<a href="#us-2">link</a>',
    "a [page](page.md)": '<a href="page.md">page</a>',
    "a [mail](mailto:a@example.org)": '<a href="mailto:a@example.org">mail</a>',
    "at <https://example.org/>": '<a href="https://example.org/">https://example.org/</a>',
    "escaped \\*stars\\* and \\{braces\\}": "escaped *stars* and {braces}",
    "*1 < 2* and `{a}` {b}": "<em>1 &lt; 2</em> and <code>{a}</code> {b}",
    "as [US-2] says": '<a class="stories stories-ref stories-ref--id',
}


@pytest.mark.parametrize("said", INLINE)
@pytest.mark.parametrize("name", ["as a", "I want", "so that", "acceptance", "given"])
def test_inline_markdown_works_in_fields(said: str, name: str) -> None:
    line = {"acceptance": f"acceptance: [{typed(said)}]", "given": f"acceptance: [{{given: {typed(said)}}}]"}
    text = story("US-1", line.get(name, f"{name}: {typed(said)}"))
    page = markdown.markdown(f"{text}\n{story('US-2')}", extensions=["attr_list", "stories"])
    assert INLINE[said] in page


def test_inline_markdown_works_in_a_whole_sentence() -> None:
    text = "```story\nid: US-1\nstory: As a reader, I want to *see* `<b>` [there](x.md), so that I **pay** less\n```\n"
    here = one_card(text)
    assert [words(one) for one in here.select("em, code, a[href='x.md'], strong")] == ["see", "<b>", "there", "pay"]


def test_unsafe_links_leave_their_words() -> None:
    here = one_card(story("US-1", "so that: I [pay](javascript:x) less"))
    assert words(here.select_one(".stories-sentence__clause--value")) == "so that I pay less."


@pytest.mark.parametrize("other", ["pymdownx.highlight", "pymdownx.superfences", "codehilite"])
def test_a_block_that_cannot_be_read_is_shown_as_it_was_typed(other: str) -> None:
    body = "id: US-1\nI want: [\n&lt; <b> {: .x } [US-1] & `y` {x}\n\n    deep\n"
    here = one_card(f"```story\n{body}```\n", other, "attr_list")
    source = here.select_one("pre.stories-source > code")
    assert source
    assert source.get_text().strip() == body.strip()


def test_many_pages_in_one_process_leave_nothing_behind() -> None:
    pages = [markdown.markdown(f"{story()}\n<div>\n{story('US-2')}</div>\n", extensions=["stories"]) for _ in range(3)]
    assert len(set(pages)) == 1
    assert not re.search("stories[0-9a-f]{32}", pages[0])

"""What pages of a MkDocs site show: cards, references, views and what stands inside them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.sites import Built, attribute, indented, row, site, story, words

EVERYTHING = {
    "markdown_extensions": [
        *("abbr", "admonition", "attr_list", "def_list", "footnotes", "md_in_html", "tables"),
        {"toc": {"permalink": True}},
        *("pymdownx.details", "pymdownx.superfences", "pymdownx.blocks.admonition", "pymdownx.highlight"),
        {"pymdownx.tabbed": {"alternate_style": True}},
        {"pymdownx.tasklist": {"custom_checkbox": True}},
    ]
}


def fine(built: Built) -> Built:
    assert built.status == 0, built.said()
    assert built.warnings == []
    return built


# Titles


@pytest.mark.parametrize(
    ("before", "level"),
    [
        ("", "h2"),
        ("# Page", "h2"),
        ("# Page\n\n## Part", "h3"),
        ("# Page\n\n## Part\n\n### Piece\n\n## Other", "h3"),
        ("# Page\n\n##### Deep", "h6"),
        ("# Page\n\n###### Deepest", "h6"),
        ("Page\n====\n\nPart\n----", "h3"),
    ],
)
def test_a_title_is_one_level_below_the_heading_before(tmp_path: Path, before: str, level: str) -> None:
    page = fine(site(tmp_path, f"{before}\n\n{story()}\n{story('US-2')}").build()).page()
    assert [one.name for one in page.select(".stories-card__title")] == [level, level]
    assert page.select_one(f"{level}#us-1") is not None


def test_a_heading_inside_of_notes_does_not_lower_the_next_card(tmp_path: Path) -> None:
    text = f"# Page\n\n{story(notes='#### Deep')}\n{story('US-2')}"
    built = fine(site(tmp_path, text).build())
    title = built.element("", "us-1")
    assert title is not None
    assert title.name == "h2"


def contents(built: Built) -> list[str]:
    return [words(one) for one in built.page().select(".bs-sidebar a")]


def test_titles_are_in_the_table_of_contents(tmp_path: Path) -> None:
    text = f"# Page\n\n{story('US-1', 'title: Discounts & more')}"
    built = fine(site(tmp_path, text).build())
    assert contents(built) == ["Page", "Discounts & more"]


def test_titles_may_be_left_out_of_the_table_of_contents(tmp_path: Path) -> None:
    text = f"# Page\n\n{story('US-1', 'title: Discounts')}\n## Part\n\n{story('US-2')}"
    built = fine(site(tmp_path, text, toc=False).build())
    assert contents(built) == ["Page", "Part"]
    title = built.element("", "us-1")
    assert title is not None
    assert (title.name, words(title), title.get("data-level")) == ("h2", "Discounts", None)
    other = built.element("", "us-2")
    assert other is not None
    assert other.name == "h3"


def test_a_title_is_text_and_not_markdown(tmp_path: Path) -> None:
    built = fine(
        site(
            tmp_path, "# Page\n\n" + story("US-1", "title: 'Use <b>bold</b> & *stars* {#id}'"), config=EVERYTHING
        ).build()
    )
    title = built.element("", "us-1")
    assert words(title).startswith("Use <b>bold</b> & *stars* {#id}")
    assert contents(built)[-1] == "Use <b>bold</b> & *stars* {#id}"


# Edit links


@pytest.mark.parametrize("uri", ["edit/main/docs/", "https://forge.example/shop/edit/{path}"])
def test_the_edit_link_leads_to_the_line_of_the_story(tmp_path: Path, uri: str) -> None:
    config = {"repo_url": "https://forge.example/shop", "edit_uri": uri}
    if "{path}" in uri:
        config = {"edit_uri_template": uri}
    pages = {
        "index.md": f"---\ntitle: Start\n---\n# Page\n\n{story()}",
        "deep/er.md": f"# Page\n\ntext\n\n{story('US-2')}",
    }
    built = fine(site(tmp_path, pages, config=config).build())
    first = built.card("", "us-1").select_one(".stories-card__source")
    second = built.card("deep/er/", "us-2").select_one(".stories-card__source")
    assert attribute(first, "href").startswith("https://forge.example/shop/edit/")
    assert attribute(first, "href").endswith("index.md#L6")
    assert attribute(second, "href").endswith("deep/er.md#L5")


def test_a_card_that_another_page_shows_is_not_edited_there(tmp_path: Path) -> None:
    config = {"repo_url": "https://forge.example/shop", "edit_uri": "edit/", "hooks": ["hook.py"]}
    made = site(tmp_path, {"index.md": "# Start\n", "other.md": f"# Other\n\n{story()}"}, config=config)
    (tmp_path / "hook.py").write_text(
        "from markdown import Markdown\n"
        "from mkdocs.structure.pages import _RelativePathTreeprocessor\n"
        "def on_page_content(html, page, config, files):\n"
        "    if page.is_homepage:\n"
        "        other = files.get_file_from_path('other.md')\n"
        "        md = Markdown(extensions=config.markdown_extensions, extension_configs=config.mdx_configs)\n"
        "        _RelativePathTreeprocessor(other, files, config)._register(md)\n"
        "        return md.convert(other.content_string)\n"
    )
    built = made.build()
    here, at_home = (built.card(url, "us-1").select(".stories-card__source") for url in ("", "other/"))
    assert here == []
    assert [attribute(one, "href") for one in at_home] == ["https://forge.example/shop/edit/other.md#L3"]


def test_there_is_no_edit_link_without_an_edit_address(tmp_path: Path) -> None:
    built = fine(site(tmp_path, story()).build())
    assert built.page().select(".stories-card__source") == []


# References in prose


REFERENCES = {
    "[US-1]": "US-1",
    "[US-1][]": "US-1",
    "[the discount story][US-1]": "the discount story",
    "[the *discount* story][US-1]": "the discount story",
    "[the `discount` story][US-1]": "the discount story",
}


@pytest.mark.parametrize("written", REFERENCES)
@pytest.mark.parametrize("directory_urls", [True, False])
def test_a_reference_is_a_link_to_the_card(tmp_path: Path, written: str, directory_urls: bool) -> None:
    pages = {
        "index.md": f"# Page\n\nSee {written}, please.\n\n- in a list: {written}\n",
        "deep/er.md": f"# Deep\n\n{story('US-1', 'title: See discounts', 'status: in progress')}\nSee {written}.\n",
    }
    built = fine(site(tmp_path, pages, config={"use_directory_urls": directory_urls}).build())
    deep = "deep/er/" if directory_urls else "deep/er.html"
    for address, count in (("", 2), (deep, 1)):
        links = built.page(address).select("a.stories-ref")
        assert len(links) == count
        for link in links:
            assert words(link) == f"{REFERENCES[written]} (in progress)"
            assert attribute(link, "title") == "See discounts (in progress)"
            assert attribute(link, "data-state") == "doing"
            assert built.target(address, attribute(link, "href")) is built.element(deep, "us-1")


def test_two_references_side_by_side_are_two_links(tmp_path: Path) -> None:
    page = fine(site(tmp_path, f"# Page\n\n[US-1] [US-2]\n\n[US-1][US-2]\n\n{story()}\n{story('US-2')}").build()).page()
    links = [attribute(one, "href") for one in page.select("a.stories-ref")]
    assert links == ["#us-1", "#us-2", "#us-2"]


@pytest.mark.parametrize(
    ("written", "left"),
    [
        ("`[US-1]`", "[US-1]"),
        ("``[US-1][]``", "[US-1][]"),
        ("    [US-1]", "[US-1]"),
        ("```\n[US-1]\n```", "[US-1]"),
        ("~~~~ text\n[the story][US-1]\n~~~~", "[the story][US-1]"),
        ("\\[US-1]", "[US-1]"),
        ("<!-- [US-1] -->", ""),
        ("<pre>[US-1]</pre>", "[US-1]"),
    ],
)
def test_a_reference_in_code_is_none(tmp_path: Path, written: str, left: str) -> None:
    built = fine(site(tmp_path, f"# Page\n\n{written}\n\n{story()}", config=EVERYTHING).build())
    assert built.page().select("a.stories-ref") == []
    content = built.page().select_one("[role=main]")
    assert left in words(content)


@pytest.mark.parametrize(
    "written",
    ["[see [US-1] there](other.md)", "[US-1](other.md)", "[*see* [US-1]](other.md)", '<a href="../other/">[US-1]</a>'],
)
def test_a_reference_inside_of_a_link_is_none(tmp_path: Path, written: str) -> None:
    pages = {"index.md": f"# Page\n\n{written}\n\n{story()}", "other.md": "# Other"}
    built = fine(site(tmp_path, pages).build())
    assert built.page().select("a.stories-ref") == []
    links = [one for one in built.page().select("[role=main] a") if "other" in attribute(one, "href")]
    assert "US-1" in words(links[0])


def test_a_reference_is_no_image(tmp_path: Path) -> None:
    page = site(tmp_path, f"# Page\n\n![US-1]\n\n![US-1][]\n\n![the story][US-1]\n\n{story()}").build().page()
    assert page.select("a.stories-ref, [role=main] img") == []


def test_a_reference_that_the_page_defines_is_left_to_markdown(tmp_path: Path) -> None:
    text = f"# Page\n\n[US-1] and [text][us-1] and [US-1][]\n\n{story()}\n[US-1]: https://example.org/\n"
    built = fine(site(tmp_path, text).build())
    assert built.page().select("a.stories-ref") == []
    assert len(built.page().select('a[href="https://example.org/"]')) == 3


def test_references_in_a_card_are_links_too(tmp_path: Path) -> None:
    told = story(
        "US-1", "I want: to see what [US-2] has", "acceptance: ['[that one][US-2] is seen']", notes="See [US-2]."
    )
    built = fine(site(tmp_path, {"index.md": f"# Page\n\n{told}", "other.md": f"# Other\n\n{story('US-2')}"}).build())
    links = built.card("", "us-1").select("a.stories-ref")
    assert len(links) == 3
    assert {built.target("", attribute(one, "href")) for one in links} == {built.element("other/", "us-2")}


# Blocks with the same text


def test_the_second_of_two_blocks_is_no_target_of_links(tmp_path: Path) -> None:
    text = f"# Page\n\n{story('US-1')}\n{story('US-1')}"
    built = site(tmp_path, text).build(command="serve")
    cards = built.page().select("article")
    assert [attribute(card.select_one("h2"), "id") for card in cards] == ["us-1", "see-discounts"]
    assert [len(card.select(".stories-problems")) for card in cards] == [0, 1]


@pytest.mark.parametrize(("first", "second"), [("story", "technical-story"), ("technical-story", "story")])
def test_the_word_of_a_fence_tells_what_its_block_is(tmp_path: Path, first: str, second: str) -> None:
    said = "story: As a reader, I want to see discounts so that I pay less"
    page = site(tmp_path, f"```{first}\n{said}\n```\n\n```{second}\n{said}\n```\n").build(command="serve").page()
    kinds = {"story": "stories-is-user", "technical-story": "stories-is-tech"}
    assert [attribute(one, "class").split()[-1] for one in page.select("article")] == [kinds[first], kinds[second]]


def test_a_backlog_is_drawn_beside_an_empty_story(tmp_path: Path) -> None:
    page = site(tmp_path, f"{story()}\n```story\n```\n\n```backlog\n```\n").build(command="serve").page()
    assert len(page.select("article")) == 2
    assert page.select_one(".stories-whole") is not None


# What stands inside a card


def test_notes_are_markdown_of_the_page(tmp_path: Path) -> None:
    notes = """Agreed.[^1] See [the prices](prices.md#rules) and ![a chart](img/chart.png).

[^1]: In **March**.

## A heading

| a | b |
|---|---|
| 1 | 2 |

~~~ python
print("[US-1]")
~~~

!!! note

    An admonition."""
    pages: dict[str, str | bytes] = {
        "index.md": "# Page\n\n[home](shop/books.md)\n",
        "shop/books.md": f"# Books\n\nBefore.[^2]\n\n[^2]: Two.\n\n{story(notes=notes)}\nAfter.\n",
        "shop/prices.md": "# Prices\n\n## Rules\n",
        "shop/img/chart.png": b"",
    }
    built = fine(site(tmp_path, pages, config={**EVERYTHING, "validation": {"anchors": "warn"}}).build(strict=True))
    here = built.card("shop/books/", "us-1")
    body = here.select_one(".stories-card__body")
    assert body
    link = body.find("a", string="the prices")
    image = body.select_one("img")
    assert link
    assert image
    assert built.target("shop/books/", attribute(link, "href")) is built.element("shop/prices/", "rules")
    assert (built.folder / "shop/books" / attribute(image, "src")).resolve().is_file()
    assert body.select_one("sup a.footnote-ref")
    assert body.select_one("table td")
    assert body.select_one(".admonition")
    code = body.select_one("pre")
    assert code
    assert code.get_text().strip() == 'print("[US-1]")'
    notes_at_the_end = built.page("shop/books/").select_one(".footnote")
    assert "March" in words(notes_at_the_end)
    assert "Two." in words(notes_at_the_end)


def test_a_link_in_notes_to_a_missing_page_is_found_by_mkdocs(tmp_path: Path) -> None:
    built = site(tmp_path, story(notes="See [prices](prices.md).")).build()
    assert built.status == 0
    assert any("prices.md" in one and "not found" in one for one in built.warnings)
    assert site(tmp_path, story(notes="See [prices](prices.md).")).build(strict=True).status == 1


def test_a_link_in_a_field_to_a_missing_page_is_found_by_mkdocs(tmp_path: Path) -> None:
    built = site(tmp_path, story("US-1", "so that: 'I [pay](prices.md) less'")).build()
    assert any("prices.md" in one for one in built.warnings)


def test_anchors_of_cards_are_known_to_mkdocs(tmp_path: Path) -> None:
    pages = {
        "index.md": f"# Page\n\n[there](other.md#us-2), [here](#us-1), [US-2]\n\n{story('US-1', 'see also: US-2')}",
        "other.md": f"# Other\n\n{story('US-2', 'depends on: US-1')}\n{story('TS-1', 'supports: [US-1, US-2]')}",
        "backlog.md": "# Backlog\n\n```backlog\n```\n",
    }
    config = {"validation": {"anchors": "warn"}}
    fine(site(tmp_path / "good", pages, config=config).build(strict=True))
    pages["index.md"] += "\n[lost](other.md#us-77)\n"
    assert any("us-77" in one for one in site(tmp_path / "bad", pages, config=config).build().warnings)


def test_ids_inside_of_cards_and_views_are_known(tmp_path: Path) -> None:
    """To headings, which take others, and to MkDocs, which says so where a link leads to none."""
    pages = {
        "index.md": f"# Page\n\n{story('US-1')}\n## US-1 accepted\n",
        "other.md": "# Other\n\n[there](index.md#us-1-accepted), [all](backlog.md#stories-results)\n",
    }
    config = {"validation": {"anchors": "warn"}}
    page = fine(site(tmp_path, pages, config=config, backlog="backlog.md").build(strict=True)).page()
    assert [one.name for one in page.select("[id^=us-1]")] == ["h2", "p", "h2"]
    assert len({attribute(one, "id") for one in page.select("[id^=us-1]")}) == 3


def test_trace_links_are_checked_by_mkdocs(tmp_path: Path) -> None:
    """Links of cards are in MkDocs' hands: it says so where their target is not part of the site it builds."""
    hook = tmp_path / "hook.py"
    hook.write_text(
        "from mkdocs.plugins import event_priority\n"
        "@event_priority(-300)\n"
        "def on_nav(nav, config, files):\n"
        "    files.remove(files.get_file_from_path('other.md'))\n"
        "    return nav\n"
    )
    pages = {"index.md": f"# Page\n\n{story('US-1', 'see also: US-2')}", "other.md": story("US-2")}
    built = site(tmp_path, pages, config={"hooks": ["hook.py"]}).build()
    assert any("other.md#us-2" in one and "not found" in one for one in built.warnings), built.warnings


def test_task_lists_of_notes_are_criteria(tmp_path: Path) -> None:
    notes = "Some words.\n\n- [x] One thing\n- [ ] technical: Another thing\n\nMore words."
    here = fine(site(tmp_path, story(notes=notes), config=EVERYTHING).build()).card("", "us-1")
    criteria = [words(one) for one in here.select(".stories-criteria > li")]
    assert criteria == ["Open: The old price is shown", "Done: One thing", "Open: Another thing technical"]
    assert words(here.select_one(".stories-card__body")) == "Some words. More words."
    assert here.select("input") == []


# Where cards stand


@pytest.mark.parametrize(
    ("text", "container"),
    [
        (f"- before\n\n{indented(story())}\n    after\n", "li"),
        (f"1. before\n\n{indented(story())}\n    after\n", "ol > li"),
        (f"- one\n\n    - two\n\n{indented(story(), ' ' * 8)}\n        after\n", "ul ul > li"),
        (f"> before\n>\n{indented(story(), '> ')}>\n> after\n", "blockquote"),
        (f"!!! note\n\n    before\n\n{indented(story())}\n    after\n", ".admonition"),
        (f"??? note\n\n    before\n\n{indented(story())}\n    after\n", "details"),
        (f'=== "Tab"\n\n    before\n\n{indented(story())}\n    after\n', ".tabbed-block"),
        (f"Term\n:   before\n\n{indented(story())}\n    after\n", "dd"),
        (f"<div markdown>\n\nbefore\n\n{story()}\nafter\n\n</div>\n", "div"),
        (f"/// note | Title\nbefore\n\n{story()}\nafter\n///\n", ".admonition"),
        (f"!!! note\n\n    - before\n\n{indented(story(), ' ' * 8)}\n        after\n", ".admonition li"),
        (f"> - before\n>\n{indented(story(), '>     ')}>\n>     after\n", "blockquote li"),
    ],
    ids=lambda value: value if len(value) < 20 else "",
)
def test_a_card_in_a_container(tmp_path: Path, text: str, container: str) -> None:
    built = fine(site(tmp_path, f"# Page\n\n{text}\nThe end.\n", config=EVERYTHING).build(strict=True))
    here = built.card("", "us-1")
    around = here.find_parent("div", attrs={"role": "main"})
    assert around
    holder = next(one for one in around.select(container) if here in one.find_all("article"))
    assert words(holder).startswith(("before", "Title", "Note", "two"))
    assert words(holder).endswith("after")
    assert words(here.select_one(".stories-sentence__clause--value")) == "so that I pay less."
    assert words(around).endswith("The end.")


def test_a_block_may_be_the_first_of_a_list_item(tmp_path: Path) -> None:
    text = f"- {indented(story(), '    ').lstrip()}\n- second\n"
    built = fine(site(tmp_path, text, config=EVERYTHING).build())
    assert built.card("", "us-1").find_parent("li")
    assert "second" in words(built.page().select("[role=main] li")[-1])


@pytest.mark.parametrize(
    "text",
    [
        f"````markdown\n{story()}````\n",
        f"~~~\n{story()}~~~\n",
        indented(story()),
        f"<!--\n{story()}-->\n",
        f"<pre>\n{story()}</pre>\n",
        f"- item\n\n{indented(story(), ' ' * 8)}",
    ],
    ids=["longer fence", "other fence", "indented", "comment", "pre", "indented in item"],
)
def test_an_example_stays_as_it_was_written(tmp_path: Path, text: str) -> None:
    page = {"index.md": f"# Page\n\nBefore.\n\n{text}\nAfter.\n"}
    built = fine(site(tmp_path / "with", page, config=EVERYTHING).build(strict=True))
    assert built.page().select("article") == []
    bare = site(tmp_path / "without", page, plugins=[], config=EVERYTHING).build()
    assert str(built.page().select_one("[role=main]")) == str(bare.page().select_one("[role=main]"))


# Views and fields


def test_views_by_hand(tmp_path: Path) -> None:
    first = story("US-1", "priority: low", "status: done", "acceptance: [{done: Shown}]")
    pages = {
        "index.md": f"# Page\n\n{first}\n{story('US-2', 'priority: high')}",
        "deep/views.md": """
            # Views

            ```backlog
            view: table
            sort: [-id]
            columns: [id, priority]
            ```

            - in a list

                ```backlog
                view: cards
                where:
                  status: done
                ```

            ```backlog
            view: summary
            ```

            ```backlog
            where: {id: "no*"}
            ```
            """,
    }
    built = fine(site(tmp_path, pages).build(strict=True))
    page = built.page("deep/views/")
    assert [words(one) for one in page.select("tr.stories-row .stories-id")] == ["US-2", "US-1"]
    assert [words(one) for one in page.select(".stories-table thead th")] == ["Id", "Priority"]
    copies = page.select("li article")
    assert len(copies) == 1
    assert copies[0].select("[id]") == []
    assert copies[0].select("h1, h2, h3, h4, h5, h6") == []
    assert built.target("deep/views/", attribute(copies[0].select_one(".stories-card__id"), "href")) is built.element(
        "", "us-1"
    )
    assert page.select_one("[data-view=summary]")
    assert "No story matches." in words(page)
    for link in page.select(".stories a[href]"):
        assert built.target("deep/views/", attribute(link, "href")) is not None


def test_links_of_a_copy_lead_where_those_of_the_card_lead(tmp_path: Path) -> None:
    told = story("US-1", "so that: 'I [pay](prices.md#rules) less, see [US-2] and [here](#us-1)'")
    columns = "```backlog\ncolumns: [id, benefit]\n```\n"
    pages = {
        "shop/books.md": f"# Books\n\n{told}",
        "shop/prices.md": f"# Prices\n\n## Rules\n\n{story('US-2')}",
        "views/all.md": f"# All\n\n```backlog\nview: cards\nwhere: {{id: US-1}}\n```\n\n{columns}",
    }
    built = fine(site(tmp_path, pages, config={"validation": {"anchors": "warn"}}).build(strict=True))
    for view in (".stories-sentence a", "td.stories-c-benefit a"):
        links = built.page("views/all/").select(view)
        targets = [built.target("views/all/", attribute(one, "href")) for one in links]
        assert targets[0] is built.element("shop/prices/", "rules"), view
        assert targets[1] is built.element("shop/prices/", "us-2"), view
        assert targets[2] is built.element("shop/books/", "us-1"), view


def test_custom_fields(tmp_path: Path) -> None:
    fields = {
        "customer impact": {"label": "Impact", "choices": ["all", "few"], "required": ["user"]},
        "evidence": None,
        "decided": {"type": "date"},
        "calls": {"type": "number"},
        "record": {"type": "url"},
    }
    told = story(
        *("US-1", "Customer-Impact: few", "evidence: '<b>Two</b> *calls*'", "decided: 2026-01-31", "calls: 3"),
        "record: https://example.org/1",
    )
    view = "```backlog\nwhere: {customer impact: few}\ncolumns: [id, customer impact, calls]\n```\n"
    here = fine(site(tmp_path, f"{told}\n{view}", fields=fields).build(strict=True)).card("", "us-1")
    rows = [words(one) for one in here.select(".stories-card__row--field")]
    assert rows == [
        *("Impact few", "Evidence <b>Two</b> calls", "Decided 31 January 2026", "Calls 3"),
        "Record https://example.org/1",
    ]
    assert [words(one) for one in here.select(".stories-card__row--field em")] == ["calls"]
    cells = here.find_parent("body").select("tr.stories-row > *")  # type: ignore[union-attr]
    assert [words(one) for one in cells] == ["US-1", "few", "3"]
    wrong = story(
        "US-1", "decided: 31.1.2026", "calls: many", "record: example", "customer impact: none", "evidense: x"
    )
    built = site(tmp_path / "wrong", f"{wrong}\n{story('US-2')}", fields=fields).build()
    assert sorted(built.codes) == ["ST113", "ST116", "ST116", "ST116", "ST116", "ST118"]


def test_issues_are_links_where_the_site_says_how(tmp_path: Path) -> None:
    told = story("US-1", "issue: [12, KEY-3, 'https://example.org/7', 'a/b?c']")
    plain = fine(site(tmp_path / "plain", told).build()).card("", "us-1").select_one(".stories-card__foot")
    assert plain
    assert [words(one) for one in plain.select("a")] == ["https://example.org/7"]
    linked = fine(site(tmp_path / "linked", told, issue_url="https://forge.example/{issue}").build()).card("", "us-1")
    links = [attribute(one, "href") for one in linked.select(".stories-card__foot a")]
    assert links == [
        *("https://forge.example/12", "https://forge.example/KEY-3", "https://example.org/7"),
        "https://forge.example/a%2Fb%3Fc",
    ]


def test_statuses_of_the_site(tmp_path: Path) -> None:
    statuses = ["idea", {"building": "active"}, {"live": "done"}]
    text = "\n".join(
        [
            story("US-1", "status: Live", "acceptance: [{done: Seen}]"),
            story("US-2", "see also: US-1"),
            story("US-3", "status: ready"),
        ]
    )
    built = site(tmp_path, text, statuses=statuses).build(command="serve")
    assert built.codes == ["ST116"]
    assert words(built.card("", "us-1").select_one(".stories-status")) == "Live"
    related = row(built.card("", "us-2"), "Related to")
    assert related
    assert attribute(related.select_one(".stories-status"), "data-state") == "done"
    assert re.search("Idea", words(built.card("", "us-2").select_one(".stories-status")))

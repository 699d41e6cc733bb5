"""A long backlog in parts: its rows on pages and in scripts, its larger views each on a page and in a script.

A part is written once, for the backlog's own page. For another page its addresses are led from there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape, unescape

from ..markup import Element, Pen, Written, add, element
from ..views import VIEWS
from ..words import Words
from .index import Index, as_json

Lead = Callable[[str], str]
"""Gives the address that leads from another page to where one leads from the backlog's own."""

LONG = 2000
"""So many stories are one plain page."""
PAGE = 250
"""How many rows a page has, where there are several."""
PIECE = 1000
"""How many stories a script brings."""

_ADDRESS = re.compile(r'(<[a-z][^<>]*? (?:href|xlink:href|src)=")([^"]*)')


@dataclass(frozen=True)
class Parts:
    """The elements of a long backlog: what its table stands in, all its rows, and its views by their names."""

    results: Element
    table: Element
    rows: tuple[Element, ...]
    panes: Mapping[str, Element]
    """The views that are drawn beside the table, each the section that holds it last."""


def on_page(rows: Sequence[str], number: int) -> Sequence[str]:
    """The rows of a page, counted from 1."""
    return rows[(number - 1) * PAGE : number * PAGE]


def pages_of(count: int) -> int:
    """How many pages a backlog of so many stories has."""
    return -(-count // PAGE) if count > LONG else 1


def parted_views() -> tuple[str, ...]:
    """The views that a long backlog has on pages of their own."""
    return tuple(view.name for view in VIEWS if view.grows and not view.is_rows)


def parts_of(root: Element) -> Parts | None:
    """The parts of a drawn backlog; nothing where it is one plain page."""
    results = root.find("*[@id='stories-results']")
    table = None if results is None else results.find("*/table")
    if results is None or table is None:
        return None
    rows = tuple(table.findall("tbody/tr"))
    if len(rows) <= LONG:
        return None
    panes = {pane.get("data-pane", ""): pane for pane in root.findall("*[@data-pane]")}
    return Parts(results, table, rows, {name: panes[name] for name in parted_views()})


def other_page(parts: Parts, rows: Sequence[str], lead: Lead, links: Element) -> str:
    """Another page of rows."""
    head = (part for part in parts.table if part.tag != "tbody")
    body = element("tbody", "", Written.of("tr", led("".join(rows), lead)))
    scroll = element("div", "stories-scroll", element("table", parts.table.get("class", ""), *head, body))
    return (
        Pen().write(element("div", "stories stories-backlog stories-is-long", scroll, links, data_view="table")) or ""
    )


def led(html: str, lead: Lead) -> str:
    """HTML made ready for another page."""

    def address(found: re.Match[str]) -> str:
        return f"{found[1]}{escape(lead(unescape(found[2])))}"

    return _ADDRESS.sub(address, html)


def shorten(
    parts: Parts, rows: Sequence[str], links: Element, views: Mapping[str, tuple[str, str]], words: Words
) -> None:
    """Leave on the backlog's own page what belongs on it: its own `rows`.

    `links` lead to the other pages of rows. `views` gives for each view the address of its page, if it has one, and
    that of the script that brings it.
    """
    for body in parts.table.findall("tbody"):
        body[:] = [Written.of("tr", "".join(rows))]
    parts.results.insert(1, links)
    for name, (address, source) in views.items():
        pane = parts.panes[name]
        pane[-1] = element("p", "", *((element("a", "", words.own_page, href=address),) if address else ()))
        pane.set("data-src", source)


def paging(urls: Mapping[int, str], here: int, words: Words) -> Element:
    """Links to all pages, by their numbers."""
    nav = element("nav", "stories-paging", aria_label=words.pages)
    for number, url in urls.items():
        link = element("a", "", words.number(number), href=url, aria_label=words.page.format(n=words.number(number)))
        if number == here:
            link.set("aria-current", "page")
        add(nav, link, " ")
    return nav


def template(index: Index, scripts: Sequence[str]) -> str:
    """What the script of the page begins with: its index, or of a long backlog the addresses of the scripts with it."""
    told = f"[{index.head},[],{as_json(scripts)}]" if scripts else index.whole
    # Browsers decode character references in a template, which they do not in a script.
    safe = told.replace("&", "\\u0026")
    return f'<template class="stories-index" data-search-exclude>{safe}</template>'


def row_scripts(rows: Sequence[str], index: Index) -> Iterator[str]:
    """Scripts that each tell the script of the page of some stories, and bring their rows."""
    for at in range(0, len(rows), PIECE):
        stories = ",".join(index.stories[at : at + PIECE])
        drawn = as_json(rows[at : at + PIECE])
        yield f"document.dispatchEvent(new CustomEvent('stories:piece',{{detail:[{at},[{stories}],{drawn}]}}))\n"


def view_script(name: str, html: str) -> str:
    """A script that brings a view."""
    return f"document.dispatchEvent(new CustomEvent('stories:pane',{{detail:{as_json([name, html])}}}))\n"

"""The HTML of a drawn backlog, cut where its rows are: a long one is given out in pages, and to scripts in pieces."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from html import escape

from ..words import Words
from .index import Index

LONG = 2000
"""So many stories are one plain page."""
PAGE = 250
"""How many rows a page has, where there are several."""
PIECE = 1000
"""How many stories a script brings."""

_START = '<div class="stories stories-backlog stories-whole'
_END = '<template class="stories-index">'
_CLOSE = "</template>"
_HREF = re.compile(r'(?<= href=")[^"]*|(?<= xlink:href=")[^"]*')
_PANE = re.compile(
    r'<section class="stories-pane" data-pane="(?P<name>\w+)">\s*<h\d[^>]*>[^<]*</h\d>(?P<drawn>.*?)</section>\s*'
    r'(?=<section class="stories-pane"|<span class="stories-vh" role="status")',
    re.DOTALL,
)
PANES = ("matrix", "graph", "actors")
"""Views that a long backlog has on pages of their own."""


@dataclass(frozen=True)
class Drawn:
    """A backlog as HTML: its rows, and what stands before and behind them in the document."""

    before: str
    rows: tuple[str, ...]
    after: str
    panes: tuple[tuple[str, str], ...] = ()
    """Of a long one, the views that are drawn beside the table: the name of each, and its HTML."""

    @property
    def is_long(self) -> bool:
        """Whether it is more than one page."""
        return len(self.rows) > LONG

    def page(self, number: int) -> tuple[str, ...]:
        """The rows of a page, counted from 1."""
        return self.rows[(number - 1) * PAGE : number * PAGE] if self.is_long else self.rows


def pages_of(count: int) -> int:
    """How many pages a backlog of so many stories has."""
    return -(-count // PAGE) if count > LONG else 1


def cut(html: str) -> tuple[str, Drawn, str] | None:
    """A page's HTML before a backlog, the backlog, and the HTML behind it; nothing where it has none."""
    start = html.find(_START)
    end = html.find(_END, start)
    if start < 0 or end < 0:
        return None
    whole = html[start:end]
    body = whole.find("<tbody")
    if body < 0:
        return html[:start], Drawn(whole, (), ""), html[end + len(_END + _CLOSE) :]
    first, last = whole.find(">", body) + 1, whole.find("</tbody>", body)
    rows = tuple(f"{row}</tr>" for row in whole[first:last].split("</tr>")[:-1])
    drawn = Drawn(whole[:first], rows, whole[last:])
    return html[:start], _without_panes(drawn) if drawn.is_long else drawn, html[end + len(_END + _CLOSE) :]


def _without_panes(drawn: Drawn) -> Drawn:
    """A long backlog, its other views apart."""
    panes = tuple((found["name"], found["drawn"]) for found in _PANE.finditer(drawn.after) if found["name"] in PANES)
    after = drawn.after
    for name, html in panes:
        after = after.replace(html, f"<!--{name}-->", 1)
    return replace(drawn, after=after, panes=panes)


def with_panes(html: str, sources: Mapping[str, tuple[str, str]], words: Words) -> str:
    """The first page with a link to the page of each view that has one, and the script that brings it."""
    for name, (address, source) in sources.items():
        link = f'<p><a href="{escape(address)}">{escape(words.own_page)}</a></p>'
        html = html.replace(f"<!--{name}-->", link, 1)
        html = html.replace(f'data-pane="{name}"', f'data-pane="{name}" data-src="{escape(source)}"', 1)
    return html


def pane_piece(name: str, html: str) -> str:
    """A script that brings a view."""
    return f"document.dispatchEvent(new CustomEvent('stories:pane',{{detail:{_listed([name, html])}}}))\n"


def first_page(drawn: Drawn, index: Index, pieces: list[str], links: str) -> str:
    """The backlog's own page. The script finds its index in a template; of a long one, where its pieces are."""
    told = index.whole if not pieces else f"[{index.head},[],{_listed(pieces)}]"
    rows = "".join(drawn.page(1))
    after = re.sub(r"</table>\s*</div>", lambda end: f"{end[0]}{links}", drawn.after, count=1)
    return f"{drawn.before}{rows}{after}{_END}{told}{_CLOSE}"


def other_page(drawn: Drawn, number: int, links: str, led: Callable[[str], str]) -> str:
    """Another page of rows. `led` gives the address that leads from there to where one leads from the first page."""
    head = drawn.before[drawn.before.rfind('<div class="stories-scroll') :]
    rows = "".join(drawn.page(number))
    table = f'<div class="stories stories-backlog stories-is-long" data-view="table">{head}{rows}</tbody></table></div>'
    return f"{lead(table, led)}{links}</div>"


def lead(html: str, led: Callable[[str], str]) -> str:
    """HTML for another page: each of its links by `led`."""
    return _HREF.sub(lambda found: led(found[0]), html)


def paging(urls: Mapping[int, str], here: int, words: Words) -> str:
    """Links to all pages, by their numbers."""
    current = ' aria-current="page"'
    links = (
        f'<a href="{escape(url)}" aria-label="{escape(words.page.format(n=number))}"'
        f"{current if number == here else ''}>{number}</a>"
        for number, url in urls.items()
    )
    return f'<nav class="stories-paging" aria-label="{escape(words.pages)}">{" ".join(links)}</nav>'


def pieces(drawn: Drawn, index: Index) -> Iterator[str]:
    """Scripts that each tell the script of the page of some stories, and bring their rows."""
    for at in range(0, len(drawn.rows), PIECE):
        stories = ",".join(index.stories[at : at + PIECE])
        rows = _listed(list(drawn.rows[at : at + PIECE]))
        yield f"document.dispatchEvent(new CustomEvent('stories:piece',{{detail:[{at},[{stories}],{rows}]}}))\n"


def _listed(texts: list[str]) -> str:
    return json.dumps(texts, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")

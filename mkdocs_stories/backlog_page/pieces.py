"""The HTML of a drawn backlog, cut where its rows are: a long one is given out in pages, and to the script in pieces."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import escape

from .index import Index
from .texts import TEXTS, Texts

LONG = 2000
"""So many stories are one plain page."""
PAGE = 250
"""How many rows a page has, where there are several."""
PIECE = 1000
"""How many stories a script brings."""

_START = '<div class="stories stories-backlog stories-whole'
_END = '<template class="stories-index">'
_CLOSE = "</template>"
_HREF = re.compile(r'(?<= href=")[^"]*')


@dataclass(frozen=True)
class Drawn:
    """A backlog as HTML: its rows, and what stands before and behind them in the document."""

    before: str
    rows: tuple[str, ...]
    after: str

    @property
    def is_long(self) -> bool:
        """Whether it is more than one page."""
        return len(self.rows) > LONG

    @property
    def pages(self) -> int:
        """How many pages it has."""
        return -(-len(self.rows) // PAGE) if self.is_long else 1

    def page(self, number: int) -> tuple[str, ...]:
        """The rows of a page, counted from 1."""
        return self.rows[(number - 1) * PAGE : number * PAGE] if self.is_long else self.rows


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
    return html[:start], Drawn(whole[:first], rows, whole[last:]), html[end + len(_END + _CLOSE) :]


def first_page(drawn: Drawn, index: Index, pieces: list[str], links: str) -> str:
    """The backlog's own page. The script finds its index in a template; of a long one, where its pieces are."""
    told = index.whole if not pieces else f"[{index.head},[],{_listed(pieces)}]"
    rows = "".join(drawn.page(1))
    after = drawn.after.replace("</table></div>", f"</table></div>{links}", 1)
    return f"{drawn.before}{rows}{after}{_END}{told}{_CLOSE}"


def other_page(drawn: Drawn, number: int, links: str, led: Callable[[str], str]) -> str:
    """Another page of rows. `led` gives the address that leads from there to where one leads from the first page."""
    head = drawn.before[drawn.before.rfind('<div class="stories-scroll') :]
    rows = "".join(drawn.page(number))
    table = f'<div class="stories stories-backlog stories-is-long" data-view="table">{head}{rows}</tbody></table></div>'
    return _HREF.sub(lambda found: led(found[0]), table) + links + "</div>"


def paging(count: int, here: int, address: Callable[[int], str], texts: Texts = TEXTS) -> str:
    """Links to all pages."""
    if count == 1:
        return ""
    current = ' aria-current="page"'
    links = (
        f'<a href="{address(number)}" aria-label="{escape(texts.page.format(n=number))}"'
        f"{current if number == here else ''}>{number}</a>"
        for number in range(1, count + 1)
    )
    return f'<nav class="stories-paging" aria-label="{escape(texts.pages)}">{" ".join(links)}</nav>'


def pieces(drawn: Drawn, index: Index) -> Iterator[str]:
    """Scripts that each tell the script of the page of some stories, and bring their rows."""
    for at in range(0, len(drawn.rows), PIECE):
        stories = ",".join(index.stories[at : at + PIECE])
        rows = _listed(list(drawn.rows[at : at + PIECE]))
        yield f"document.dispatchEvent(new CustomEvent('stories:piece',{{detail:[{at},[{stories}],{rows}]}}))\n"


def _listed(texts: list[str]) -> str:
    return json.dumps(texts, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")

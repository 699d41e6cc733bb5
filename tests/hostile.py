"""A site whose every word wants to be more than a word: tags, scripts, addresses, marks, ids that languages know.

Beside it stands its twin of harmless words: what is drawn for both must be made of the same parts.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from typing import Any

from tests.sites import Site, site

VALUES = (
    *("<script>hit()</script>", '"><img src=x onerror=hit()>', "' onmouseover='hit()", '" autofocus onfocus="hit()'),
    *("javascript:hit()", "[a](javascript:hit())", "[a](java&#115;cript:hit())", "[a](<java\tscript:hit()>)"),
    *(
        "[a](JaVaScRiPt:hit())",
        "[a](data:text/html,<script>hit()</script>)",
        "[a](vbscript:hit())",
        "[a](\x01javascript:hit())",
    ),
    *('![a](x" onerror="hit())', "![a](javascript:hit())", '[a](b.md "t\\" onclick=hit()")', "<javascript:hit()>"),
    *(
        '<https://a.example/"onclick="hit()>',
        '<a href="javascript:hit()">a</a>',
        "<svg/onload=hit()>",
        "<iframe srcdoc=x>",
    ),
    *("</template><script>hit()</script>", "</script><script>hit()</script>", "</title><script>hit()</script>"),
    *("<!--<script>hit()", "-->", "]]>", "</textarea>", "<style>*{display:none}</style>", "<base href=//a.example>"),
    *("*a*{: onclick=hit() style=color:red }", "{: #x .y onclick=hit() }", "[a](b.md){: onclick=hit() }", "`a`{: .b }"),
    *(
        "{{ 7 * 7 }}",
        "{% raw %}",
        "${hit()}",
        "&lt;script&gt;hit()&lt;/script&gt;",
        "&#60;img src=x onerror=hit()&#62;",
    ),
    *(
        "\u202egnp.exe",
        "a\u200bb\u200d\ufeff\u00ad",
        "\u2066\u2067\u2068",
        "a\u2028b\u2029c\x85",
        "\x1b[31m\x1b]0;x\x07",
        "\x02\x03",
    ),
    *(
        "__proto__",
        "constructor",
        "toString",
        "hasOwnProperty",
        "../../../x",
        "\\",
        "'",
        '"',
        "`",
        "<",
        ">",
        "&",
        "|",
        "\ufdd0",
    ),
    *(
        "klzzwxh:0000",
        "\x02amp\x03",
        "[US-1][__proto__]",
        "[__proto__]",
        "a" * 3000,
        "e" + "\u0301" * 500,
        "👩\u200d🚀" * 50,
    ),
)
HARMLESS = (
    "words",
    "*words*",
    "**words**",
    "`words`",
    "[words](index.md)",
    "![words](words.png)",
    "<https://a.example/>",
    "[US-1]",
    "…",
)
IDS = (
    *(
        "US-1",
        "__proto__",
        "constructor",
        "toString",
        "hasOwnProperty",
        "valueOf",
        "length",
        "../../x",
        "..",
        ".",
        "/etc/x",
    ),
    *("CON", "nul.txt", "Aux", "a/b", "a\\b", "C:x", "<b>x</b>", '"x', "'x", "x y", "#", "?q=1", "%2e%2e%2fx", "&amp;"),
    *(
        "us-1",
        "\u202eUS-2",
        "US\u200b-2",
        "é-1",
        "e\u0301-1",
        "İ-1",
        "ß",
        "ＵＳ-1",
        "-",
        "_",
        "US-1.",
        "javascript:hit()",
    ),
    *("x" * 300, "漢" * 120, "[US-1]", "{x}", "index.html", "US-9\x1b[31m", "a\u2028b", "stories-results"),
)
NAMES = (
    *("a'b\"c.md", "<script>hit()</script>.md".replace("/", "∕"), "#.md", "?q.md", "100%.md", "%2e%2e.md", "é ü.md"),
    *("[a](b).md", "{x}.md", "a&b;.md", "new\nline.md", "\u202egnp.md", "\x1b[31m.md", "a`b.md", "sub #/a b.md"),
)
OPTIONS: dict[str, Any] = {
    "fields": {
        '"><b onclick=hit()>': {"label": '<img src=x onerror="hit()">'},
        "__proto__": {"label": "constructor", "type": "list"},
        "constructor": {"choices": ["<b>", "__proto__", "toString"]},
    },
    "statuses": ["<script>hit()</script>", '" onclick="hit()', {"__proto__": "done"}, {"constructor": "active"}],
    "priorities": ["<b>high</b>", "__proto__"],
    "kinds": ["<i>kind</i>", "constructor"],
    "words": {"search": '"><script>hit()</script>'},
}
HARMLESS_OPTIONS: dict[str, Any] = {
    "fields": {
        "team": {"label": "The team"},
        "regions": {"type": "list"},
        "tier": {"choices": ["one", "two", "three"]},
    },
    "statuses": ["new", "ready", {"live": "done"}, {"building": "active"}],
    "priorities": ["must", "should"],
    "kinds": ["work", "spike"],
    "words": {"search": "Look for"},
}


def status_names(options: dict[str, Any]) -> list[str]:
    """The statuses of a site, without their stages."""
    return [next(iter(one)) if isinstance(one, dict) else one for one in options["statuses"]]


@dataclass(frozen=True)
class Wording:
    """The words of a site."""

    values: Sequence[str]
    ids: Sequence[str]
    names: Sequence[str]
    options: dict[str, Any]


HOSTILE = Wording(VALUES, IDS, NAMES, OPTIONS)
TWIN = Wording(
    HARMLESS,
    ["US-1", *(f"US-{n}" for n in range(2, len(IDS) + 1))],
    [f"p{n}.md" for n in range(len(NAMES))],
    HARMLESS_OPTIONS,
)

_TEXTS = ("title", "as a", "I want", "so that", "owner", "milestone", "estimate", "business value", "issue")
_LISTS = ("tags", "acceptance", "depends on", "relates to", "epic")


def _quoted(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def make(folder: Path, wording: Wording, theme: dict[str, Any], **options: Any) -> Site:
    """The site of these words: each in every field, on pages of every name, drawn in every view."""
    said = cycle(wording.values)
    custom = list(wording.options["fields"])
    statuses = status_names(wording.options)
    pages: dict[str, str] = {"index.md": "# Home\n"}
    rounds = max(len(wording.ids), len(VALUES))
    for number in range(rounds):
        name = wording.names[number % len(wording.names)]
        word = ("story", "technical-story", "epic")[0 if number < 3 else number % 3]
        actor = {"story": "as a", "technical-story": "the", "epic": "owner"}[word]
        told = {field: next(said) for field in _TEXTS} | {field: [next(said), next(said)] for field in _LISTS}
        told[actor] = told.pop("as a") if actor != "as a" else told["as a"]
        told |= {field: next(said) for field in custom[:1]} | {custom[1]: [next(said)]}
        told["depends on"] = [wording.ids[number * 7 % len(wording.ids)], next(said)]
        told["status"] = statuses[number % len(statuses)]
        told["id"] = wording.ids[number % len(wording.ids)] if number < len(wording.ids) else f"ZZ-{number}"
        lines = [f"{_quoted(key)}: {_quoted(value)}" for key, value in told.items()]
        reference = told["id"]
        pages[name] = pages.get(name, f"# Page\n\n[US-1] [words][{reference}]\n") + (
            f"\n```{word}\n" + "\n".join(lines) + "\n---\n- [ ] Words.\n```\n"
        )
    for view in ("table", "cards", "board", "matrix", "graph", "summary", "actors"):
        asked = "group by: owner\n" if view in ("table", "cards") else ""
        pages[f"{view}.md"] = (
            f"# View\n\n```backlog\nview: {view}\n{asked}where: {{type: [user, technical, epic]}}\n```\n"
        )
    return site(
        folder,
        pages,
        plugins=["search", {"stories": {**wording.options, "id_pattern": "[^,]+", "backlog": "backlog.md", **options}}],
        config={"theme": theme, "markdown_extensions": ["attr_list", "footnotes", "admonition", "tables"]},
    )

"""What is no story stays as it would be without the extension and the plugin: to the byte."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import markdown
import pytest

from tests.sites import indented, site, story

PLAIN: dict[str, list[str]] = {
    "none": [],
    "usual": ["abbr", "attr_list", "def_list", "fenced_code", "footnotes", "md_in_html", "tables", "toc"],
    "extra": ["extra", "codehilite", "admonition", "meta", "sane_lists", "smarty", "wikilinks", "nl2br", "toc"],
    "pymdownx": [
        *("abbr", "admonition", "attr_list", "def_list", "footnotes", "md_in_html", "tables", "toc"),
        *("pymdownx.superfences", "pymdownx.details", "pymdownx.tabbed", "pymdownx.tasklist", "pymdownx.keys"),
        *("pymdownx.emoji", "pymdownx.arithmatex", "pymdownx.magiclink", "pymdownx.betterem", "pymdownx.critic"),
        *("pymdownx.caret", "pymdownx.mark", "pymdownx.tilde", "pymdownx.smartsymbols", "pymdownx.inlinehilite"),
        *("pymdownx.snippets", "pymdownx.blocks.admonition", "pymdownx.blocks.details", "pymdownx.blocks.tab"),
        *("pymdownx.progressbar", "pymdownx.quotes", "pymdownx.fancylists", "pymdownx.saneheaders"),
    ],
    "escape and strip": ["pymdownx.escapeall", "pymdownx.striphtml", "pymdownx.extra", "pymdownx.b64"],
}
CONFIGURED: dict[str, dict[str, Any]] = {
    "toc": {"permalink": True},
    "pymdownx.superfences": {"preserve_tabs": True},
    "pymdownx.tasklist": {"custom_checkbox": True},
    "pymdownx.tabbed": {"alternate_style": True},
    "pymdownx.magiclink": {"repo_url_shorthand": True, "user": "shop", "repo": "shop", "provider": "github"},
}
TOLD = story("US-1", "depends on: US-2", notes="Notes with [US-3] and\n\n    code\n")
"""A block, where it is an example."""


@cache
def instance(name: str, *ours: str) -> markdown.Markdown:
    configured = {one: options for one, options in CONFIGURED.items() if one in PLAIN[name]}
    return markdown.Markdown(extensions=[*PLAIN[name], *ours], extension_configs=configured)


def rendered(text: str, name: str, *ours: str) -> str:
    return instance(name, *ours).reset().convert(text)


def fenced(opening: str) -> str:
    ticks = opening[: len(opening) - len(opening.lstrip("`~"))]
    return f"{opening}\n{TOLD}{ticks}\n"


EXAMPLES: dict[str, str] = {
    "a longer fence": fenced("````"),
    "a longer fence with a language": fenced("````markdown"),
    "a much longer fence": fenced("`````````` md"),
    "a fence of tildes": fenced("~~~"),
    "a fence of tildes with a language": fenced("~~~~ markdown"),
    "a fence with a title": fenced('````markdown title="page.md" linenums="1" hl_lines="2 3"'),
    "a fence with attributes": fenced("````{.markdown #one}"),
    "a fence with spaced attributes": fenced("```` { .markdown .annotate }"),
    "a fence with a tab inside": fenced("````markdown").replace("id:", "id:\t"),
    "a fence in a fence in a fence": f"``````\n{fenced('````')}``````\n",
    "a fence that is text": "Three ```story ticks``` in a line.\n",
    "indented code": indented(TOLD),
    "code indented by tabs": indented(TOLD, "\t\t"),
    "a comment": f"<!--\n{TOLD}-->\n",
    "a comment in one paragraph": f"Text <!-- hidden\n{story()}--> text.\n",
    "pre": f"<pre>\n{TOLD}</pre>\n",
    "pre and code": f"<pre><code>\n{TOLD}</code></pre>\n",
    "script": f'<script type="text/plain">\n{TOLD}</script>\n',
    "style": f"<style>\n{TOLD}</style>\n",
    "textarea": f"<textarea>\n{TOLD}</textarea>\n",
    "fences of other words": "```stories\nid: US-1\n```\n\n```storybook\n```\n\n```epics\n```\n\n```yaml story\n```\n",
    "a fence whose word is told otherwise": "```{.story}\nid: US-1\n```\n\n``` {story}\nx\n```\n",
    "a code span": "Write ` ```story ` and `` `[US-1]` ``, or `[US-1][]`.\n",
    "two ticks": "``story\nid: US-1\n``\n",
}
HOLDERS: dict[str, tuple[str, str]] = {
    "a page": ("", ""),
    "a list": ("- item\n\n", "    "),
    "a numbered list": ("1. one\n2. two\n\n", "    "),
    "a list in a list": ("- item\n\n    - item\n\n", "        "),
    "a quote": ("> Words\n>\n", "> "),
    "a quote in a quote": ("> > Words\n> >\n", "> > "),
    "a list in a quote": ("> - item\n>\n", ">     "),
    "a quote in a list": ("- item\n\n    > Words\n    >\n", "    > "),
    "an admonition": ('!!! note "Title"\n\n', "    "),
    "details": ('???+ note "Title"\n\n', "    "),
    "a tab": ('=== "Tab"\n\n', "    "),
    "an admonition in a tab": ('=== "Tab"\n\n    !!! note\n\n', "        "),
    "a definition": ("Word\n\n:   Said\n\n", "    "),
    "a footnote": ("Words[^1].\n\n[^1]:\n    Said\n\n", "    "),
    "a block": ("/// note\n\n", ""),
    "HTML with Markdown": ('<div markdown="1">\n\n', ""),
}
CLOSED = {"a block": "\n///\n", "HTML with Markdown": "\n</div>\n"}


@pytest.mark.parametrize("extensions", PLAIN)
@pytest.mark.parametrize("holder", HOLDERS)
def test_examples_stay_as_they_were(holder: str, extensions: str) -> None:
    opening, prefix = HOLDERS[holder]
    for example, typed in EXAMPLES.items():
        held = indented(typed, prefix)
        text = f"# Page\n\nBefore, [US-1].\n\n{opening}{held}{CLOSED.get(holder, '')}\nAfter.\n"
        assert rendered(text, extensions, "stories") == rendered(text, extensions), example


AROUND = """*[API]: Application Programming Interface
*[US-2]: no story, an abbreviation

# Page of the API {#page .own}

Words -- "quoted" ... 'single' (c), a_b_c, **bold**, *em*, ***both***,
~~gone~~, ~low~, ^high^, ==marked==, :smile:, ++ctrl+c++.
{--gone--} {++come++} {~~a~>b~~} {==this==}{>>why<<} $x_1$ \\(y\\)
`#!python x = 1` [======50%] <kbd>x</kbd> &copy; &lt;b&gt;
[[Wiki Page]] [ ] [x] [] [a](b.md "t") [a][b] [b] [b][] ![i](i.png){ width=3 }
<https://x.example> #12 @user shop/shop#3 user@x.example
[text]{.attr} [^US-1] [US-9] [US-1](x.md) ![US-1](i.png) `[US-1]` \\[US-1\\]
<span title="[US-1]">[b]</span> [[b]] [b]: c {{ x }} {% y %}

[b]: https://x.example "Title"
[^US-1]: A footnote with [b].

- [ ] open
- [x] done
    - deep

1. one

    in one

2. two

| a | b |
|---|:-:|
| [b] | `|` |

Term
:   Said

> quote

!!! note "API"

    Words.

??? tip

    Words.

=== "A"

    a

=== "B"

    b

/// details | Title
    type: tip

words
///

<div markdown="1" class="x">
*a* [b]
</div>

<div>raw *a* [b]</div>

<!-- comment [b] -->

    code [b]

```python hl_lines="1" title="x.py"
x = [b]
```

$$
x_1
$$

Setext
------

"""
AFTER = '\nAfter the API[^2], [b].\n\n[^2]: Two.\n\n## Last\n\n[======70%]\n\n--8<-- "nowhere"'
"""Without a line end."""


UNKNOWN = {
    *(
        (holder, name)
        for holder in ("an admonition", "an admonition in a tab")
        for name in ("none", "usual", "escape and strip")
    ),
    *((holder, name) for holder in ("details", "a tab") for name in ("none", "usual", "extra", "escape and strip")),
    ("an admonition in a tab", "extra"),
    *((holder, "none") for holder in ("a definition", "HTML with Markdown")),
    *(("a footnote", name) for name in PLAIN),  # which has its way back in its last paragraph
}
"""Holders that extensions do not know, or do not leave as they are."""


@pytest.mark.parametrize("extensions", PLAIN)
@pytest.mark.parametrize("holder", HOLDERS)
def test_what_stands_around_a_story_stays_as_it_was(holder: str, extensions: str) -> None:
    """A page with a story is the page with a paragraph in its place, but for the card."""
    opening, prefix = HOLDERS[holder]

    def page(held: str) -> str:
        return f"{AROUND}{opening}{indented(held, prefix)}{CLOSED.get(holder, '')}{AFTER}"

    bare = rendered(page("HERE\n"), extensions)
    if "<p>HERE</p>" in bare:  # else these extensions do not know the holder
        shown = rendered(page(story("TS-7")), extensions, "stories")
        assert re.sub(r"<article.*</article>", "<p>HERE</p>", shown, flags=re.S) == bare
    else:
        assert (holder, extensions) in UNKNOWN


@pytest.mark.parametrize("blank", ["", "\n"])
@pytest.mark.parametrize("holder", ["a page", "a list", "a list in a list", "an admonition", "a tab", "a definition"])
def test_a_block_in_html_is_given_back_as_it_was(holder: str, blank: str) -> None:
    """With its indentation, and with no line more or less."""
    opening, prefix = HOLDERS[holder]
    held = indented(story(notes="Notes\n\n    code\n"), prefix)
    text = f"<div>\n{opening}{held}{blank}{held.replace('US-1', 'US-2')}{blank}</div>\n\nAfter.\n"
    assert rendered(text, "none", "stories") == rendered(text, "none")


# Sites


SITE: dict[str, str | bytes] = {
    "index.md": "# Start\n\nWords and [brackets].\n",
    "deep/around.md": f"---\ntags: [spring]\n---\n{AROUND}{AFTER}",
    "deep/examples.md": "\n\nWords.\n\n".join(EXAMPLES.values()),
    "crlf.md": b"# Page\r\n\r\nWords  \r\nand\ttabs\r\n",
    "html.md": '# HTML\n\nCards have `class="stories stories-card"`, others have class="stories x" too.\n',
    "mark.md": b"\xef\xbb\xbf---\ntitle: Marked\n---\n# Page\n",
    "blog/index.md": "# Blog\n",
    "blog/posts/one.md": "---\ndate: 2026-01-31\n---\n# Post\n\nWords.\n\n<!-- more -->\n\nMore.\n",
    "own.css": "p { color: red }\n",
}


@pytest.mark.parametrize("theme", ["mkdocs", "readthedocs", "material"])
def test_a_site_without_stories_stays_as_it_was(tmp_path: Path, theme: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    others = ["search", *(["material/blog", "material/tags"] if theme == "material" else [])]
    config = {
        "site_url": "https://shop.example/docs/",
        "theme": {"name": theme},
        "extra_css": ["own.css"],
        "exclude_docs": "" if theme == "material" else "blog/\n",
        "markdown_extensions": [{name: CONFIGURED.get(name, {})} for name in PLAIN["pymdownx"]],
    }
    left = {}
    for plugins in ([*others, "stories"], others):
        built = site(tmp_path / str(len(plugins)), SITE, plugins=plugins, config=config).build()
        assert built.status == 0, built.said()
        left[len(plugins)] = {
            path.relative_to(built.folder).as_posix(): path.read_bytes()
            for path in built.folder.rglob("*")
            if path.is_file() and path.suffix != ".gz"
        }
    ours, theirs = left[len(others) + 1], left[len(others)]
    assert {path for path in ours if path not in theirs} == {"assets/stories/stories.css"}
    assert "deep/around/index.html" in theirs
    for path, data in theirs.items():
        assert ours[path] == data, path

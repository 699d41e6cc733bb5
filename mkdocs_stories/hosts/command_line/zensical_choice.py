"""The Markdown extensions that Zensical chooses where a configuration names none.

As soon as one is named, only those count that are. So whoever names ours has to name these too, or pages lose what they
use. A test holds them beside what Zensical chooses.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..site_options import read_toml

AS_TOML = """\
abbr = {}
admonition = {}
attr_list = {}
def_list = {}
footnotes = {}
md_in_html = {}
toc.permalink = true
pymdownx.arithmatex.generic = true
pymdownx.betterem = {}
pymdownx.caret = {}
pymdownx.details = {}
pymdownx.emoji.emoji_generator = "zensical.extensions.emoji.to_svg"
pymdownx.emoji.emoji_index = "zensical.extensions.emoji.twemoji"
pymdownx.highlight.anchor_linenums = true
pymdownx.highlight.line_spans = "__span"
pymdownx.highlight.pygments_lang_class = true
pymdownx.inlinehilite = {}
pymdownx.keys = {}
pymdownx.magiclink = {}
pymdownx.mark = {}
pymdownx.smartsymbols = {}
pymdownx.superfences.custom_fences = [{ name = "mermaid", class = "mermaid" }]
pymdownx.tabbed.alternate_style = true
pymdownx.tabbed.combine_header_slug = true
pymdownx.tasklist.custom_checkbox = true
pymdownx.tilde = {}
"""
"""The lines of the table `markdown_extensions`."""


def entries() -> Iterator[str | dict[str, Any]]:
    """The entries of a list `markdown_extensions` in YAML: names, and names with options."""
    named = read_toml(AS_TOML)
    grouped = named.pop("pymdownx")
    for name, options in {**named, **{f"pymdownx.{name}": options for name, options in grouped.items()}}.items():
        yield {name: options} if options else name

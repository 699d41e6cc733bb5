"""What inputs are made of: the words and signs of the language, and those that trouble whoever reads text."""

from __future__ import annotations

from mkdocs_stories.model import FIELDS
from mkdocs_stories.rules import RULES
from mkdocs_stories.syntax import WORDS as BLOCKS
from mkdocs_stories.view_reader import VIEW_FIELDS
from mkdocs_stories.views import VIEWS

_LINES = (
    *(f"```{word}\n" for word in BLOCKS),
    *(
        "~~~story\n",
        "````story\n",
        "```\n",
        "~~~\n",
        "````\n",
        "---\n",
        "...\n",
        "\n\n",
        "\r\n",
        "\r",
        "    ",
        "\t",
        "> ",
    ),
    *("- ", "1. ", "- [x] ", "!!! note\n", '=== "Tab"\n', "[^1]: ", ":   ", "# ", "<!--", "-->", "<pre>", "</pre>"),
)
_FIELDS = (
    *(f"{name}: " for field in FIELDS for name in (field.name, *field.aliases)),
    *(f"{name}: " for name in VIEW_FIELDS),
    *(f"{name}: " for name in ("id", "Id", "done", "technical", "given", "when", "then", "and", "text")),
)
_VALUES = (
    *("US-1", "US-2", "TS-1", "EP-1", "ready", "done", "in progress", "high", "bug", "3", "1e999", "-", "*", "all"),
    *("2024-02-30", "https://a.example/b", "a@b.example", "v1.2", "~", "null", "yes", "no"),
    *(rule.name for rule in RULES),
    *VIEWS.names,
)
_OPTIONS = (
    *("backlog: ", "id_pattern: ", "statuses: ", "priorities: ", "kinds: ", "fields: ", "roles: ", "components: "),
    *("rules: ", "per_path: ", "baseline: ", "issue_url: ", "toc: ", "language: ", "words: ", "short_links: "),
    *("warning", "off", "label: ", "values: ", "type: ", "stage: ", "reason: ", r"[A-Z]+-\d+", "{issue}", "de"),
)
_SENTENCES = (
    *("As a reader", "As ", ", I want ", " I want to ", " so that ", " so ", " because ", " in order to ", " to see "),
    *(
        "The cache ",
        " should ",
        " must ",
        " be able to ",
        "we need ",
        " and ",
        " or ",
        " etc. ",
        " e.g. ",
        ", ",
        ". ",
        "? ",
    ),
    *("… ", "TODO ", "[role]", "<goal>", "{benefit}", "fast ", "easily ", "click the button ", "Acceptance Criteria "),
)
_MARKUP = (
    *("[US-1]", "[a][US-1]", "[a](b.md)", "](javascript:alert(1))", "[x](<javascript:y>)", "![a](b)", "<b>", "</b>"),
    *("<script>", "<a href='", "onclick=", "{: .a onload=b }", "{{ x }}", "&lt;", "&#106;", "**", "_", "`", "``", "~~"),
    *("[", "]", "(", ")", "{", "}", "<", ">", "!", "|", "\\", "/", "#", "$", "%", "^", "=", "+"),
)
_YAML = (
    *(
        "&a ",
        "*a",
        "!!str ",
        "!x ",
        "<<: ",
        "? ",
        ": ",
        ":\n",
        ",",
        "'",
        '"',
        "''",
        '\\"',
        ">\n  ",
        "|\n  ",
        ">-\n",
        "|+\n",
    ),
    *("[a, ", "{a: ", "- given: x\n  when: y\n", " #x", " # x", "\\u202e", "\\x1b", "\\0", "%YAML 1.1\n", "@", "`x"),
)
_LETTERS = (
    *("é", "e\u0301", "漢", "𝄞", "İ", "ß", "\u202e", "\u2066", "\u200b", "\u200d", "\ufeff", "\x85", "\u2028", "\0"),
    *("\x1b[31m", "\x07", "\x02", "\x03", "\ufdd0", "\ufffe", "\U0010ffff", "\u0e33", "👩\u200d🚀"),
)

WORDS: tuple[str, ...] = tuple(
    dict.fromkeys((*_LINES, *_FIELDS, *_VALUES, *_OPTIONS, *_SENTENCES, *_MARKUP, *_YAML, *_LETTERS))
)

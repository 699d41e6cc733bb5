"""Add to the text of a configuration, without a change to anything else in it: comments, order, layout.

Each edit is read back. One that would say something else than was meant is none: then the result is `None`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from copy import deepcopy
from typing import Any

import yaml

from ..site_options import read_toml, read_yaml

Options = Mapping[str, str]


def with_entry(text: str, key: str, name: str, options: Options, before: Sequence[Any] = ()) -> str | None:
    """A YAML configuration whose list or mapping `key` has a name at its end, with some options.

    Where there is no `key`, it is made, and begins with the entries `before`: names, or mappings of a name to options.
    """
    config = read_yaml(text)
    meant = deepcopy(config)
    entry: Any = {name: dict(options)} if options else name
    found = meant.get(key)
    if isinstance(found, dict):
        found[name] = dict(options) or None
    else:
        meant[key] = [*(found if isinstance(found, list) else before), entry]
    node = _value(text, key)
    word = _word(name)
    if key not in config:
        others = yaml.safe_dump([*before], sort_keys=False).splitlines() if before else []
        made = others + _lines(f"- {word}", options)
        edited = _appended(text, "\n".join([f"{key}:", *(f"  {line}" for line in made)]))
    elif not isinstance(node, yaml.CollectionNode):
        return None
    elif node.flow_style:
        edited = _in_brackets(text, node, word, options)
    else:
        edited = _below(text, node, _lines(word if isinstance(node, yaml.MappingNode) else f"- {word}", options))
    return edited if _same(read_yaml, edited, meant) else None


def with_extension(text: str, others: str = "") -> str | None:
    """A configuration in TOML, all of it in a table `project` or without one, with the Markdown extension `stories`.

    Where it names no extensions, it names others as well: the lines of their table.
    """
    meant = deepcopy(read_toml(text))
    others = "" if "markdown_extensions" in meant else others
    extensions = meant.setdefault("markdown_extensions", read_toml(others))
    if not isinstance(extensions, dict):
        return None
    extensions["stories"] = {}
    tables = ("project.markdown_extensions", "markdown_extensions")
    made = (f"[{one}]\n{others}stories = {{}}" if others else f"[{one}.stories]" for one in tables)
    edits = (
        _after_header(text, one, "stories = {}") or _appended(text, block)
        for one, block in zip(tables, made, strict=True)
    )
    return next((edited for edited in edits if _same(read_toml, edited, meant)), None)


def with_watch(text: str, folder: str) -> str | None:
    """A configuration in TOML that watches a folder, and watched nothing before."""
    meant = {**read_toml(text), "watch": [folder]}
    line = f"watch = {json.dumps([folder], ensure_ascii=False)}"
    first = f"{line}{_end_of_line(text)}{text}"
    edits = (_after_header(text, "project", line) or first, f"project.{first}")
    return next((edited for edited in edits if _same(read_toml, edited, meant)), None)


def _same(read: Any, text: str, meant: Mapping[str, Any]) -> bool:
    try:
        return bool(read(text) == meant)
    except (ValueError, yaml.YAMLError):
        return False


def _value(text: str, key: str) -> yaml.Node | None:
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    pairs = root.value if isinstance(root, yaml.MappingNode) else []
    return next((value for name, value in pairs if name.value == key), None)


def _word(name: str) -> str:
    """A name as YAML reads it: in quotes where it needs them."""
    try:
        return name if read_yaml(name) == name else json.dumps(name, ensure_ascii=False)
    except yaml.YAMLError:
        return json.dumps(name, ensure_ascii=False)


def _lines(name: str, options: Options) -> list[str]:
    if not options:
        return [f"{name}:" if not name.startswith("-") else name]
    indent = "    " if name.startswith("-") else "  "
    return [f"{name}:", *(f"{indent}{option}: {value}" for option, value in options.items())]


def _end_of_line(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"


def _appended(text: str, block: str) -> str:
    end = _end_of_line(text)
    before = text if not text or text.endswith("\n") else text + end
    return f"{before}{end}{block.replace(chr(10), end)}{end}"


def _in_brackets(text: str, node: yaml.CollectionNode, word: str, options: Options) -> str:
    """Before the bracket that closes a list or mapping."""
    told = "{" + ", ".join(f"{option}: {value}" for option, value in options.items()) + "}" if options else ""
    entry = f"{word}: {told}".rstrip() if told or isinstance(node, yaml.MappingNode) else word
    at = node.end_mark.index - 1
    last = text[:at].rstrip()
    others = f"{last.removesuffix(',')}, " if node.value else last
    return f"{others}{entry}{text[len(last) :]}"


def _below(text: str, node: yaml.CollectionNode, lines: list[str]) -> str:
    """Behind the last line of a list or mapping in block style, as far to the right as its entries."""
    end = _end_of_line(text)
    rows = text.splitlines(keepends=True)
    column = node.start_mark.column
    last = node.value[-1]
    at = (last[0] if isinstance(last, tuple) else last).start_mark.line
    for number in range(at + 1, len(rows)):
        row = rows[number]
        if row.strip() and len(row) - len(row.lstrip(" ")) <= column:
            break
        if row.strip():
            at = number
    if not rows[at].endswith("\n"):
        rows[at] += end
    return "".join([*rows[: at + 1], *(f"{' ' * column}{line}{end}" for line in lines), *rows[at + 1 :]])


def _after_header(text: str, table: str, line: str) -> str | None:
    header = re.search(rf"^\[{re.escape(table)}\][ \t]*(?:#.*)?\r?\n", text, re.M)
    return f"{text[: header.end()]}{line}{_end_of_line(text)}{text[header.end() :]}" if header else None

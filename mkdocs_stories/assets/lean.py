"""Style sheets and scripts as they are shipped: as they were written, without what only those who read them need.

This is for the files of this folder, which keep to a few habits, and not for any script there may be: a regular
expression stands behind a parenthesis, a comma or an equals sign; there are no braces and no templates in what a
template holds in `${}`; what is taken out of an object has no default; an arrow stands on the line of its parameters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from .naming import Token, with_short_names

_TOKEN = re.compile(
    r"(?P<comment>//[^\n]*|/\*.*?\*/)"
    r"|(?P<text>'(?:\\.|[^'\\\n])*'|\"(?:\\.|[^\"\\\n])*\""
    r"|(?:(?<=[(,=])|(?<=[(,=] ))/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n\[])+/)"
    r"|(?P<template>`(?:\\.|[^`\\])*`)"
    r"|(?P<name>[A-Za-z_$][\w$]*)"
    r"|(?P<space>\s+)"
    r"|(?P<sign>\.\.\.|.)",
    re.DOTALL,
)
_HELD = re.compile(r"(?<=\$\{)([^{}`]*)(?=\})")


def lean_style(css: str) -> str:
    """A style sheet without comments, and without white space where it says nothing."""
    bare = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    return re.sub(r" ?([{};,>]) ?|(?<=:) ", r"\1", " ".join(bare.split())).replace(";}", "}") + "\n"


def lean_script(script: str) -> str:
    """A script without comments, without white space where it says nothing, and with short names for its variables."""
    return "".join(with_short_names(list(_without_space(list(_tokens(script.strip())))))) + "\n"


def _tokens(script: str) -> Iterator[Token]:
    for found in _TOKEN.finditer(script):
        kind = found.lastgroup or ""
        if kind == "template":
            for number, part in enumerate(_HELD.split(found[0])):
                yield from _tokens(part) if number % 2 else (("text", part),)
        elif kind != "comment":
            yield kind, found[0]


def _without_space(tokens: list[Token]) -> Iterator[Token]:
    """A line that ends a statement stays a line, and words stay apart."""
    last = ""
    for place, (kind, written) in enumerate(tokens):
        if kind != "space":
            last = written[-1]
            yield kind, written
            continue
        following = tokens[place + 1][1][0] if place + 1 < len(tokens) else ""
        if "\n" in written:
            if last not in "({[,;\n" and following not in ")}]":
                last = "\n"
                yield "sign", "\n"
        elif (_is_word(last) and _is_word(following)) or (last == following and last in "+-"):
            yield "sign", " "


def _is_word(sign: str) -> bool:
    return sign.isalnum() or sign in "_$"

"""Style sheets and scripts as they are shipped: as they were written, without what only those who read them need.

This is for the files of this folder, which keep to a few habits, and not for any script there may be: a regular
expression stands behind a parenthesis, a comma or an equals sign; there are no braces and no templates in what a
template holds in `${}`; what is taken out of an object has no default; and a method is called somewhere.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import product
from string import ascii_letters

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
_DECLARED = re.compile(r"\b(?:const|let|function) ([\w$]+)|(?<![.\w$])([\w$]+)=>")
_TAKEN = re.compile(r"function [\w$]+\(([\w$,]+)\)|\(([\w$,]+)\)=>")

Token = tuple[str, str]
"""A kind, and what is written: a `text` stays as it is, a `name` may become shorter."""


def lean_style(css: str) -> str:
    """A style sheet without comments, and without white space where it says nothing."""
    bare = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    return re.sub(r" ?([{};,>]) ?|(?<=:) ", r"\1", " ".join(bare.split())).replace(";}", "}") + "\n"


def lean_script(script: str) -> str:
    """A script without comments, without white space where it says nothing, and with short names for its variables."""
    tokens = list(_without_space(list(_tokens(script.strip()))))
    short = _short_names(tokens)
    return "".join(short.get(written, written) if kind == "name" else written for kind, written in tokens) + "\n"


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


def _short_names(tokens: list[Token]) -> dict[str, str]:
    """A letter or two for each variable, the shortest for the most frequent.

    A name is the same everywhere, so it stays as it is if it is the name of a property anywhere, or might be.
    """
    counts = Counter(written for kind, written in tokens if kind == "name")
    text = "".join(written for _, written in tokens)
    declared = {one or other for one, other in _DECLARED.findall(text)}
    taken = {name for one, other in _TAKEN.findall(text) for name in (one or other).split(",")}
    long = (declared | taken) - set(_properties(tokens))
    free = ("".join(letters) for length in (1, 2) for letters in product(ascii_letters, repeat=length))
    frequent = (name for name, _ in counts.most_common() if name in long and len(name) > 2)
    return dict(zip(frequent, (name for name in free if name not in counts and name not in _WORDS), strict=False))


_WORDS = ("as", "do", "if", "in", "is", "of")


def _properties(tokens: list[Token]) -> Iterator[str]:
    """The names that stand where a property may: behind a dot, and in braces where an object may name it."""
    opened: list[str] = []
    around = zip((("", ""), *tokens), tokens, (*tokens[1:], ("", "")), strict=False)
    for (_, before), (kind, written), (_, after) in around:
        if kind == "name":
            named = opened[-1:] == ["{"] and before in ("{", ",") and after in (",", "}", ":")
            if named or before == ".":
                yield written
        elif written in ("(", "[", "{"):
            opened.append(written)
        elif written in (")", "]", "}"):
            opened.pop()

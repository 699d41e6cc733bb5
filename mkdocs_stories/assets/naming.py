"""Short names for the variables of a script.

A name means what the innermost scope around it declares: a function, a block or a `for`. So the same few letters serve
in all of them: a scope may use any but those of the outer variables that are used in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import product
from string import ascii_uppercase

Token = tuple[str, str]
"""A kind, and what is written: a `text` stays as it is, a `name` may become shorter."""

_OPENING, _CLOSING = ("(", "[", "{"), (")", "]", "}")
_ENDS = (",", ";", "\n", *_CLOSING)
_NO_FUNCTIONS = ("if", "for", "while", "switch", "catch")
_BLOCKS = ("else", "try", "do", "catch", "finally")
_VARIABLES = ("variable", "both")
_LETTERS = "etnrioaslcdupmhgfvbxwykzqj" + ascii_uppercase
"""The frequent ones first: that compresses best."""
_KEPT = ("$", "$$", "of")
_WORDS = ("as", "do", "if", "in", "is", "of")


@dataclass(eq=False)
class _Scope:
    """Where a scope begins and ends, the scopes in it, its names, and those of others that it uses."""

    start: int
    end: int
    inner: list[_Scope] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)
    used: set[tuple[_Scope, str]] = field(default_factory=set)

    def around(self, place: int) -> list[_Scope]:
        """The scopes around a place, from the inside out."""
        inside = next((one for one in self.inner if one.start <= place <= one.end), None)
        return [*(inside.around(place) if inside else ()), self]

    def shorten(self, free: Sequence[str]) -> None:
        """Give every name a short one, here and inside."""
        taken = {scope.names[name] for scope, name in self.used}
        self.names = dict(zip(self.names, (one for one in free if one not in taken), strict=False))
        for one in self.inner:
            one.shorten(free)


def with_short_names(tokens: Sequence[Token]) -> Iterator[str]:
    """What is written, with short names for all that is declared."""
    words = ["''" if kind == "text" else written for kind, written in tokens]
    parts = list(_parts(words))
    whole = _scopes(words)
    for place in _declared(words):
        if parts[place] in _VARIABLES and words[place] not in _KEPT:
            whole.around(place)[0].names[words[place]] = ""
    owners = [
        _owner(whole, place, word) if part in _VARIABLES else None
        for place, (word, part) in enumerate(zip(words, parts, strict=True))
    ]
    kept = {word for word, owner in zip(words, owners, strict=True) if not owner}
    letters = ("".join(letters) for length in (1, 2) for letters in product(_LETTERS, repeat=length))
    whole.shorten([name for name in letters if name not in kept and name not in _WORDS])
    for (_, written), part, owner in zip(tokens, parts, owners, strict=True):
        short = owner.names[written] if owner else written
        yield f"{written}:{short}" if owner and part == "both" else short


def _owner(whole: _Scope, place: int, name: str) -> _Scope | None:
    """The scope that declares what a name at a place means; all between the two are told that they use it."""
    between: list[_Scope] = []
    for scope in whole.around(place):
        if name in scope.names:
            for one in between:
                one.used.add((scope, name))
            return scope
        between.append(scope)
    return None


def _parts(words: Sequence[str]) -> Iterator[str]:
    """What each word is: a `variable`, the name of a `property`, `both` where an object is named by a variable."""
    opened: list[str] = []
    for place, (before, word, after) in enumerate(zip(("", *words), words, (*words[1:], ""), strict=False)):
        in_object = opened[-1:] == ["object"] and before in ("{", ",")
        if not (word[:1].isalpha() or word[:1] in ("_", "$")):
            yield ""
        elif before == "." or (in_object and after in (":", "(")):
            yield "property"
        else:
            yield "both" if in_object and after in (",", "}") else "variable"
        if word in _OPENING:
            opened.append("object" if word == "{" and _is_object(words, place) else word)
        elif word in _CLOSING:
            opened.pop()


def _is_object(words: Sequence[str], place: int) -> bool:
    """Whether a brace opens an object or a pattern, and no block."""
    return words[place - 1] in ("(", "[", ",", "=", ":", "?", "|", "const", "let", "return")


def _pairs(words: Sequence[str]) -> dict[int, int]:
    """Each place of a parenthesis, bracket or brace with that of its partner."""
    opened: list[int] = []
    pairs: dict[int, int] = {}
    for place, word in enumerate(words):
        if word in _OPENING:
            opened.append(place)
        elif word in _CLOSING:
            start = opened.pop()
            pairs |= {start: place, place: start}
    return pairs


def _scopes(words: Sequence[str]) -> _Scope:
    """The whole script, with all scopes in it."""
    pairs = _pairs(words)
    found, bodies = [], set()
    for place, word in enumerate(words):
        following = list(words[place + 1 : place + 4])
        if following[:2] == ["=", ">"]:
            body = place + (4 if following[2:] == ["\n"] else 3)
            found.append((pairs.get(place, place), pairs[body] if words[body] == "{" else _end(words, body) - 1))
        elif word == ")" and following[:1] == ["{"] and words[pairs[place] - 1] not in _NO_FUNCTIONS:
            found.append((pairs[place], pairs[place + 1]))
            bodies.add(place + 1)
        elif word == "for":
            body = pairs[place + 1] + 1
            found.append((place + 1, pairs[body] if words[body] == "{" else _end(words, body) - 1))
        elif word == "{" and words[place - 1] in (")", *_BLOCKS) and place not in bodies:
            found.append((place, pairs[place]))
    whole = _Scope(0, len(words))
    for start, end in sorted(found):
        whole.around(start)[0].inner.append(_Scope(start, end))
    return whole


def _end(words: Sequence[str], place: int) -> int:
    """Where an expression ends that begins at a place."""
    depth = 0
    while place < len(words) and (depth or words[place] not in _ENDS):
        depth += (words[place] in _OPENING) - (words[place] in _CLOSING)
        place += 1
    return place


def _declared(words: Sequence[str]) -> Iterator[int]:
    """The places of the names of variables, functions and parameters; some of other names between these."""
    pairs = _pairs(words)
    for place, word in enumerate(words):
        following = list(words[place + 1 : place + 3])
        is_arrow = following == ["=", ">"]
        if words[place - 2 : place - 1] == ["function"] or (is_arrow and word != ")"):
            yield place
        elif word in ("const", "let"):
            yield from _targets(words, place + 1)
        elif word == ")" and (is_arrow or following[:1] == ["{"]) and words[pairs[place] - 1] not in _NO_FUNCTIONS:
            yield from (one for one in range(pairs[place], place) if words[one - 1] != "=")


def _targets(words: Sequence[str], place: int) -> Iterator[int]:
    """What a statement declares: a name or a pattern, and others behind commas."""
    depth, is_target = 0, True
    while place < len(words) and (depth or words[place] not in _ENDS or words[place] == ","):
        if not depth and words[place] in ("=", "of", ","):
            is_target = words[place] == ","
        elif is_target:
            yield place
        depth += (words[place] in _OPENING) - (words[place] in _CLOSING)
        place += 1

"""Why something is wanted: where the reason of a sentence stands, before the want or behind it.

Where several things could introduce it, the plainest word wins, and among equals the first.
"""

from __future__ import annotations

import re
from typing import NamedTuple, TypeAlias

from . import grammar, prose

PUNCTUATION = " \t\n\r.,;:!?*~`'\"“”\\|_-\u2013\u2014…+"
"""Signs around a part that are no words of it."""


Place: TypeAlias = tuple[int, int]
"""Where some words of a sentence begin and end, in characters from 0."""


class Frame(NamedTuple):
    """The bones of a sentence: its actor, where the goal begins, and a reason given before it."""

    goal: int
    role: Place | None = None
    component: Place | None = None
    benefit: Place | None = None
    is_command: bool = False
    is_thing: bool = False
    """It is a thing that is wanted: in "I want logs to be kept", the "to" belongs to the goal."""


# The plainest word wins: "so that" over "so" and "because", these over a "to" of purpose, that over any other "to".
_RANKS = {"clause": 0, "result": 1, "gain": 1, "purpose": 1, "infinitive": 2}


def leading_reason(words: str, start: int, stop: int) -> Place | None:
    """In order to …, To …, Because …, As … is …: a reason that is given first."""
    found = start < stop and grammar.LEADING.match(words, start, stop)
    if not found:
        return None
    if found["reason"]:
        return found.end(), stop
    if found["infinitive"]:
        return start, stop
    if found["fact"]:
        head = grammar.HEAD_END.search(words, found.end() + 1, stop)
        if head and head["verb"] and prose.word_after(words, found.end()) not in grammar.NO_ROLE:
            return found.end(), stop
    return None


def split(frame: Frame, words: str, plain: str) -> tuple[Place, Place | None]:
    """The goal, and the benefit behind it."""
    stop, after = prose.sentence_end(plain, frame.goal)
    if frame.benefit:
        return (frame.goal, stop), None
    found = reason(words, frame, stop)
    if found:
        connector, benefit = found
        # "and thereby": the "and" is part of what joins.
        if prose.word_before(words, connector) == "and":
            connector = words.rindex("and", frame.goal, connector)
        return (frame.goal, connector), (benefit, stop)
    following = grammar.NEXT_SENTENCE.match(words, after)
    if following:
        start = following.end() if following["connector"] else after
        return (frame.goal, stop), (start, prose.sentence_end(plain, following.end())[0])
    return (frame.goal, stop), None


def reason(words: str, frame: Frame, stop: int) -> Place | None:
    """The connector that introduces the benefit; its end is where the benefit begins."""
    plain = grammar.SO_THAT.search(words, frame.goal, stop)
    if plain:
        return plain.span()
    best, best_rank = None, len(_RANKS)
    since = frame.goal
    for found in grammar.CONNECTOR.finditer(words, frame.goal, stop):
        kind = found.lastgroup or ""
        at = found.start(kind)
        if at - frame.goal < prose.NEAR and not words[frame.goal : at].strip(PUNCTUATION):
            continue
        if kind == "infinitive":
            verb = grammar.VERB.match(words, found.end(), stop)
            aim = verb and _aim(frame, verb)
            if not aim:
                continue
            kind, since = _infinitive(words, frame, since, at, aim), at
        elif not _connects(words, found, kind):
            continue
        rank = _RANKS.get(kind, best_rank)
        if rank < best_rank:
            best_rank, best = rank, (at, at if rank else found.end())
            if rank == 0:
                break
    return best


def _connects(words: str, found: re.Match[str], kind: str) -> bool:
    at, end = found.span(kind)
    if found[kind] == "as":
        return prose.follows_comma(words, at) or (
            prose.word_after(words, end) == "this" and prose.word_before(words, at) not in grammar.NOT_BEFORE_AS
        )
    if found[kind] == "so":
        return (
            prose.word_before(words, at) not in grammar.NOT_BEFORE_SO
            and prose.word_after(words, end) not in grammar.NOT_AFTER_SO
        )
    return True


def _aim(frame: Frame, verb: re.Match[str]) -> str:
    """The verb that may say what for: "avoid" for any that is not to be done, none for one that never does."""
    said = verb["verb"]
    if verb["unwanted"] or (frame.is_command and said in grammar.WARDS and verb["object"]):
        return "avoid"
    return said if said in grammar.PURPOSES or said in grammar.VERBS else ""


def _infinitive(words: str, frame: Frame, since: int, at: int, verb: str) -> str:
    """What a "to" is: a "purpose" by its verb, an "infinitive" that may be one, or nothing of the kind."""
    wanted_for_itself = verb in grammar.PURPOSES
    if prose.follows_comma(words, at):
        return "purpose" if wanted_for_itself or verb not in grammar.VAGUE else ""
    before = prose.word_before(words, at)
    if before in grammar.GOVERNORS or grammar.CAUSATIVES.search(words, since, at):
        return ""
    if frame.is_thing and since == frame.goal:
        return "purpose" if verb in grammar.AIMS and grammar.SOME.match(words, since) else ""
    if wanted_for_itself:
        return "purpose"
    if frame.is_thing or verb in grammar.VAGUE or before in grammar.THINGS_FOR:
        return ""
    if frame.is_command and grammar.USE.match(words, frame.goal):
        return "infinitive"
    if grammar.INSTRUMENTS.search(words, since, at) or grammar.INDEFINITE.search(prose.before(words, at)):
        return ""
    return "infinitive"

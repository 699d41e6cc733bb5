"""One sentence of a story, taken apart: who, what and why.

Reading goes in four steps, each with a table of words in `grammar`:

1. what says nothing (markup, link targets, labels before the story) is put out of sight, without moving a letter;
2. a *frame* is found: "As a …, I want …", "The … should …", or a command, and what stands before it;
3. the reason is looked for behind the want, in `reasons`. Where several things could introduce it, the plainest word
   wins ("so that", then "so", "because" …, then a "to" of purpose, then any "to"), and among equals the first;
4. the parts are cut out of the phrase, so that each knows its place.

A sentence that nobody wrote as a story has no parts. Whatever the text, reading ends, in time that grows with its
length.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import NamedTuple

from . import grammar, prose
from .abbreviations import ends_in_one, without_end
from .reasons import PUNCTUATION, Frame, Place, leading_reason, reason, split
from .text import Phrase


class Sentence(NamedTuple):
    """The parts that a sentence has.

    `role` is who, as said by "As a …"; `component` the subject of a sentence that has no role ("The cache should …").
    A benefit that is a bare purpose keeps its "to" ("to prevent …"). What a template left to be filled in is no part;
    it is in `unfilled`, by the name of the part that should stand there.
    """

    role: Phrase | None = None
    component: Phrase | None = None
    goal: Phrase | None = None
    benefit: Phrase | None = None
    unfilled: tuple[tuple[str, Phrase], ...] = ()


def parse(phrase: Phrase) -> Sentence:
    """The role or component, the goal and the benefit that a phrase says, as far as it says them."""
    plain = prose.without_noise(phrase.text)
    words = prose.reading_copy(plain)
    frame = _frame(words, plain)
    if frame is None:
        return Sentence()
    goal, later_benefit = split(frame, words, plain)
    role, component, benefit = frame.role, frame.component, frame.benefit or later_benefit
    parts = (
        role and _cut(phrase, words, role),
        component and _cut(phrase, words, component),
        _cut(phrase, words, goal),
        benefit and _cut(phrase, words, benefit),
    )
    if all(parts[2:]) and (parts[0] or parts[1]):
        return Sentence(*parts)
    places = zip(_PARTS, parts, (role, component, goal, benefit), strict=True)
    left = ((name, _left(phrase, words, place)) for name, part, place in places if place and not part)
    return Sentence(*parts, tuple((name, words) for name, words in left if words))


def parse_question(phrase: Phrase) -> Sentence | None:
    """A question as a goal, with what follows "so that" as the benefit; nothing where no question is asked."""
    asked = phrase.text.rstrip(" \t\n*_")
    if not asked.endswith("?"):
        return None
    words = prose.reading_copy(prose.without_noise(phrase.text))
    begin = _past(grammar.LABEL, words, 0)
    connector = grammar.SO_THAT.search(words, begin)
    if not connector:
        return Sentence(goal=phrase.cut(begin, len(asked)))
    goal, benefit = (begin, connector.start()), (connector.end(), len(words))
    return Sentence(goal=_cut(phrase, words, goal), benefit=_cut(phrase, words, benefit))


# -- the frame --------------------------------------------------------------------------------------------------------


def _frame(words: str, plain: str) -> Frame | None:
    begin = _past(grammar.LABEL, words, 0)
    return _with_role(words, begin) or _without_role(words, plain, begin)


def _with_role(words: str, begin: int) -> Frame | None:
    """As a …, I want …; perhaps with "In order to …" before the one or the other."""
    opener = _opener(words, begin)
    if opener is None:
        return None
    at, start = opener
    speaker, want = _want(words, start)
    spoken = speaker < len(words)
    role_end = _role_end(words, start, speaker) if spoken else _first_break(words, start)
    between = _past(grammar.BREAK, words, role_end)
    goal, is_thing = want or (len(words) if spoken else between, False)
    benefit = leading_reason(words, begin, at) or leading_reason(words, between, speaker)
    return Frame(goal, role=(start, role_end), benefit=benefit, is_thing=is_thing)


def _opener(words: str, begin: int) -> tuple[int, int] | None:
    """Where "As a" begins, and where the role after it does."""
    led = grammar.LEADING.match(words, begin) is not None
    for found in islice(grammar.AS.finditer(words, begin), _FEW):
        at, start = found.span()
        # "In order to pay less As a reader I want …": three lines of a feature file, folded into one.
        if at > begin and not prose.starts_clause(words, at) and not (led and found["article"]):
            continue
        head = grammar.HEAD_END.search(words, start)
        name = words[start : head.start() if head else len(words)].replace("/", " ").split()
        if not name or name[-1] in grammar.NO_ROLE or (head and head["verb"]):
            continue
        if at > begin and not _want(words, start)[1]:
            continue
        if not found["article"]:
            speaker = grammar.SPEAKER.search(words, start)
            if not speaker or name[0] in grammar.NO_ROLE or grammar.FINITE.search(words, start, speaker.start()):
                continue
        return at, start
    return None


def _want(words: str, start: int) -> tuple[int, tuple[int, bool] | None]:
    """Where the speaker first speaks; where the goal begins, and whether a thing is wanted."""
    first, doing = len(words), None
    for speaker in grammar.SPEAKER.finditer(words, start):
        at, end = speaker.span()
        if first == len(words):
            if prose.word_before(words, at) in grammar.HANGING:
                continue
            first = at
        elif not (prose.starts_sentence(words, at) or (not doing and _starts_clause(words, at))):
            continue
        want = grammar.WANT.match(words, end)
        if want:
            return first, _wanted(want)
        if first == at:
            doing = grammar.DOING.match(words, end)
    return first, (doing.end(), False) if doing else None


def _starts_clause(words: str, at: int) -> bool:
    return prose.starts_clause(words, at) or prose.word_before(words, at) in grammar.JOINTS


def _wanted(want: re.Match[str]) -> tuple[int, bool]:
    """Where the goal begins, and whether it is a thing. What is not wanted keeps its "not"."""
    unwanted = max(want.start("unwanted"), want.start("unable"), want.start("neither"))
    is_thing = bool(want["wish"]) and not want["tail"] and not want["able"] and want["wish"][-3:] != " to"
    return (unwanted if unwanted >= 0 else want.end()), is_thing


def _without_role(words: str, plain: str, begin: int) -> Frame | None:
    """We want …; the … should …; a command. A want said in a later sentence comes last."""
    near = begin + 2 * prose.NEAR
    if (":" in words[:near] and grammar.NO_STORY.search(words, 0, near)) or grammar.EXAMPLE.match(words, begin):
        return None
    stop = prose.sentence_end(plain, begin)[0]
    clause, benefit = begin, None
    for _ in range(_FEW):
        if not grammar.LEADING.match(words, clause):
            break
        end = _clause_end(words, clause, stop)
        benefit = benefit or leading_reason(words, clause, end)
        clause = _past(grammar.BREAK, words, end)
    frame = _said(words, clause, stop) or _should(words, clause, stop)
    if not frame and not grammar.ADVICE.search(words, begin, clause) and not grammar.HOW_TO.match(words, clause, stop):
        frame = _command(words, clause, stop)
    if frame:
        return frame._replace(benefit=benefit) if benefit else frame
    return _said_later(words, stop)


def _said(words: str, start: int, stop: int) -> Frame | None:
    """We want …, I need to …: a want, not an ability ("we can")."""
    speaker = grammar.SPEAKER.match(words, start)
    want = speaker and grammar.WANT.match(words, speaker.end(), stop)
    if not speaker or not want:
        return None
    if not want["wish"] and speaker[0] == "we" and (want["modal"] or "").strip() not in grammar.FIRM:
        return None
    goal, is_thing = _wanted(want)
    return Frame(goal, is_thing=is_thing)


def _said_later(words: str, start: int) -> Frame | None:
    for speaker in grammar.SPEAKER.finditer(words, start):
        if prose.starts_sentence(words, speaker.start()):
            frame = _said(words, speaker.start(), len(words))
            if frame:
                return frame
    return None


def _should(words: str, start: int, stop: int) -> Frame | None:
    """The … should …: a component and its goal. What it can or will do is a mere fact where no aim follows."""
    for modal in islice(grammar.SHOULD.finditer(words, start, stop), _FEW):
        at = modal.start()
        subject = words[start:at].split()
        if not subject or subject[-1] in grammar.HANGING:
            continue
        if subject[0] in grammar.NO_COMPONENT or not grammar.CONJUNCTIONS.isdisjoint(subject):
            return None
        if grammar.SPEAKER.search(words, start, at) or _states(words, start, at):
            return None
        if _states(words, start, at, grammar.BROKEN):
            return None
        component = None if subject[0] in grammar.PRONOUNS else (_past(grammar.ARTICLE, words, start), at)
        unable = modal["unable"]
        frame = Frame(modal.start("unable") if unable else modal.end(), component=component)
        return frame if not modal["weak"] or _has_aim(words, frame, stop) else None
    return None


def _command(words: str, start: int, stop: int) -> Frame | None:
    """Add …, Ensure that …; a word that is no verb we know commands only where it goes on with an aim."""
    first = grammar.WORD.match(words, start, stop)
    if not first or words[start:stop].rstrip()[-1:] == ":":
        return None
    verb, frame = first[0], Frame(start, is_command=True)
    if grammar.HEADING.match(words, start, stop):
        return None
    if verb in grammar.NOUNS_TOO and verb not in grammar.REPAIR and grammar.BREAKDOWN.match(words, first.end(), stop):
        return None
    if verb in grammar.CLAUSE_TAKERS:
        return frame
    if verb not in grammar.COMMANDS and not grammar.COINED.match(verb):
        noun = verb in grammar.NO_COMMAND or grammar.NOUNISH.search(verb)
        if noun or not _has_aim(words, frame, stop):
            return None
    if _states(words, start, stop) or (verb not in grammar.REPAIR and _states(words, start, stop, grammar.FAULT)):
        return None
    return frame


def _states(words: str, start: int, stop: int, verbs: re.Pattern[str] = grammar.FINITE) -> bool:
    """Whether the main clause has a verb of its own: "Reports are slow" is a statement."""
    verb = verbs.search(words, start, stop)
    return verb is not None and not grammar.HANGS_ON.search(words, start, verb.start())


def _has_aim(words: str, frame: Frame, stop: int) -> bool:
    """Whether the sentence goes on with what it is good for, and not with a mere cause."""
    aim = reason(words, frame, stop)
    return aim is not None and not grammar.CAUSE.match(words, aim[0])


# -- the cut ----------------------------------------------------------------------------------------------------------


def _cut(phrase: Phrase, words: str, place: Place) -> Phrase | None:
    """The words at a place, without the signs around them; nothing where a template was left as it is."""
    start, end = place
    piece = words[start : end + words.startswith(".", end)]
    # A "]" that nothing in the part opened ends the link which the story stands in.
    link = piece.find("]")
    if link >= 0 and "[" not in piece[:link]:
        piece = piece[:link]
    start, end = _within(piece, start)
    if start >= end or grammar.PLACEHOLDER.fullmatch(words, start, end):
        return None
    found = phrase.cut(*prose.with_markup(phrase.text, start, end))
    return found if found.text else None


def _within(piece: str, start: int) -> Place:
    """The place of a piece without the signs around it; `start` is where it begins with them."""
    bare = piece.lstrip(PUNCTUATION)
    start += len(piece) - len(bare)
    inner = bare.rstrip(PUNCTUATION)
    if bare.startswith(".", len(inner)) and ends_in_one(inner):
        return start, start + len(inner) + 1
    # What stands in brackets as a whole has one of them at its end, what stands before it the other.
    if inner[-1:] == "(" or (inner[-1:] == ")" and "(" not in inner):
        inner = without_end(inner[:-1], PUNCTUATION)
    return start, start + len(inner)


_PARTS = ("role", "component", "goal", "benefit")
_DOTS = re.compile(r"\.{2,}|…|_{2,}|\?{2,}")


def _left(phrase: Phrase, words: str, place: Place) -> Phrase | None:
    """What a template left at the place of a part: a placeholder, or dots."""
    start, end = _within(words[slice(*place)], place[0])
    if start < end:
        return phrase.cut(start, end) if grammar.PLACEHOLDER.fullmatch(words, start, end) else None
    dots = _DOTS.search(words, *place)
    return phrase.cut(*dots.span()) if dots else None


# -- looking around ---------------------------------------------------------------------------------------------------

_FEW = 8
"""So many candidates are looked at where there is one in all that people write: more would only cost time."""


def _role_end(words: str, start: int, stop: int) -> int:
    """The first comma or line end behind which the role does not go on."""
    for found in grammar.BREAK.finditer(words, start, stop):
        after = found.end()
        if after >= stop or grammar.CLAUSE.match(words, after):
            return found.start()
        if words[found.start()] != "\n" and grammar.LEADING.match(words, after):
            return found.start()
    return stop


def _clause_end(words: str, start: int, stop: int) -> int:
    """Where a clause before the want ends: at a comma and a new clause, at a speaker, or at any comma."""
    first = None
    for found in grammar.BREAK.finditer(words, start, stop):
        first = first or found
        if grammar.CLAUSE.match(words, found.end()):
            return found.start()
    for speaker in islice(grammar.SPEAKER.finditer(words, start, stop), _FEW):
        if prose.word_before(words, speaker.start()) not in grammar.HANGING and _said(words, speaker.start(), stop):
            return speaker.start()
    return first.start() if first else stop


def _first_break(words: str, start: int) -> int:
    found = grammar.BREAK.search(words, start)
    return found.start() if found else len(words)


def _past(pattern: re.Pattern[str], words: str, at: int) -> int:
    """Behind what the pattern finds at a place, or that place."""
    found = pattern.match(words, at)
    return found.end() if found else at

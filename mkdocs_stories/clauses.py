"""A story's sentence as a card says it: three clauses, each led in by the words its author chose.

Every part of a story knows where it was typed, so the words that lead it in (`As a`, `I want to`, `because`, the key of
a field) are looked up in the page, just before it. Keys are English: where the page is in another language, clauses of
which its author typed keys alone are all led in by the words of the page.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from . import grammar, prose
from .model import Story
from .plain_text import without_markup
from .reasons import PUNCTUATION
from .story_types import StoryType
from .text import Phrase
from .vocabulary import normal
from .words import ENGLISH, Words


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause: the words that lead in, and what follows; `text` is empty where the story does not say it."""

    lead: str
    text: str


def _before(*leads: str) -> re.Pattern[str]:
    return re.compile(rf"(?:^|[\s(*_\"',.;:>-])({'|'.join(leads)})[\s:*_\"',|>-]*$", re.IGNORECASE)


_ACTOR = _before(r"as (?:an?|the|any|our)", "as", "the", "an?")
# Of fields: their names.
_GOAL = _before(
    r"(?:I|we) (?:want|need|like|wish|expect|can|could|should|must|may|will)(?: to)?(?: be able to)?",
    r"(?:should|must|shall|can|could|may|will|needs to|need to|has to|have to)(?: be able to)?",
)
_BENEFIT = _before("so that", "so", "in order to", "to prevent", "because")
_CLAUSE_END = re.compile(r"[,.;:!?()\[\]\n\u2013\u2014]|\s-\s")
_SENTENCE_END = re.compile(r"[.;:!?()\[\]\u2013\u2014]|\s-\s")
# In signs: what is longer holds more than it should.
_LONGEST_LEAD = 60
_LONGEST_JOINT = 30
# What is said with a vowel first: by its letters, or letter by letter where it is an abbreviation.
_VOWEL = re.compile(
    r"(?!(?i:uni(?!n)|us[ae]|eu|one\b|once\b|uro|ura)|U[A-Z])(?i:[aeiou])|(?i:honest|hono|hour|heir)|[FHLMNRSX][A-Z\d]"
)
_DETERMINED = re.compile(r"(?:the|an?|any|every|each|our|my|another|one|some) ", re.IGNORECASE)


def actor_clause(story: Story, words: Words = ENGLISH) -> Clause:
    """Who, or which part of the system."""
    actor = story.actor
    if actor is None:
        return Clause(words.lead_actor, "")
    lead = _lead(_ACTOR, story, actor) if _keeps_leads(story, words) else ""
    if story.type is StoryType.TECHNICAL:
        named = _DETERMINED.match(actor.text) or (actor.text[:1].isupper() and actor.text[1:2].islower())
        return Clause(lead.capitalize() or ("" if named else words.lead_component), actor.text)
    # The name of a field is chosen once for many stories; the article of a sentence was chosen for this one.
    is_field = story.sentence is None and lead.lower() in ("as a", "as an")
    if lead.lower().startswith("as") and not is_field:
        return Clause(lead.capitalize(), actor.text)
    if story.sentence and story.goal and _says_what(_goal_lead(story, story.goal)) and story.sentence.holds(actor):
        return Clause(lead.capitalize(), actor.text)
    if words.lead_actor != ENGLISH.lead_actor or _DETERMINED.match(actor.text) or actor.text.istitle():
        return Clause(words.lead_actor, actor.text)
    return Clause("As an" if _VOWEL.match(actor.text) else "As a", actor.text)


def is_question(story: Story) -> bool:
    """Whether a story is a spike that asks: the question is its goal, and the answer what it is worth."""
    if not story.goal or not story.kind or normal(story.kind.text) != "spike":
        return False
    return any(said and said.text.rstrip(" \t\n*_").endswith("?") for said in (story.sentence, story.goal))


def goal_clause(story: Story, words: Words = ENGLISH) -> Clause:
    """What is to be possible."""
    goal = story.goal
    if story.type is StoryType.USER:
        fallback = words.lead_goal
    else:
        fallback = words.lead_component_goal if story.component else words.lead_bare_goal
    if goal is None:
        return Clause(fallback, "")
    lead = _goal_lead(story, goal) if _keeps_leads(story, words) else ""
    if not lead and is_question(story):
        return Clause("", goal.text)
    if not lead:
        return _led_by(fallback, goal, story)
    if not _says_what(lead):
        is_bare = story.sentence is None and lead.endswith(_WISHES) and _first_word(goal.text) in grammar.BARE_VERBS
        return Clause(f"{lead[0].upper()}{lead[1:]}{' to' if is_bare else ''}", _going_on(goal.text))
    return Clause(lead.lower(), _going_on(_TO.sub("", goal.text)))


def _led_by(fallback: str, goal: Phrase, story: Story) -> Clause:
    """A goal without words of its author before it: a command, or the value of a field."""
    if fallback == ENGLISH.lead_component_goal:
        return Clause(fallback, _going_on(_TO.sub("", goal.text)))
    if fallback != ENGLISH.lead_goal:
        return Clause(fallback, goal.text)
    is_command = _first_word(goal.text) in (grammar.GOING_ON if story.sentence else grammar.BARE_VERBS)
    return Clause(f"{fallback} to" if is_command else fallback, _going_on(goal.text))


def _goal_lead(story: Story, goal: Phrase) -> str:
    """The words by which a goal is wanted: "I want to", "should"; of a scene before them nothing."""
    between = _between(story, goal)
    if between is None:
        return _lead(_GOAL, story, goal)
    lead = _CLAUSE_END.split(between)[-1].strip()
    speaker = grammar.SPEAKER.search(lead.lower())
    if speaker:
        lead = lead[speaker.start() :]
    is_lead = speaker or grammar.SHOULD.search(lead.lower())
    return lead if is_lead and len(lead) <= _LONGEST_LEAD else ""


def _says_what(lead: str) -> bool:
    """Whether a lead says something of what stands before it, as "should" does, and nobody says it."""
    return grammar.SHOULD.match(lead.lower()) is not None


_WISHES = ("want", "need", "like", "wish", "expect")
_TO = re.compile(r"\Ato\s+", re.IGNORECASE)


def _going_on(words: str) -> str:
    """A command as it goes on after other words: "should" and "Serve prices". A name keeps its capital."""
    is_to_go_on = (first := _first_word(words)) in grammar.GOING_ON or first in grammar.PRONOUNS
    return words[:1].lower() + words[1:] if is_to_go_on else words


def _first_word(words: str) -> str:
    found = re.match(r"[\w'-]+", words)
    return found[0].lower() if found else ""


def is_subject(actor: Clause, goal: Clause) -> bool:
    """Whether the goal is said of the actor, with no comma between: "The cache must", but "As a reader, I want"."""
    return goal.lead[:1].islower() and actor.lead[:2].lower() != "as"


def benefit_clause(story: Story, words: Words = ENGLISH) -> Clause:
    """Why: the value."""
    benefit = story.benefit
    if benefit is None:
        return Clause(words.lead_benefit, "")
    between = _between(story, benefit)
    lead = _lead(_BENEFIT, story, benefit).lower() if between is None else _joint(between)
    if _TO.match(benefit.text) and not lead.endswith("to"):
        return Clause(words.lead_purpose, _TO.sub("", benefit.text))
    if lead in ("", "so that") and _first_word(benefit.text) in grammar.BARE_AIMS:
        return Clause(words.lead_purpose, _going_on(benefit.text))
    if not lead and (between is not None or grammar.JOINED.match(benefit.text.lower())):
        return Clause("", _going_on(benefit.text))
    if not _keeps_leads(story, words):
        lead = _translated(lead, words)
    return Clause(lead or words.lead_benefit, benefit.text)


def _joint(between: str) -> str:
    """The words that join a benefit with what stands before it: "so that", "and thereby"; none where there are many."""
    joint = _SENTENCE_END.split(between)[-1].strip(" ,").lower()
    return joint if len(joint) <= _LONGEST_JOINT else ""


def _keeps_leads(story: Story, words: Words) -> bool:
    """Whether the words that were typed before the parts can stand on the page: a sentence's, or those of English."""
    is_other = words.lead_goal != ENGLISH.lead_goal and words.lead_benefit != ENGLISH.lead_benefit
    return story.sentence is not None or not is_other


def _translated(key: str, words: Words) -> str:
    """A key of the benefit in the words of the page, where it does not mean the same as "so that"."""
    meant = {"in order to": words.lead_purpose, "because": words.lead_cause, "to prevent": words.lead_prevention}
    return meant.get(key, "")


def _between(story: Story, part: Phrase) -> str | None:
    """The words between a part of a sentence and the part before it; nothing where a part has a field of its own."""
    sentence = story.sentence
    if sentence is None or not sentence.holds(part):
        return None
    at = sentence.offset_of(part)
    others = [one for one in (story.actor, story.goal, story.benefit) if one and sentence.holds(one)]
    ends = (sentence.offset_of(one) + len(one.text) for one in others)
    before = sentence.text[max((end for end in ends if end <= at), default=0) : at]
    return without_markup(prose.without_noise(before)).rstrip(PUNCTUATION)


def _lead(pattern: re.Pattern[str], story: Story, phrase: Phrase) -> str:
    line = phrase.span.line
    before = story.source.line(line)[max(0, phrase.span.column - 60) : phrase.span.column - 1]
    if not before.strip(" >|\t") and line > story.span.line + 1:
        before = story.source.line(line - 1)[-60:]
    found = pattern.search(before)
    return " ".join(found[1].split()) if found else ""

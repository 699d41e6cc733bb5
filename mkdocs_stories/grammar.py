"""The words that stories are made of, as tables: what opens a role, a want, a reason, and what only looks like one.

All read the lower-case copy that `prose` makes, in which markup is white space and asides (brackets, code, quotes) are
filled up. None can be slow: each starts at a fixed word or sign, and what it repeats can be matched in one way only.
"""

from __future__ import annotations

import re


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _any(*words: str) -> str:
    """One of these words or groups of words, whatever white space is between them."""
    return "(?:" + "|".join(word.replace(" ", r"\s+") for text in words for word in text.split("|")) + ")"


# -- before the story: "US-01:", "[Backend]", "**Story 2**", "Spike -", "OpenShift:" -----------------------------------

LABEL = re.compile(
    r"(?:[\s>|+\-:\u2013\u2014]|#{1,6}\s|#?\d+[.)]?\s|\[(?=[\[#])|\[[^\[\]\n]{1,40}\](?=[\s:\-])"
    r"|(?:user\s+)?story(?:\s+\d+)?(?=\s{2}|\n)"
    r"|(?!(?:i|we|as|so|because|since|to|if|when|for|in)\b)[\w./&-]{1,30}(?:\s[\w./&-]{1,30}){0,3}\s{0,3}:(?=\s)"
    r"|#?[\w./-]{1,30}(?:\s[\w./-]{1,30})?\s[-\u2013\u2014](?=\s))*\[?\s*"
)

# -- who --------------------------------------------------------------------------------------------------------------

AS = re.compile(r"\b(?:as|being)\s+(?P<article>(?:an?\s*/\s*an?|an?|the|any|our|my|another|one of the|every)\b\s*)?")
# The head of what follows "as" tells a role from "As a result", "As part of", "As described above".
HEAD_END = re.compile(
    r"[,.;:\s](?:(?<=[^ \t])|"
    + _any("of|to|toward|towards|for|in|on|with|from|at|by|we|i|who|that|which")
    + r"(?![\w-])|(?P<verb>"
    + _any("is|are|was|were|has|have|does|did|suggests|will")
    + r")\b)"
)
# What a sentence is joined with where another clause begins.
JOINTS = _words("and but then")
NO_ROLE = _words(
    "result results outcome part step example alternative measure consequence workaround follow-on follow-up reminder "
    "note aside side-effect effect bonus whole matter rule prerequisite precaution response reaction improvement "
    "experiment fallback test mitigation precursor fix resort solution compromise situation name title conclusion "
    "summary point extension addition enhancement way means fact goal first second next last described mentioned "
    "noted stated discussed explained shown seen said above below soon long far previously also communicated already "
    "was well such per always usual opposed expected required needed it this that these those there you they he she "
    "if many much often"
)
# A role without an article ("As Dana, I want") has no verb of its own, as "As X is part of Y now, …" has.
FINITE = re.compile(
    r"(?<![\w-])"
    + _any("is|are|was|were|has|does|did|isn't|aren't|doesn't|don't|already|can|will|cannot")
    + r"(?![\w-])"
)

# -- what: somebody says it -------------------------------------------------------------------------------------------

SPEAKER = re.compile(r"\b(?:i|we)\b(?![/&])")
_ADVERB = _any(
    "also|really|just|only|always|definitely|further|simply|now|still|then|often|ideally|personally|usually|therefore|"
    "certainly|currently|strongly|sometimes|first"
)
_WISH = _any("want|wants|wanted|need|needs|like|love|wish|prefer|hope|expect|require|desire|have to|ought to")
_POSSIBLE = r"(?:\s?'\s?m|\s?'\s?re|\s+am|\s+are)\s+(?:also\s+|now\s+|only\s+)?(?=able\s+to\b)"
_MODAL = r"\s*(?:\b(?:can|could|should|must|may|might|shall|will|would)\b|'\s?ll\b|'\s?d\b)"
_NOT = r"\s+(?P<{}>not|do\s+not|[a-z]+n't|cannot|never|no\s+longer)\b"
WANT = re.compile(
    # I would really like to be able to …
    rf"(?:(?:\s+{_ADVERB}\b|\s+(?:would|should|might|will)\b|\s*'\s?d\b|{_NOT.format('unwanted')})*\s+(?P<wish>{_WISH})\b"
    # I can …, I should not …, I'm able to …
    rf"|(?:\s+{_ADVERB}\b)*(?:(?P<modal>{_MODAL})(?:{_NOT.format('unable')})?|{_NOT.format('neither')}|{_POSSIBLE}))"
    rf"(?P<tail>(?:\s+{_ADVERB}\b)*\s+(?:to|that)\b(?!\s*$))?"
    r"(?P<able>(?:\s+(?:to|the))?(?:\s+be)?\s+able(?:\s+to\b)?|\s+(?:i|we)\s+(?:can|could|may|might)\b)?"
)
# What somebody does without saying that they want it: "I see …", "I am told …". Being something is a scene.
DOING = re.compile(
    rf"(?:\s+{_ADVERB}\b)*\s+(?!(?:was|were|been|had)\b|(?:am|are)\s+(?!\w+ed\b|shown\b|given\b|told\b|sent\b))(?=[a-z])"
)
# A clause that hangs on one of these says nothing of its own: "when I …", "what we need".
HANGING = _words(
    "when if while after before once that which where because since until unless whenever what how whom who whether "
    "so as than whose why whatever wherever and or but things thing everything anything all something"
)

# -- what: a thing that should, or a command --------------------------------------------------------------------------

SHOULD = re.compile(
    r"\b(?:(?:should|must|shall|could|will|may|can|(?:needs?|has|have|ought|wants?)\s+to)\b(?:\s+(?P<unable>not|never)\b)?"
    r"(?:\s+be\s+able\s+to\b)?)"
)
WORD = re.compile(r"[a-z][\w-]*")
ARTICLE = re.compile(r"(?:an?|the|our|my)\s+")
PRONOUNS = _words("it there he she they you this that these those")
CONJUNCTIONS = _words("so because when whenever if while until unless")
FIRM = _words("should must shall need needs has have ought")
# None of these begins a command.
NO_COMMAND = _words(
    "a an the this that these those it its he she they we you i my our their his her your there here what how why who "
    "which where when and or but then also not no as if while in on at of by with from into to for is are was were be "
    "been after before once since because so than all some any every each many most several both such note yes "
    "however given"
)
# A noun before the verb, or a verb that is no command: words that end so are hardly ever commands.
NOUNISH = re.compile(r"(?:ing|ings|tion|sion|tions|ness|ity|ies|ism|ology|ers|ors|ments|'s)$")
BREAKDOWN = re.compile(r"\S*\s+(?:failures?|errors?|exceptions?|crash(?:es)?|broken)\b")
REPAIR = _words("fix handle log report show improve reduce avoid prevent display add catch document hide return test")
QUOTED_ERROR = re.compile(r"\b\w*(?:error|exception)\s*:")
# Given …, when …, then …: an example of a behaviour.
EXAMPLE = re.compile(r"given\b.*\b(?:when|then)\b", re.DOTALL)
# Commands that take a whole clause: "Ensure (that) backups are …".
CLAUSE_TAKERS = _words("ensure verify make check confirm assert guarantee validate prove see assume let")
HANGS_ON = re.compile(
    r"[,&]|\b"
    + _any("that|which|who|when|if|so|where|what|how|why|whether|as|because|since|while|until|once|to")
    + r"\b"
)

# -- clauses before the want: "When a node is down, …", "In order to pay less, …" --------------------------------------

LEADING = re.compile(
    r"(?P<reason>in\s+order\s+(?:to|that|for)\b|so\s+that\b|so\s+as\s+to\b|because(?:\s+of)?\b|since\b|due\s+to\b)"
    r"|(?P<infinitive>to\s+(?!the\b|an?\b|my\b|our\b|this\b|that\b)(?=[a-z]))"
    r"|(?P<fact>as)\b|"
    + _any(
        "when|whenever|if|while|after|before|once|for|with|without|during|where|upon|on|in|at|by|until|unless|"
        "although|though|given|from|within|under|instead of|rather than|having|using|regarding"
    )
    + r"\b"
)
BREAK = re.compile(r"[,;:\n]\s*")
CLAUSE = re.compile(
    _any(
        "i|we|the|it|this|there|my|our|as an?|as the|please|then|when|whenever|if|while|after|before|once|"
        "because|since|in order to|so that"
    )
    + r"\b|to\b(?!\s+(?:the|an?)\b)"
)

# -- why --------------------------------------------------------------------------------------------------------------

_SUBJECT = "i|we|you|he|she|it|they|this|that|these|those|there|the|our|my|each|every|all|no"
CONNECTOR = re.compile(
    r"[\s,;(](?:(?P<template>(?:so|such)\s*,?\s+that\b,?|so\s+as\s+to\b)"
    r"|(?P<clause>so(?=[\s,])"
    r"|in\s+order\s+(?:to|that|for)\b"
    r"|because(?:\s+of)?\b"
    r"|due\s+to\b"
    rf"|since(?=\s+(?:{_SUBJECT})\b)"
    r"|as(?=\s+(?:this|that|it|these|those|we|i|they)\b)"
    r"|thus\b|thereby\b"
    r"|(?:with|for)\s+the\s+(?:goal|aim|purpose|intention|intent|sake)\s+(?:of|to)\b)"
    r"|(?P<result>"
    + _any(
        "ensuring|allowing|enabling|making|helping|reducing|improving|preventing|avoiding|giving|"
        "eliminating|saving|removing|providing|letting|minimizing|simplifying"
    )
    + r"\b"
    r"|which\s+(?:will\s+|would\s+)?(?:allow|help|enable|let|ensure|save|mean)s?\b"
    r"|for\s+(?:better|easier|faster|improved|increased|greater|more)\b)"
    r"|(?P<infinitive>to)(?=\s))"
)
# "so much", "do so", "is so slow", "such as this": not a reason.
NOT_AFTER_SO = _words("much many far on forth few little long called often well")
NOT_BEFORE_AS = _words("such same well known similar soon long far just")
NOT_BEFORE_SO = _words("do does doing did done or is are be was if not ever even think believe")
# The benefit in a sentence of its own.
NEXT_SENTENCE = re.compile(
    r"(?P<connector>so\s+that\b|so\b|in\s+order\s+(?:to|that)\b|because\b)"
    r"|(?:this|that|it)\s+(?:will\s+|would\s+|way\b)?(?:also\s+)?"
    + _any(
        "allows?|enables?|helps?|lets?|ensures?|provides?|gives?|makes?|saves?|is to|is because|"
        "prevents?|avoids?|reduces?"
    )
    + r"\b"
)

# -- why: "to" and a verb ---------------------------------------------------------------------------------------------

VERB = re.compile(r"\s+(?:(?:not|better|also|further|only|[a-z]+ly)\s+)?([a-z]+)")
# Verbs of purpose: what follows is wanted for its own sake.
PURPOSES = _words(
    "ensure prevent avoid improve reduce decrease increase support help allow enable facilitate simplify maintain "
    "minimize minimise optimize optimise protect save speed achieve guarantee gain understand accelerate encourage "
    "streamline enhance eliminate preserve comply meet mitigate boost strengthen promote lower maximize maximise remedy "
    "free accommodate"
)
VERBS = _words(
    "leverage demonstrate determine identify make keep provide give access achieve add address allocate analyze "
    "analyse apply assess assign assist audit automate be benefit book boot bring browse build buy calculate capture "
    "catch change check choose clarify clean collect combine communicate compare compensate complete compute "
    "configure confirm connect continue contact control convert coordinate cover create cut customize deal debug "
    "decide define deliver deploy describe design detect develop diagnose discover display distinguish "
    "distribute do download drive easily edit educate enforce engage enrich evaluate execute expand explain explore "
    "export extend fill filter find finish fix focus follow force form fulfil fulfill generate get go grow guide "
    "handle have highlight hide host illustrate implement import include inform inspect install integrate interact "
    "introduce investigate isolate join know launch lead learn limit link list load locate log look manage match "
    "measure migrate model modify monitor move navigate notify obtain offer open operate orchestrate order organize "
    "organise overcome override pass pay perform persist pick plan play prepare present prioritize process produce "
    "propose prove publish query quickly reach react read receive recognize recommend record recover refer reflect "
    "register relate release remain remember remind remove render replace report represent reproduce request resolve "
    "respond restore restrict retrieve reuse review run satisfy scale schedule search secure see select sell send "
    "separate serve set share show sign solve sort start stay stop store submit suggest switch sync synchronize "
    "tackle take talk target teach tell test trace track train transfer trigger troubleshoot try turn unblock unify "
    "update upgrade upload use validate verify view visualize visualise wait work write"
)
# Verbs that say too little to be a purpose.
VAGUE = _words("be have do use go work continue remain start include wait talk")
# Words that ask for a "to" themselves: "the ability to", "easy to", "how to", "want to".
GOVERNORS = _words(
    "want wants wanted wanting need needs like able unable how what where when which whether who ability abilities "
    "capability option options possibility permission permissions right rights chance opportunity way ways means "
    "method methods mechanism easy easier easiest hard harder difficult possible impossible likely unlikely ready "
    "free safe necessary important useful sure allowed required needed expected supposed used going due according "
    "related prior attempt attempts try trying tries fail fails failed have has had having and or agree decide "
    "continue forget remember start begin wish hope love prefer expect intend intends intended learn seem seems tend "
    "ought up addition not reason me them us him is are was were be been asked told do opposed rather than only"
)
# These do, too, but not of a purpose: "a tool to send mail", but "tools to prevent loss".
THINGS_FOR = _words(
    "plan plans tool tools command commands button solution process access endpoint endpoints script scripts page "
    "form functionality function feature features api work instructions information steps support request requests "
    "effort time reasons mechanisms capabilities everything something anything things thing as changes committed"
)
# "A controller to manage nodes" says what the thing does.
INDEFINITE = re.compile(r"\ban?\s+[\w-]+(?:\s+[\w-]+)?\s*$")
# Verbs that take an object and its "to": "allow users to", "tell me to". The first "to" after them is theirs.
CAUSATIVES = re.compile(
    r"\b"
    + _any(
        "rely|relies|allow|allows|allowing|enable|enables|enabling|cause|causes|causing|force|forces|require|requires|"
        "ask|asks|tell|tells|get|want|wants|need|needs|like|expect|help|helps|permit|permits|invite|instruct|wait|"
        "remind|encourage|how|what|which|whether|where|who|easier|easy|possible"
    )
    + r"\b|\bhave\s+[\w-]+\s*$"
)
# After these a "to" is theirs unless its verb says that it is a purpose: "use a queue to send mail".
INSTRUMENTS = re.compile(
    r"\b"
    + _any(
        "use|utilize|utilise|leverage|configure|migrate|move|upgrade|transition|update|change|have|has|for|"
        "that|extend|convince"
    )
    + r"\b"
)

# -- what a part may not be -------------------------------------------------------------------------------------------

# What a template leaves to be filled in. A real name in square brackets has none of these words.
PLACEHOLDER = re.compile(
    r"<[^<>]*>|\{+[^{}]*\}+|%[^%]*%"
    r"|\[[^\[\]]{0,40}(?:\b(?:type|kind|user|role|persona|actor|action|goal|feature|benefit|reason|result|value|want|what|"
    r"why|who|some|something|capability|outcome|desire|objective)\b|\.\.|…)[^\[\]]{0,40}\]"
    r"|tbd|tba|todo|n/a|role|goal|action|feature|purpose|benefit|reason|value"
)

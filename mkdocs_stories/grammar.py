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

# A letter that begins an expression is found fast; what stands before it is looked at then.
AS = re.compile(
    r"(?:a(?<!\wa)s|b(?<!\wb)eing)\s+(?P<article>(?:an?\s*/\s*an?|an?|the|any|our|my|another|one of the|every)\b\s*)?"
)
# The head of what follows "as" tells a role from "As a result", "As part of", "As described above".
HEAD_END = re.compile(
    r"[,.;:\s](?:(?<=[^ \t])|"
    + _any("of|to|toward|towards|for|in|on|with|from|at|by|we|i|who|whose|that|which")
    + r"(?![\w-])|(?P<verb>"
    + _any("is|are|was|were|has|have|does|did|suggests|will")
    + r")\b)"
)
# What a sentence is joined with where another clause begins.
JOINTS = _words("and but then")
NO_ROLE = _words(
    "result results outcome part step example alternative measure consequence workaround follow-on follow-up "
    "reminder note aside side-effect effect bonus whole matter rule prerequisite precaution response reaction "
    "improvement experiment fallback test mitigation precursor fix resort solution compromise situation name "
    "title conclusion summary point extension addition enhancement way means fact goal first second next last "
    "described mentioned noted stated discussed explained shown seen said above below soon long far previously "
    "also communicated already was well such per always usual opposed expected required needed it this that "
    "these those there you they he she if many much often we i action mvc mvp iteration"
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
    rf"(?:(?:\s+{_ADVERB}\b|\s+(?:would|should|might|will)\b|\s*'\s?(?:d|ll)\b|{_NOT.format('unwanted')})*\s+(?P<wish>{_WISH})\b"
    # I can …, I should not …, I'm able to …
    rf"|(?:\s+{_ADVERB}\b)*(?:(?P<modal>{_MODAL})(?:{_NOT.format('unable')})?|{_NOT.format('neither')}|{_POSSIBLE}))"
    rf"(?P<tail>(?:\s+{_ADVERB}\b)*\s+(?:to|that)\b(?!\s*$))?"
    r"(?P<able>(?:\s+(?:to|the))?(?:\s+be)?\s+able(?:\s+to\b)?|\s+(?:i|we)\s+(?:can|could|may|might)\b)?"
)
# What somebody does without saying that they want it: "I see …", "I am told …". Being something is a scene.
DOING = re.compile(
    rf"(?:\s+{_ADVERB}\b)*\s+(?!(?:was|were|been|had|think|thought|believe|feel|agree|wonder|work|rely|deal|struggle|noticed|found|realized)\b|(?:am|are)\s+(?!\w+ed\b|shown\b|given\b|told\b|sent\b))(?=[a-z])"
)
# A clause that hangs on one of these says nothing of its own: "when I …", "what we need".
HANGING = _words(
    "when if while after before once that which where because since until unless whenever what how whom who "
    "whether so as than whose why whatever wherever and or but things thing everything anything all something"
)

# -- what: a thing that should, or a command --------------------------------------------------------------------------

SHOULD = re.compile(
    r"\b(?:(?:should|must|shall|(?P<weak>could|can|will|may)|(?:needs?|has|have|ought|wants?)\s+to)\b(?:\s+(?P<unable>not|never)\b)?"
    r"(?:\s+be\s+able\s+to\b)?)"
)
WORD = re.compile(r"[a-z][\w-]*")
ARTICLE = re.compile(r"(?:an?|the|our|my)\s+")
# Commands that take a whole clause: "Ensure (that) backups are …".
CLAUSE_TAKERS = _words("ensure verify make check confirm assert guarantee validate prove see assume let")
# "You should …" advises a reader, "Which … should …" asks.
NO_COMPONENT = CLAUSE_TAKERS | _words("you what how why which who whose where")
PRONOUNS = _words("it there he she they you this that these those")
CONJUNCTIONS = _words("so because when whenever if while until unless")
FIRM = _words("should must shall need needs has have ought")
# None of these begins a command.
NO_COMMAND = _words(
    "a an the this that these those it its he she they we you i my our their his her your there here what how "
    "why who which where when and or but then also not no as if while in on at of by with from into to for is "
    "are was were be been after before once since because so than all some any every each many most several "
    "both such note yes however given"
)
# A noun before the verb, or a verb that is no command: words that end so are hardly ever commands.
NOUNISH = re.compile(r"(?:[^e]ed|ing|ings|tion|sion|tions|ness|ity|ies|ism|ology|ers|ors|ments|'s)$")
REPAIR = _words("do fix handle log report show improve reduce avoid prevent display add catch document hide return")
# A command does not say how things are; a fault report that begins with a noun does: "Search returns nothing".
_FAULTS = _any(
    "allows|appears|asks|becomes|breaks|causes|clears|contains|corrupts|crashes|creates|deletes|differs|disappears|displays|"
    "fails|finds|forgets|freezes|generates|gets|gives|goes|hangs|hides|ignores|jumps|keeps|lacks|leads|leaks|leaves|"
    "looks|loses|makes|misses|opens|overwrites|prevents|produces|raises|receives|refuses|rejects|remains|removes|requires|"
    "returns|says|seems|sends|shows|starts|stops|takes|throws|truncates|works"
)
FAULT = re.compile(rf"(?<![\w-])(?:{_FAULTS}|not|never|unable)(?![\w-])")
# "Rows are lost that should stay" reports a fault, too; "what is not used should go" does not.
BROKEN = re.compile(rf"(?<![\w-])(?:{_FAULTS}|unable)(?![\w-])")
# Verbs that can be nouns …
NOUNS_TOO = _words(
    "access alert archive block boot build bundle cache call change check clone copy debug deploy design "
    "display download drop dump edit export filter fork format group import index install join launch limit "
    "link list load lock log map match merge mirror mock monitor mount move open order parse patch ping plan "
    "play port position post preview print process project proxy publish pull purge push query queue read "
    "redirect refresh release reload render replay report request research reset resize restart restore retry "
    "return review route run save scale schedule scroll search select set setup sign snapshot sort split stage "
    "start stop store stream submit support swap switch sync tag template test touch track transfer transform "
    "trigger update upgrade upload version view vote wait watch work write zoom"
)
# … and are where this follows: "Test failure", "Build broken on Windows", but not "Track broken links".
BREAKDOWN = re.compile(
    r"\S*\s+"
    + _any(
        "bugs?|broken|completed|crash(?:es)?|crashing|deadlocks?|done|errors?|exceptions?|failed|failing|failures?|finished|"
        "flaky|hangs|incorrect|leaks?|mismatch|missing|problems?|regressions?|slow|timeouts?|wrong"
    )
    + r"\s*(?:$|[.:;,\u2013\u2014-]|(?:after|and|at|because|due|during|for|if|in|on|since|when|while|with)\b)"
)
# A heading begins with such a noun, too: "Test plan", "Design guide (draft)".
HEADING = re.compile(
    _any("build|design|drop|export|import|map|order|plan|project|release|report|research|review|search|support|test")
    + r"\s+(?:review\s+|results?\s+)?"
    + _any(
        "checklist|coverage|criteria|down|guide|guidelines|history|issues|log|matrix|meeting|minutes|notes?|overview|page|"
        "plans?|questions|schedule|sprint|status|strategy|summary|team"
    )
    + r"\b\s*(?:$|[:;\u2013\u2014]|x{3}|(?:for|of|in|on)\b)"
)
# What is said to the reader of a manual: "See the guide", "To build it, run …", "If you want more, …".
HOW_TO = re.compile(
    r"(?:please\s+)?(?:see\s+(?:the|also|x{4,}|\[|http)|refer\s+to|click|note\s+that|go\s+to\s+(?:the|x{4,}|http)|run\s+(?:x{4,}|the\s+following))"
)
ADVICE = re.compile(r"\b(?:you|your)\b|\bas\s+an?\s+(?:\w+\s+)?(?:rule|example|reminder|note)\b")
# Labels that tell what follows from a story.
NO_STORY = re.compile(r"\b(?:\w*(?:error|exception)(?:\s+\d+)?|test\s+(?:step|case)(?:\s+\d+)?)\s*:")
# Given …, when …, then …: an example of a behaviour.
EXAMPLE = re.compile(r"given\b.*\b(?:when|then)\b", re.DOTALL)
HANGS_ON = re.compile(
    r"[,&]|\b"
    + _any("that|which|who|when|if|so|where|what|how|why|whether|as|because|since|while|until|once|to")
    + r"\b"
)

# -- clauses before the want: "When a node is down, …", "In order to pay less, …" --------------------------------------

_MORE = r"better|easier|faster|improved|increased|greater|more(?!\s+than)"
LEADING = re.compile(
    r"(?P<reason>in\s+order\s+(?:to|that|for)\b|so\s+that\b|so\s+as\s+to\b|because(?:\s+of)?\b|since\b|due\s+to\b"
    rf"|for(?=\s+(?:{_MORE})\b))"
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
# What is not to be keeps its "not": "so as | not to lose".
_NOT_TO = r"\s+not\s+to\b"
_RESULT = _any(
    "ensuring|allowing|enabling|making|helping|reducing|improving|preventing|avoiding|giving|"
    "eliminating|saving|removing|providing|letting|minimizing|simplifying"
)
SO_THAT = re.compile(rf"s(?<=[\s,;(]s)(?:(?:o|uch)\s*,?\s+that\b,?|o\s+as(?:\s+to\b|(?={_NOT_TO})))")
CONNECTOR = re.compile(
    r"[\s,;(](?:(?P<clause>so(?=[\s,])"
    rf"|in\s+order(?:\s+(?:to|that|for)\b|(?={_NOT_TO}))"
    r"|because(?:\s+of)?\b"
    r"|due\s+to\b"
    rf"|since(?=\s+(?:(?:{_SUBJECT})|(?:[\w.-]+\s+){{1,3}}(?:is|are|was|has|have|does|can|will|isn't|doesn't))\b)"
    r"|as(?=\s+(?:this|that|it|these|those|we|i|they|the|our|nobody|no|there|users|people|some|many|most|currently)\b)"
    r"|thus\b|thereby\b"
    r"|(?:with|for)\s+the\s+(?:goal|aim|purpose|intention|intent|sake)\s+(?:of|to)\b)"
    rf"|(?P<gain>for\s+(?:(?:{_MORE})|(?:[\w-]+\s+){{1,2}}(?:reasons|purposes))\b)"
    r"|(?P<infinitive>to)(?=\s)"
    # A result hangs on a comma, or a dash.
    r"|(?:(?<=[,;])\s*|(?<=[-\u2013\u2014]\s))(?P<result>" + _RESULT + r"\b"
    r"|which\s+(?:will\s+|would\s+)?(?:allow|help|enable|let|ensure|save|mean|make|reduce|improve|prevent|avoid)s?\b))"
)
# A reason that says by itself how it hangs on what is wanted.
JOINED = re.compile(rf"(?:{_RESULT}|which|for|because|since|due\s+to|so|such|in\s+order|thus|thereby|with)\b")
# A reason that says what is, and not what for.
CAUSE = re.compile(r"(?:due|because|since|as)\b")
# "so much", "do so", "is so slow", "such as this": not a reason.
NOT_AFTER_SO = _words("much many far on forth few little long called often well")
NOT_BEFORE_AS = _words("such same well known similar soon long far just")
NOT_BEFORE_SO = _words("do does doing did done or is are be was if not ever even think believe")
# The benefit in a sentence of its own.
NEXT_SENTENCE = re.compile(
    r"(?P<connector>so\s+that\b|so\b|in\s+order\s+(?:to|that)\b|because\b(?![^.,]*,))"
    r"|(?<![.!?]\n)(?<=\n)to\s|this\s+way\b"
    r"|(?:this|that|it)\s+(?:will\s+|would\s+|way\b)?(?:also\s+)?"
    + _any(
        "allows?|enables?|helps?|lets?|ensures?|provides?|gives?|makes?|saves?|is to|is because|"
        "prevents?|avoids?|reduces?"
    )
    + r"\b"
)

# -- why: "to" and a verb ---------------------------------------------------------------------------------------------

VERB = re.compile(
    r"\s+(?:(?:(?P<unwanted>not)|better|also|further|only|(?!(?:apply|comply|multiply|rely|reply|supply)\b)[a-z]+ly)\s+)?"
    r"(?:be\s+(?=able\s))?(?P<verb>[a-z]+)(?P<object>\s+[a-z\d])?"
)
# Verbs of purpose: what follows is wanted for its own sake.
PURPOSES = _words(
    "ensure prevent avoid improve reduce decrease increase support help allow enable facilitate simplify "
    "maintain minimize minimise optimize optimise protect save speed achieve guarantee gain understand "
    "accelerate encourage streamline enhance eliminate preserve comply meet mitigate boost strengthen promote "
    "lower maximize maximise remedy free accommodate able let survive cope speed defend deter guard"
)
# Against what is bad: behind a command they say what for, behind a wish perhaps what: "go to the list to remove one".
WARDS = _words("block catch cut detect limit remove stop")
VERBS = _words(
    "leverage demonstrate determine identify make keep provide give access achieve add address allocate analyze "
    "analyse apply assess assign assist audit automate be benefit book boot bring browse build buy calculate "
    "capture catch change check choose clarify clean collect combine communicate compare compensate complete "
    "compute configure confirm connect continue contact control convert coordinate cover create cut customize "
    "deal debug decide define deliver deploy describe design detect develop diagnose discover display "
    "distinguish distribute do download drive easily edit educate enforce engage enrich evaluate execute expand "
    "explain explore export extend fill filter find finish fix focus follow force form fulfil fulfill generate "
    "get go grow guide handle have highlight hide host illustrate implement import include inform inspect "
    "install integrate interact introduce investigate isolate join know launch lead learn limit link list load "
    "locate log look manage match measure migrate model modify monitor move navigate notify obtain offer open "
    "operate orchestrate order organize organise overcome override pass pay perform persist pick plan play "
    "prepare present prioritize process produce propose prove publish query quickly reach react read receive "
    "recognize recommend record recover refer reflect register relate release remain remember remind remove "
    "render replace report represent reproduce request resolve respond restore restrict retrieve reuse review "
    "run satisfy scale schedule search secure see select sell send separate serve set share show sign solve "
    "sort start stay stop store submit suggest switch sync synchronize tackle take talk target teach tell test "
    "trace track train transfer trigger troubleshoot try turn unblock unify aid setup call hear stay hold "
    "reserve escape update upgrade upload use validate verify view visualize visualise wait work write"
)
# Verbs that are told to be done, besides those that a purpose is said with.
COMMANDS = (
    VERBS
    | PURPOSES
    | CLAUSE_TAKERS
    | _words(
        "ability alert allot arrange batch broadcast center collate compile concatenate construct consume "
        "curate decode dedupe deduplicate deserialize dismiss dispatch divide dump duplicate echo elevate "
        "encode enqueue escalate evolve examine exclude exit extrapolate factor favor favour feature finalise "
        "fire fork forward gate group handover hoist honor honour hyphenate ignore impose incorporate increment "
        "index infer inherit insert interpolate interpret invest invite iterate justify label lazy-load leave "
        "liaise loop meter mimic minify name narrow need nest nudge obscure pad partition pause penalize permit "
        "ping post precompute predict prefer prepend prompt proxy qualify quarantine queue quote rank rebase "
        "rebrand recalculate recheck reconcile reconfigure reconnect reconsider recreate reevaluate reformat "
        "regenerate regroup reindex reinstall reinstate reject relabel relaunch relax relicense reload relocate "
        "remediate reopen repackage repeat replay replicate repopulate repurpose require rerun reschedule "
        "resend resubmit resync retain retarget rethrow revamp rewind rewire rollback rollout salvage scrape "
        "scroll scrub set-up shade shield ship shuffle signal silence size sleep slice smooth snapshot soften "
        "spawn spread stage stash step stitch strip stub subclass supply suspend swallow synthesize template "
        "terminate transcribe transition transmit traverse unbundle undeploy undo unhide uninstall unlink "
        "unmount unpack unwrap upsert utilise utilize vary version visit vote wake walk warm whitelist yield "
        "zip accept activate adapt adjust align annotate append archive attach authenticate authorize "
        "auto-generate await backport ban bind block bump bundle cache cap centralize cleanup clear clone close "
        "collapse compress consolidate correct crop deactivate declare decouple delegate delete deprecate "
        "detach disable discard document don't drop embed emit encapsulate encrypt escape estimate expire "
        "expose externalize extract fetch finalize flag flatten format freeze gather guard harden hash hook "
        "initialize inject inline instrument invalidate kill lift lint localize lock loosen map mark mask "
        "mature mention merge mirror mock modernize mount mute negotiate never normalize offload omit onboard "
        "open-source outline package paginate parallelize parametrize parse patch pin place please plug polish "
        "populate port postpone pre-fill prefix preload preview print propagate provision prune pull purge push "
        "raise rate re-enable rearrange rebuild redesign redirect redo reenable refactor refine refresh "
        "reimplement rely remap rename reorder reorganise reorganize repair research reserve reset resize "
        "restart restructure restyle rethink retire retry return reverse revert revise revisit reword rework "
        "rewrite rid roll rotate round route sanitize scaffold scan scope seed serialize setup shard shift "
        "shorten shrink shut simulate sketch skip slim spec specify spike split squash stabilize standardise "
        "standardize stream style subscribe substitute sunset suppress surface survey swap tag think throttle "
        "tidy tie tighten toggle touch transform translate treat trim truncate tune tweak unlock unpin "
        "unregister unset vendor vet warn watch weigh widen wire withdraw wrap zoom"
    )
)
# Verbs that are made of other words: "containerize", "unify".
COINED = re.compile(r"[a-z-]{2,}(?:i[sz]e|ify)$")
# Verbs that say too little to be a purpose.
VAGUE = _words("be have do use go work continue remain start include wait talk")
# Words that ask for a "to" themselves: "the ability to", "easy to", "how to", "want to".
GOVERNORS = _words(
    "want wants wanted wanting need needs like able unable how what where when which whether who ability "
    "abilities capability option options possibility permission permissions right rights chance opportunity way "
    "ways means method methods mechanism easy easier easiest hard harder difficult possible impossible likely "
    "unlikely ready free safe necessary important useful sure allowed required needed expected supposed used "
    "going due according related prior attempt attempts try trying tries fail fails failed have has had having "
    "and or agree decide continue go forget remember start begin wish hope love prefer expect intend intends "
    "intended learn seem seems tend ought up addition not reason me them us him is are was were be been asked "
    "told do opposed rather than only"
)
# These do, too, but not of a purpose: "a tool to send mail", but "tools to prevent loss".
THINGS_FOR = _words(
    "plan plans tool tools command commands button solution process access endpoint endpoints script scripts "
    "page form functionality function feature features api work instructions information steps support request "
    "requests effort time reasons mechanisms capabilities everything something anything things thing as changes "
    "committed"
)
# "A controller to manage nodes" says what the thing does.
INDEFINITE = re.compile(r"\ban?\s+[\w-]+(?:\s+[\w-]+)?\s*$")
# Verbs that take an object and its "to": "allow users to", "tell me to". The first "to" after them is theirs.
CAUSATIVES = re.compile(
    r"\b"
    + _any(
        "rely|relies|allow|allows|allowing|enable|enables|enabling|cause|causes|causing|force|forces|require|requires|"
        "ask|asks|tell|tells|want|wants|need|needs|like|expect|help|helps|permit|permits|invite|instruct|wait|"
        "remind|encourage|how|what|which|whether|where|who|easier|easy|possible"
    )
    + r"\b|(?<!that )(?<!which )(?<!who )(?<!they )\b(?:have|get)\s+[\w-]+\s*$"
)
# After these a "to" is theirs unless its verb says that it is a purpose: "use a queue to send mail".
INSTRUMENTS = re.compile(
    r"\b"
    + _any(
        "use|utilize|utilise|leverage|configure|migrate|transition|refactor|modify|update|change|have|has|for|"
        "that|extend|convince"
    )
    + r"\b"
)

SOME = re.compile(r"\s*(?:an?|more|better|larger|some|all)\b")
# But "Use a queue to send mail", told to be done, says what for.
USE = re.compile(r"(?:use|utili[sz]e|leverage|switch)\b")
# What is wanted can have these aims: "a louder bell to avoid delays".
AIMS = _words("avoid prevent ensure reduce improve minimize minimise guarantee")

# -- how a part goes on after the words that lead it in ---------------------------------------------------------------

# None of these is a noun as well: a benefit that begins with one goes on after "to".
BARE_AIMS = _words(
    "avoid prevent ensure reduce improve minimize minimise enable eliminate protect simplify facilitate maintain "
    "achieve encourage enhance mitigate optimize optimise maximize maximise"
)
# Nor is one of these: between "I want" and a goal that begins so, a "to" is missing.
BARE_VERBS = _words(
    "add be browse choose compare create delete find get have keep know learn pay receive remove see send"
)
# What needs no capital inside a sentence.
GOING_ON = COMMANDS | _words(
    "also always answer automatically degrade expire fail never not only respond serve survive tokenize tolerate"
)

# -- what a part may not be -------------------------------------------------------------------------------------------

# What a template leaves to be filled in. A real name in square brackets has other words, too; "[user]" may be meant.
_BLANK = (
    r"(?:type|kind|user|role|persona|actor|action|goal|feature|benefit|reason|result|value|want|what|why|who|some|something|"
    r"someone|capability|outcome|desire|desired|objective|purpose|your|the|an?|of|or|to|do|perform|achieve|accomplish|take|task|enter|insert|here|this|i|\.{2,}|…)"
)
PLACEHOLDER = re.compile(
    rf"<[^<>]*>|\{{+[^{{}}]*\}}+|%[^%]*%|\[(?!user\])\s*{_BLANK}(?:[\s/|,_-]+{_BLANK}){{0,7}}\s*\]"
    r"|tbd|tba|todo|n/a|(?:user\s+)?role|type\s+of\s+user|(?:some\s+)?(?:goal|action|feature|purpose|benefit|reason|value)"
    r"|(?:do|take|perform)\s+(?:some|an)\s+(?:action|task|thing)|do\s+something|to\s+be\s+(?:defined|determined|decided)"
    r"|(?:accomplish|achieve|reach)\s+(?:an?|some|my|this)\s+(?:goal|objective)"
)

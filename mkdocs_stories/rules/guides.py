"""ST213 and ST214: a story says what, or what is to be found out; how is up to the team."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from ..backlog import Backlog
from ..diagnostics import Finding, Severity
from ..grammar import COMMANDS
from ..model import Story
from ..rule import rule
from ..story_types import StoryType
from ..text import Phrase
from ..vocabulary import normal
from .hints import Hints, piece_of
from .words import subject

# -- how --------------------------------------------------------------------------------------------------------------

# `code`, camelCase, snake_case
_NAME = r"(?:`[^`\n]{1,60}`|\b(?=\w{0,40}(?:(?-i:[a-z][A-Z])|_))\w{2,60})"
# validateUser, validate_user, UserService, UserRepository.save: names that no product has.
_CAMEL = r"(?-i:[A-Z][a-z0-9]{1,30}(?:[A-Z][a-z0-9]{1,30}){1,5})"
_PART = r"(?:Service|Repository|Controller|Manager|Gateway|Handler|Provider|Adapter|Listener|Mapper|Builder|Validator)"
_CODE_NAME = (
    rf"(?:{_CAMEL}\.(?-i:[a-z])(?!(?:om|rg|et|o|e|u|ch|s|py|s|ev|pp)\b)\w{{1,40}}|(?-i:[a-z]{{2,30}}[A-Z][a-z]\w{{0,40}})"
    rf"|(?-i:[a-z]{{2,30}}(?:_[a-z0-9]{{1,30}}){{1,8}})|(?-i:[A-Z][a-z]\w{{0,40}}{_PART})\b)"
)
_FILE_TYPE = "(?:py|js|mjs|jsx|tsx?|java|kt|swift|go|rb|cpp|hpp|cs|php|vue|scss|less|css|jsp|asp|rs|sql)"
_SOURCE = rf"(?<![\w./\\:-])(?!\w{{1,9}}://)[\w./\\-]{{0,80}}\w\.{_FILE_TYPE}(?![\w/-]|\.\w|\s+files?\b)"
_CONFIG = (
    r"(?<![\w.:-])(?:[\w.-]{1,30}/){0,4}(?:(?:application|appsettings|config|settings|tsconfig|webpack|docker-compose|nginx"
    r"|web|pom|log4j2?|logback)(?:[.-]\w{1,20})?\.(?:ya?ml|json|toml|ini|xml|conf|properties)"
    r"|(?-i:Dockerfile|Makefile|Jenkinsfile))(?![\w/-]|\.\w|s?\s+files\b)"
)
_FILE = rf"`?(?:{_SOURCE}|{_CONFIG})`?"
_OWN = r"(?:an?|my|his|her|its|their|your|our|any|each|every|own|one)\s"
_EDITING = r"(?:edit|chang|modify|adjust|patch|refactor|rewrit|extend|updat)(?:e|ing)?"
_STARTS = r"(?:\A(?:to\s+)?(?:be\s+able\s+to\s+)?|\b(?:and|then)\s+)"
_UP_TO = rf"\s+(?:(?!{_OWN})[\w'-]{{1,30}}\s+){{0,3}}?"
_PLACED = (
    r"(?:add|put|insert|mov|chang|edit|implement|fix|wrap|creat|hard-?cod|configur|defin|declar)(?:e|ing)?\s+"
    r"(?:[\w'-]{1,30}\s+){1,8}?(?:in|to|into|inside|within)\s+(?:the\s+)?(?:file\s+)?"
)
_LIBRARIES = (
    r"(?-i:Hibernate|Log4j|Lombok|Jackson|Gson|Guava|Retrofit|OkHttp|RxJava|Spring(?:\s+Boot)?|SQLAlchemy|Celery|Django|Flask"
    r"|Redux|MobX|jQuery|Lodash|[Aa]xios|Tailwind(?:\s?CSS)?|Sequelize|Mongoose|TypeORM|Prisma|React|Angular|Pandas|NumPy"
    r"|TensorFlow|PyTorch|Mockito|Newtonsoft|Dapper)"
)
_STRUCTURES = (
    r"(?:(?-i:(?:Concurrent|Linked)?Hash(?:Map|Set|table)|Tree(?:Map|Set)|ArrayList|LinkedList|StringBuilder|OrderedDict)"
    r"|hash[- ]?(?:maps?|tables?)|bloom\s+filters?|b-trees?|array\s?lists?|ring\s+buffers?)\b"
)
_FEW_WORDS = r"(?:the\s+|an?\s+)?(?:[\w-]{1,30}\s+){0,3}?"
_THING = r"(?:methods?|functions?|constructors?|structs?|variables?|getters?|setters?)"
# What only code is called, and what a database is made of: users of one work with it.
_CODE_THING = (
    r"(?:sub-?class(?:es)?|(?:abstract|base|singleton|helper|wrapper|java|python)\s+class(?:es)?"
    r"|(?:helper|utility|static|callback|wrapper|recursive|lambda)\s+(?:functions?|methods?)|constructors?"
    r"|event\s+(?:listeners?|handlers?)|global\s+variables?|decorators?|interceptors?|mutex(?:es)?"
    r"|(?:for|while)[- ]loops?|if[- ]statements?|switch\s+statements?|try/catch(?:\s+blocks?)?|null\s+checks?)"
)
_DATA_THING = (
    r"(?:stored\s+procedures?|foreign\s+keys?"
    r"|(?:database|sql|db)\s+(?:tables?|columns?|index(?:es)?|triggers?|quer(?:y|ies)))"
)
_TECHNICAL_THING = (
    r"(?:endpoints?|apis?|tables?|columns?|index(?:es)?|flags?|hooks?|listeners?|handlers?|scripts?|quer(?:y|ies)"
    r"|triggers?|threads?|loops?|locks?|cron\s?jobs?|middlewares?|migrations?|regex(?:es)?)"
)
# Behind these, code is what users work with.
_OBJECT = (
    r"\b(?:understand|accept|pars|support|evaluat|highlight|complet|autocomplet|suggest|typ|enter|recogni[sz]|detect|warn|report"
    r"|forbid|allow|show|read|translat|explain|flag)(?:e|s|es|ing)?\s+(?:[\w-]{1,30}\s+){0,3}?`?"
)
_WITH = r"\b(?:using|use|with|via|through)\s+(?:the\s+)?"
_TITLE = r"(?-i:[A-Z`])[\w.+#`-]{1,40}"


@dataclass(frozen=True)
class _Guide:
    """What tells how: the words said of it, and an expression. Of `needs`, one is in every text that has it."""

    label: str
    needs: tuple[str, ...]
    expression: str
    is_technical: bool = False
    """The words mean other things to the people in user stories."""

    @cached_property
    def pieces(self) -> frozenset[str]:
        """What is looked for first."""
        return frozenset(map(piece_of, self.needs))

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """What is searched for; most runs come without."""
        return re.compile(self.expression, re.IGNORECASE)


def _guide(label: str, needs: str, expression: str, *, is_technical: bool = False) -> _Guide:
    return _Guide(label, tuple(needs.split("|")), expression, is_technical)


_LIBRARY = "a library"
_GUIDES = (
    _guide(
        "a call",
        "(",
        rf"(?:{_OBJECT}(?P<object>))?(?:\b[a-z_][\w.]{{0,60}}\(\)|{_NAME}\((?!s\))[^()\n]{{0,60}}\))",
    ),
    _guide("a file of the code", ".|file", rf"\bby\s+{_EDITING}{_UP_TO}{_FILE}"),
    _guide("a file of the code", ".|file", rf"\b{_PLACED}{_FILE}"),
    _guide("a file of the code", ".|file", rf"{_STARTS}{_EDITING}{_UP_TO}{_FILE}", is_technical=True),
    _guide(
        "a file of the code",
        ".",
        rf"\A(?:to\s+)?(?:improv|remov|delet|renam|split|clean|mov)(?:e|ing)?(?:\s+up)?{_UP_TO}{_SOURCE}"
        rf"|\b(?:in|into|inside)\s+(?:the\s+)?(?=[\w.-]+[/\\]){_SOURCE}",
        is_technical=True,
    ),
    _guide(
        "a name from the code",
        "call|invok|delegat|implement|instantiat|overrid",
        r"\b(?:calls?|calling|invok(?:es?|ing)|delegat(?:es?|ing)(?:\s+[\w-]{1,30}){0,4}?\s+to|implement(?:s|ing)?"
        rf"|instantiat(?:es?|ing)|overrid(?:es?|ing))\s+(?:the\s+|an?\s+)?(?:{_CODE_NAME}|{_CAMEL}\s+interface\b)",
    ),
    _guide(
        "how it is coded",
        "map|set|table|list|builder|dict|filter|tree|buffer",
        rf"\b(?:in|into|using|use|with|via)\s+(?:an?\s+|the\s+)?{_STRUCTURES}",
    ),
    _guide(
        "a name from the code",
        "method|function|constructor|struct|variable|getter|setter",
        rf"\b(?:{_THING}\s+{_NAME}|{_NAME}\s+{_THING}\b)",
    ),
    _guide(
        "a name from the code",
        "factory|impl|dao|dto|util|helper|servlet|interceptor|serializer",
        r"\b(?-i:[A-Z][a-z]\w{0,40}(?:Factory|Impl|D[Aa][Oo]|D[Tt][Oo]|Utils?|Helper|Servlet|Interceptor|Serializer)\b)",
    ),
    _guide(
        "how it is coded",
        "class|method|function|structor|event|global|decorator|interceptor|mutex|loop|statement|catch|null",
        r"\b(?:by\s+\w{1,30}ing|using|via|with|through|add|create|write|introduce|extract|implement|use)\s+"
        rf"{_FEW_WORDS}{_CODE_THING}\b",
    ),
    _guide(
        "how it is coded",
        "procedure|foreign|database|sql|db ",
        r"\b(?:by\s+\w{1,30}ing|using|via|through|add|create|write|introduce)\s+"
        rf"{_FEW_WORDS}{_DATA_THING}\b",
    ),
    _guide(
        "how it is coded",
        "class|monkey|instantiat|hard-cod|hardcod|overrid|memoi|refactor",
        r"\A(?:to\s+)?(?:sub-?class|instantiate|monkey-?patch|hard-?code)\b"
        r"|\bby\s+(?:overriding|sub-?classing|monkey-?patching|instantiating|hard-?coding|memoi[sz]ing|refactoring)\b",
    ),
    _guide(
        "how it is coded",
        "by ",
        r"\bby\s+(?:adding|calling|invoking|creating|writing|introducing|using|querying)\s+"
        rf"{_FEW_WORDS}{_TECHNICAL_THING}\b",
        is_technical=True,
    ),
    _guide("a name from the code", "class", rf"\bclass\s+{_NAME}|{_NAME}\s+class\b", is_technical=True),
    _guide(
        _LIBRARY,
        "framework|sdk|gem|crate| orm|npm",
        rf"{_WITH}(?:{_TITLE}\s+(?:framework|sdk|gem|crate|orm)\b|(?:framework|npm\s+package|gem|crate)\s+{_TITLE})",
    ),
    _guide(_LIBRARY, "library", rf"\b(?:using|via)\s+(?:the\s+)?{_TITLE}\s+(?-i:library)\b(?!\s+(?:card|account))"),
    _guide(_LIBRARY, "using|via", rf"\b(?:using|via)\s+{_LIBRARIES}(?![\w-])", is_technical=True),
    _guide(
        _LIBRARY,
        "library|package|module",
        rf"{_WITH}(?:{_TITLE}\s+(?-i:library|package|module)\b|(?:library|package|module)\s+{_TITLE})",
        is_technical=True,
    ),
)
_HINTS = Hints(need for guide in _GUIDES for need in guide.needs)
_CODE = re.compile(r"(?<!`)(`{1,2})(?!`)([^`]+)\1(?!`)")
_EXPRESSION = re.compile(
    r"\b(?![A-Z]+\()\w+\(|;|=>|==|\bSELECT\b|^(?:def|function|class|return|import|const|let|var)\s"
)
_BY = re.compile(
    r"(?:\A|\b(?:by|call|calls|calling|us(?:e|es|ing)|via|with|through|into|in|invok(?:e|es|ing)|delegat(?:e|es|ing)|add|adding"
    r"|insert|implement|implementing|overrid(?:e|ing)|wrap|replace|refactor|mov(?:e|ing)|run|runs|running|execute)\s+"
    r"(?:[\w-]{1,30}\s+){0,3}?)\Z",
    re.IGNORECASE,
)
_NEAR = 80
_FENCE = re.compile(r"^[ \t]*(?:`{3}|~{3}).*", re.MULTILINE)
_FIRST_STEP = re.compile(r"1(?<![^\s(].)[.):]\s")
_STEP = re.compile(
    r"(?:^|[\s(])(?:step\s+)?(?P<number>[12])[.):]\s+(?:(?:I|we|they|then|the\s+user|users?)\s+)?(?P<verb>[a-z]{2,20})\b",
    re.IGNORECASE,
)
_ACTING = frozenset(
    ("click", "press", "tap", "hit", "push", "type", "scroll", "call", "go", "fill", "tick", "drag", "choose")
)
_ACTS = rf"(?:\s*,)?\s+(?:(?:I|we|they|you|the\s+user|to)\s+)?(?:{'|'.join(sorted(_ACTING))}|enter|open|select)s?\b"
_FIRST_THEN = re.compile(
    rf"\bfirst{_ACTS}[^.\n]{{1,100}}?\bthen{_ACTS}[^.\n]{{1,100}}?\b(?:then|finally|after\s+that|at\s+last){_ACTS}[^.\n]*",
    re.IGNORECASE,
)
_UPGRADE = re.compile(r"(?:to\s+)?(?:upgrade|update|migrate|replace|switch|move|bump|port)\b", re.IGNORECASE)


@rule("ST213", Severity.WARNING)
def implementation_guide(story: Story, _backlog: Backlog, *, any_code: bool = False) -> Iterator[Finding]:
    """A story tells how to build what is wanted: with code, names from the code, a library, or steps.

    A story says how the system should work, and leaves to the team how to get there: who knows the code finds a better
    way, and a way that is written down is wrong as soon as the code has changed. A technology that is itself the
    subject, as in an upgrade, is no guide. Names in back-ticks may be what users see, and are let through; the option
    `any_code` reports them as well.

    Example:
        ```technical-story
        id: TS-1
        component: order service
        should: refuse a second order by calling `OrderDao.find(id)` first
        so that: nobody pays twice
        ```

    Instead:

        ```technical-story
        id: TS-1
        component: order service
        should: refuse an order that it has accepted before
        so that: nobody pays twice
        ```
    """
    goal = story.goal
    if not goal or not story.is_readable:
        return
    found = [*_guides(story, goal, any_code=any_code)]
    if found:
        words, label = min(found, key=lambda one: one[0].span)
        yield Finding(
            words.span,
            f"{subject(story)} tells how to build it",
            "say how the system should behave, seen from outside; a note below a line `---` may tell the way",
            label,
        )


def _guides(story: Story, goal: Phrase, *, any_code: bool) -> Iterator[tuple[Phrase, str]]:
    """Words of a story that tell how, and what they are."""
    text = goal.text
    if pieces := _HINTS.in_text(text):
        yield from _told_in_words(story, goal, pieces)
    if "`" in text:
        for code in _CODE.finditer(text):
            before = text[max(0, code.start() - _NEAR) : code.start()]
            if any_code or (_EXPRESSION.search(code[2]) and _BY.search(before)):
                yield goal.cut(*code.span()), "code"
    yield from _written_out(story.sentence or goal)


def _told_in_words(story: Story, goal: Phrase, pieces: frozenset[str]) -> Iterator[tuple[Phrase, str]]:
    """What of a goal one of the guides is for; `pieces` of what they need are in it."""
    text = goal.text
    is_technical = story.type is StoryType.TECHNICAL
    is_upgrade = normal(story.kind.text) == "upgrade" if story.kind else bool(_UPGRADE.match(text))
    lower = text.lower()
    for guide in _GUIDES:
        if guide.pieces.isdisjoint(pieces):
            continue
        if (guide.is_technical and not is_technical) or (is_upgrade and guide.label is _LIBRARY):
            continue
        if any(map(lower.__contains__, guide.needs)):
            hit = guide.pattern.search(text)
            if hit and "object" in guide.pattern.groupindex and hit["object"] is not None:
                continue
            if hit:
                yield goal.cut(*hit.span()), guide.label


def _written_out(phrase: Phrase) -> Iterator[tuple[Phrase, str]]:
    """Blocks of code and lists of steps."""
    text = phrase.text
    fence = _FENCE.search(text) if "```" in text or "~~~" in text else None
    if fence:
        yield phrase.cut(*fence.span()), "code"
    first = _STEP.search(text) if "1" in text and _FIRST_STEP.search(text) else None
    if first and first["number"] == "1" and _is_act(first["verb"]):
        second = next((one for one in _STEP.finditer(text, first.end()) if one["number"] == "2"), None)
        if second:
            end = text.find("\n", second.end())
            yield phrase.cut(first.start(), end if end >= 0 else len(text)), "steps"
    told = _FIRST_THEN.search(text) if "then" in text and "irst" in text else None
    if told:
        yield phrase.cut(*told.span()), "steps"


def _is_act(word: str) -> bool:
    return word.lower() in COMMANDS or word.lower() in _ACTING


# -- what is to be found out ------------------------------------------------------------------------------------------

_EXPLORES = re.compile(
    r"(?:to\s+)?(?:do\s+|make\s+)?(?:an?\s+)?(?:spike|investigat(?:e|ion)|explor(?:e|ation)|research)\b", re.IGNORECASE
)
# A question, or what is there when it is answered.
_ANSWER = re.compile(
    r"\?|\b(?:whether|which|how|why|what|if|where|who|when)\b"
    r"|\b(?:decid|decision|recommend|prototyp|proof\s+of|poc\b|proposal|propose|plan\b|compar|choos|choice|select|pick\b"
    r"|estimat|synthes|document|report\b|summar|adr\b|list\b|know\b|learn\b|understand|find\s+out|determin|identif|measur|benchmark)",
    re.IGNORECASE,
)


@rule("ST214", Severity.WARNING)
def spike_without_question(story: Story, _backlog: Backlog) -> Iterator[Finding]:
    """A spike has neither a question to answer nor an outcome to show.

    Exploring ends when the time is over, or when a question is answered. Only the second is worth something: say what
    is to be found out, or what will be there in the end: a decision, a prototype, a recommendation.

    Example:
        ```technical-story
        id: TS-1
        component: search
        kind: spike
        goal: spike on fuzzy search
        so that: more readers see their book
        ```

    Instead:

        ```technical-story
        id: TS-1
        component: search
        kind: spike
        goal: find out whether fuzzy search copes with misspelt names
        so that: more readers see their book
        ```
    """
    goal = story.goal
    if story.type is not StoryType.TECHNICAL or not goal or not story.is_readable or story.acceptance:
        return
    if story.kind:
        is_spike = normal(story.kind.text) == "spike"
    else:
        is_spike = not (story.sentence and story.component) and _EXPLORES.match(goal.text) is not None
    if not is_spike:
        return
    told = (story.title, story.sentence, goal, story.benefit, story.notes)
    if not any(part and _ANSWER.search(part.text) for part in told):
        yield Finding(
            goal.span,
            f"{subject(story)} does not say what is to be found out",
            'ask a question ("whether search copes with misspelt names"), or name the outcome: a prototype, a plan',
            "no question, no outcome",
        )

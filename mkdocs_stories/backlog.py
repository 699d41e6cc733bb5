"""The backlog: all stories of a site, and the questions one asks of them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from .comparison import Form, Twin, twins, usual_forms
from .link_kinds import DEPENDS_ON, LINK_KINDS, SUPPORTS, LinkKind
from .model import Page, Story, View
from .story_types import EVERY, StoryType
from .vocabulary import Stage, Vocabulary

_USUAL_PREFIXES = {StoryType.USER: "US-", StoryType.TECHNICAL: "TS-", StoryType.EPIC: "EP-"}
_DIGITS = re.compile(r"(\d+)")


@dataclass(frozen=True)
class Backlog:
    """Every page that was read, in the order of the site, and what its words may be.

    The order of `pages` decides which of two stories with the same id is the first one, and in which order stories are
    told of where nothing else does.
    """

    pages: tuple[Page, ...] = ()
    vocabulary: Vocabulary = Vocabulary()

    @cached_property
    def stories(self) -> tuple[Story, ...]:
        """All stories, page by page."""
        return tuple(story for page in self.pages for story in page.stories)

    @cached_property
    def views(self) -> tuple[View, ...]:
        """All views, page by page."""
        return tuple(view for page in self.pages for view in page.views)

    @cached_property
    def _by_id(self) -> dict[str, Story]:
        return {story.id.text: story for story in reversed(self.stories) if story.id}

    @cached_property
    def _by_path(self) -> dict[str, Page]:
        return {page.source.path: page for page in self.pages}

    def find(self, name: str) -> Story | None:
        """The story with that id; of several, the first."""
        return self._by_id.get(name)

    @cached_property
    def _by_anchor(self) -> dict[str, Story]:
        return {story.anchor: story for story in reversed(self.stories) if story.id}

    def first_at(self, anchor: str) -> Story | None:
        """The first story whose id is that one in lower case."""
        return self._by_anchor.get(anchor)

    def page(self, path: str) -> Page | None:
        """The page of that path."""
        return self._by_path.get(path)

    @cached_property
    def ids(self) -> tuple[str, ...]:
        """All ids, each once."""
        return tuple(self._by_id)

    @cached_property
    def prefixes(self) -> frozenset[str]:
        """What the ids of this site begin with, before their number: `US-`."""
        return frozenset(prefix(name) for name in self._by_id)

    def nearest_id(self, name: str, among: frozenset[StoryType] = EVERY, besides: str = "") -> str | None:
        """The id that was probably meant: the same but for case, hyphens and zeros, else one that is one edit away.

        It is that of a story of a type `among` these; `besides` is an id that cannot be meant. Another number is that
        of another story, which may not be written yet: only what stands around it is taken for misspelt.
        The edits are those of Damerau (1964): a character too many, too few, wrong, or in the place of its neighbour.
        They are looked up rather than compared with each id, so that many wrong links cost no more than the same number
        of right ones.
        """

        def may_be_meant(found: str) -> bool:
            return found != besides and self._by_id[found].type in among

        def is_other_number(found: str) -> bool:
            numbers = _DIGITS.findall(_bare(found)), _DIGITS.findall(_bare(name))
            return all(numbers) and numbers[0] != numbers[1]

        wanted = _bare(name[:_LONGEST_ID])
        if wanted in self._bare_ids and may_be_meant(self._bare_ids[wanted]):
            return self._bare_ids[wanted]
        near = {self._bare_ids[edit] for edit in _edits(wanted, self._alphabet) if edit in self._bare_ids}
        return min((one for one in near if may_be_meant(one) and not is_other_number(one)), key=natural, default=None)

    def same_id(self, name: str) -> str | None:
        """The one id that a name says with other case, hyphens or zeros; `None` where there are none or several."""
        bare = _bare(name)
        found = self._bare_ids.get(bare)
        return found if found not in (None, name) and self._bare_counts[bare] == 1 else None

    @cached_property
    def _bare_counts(self) -> Counter[str]:
        return Counter(map(_bare, self.ids))

    @cached_property
    def _bare_ids(self) -> dict[str, str]:
        return {_bare(name): name for name in reversed(self.ids)}

    @cached_property
    def _alphabet(self) -> str:
        return "".join(sorted(set("".join(self._bare_ids))))[:64]

    def free_id(self, story_type: StoryType) -> str:
        """An id that is free, numbered on from those that most stories of the type have, or `…`."""
        return self._free_ids[story_type]

    @cached_property
    def _free_ids(self) -> dict[StoryType, str]:
        free = {}
        for story_type, usual in _USUAL_PREFIXES.items():
            ids = (story.id.text for story in self.of_type(story_type) if story.id)
            names = [name for name in ids if self.vocabulary.is_id(name)]
            counts = Counter(prefix(name) for name in names if prefix(name) != name)
            stem = max(sorted(counts), key=counts.__getitem__, default=usual)
            numbers = (name.removeprefix(stem) for name in self._by_id if prefix(name) == stem)
            highest = max((int(number) for number in numbers if 0 < len(number) < 10), default=0)
            candidate = f"{stem}{highest + 1}"
            free[story_type] = candidate if self.vocabulary.is_id(candidate) else "…"
        return free

    @cached_property
    def _inverse(self) -> dict[LinkKind, dict[str, list[Story]]]:
        inverse: dict[LinkKind, dict[str, list[Story]]] = {}
        for story in self.stories:
            for link in story.links:
                referrers = inverse.setdefault(link.kind, {}).setdefault(link.target.text, [])
                if not referrers or referrers[-1] is not story:
                    referrers.append(story)
        return inverse

    def targets(self, story: Story, kind: LinkKind) -> tuple[Story, ...]:
        """The stories that a story refers to by a kind of link; ids that lead nowhere are left out."""
        return tuple(filter(None, (self.find(target.text) for target in story.targets(kind))))

    def referrers(self, story: Story, kind: LinkKind) -> tuple[Story, ...]:
        """The stories that refer to a story by a kind of link."""
        if story.id is None or self.find(story.id.text) is not story:
            return ()
        return tuple(self._inverse.get(kind, {}).get(story.id.text, ()))

    def surroundings(self, story: Story) -> tuple[object, ...]:
        """The looks of all stories that are linked to one, by kind of link, and of the first one with its id."""
        first = self.find(story.name)
        found: list[object] = [first is story or (first and first.look)]
        for kind in LINK_KINDS:
            targets = (self.find(target.text) for target in story.targets(kind))
            found += [kind.name, *(one and one.look for one in targets)]
            found += [kind.inverse, *(one.look for one in self.referrers(story, kind))]
        return tuple(found)

    @cached_property
    def looks(self) -> tuple[object, ...]:
        """The looks of all stories: as long as they stay, so does everything that is drawn of them together."""
        return tuple(story.look for story in self.stories)

    def around(self, center: Story, depth: int) -> list[Story]:
        """A story and those that are at most so many links away from it, the nearer ones first.

        No way leads through another epic: all of its stories would be around each of them.
        """
        found = [(center, 0)]
        seen = {id(center)}
        for story, distance in found:
            if distance == depth or (story.type is StoryType.EPIC and story is not center):
                continue
            for near in self.neighbours(story):
                if id(near) not in seen:
                    seen.add(id(near))
                    found.append((near, distance + 1))
        return [story for story, _ in found]

    def neighbours(self, story: Story) -> list[Story]:
        """The stories that a story refers to, or that refer to it, by links of any kind; perhaps more than once."""
        return [near for kind in LINK_KINDS for near in (*self.targets(story, kind), *self.referrers(story, kind))]

    def of_type(self, story_type: StoryType) -> tuple[Story, ...]:
        """All stories of a type."""
        return tuple(story for story in self.stories if story.type is story_type)

    def is_covered(self, story: Story) -> bool:
        """Whether a user story names the technical work it rests on: stories that support it, or criteria."""
        return bool(self.referrers(story, SUPPORTS)) or any(criterion.technical for criterion in story.acceptance)

    def wants_cover(self, story: Story) -> bool:
        """Whether it matters if a story is covered: of user stories, but for those that nobody will build."""
        return story.type is StoryType.USER and not self.vocabulary.is_dropped(story)

    def twin(self, story: Story) -> Twin | None:
        """The story with the lowest id of those that say the same, or want the same, if it is another one.

        Dropped stories are left out. The order of the site makes no difference, but for stories without id.
        """
        return self._twins.get(id(story))

    @cached_property
    def _twins(self) -> Mapping[int, Twin]:
        counted = (story for story in self.stories if not self.vocabulary.is_dropped(story))
        return twins(counted, lambda story: (not story.id, natural(story.id.text) if story.id else ()))

    @cached_property
    def usual_forms(self) -> Mapping[StoryType, Form]:
        """The form that most sentences of a type have, where more than half of them do."""
        return usual_forms(self.stories)

    @cached_property
    def cycles(self) -> tuple[tuple[Story, ...], ...]:
        """The rings of stories that depend on each other, each from its first story in the order of the site.

        Of stories that are tied together in several ways one ring is given: a shortest one from that first story.
        """
        return tuple(self._shortest_ring(component) for component in self._tied())

    def cycle_from(self, story: Story) -> tuple[Story, ...]:
        """The ring of dependencies that begins with a story; empty where none does."""
        ring = self._cycle_starts.get(story.name, ())
        return ring if ring and ring[0] is story else ()

    @cached_property
    def _cycle_starts(self) -> dict[str, tuple[Story, ...]]:
        return {ring[0].name: ring for ring in self.cycles}

    def _tied(self) -> list[set[str]]:
        """The sets of ids that all reach each other: strongly connected components, after Tarjan (1972), by a stack."""
        index: dict[str, int] = {}
        low: dict[str, int] = {}
        path: list[str] = []
        on_path: set[str] = set()
        found = []
        for root in self._needs:
            if root in index:
                continue
            work = [(root, iter(self._needs[root]))]
            index[root] = low[root] = len(index)
            path.append(root)
            on_path.add(root)
            while work:
                node, targets = work[-1]
                target = next(targets, None)
                if target is None:
                    work.pop()
                    if work:
                        low[work[-1][0]] = min(low[work[-1][0]], low[node])
                    if low[node] == index[node]:
                        component = {path.pop()}
                        while node not in component:
                            component.add(path.pop())
                        on_path -= component
                        if len(component) > 1:
                            found.append(component)
                elif target not in index:
                    index[target] = low[target] = len(index)
                    path.append(target)
                    on_path.add(target)
                    work.append((target, iter(self._needs[target])))
                elif target in on_path:
                    low[node] = min(low[node], index[target])
        return found

    @cached_property
    def _needs(self) -> dict[str, tuple[str, ...]]:
        """What stories depend on, by id; one that depends on nothing is in no ring, and left out."""
        linked = ((name, story.targets(DEPENDS_ON)) for name, story in self._by_id.items() if story.links)
        needing = {name: targets for name, targets in linked if targets}
        return {name: tuple(one.text for one in targets if one.text in needing) for name, targets in needing.items()}

    def _shortest_ring(self, component: set[str]) -> tuple[Story, ...]:
        start = next(name for name in reversed(self._by_id) if name in component)
        before: dict[str, str] = {}
        queue = [start]
        for name in queue:
            for target in self._needs[name]:
                if target == start and name != start:
                    ring = [name]
                    while ring[-1] != start:
                        ring.append(before[ring[-1]])
                    return tuple(self._by_id[one] for one in reversed(ring))
                if target in component and target not in before and target != start:
                    before[target] = name
                    queue.append(target)
        return ()

    def rank(self, stories: Iterable[Story]) -> list[Story]:
        """Stories in the order of what to do next.

        First what is open or under way; then the higher priority, the higher value per point and the higher business
        value; last the id.
        """
        return sorted(stories, key=self._rank)

    def _rank(self, story: Story) -> tuple[bool, int, float, float, tuple[tuple[int, str], ...]]:
        over = self.vocabulary.status(story).stage in (Stage.DONE, Stage.DROPPED)
        urgency = self.vocabulary.urgency(story)
        return over, -urgency, -(story.value_per_point or 0), -(story.worth or 0), natural(story.name)


_LONGEST_ID = 40


def _bare(name: str) -> str:
    """An id without what is most often got wrong in it."""
    return re.sub(r"[\s_-]|(?<!\d)0+(?=\d)", "", name.casefold())


def _edits(word: str, alphabet: str) -> Iterator[str]:
    for at in range(len(word) + 1):
        before, after = word[:at], word[at:]
        if after:
            yield before + after[1:]
            yield from (before + letter + after[1:] for letter in alphabet)
        if len(after) > 1:
            yield before + after[1] + after[0] + after[2:]
        yield from (before + letter + after for letter in alphabet)


def prefix(name: str) -> str:
    """What an id begins with, before its number."""
    return name.rstrip("0123456789")


def natural(words: str) -> tuple[tuple[int, str], ...]:
    """A key that sorts `US-9` before `US-10`."""
    pieces = _DIGITS.split(words.casefold())
    return tuple((int(piece) if piece.isdecimal() and len(piece) < 18 else -1, piece) for piece in pieces)

"""Where the boxes and lines of a drawing go: layers from left to right, with few crossings. Numbers in, numbers out.

After Sugiyama, Tagawa and Toda (1981): each node gets a layer; a long line gets a bend in each layer that it passes;
the nodes of a layer are sorted by the middle of their neighbours, to and fro; at last everything is pulled straight.
What hangs together is laid out by itself, and the parts are stacked, so that an edit moves only what it is linked to.
"""

from __future__ import annotations

from bisect import bisect_right, insort
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 190.0, 56.0
"""The size of a box, in the pixels of the drawing."""
_ACROSS, _DOWN, _APART, _EDGE, _BEND = 50.0, 10.0, 28.0, 6.0, 10.0
"""The gaps between layers, boxes and parts, the margin around everything, and the height of a line that passes."""
_SWEEPS, _PULLS = 8, 24

Point = tuple[float, float]
Line = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Way:
    """A line from one box to another, through points; where two have the same x, it goes around what is between."""

    start: int
    end: int
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """Each box by its upper left corner, in the order of the nodes, and the lines in the order of the edges."""

    boxes: tuple[Point, ...]
    ways: tuple[Way, ...]
    width: float
    height: float


def lay_out(least: Sequence[int], edges: Sequence[Line]) -> Layout:
    """The layout of nodes, each given by the least layer that it may stand in, and of edges between them.

    An edge of a node to itself is left out. The order of the nodes decides where nothing else does.
    """
    edges = tuple(dict.fromkeys((start, end) for start, end in edges if start != end))
    layers = _layers(least, edges)
    boxes: dict[int, Point] = {}
    ways: dict[Line, Way] = {}
    top = _EDGE
    for nodes, own in parts(len(least), edges):
        part = _Part.of(nodes, own, layers)
        part.untangle()
        middles = part.straighten()
        highest = min(middle - part.height(node) / 2 for node, middle in middles.items())
        middles = {node: middle - highest + top for node, middle in middles.items()}
        boxes |= {node: (_x(layers[node]), middles[node] - HEIGHT / 2) for node in nodes}
        ways |= {edge: part.way(edge, middles) for edge in own}
        top = max(middle + part.height(node) / 2 for node, middle in middles.items()) + _APART
    width = max((x for x, _ in boxes.values()), default=0) + WIDTH + _EDGE
    ordered = tuple(boxes[node] for node in range(len(least)))
    return Layout(ordered, tuple(ways[edge] for edge in edges), width, top - _APART + _EDGE)


def _x(layer: int) -> float:
    return _EDGE + layer * (WIDTH + _ACROSS)


def _layers(least: Sequence[int], edges: Sequence[Line]) -> list[int]:
    """The layer of each node: behind everything that leads to it. No layer is empty."""
    before: dict[int, list[int]] = defaultdict(list)
    after: dict[int, list[int]] = defaultdict(list)
    for start, end in edges:
        before[end].append(start)
        after[start].append(end)
    layers: dict[int, int] = {}
    for node in _one_after_another(len(least), before, after):
        behind = (layers[one] + 1 for one in before[node] if one in layers)
        layers[node] = max((least[node], *behind))
    numbers = {layer: number for number, layer in enumerate(sorted(set(layers.values())))}
    return [numbers[layers[node]] for node in range(len(least))]


def _one_after_another(count: int, before: Mapping[int, list[int]], after: Mapping[int, list[int]]) -> Iterator[int]:
    """Every node, behind those that lead to it; a ring is begun at one of its nodes."""
    waiting = {node: len(before.get(node, ())) for node in range(count)}
    ready = [node for node in waiting if not waiting[node]]
    while waiting:
        if not ready:
            ready.append(_in_a_ring(min(waiting), before, waiting))
        node = ready.pop()
        del waiting[node]
        yield node
        for end in after.get(node, ()):
            if end in waiting:
                waiting[end] -= 1
                if not waiting[end]:
                    ready.append(end)


def _in_a_ring(node: int, before: Mapping[int, list[int]], waiting: Mapping[int, int]) -> int:
    """A node of the ring that one comes to by going back, where every node has another one before it."""
    passed: set[int] = set()
    while node not in passed:
        passed.add(node)
        node = next(one for one in before[node] if one in waiting)
    return node


def parts(count: int, edges: Sequence[Line]) -> list[tuple[list[int], list[Line]]]:
    """The nodes that hang together, with their edges: the largest part first."""
    neighbours: list[list[int]] = [[] for _ in range(count)]
    for start, end in edges:
        neighbours[start].append(end)
        neighbours[end].append(start)
    part_of: dict[int, int] = {}
    found_parts: list[tuple[list[int], list[Line]]] = []
    for first in range(count):
        if first in part_of:
            continue
        part_of[first] = len(found_parts)
        found = [first]
        for node in found:
            for near in neighbours[node]:
                if near not in part_of:
                    part_of[near] = len(found_parts)
                    found.append(near)
        found_parts.append((sorted(found), []))
    for edge in edges:
        found_parts[part_of[edge[0]]][1].append(edge)
    return sorted(found_parts, key=lambda part: (-len(part[0]), part[0][0]))


@dataclass(frozen=True, slots=True)
class _Part:
    """What hangs together. Its columns hold nodes, and bends, which are numbers below 0."""

    columns: list[list[int]]
    layers: Mapping[int, int]
    chains: Mapping[Line, list[int]]
    """The nodes and bends of an edge, from left to right."""
    left: Mapping[int, list[int]]
    right: Mapping[int, list[int]]

    @classmethod
    def of(cls, nodes: Iterable[int], edges: Iterable[Line], layers: Sequence[int]) -> _Part:
        """The part with those nodes and edges, not yet in order."""
        placed = {node: layers[node] for node in nodes}
        left: dict[int, list[int]] = defaultdict(list)
        right: dict[int, list[int]] = defaultdict(list)
        chains: dict[Line, list[int]] = {}
        bends = 0
        for edge in edges:
            start, end = sorted(edge, key=lambda node: (layers[node], node))
            chain = [start]
            for layer in range(layers[start] + 1, layers[end]):
                bends += 1
                placed[-bends] = layer
                chain.append(-bends)
            chains[edge] = [*chain, end]
            if layers[start] != layers[end]:
                for one, next_one in zip(chains[edge], chains[edge][1:], strict=False):
                    right[one].append(next_one)
                    left[next_one].append(one)
        columns: list[list[int]] = [[] for _ in range(max(placed.values()) + 1)]
        for node, layer in placed.items():
            columns[layer].append(node)
        return cls(columns, placed, chains, left, right)

    def height(self, node: int) -> float:
        return HEIGHT if node >= 0 else _BEND

    def untangle(self) -> None:
        """Sort each column by the middle of the neighbours; keep the order with the fewest crossings."""
        best, fewest = [list(column) for column in self.columns], self._crossings()
        for sweep in range(_SWEEPS):
            if not fewest:
                break
            forth = sweep % 2 == 0
            side = self.left if forth else self.right
            for column in self.columns if forth else reversed(self.columns):
                self._sort(column, side)
            crossings = self._crossings()
            if crossings < fewest:
                best, fewest = [list(column) for column in self.columns], crossings
        self.columns[:] = best

    def _sort(self, column: list[int], side: Mapping[int, list[int]]) -> None:
        near = {self.layers[one] for node in column for one in side.get(node, ())}
        places = {node: place for layer in near for place, node in enumerate(self.columns[layer])}
        own = {node: place for place, node in enumerate(column)}

        def middle(node: int) -> float:
            found = side.get(node, ())
            return sum(places[one] for one in found) / len(found) if found else own[node]

        column.sort(key=lambda node: (middle(node), own[node]))

    def _crossings(self) -> int:
        crossings = 0
        for column, following in zip(self.columns, self.columns[1:], strict=False):
            places = {node: place for place, node in enumerate(following)}
            passed: list[int] = []
            for node in column:
                ends = sorted(places[one] for one in self.right.get(node, ()))
                crossings += sum(len(passed) - bisect_right(passed, end) for end in ends)
                for end in ends:
                    insort(passed, end)
        return crossings

    def straighten(self) -> dict[int, float]:
        """The middle of each node and bend: near to those of its neighbours, in order, and with room between."""
        middles: dict[int, float] = {}
        for column in self.columns:
            down = 0.0
            for node in column:
                middles[node] = down + self.height(node) / 2
                down += self.height(node) + _DOWN
        for pull in range(_PULLS):
            for column in self.columns if pull % 2 == 0 else reversed(self.columns):
                self._pull(column, middles)
        return middles

    def _pull(self, column: list[int], middles: dict[int, float]) -> None:
        """Move a column to the middles of the neighbours; who would overlap moves as one (pool adjacent violators)."""
        blocks: list[tuple[float, list[tuple[int, float]]]] = []
        room = 0.0
        for number, node in enumerate(column):
            if number:
                room += (self.height(column[number - 1]) + self.height(node)) / 2 + _DOWN
            near = (*self.left.get(node, ()), *self.right.get(node, ()))
            wish = sum(middles[one] for one in near) / len(near) if near else middles[node]
            at, members = wish - room, [(node, room)]
            while blocks and blocks[-1][0] > at:
                above, others = blocks.pop()
                at = (above * len(others) + at * len(members)) / (len(others) + len(members))
                members = others + members
            blocks.append((at, members))
        for at, members in blocks:
            for node, offset in members:
                middles[node] = at + offset

    def way(self, edge: Line, middles: Mapping[int, float]) -> Way:
        """The points of an edge: out of one box, along its bends, into the other."""
        first, *bends, last = self.chains[edge]
        points = [(_x(self.layers[first]) + WIDTH, middles[first])]
        for bend in bends:
            x = _x(self.layers[bend])
            points += [(x, middles[bend]), (x + WIDTH, middles[bend])]
        same = self.layers[first] == self.layers[last]
        points.append((_x(self.layers[last]) + (WIDTH if same else 0), middles[last]))
        return Way(*edge, tuple(points if edge[0] == first else reversed(points)))

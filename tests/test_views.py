"""What holds for every drawing of every backlog: rings, self links, dangling links and the same id twice included."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st
from markdown import Markdown

from mkdocs_stories.drawing import Drawing
from mkdocs_stories.hosts.markdown_extension import Rendering, StoriesExtension
from mkdocs_stories.layout import HEIGHT, WIDTH, lay_out
from mkdocs_stories.project import Project
from mkdocs_stories.query import select
from mkdocs_stories.text import Source
from mkdocs_stories.views import VIEWS
from mkdocs_stories.views.actors import actors
from tests.growth import grows

graphs = st.integers(0, 14).flatmap(
    lambda count: st.tuples(
        st.lists(st.integers(0, 3), min_size=count, max_size=count),
        st.lists(st.tuples(*[st.integers(0, max(count - 1, 0))] * 2), max_size=30 if count else 0),
    )
)


@given(graphs)
def test_boxes_do_not_overlap(graph: tuple[list[int], list[tuple[int, int]]]) -> None:
    least, edges = graph
    layout = lay_out(least, edges)
    assert len(layout.boxes) == len(least)
    for number, (x, y) in enumerate(layout.boxes):
        assert x >= 0
        assert y >= 0
        assert x + WIDTH <= layout.width
        assert y + HEIGHT <= layout.height
        for other_x, other_y in layout.boxes[:number]:
            assert x == other_x or abs(x - other_x) >= WIDTH
            assert x != other_x or abs(y - other_y) >= HEIGHT


@given(graphs)
def test_every_line_ends_at_its_boxes(graph: tuple[list[int], list[tuple[int, int]]]) -> None:
    layout = lay_out(*graph)
    assert [(way.start, way.end) for way in layout.ways] == list(
        dict.fromkeys(edge for edge in graph[1] if edge[0] != edge[1])
    )
    for way in layout.ways:
        for end, (x, y) in ((way.start, way.points[0]), (way.end, way.points[-1])):
            left, top = layout.boxes[end]
            assert x in (left, left + WIDTH)
            assert y == pytest.approx(top + HEIGHT / 2)


@given(graphs)
def test_what_leads_to_a_node_stands_to_the_left_of_it(graph: tuple[list[int], list[tuple[int, int]]]) -> None:
    least, edges = graph
    forward = [(start, end) for start, end in edges if start < end]
    layout = lay_out(least, forward)
    assert all(layout.boxes[start][0] < layout.boxes[end][0] for start, end in forward)


WORDS = {"EP": "epic", "US": "story", "TS": "technical-story"}
names = st.tuples(st.sampled_from(list(WORDS)), st.integers(1, 5)).map(lambda name: f"{name[0]}-{name[1]}")
links = st.lists(st.tuples(st.sampled_from(["epic", "supports", "depends on", "relates to", "replaces"]), names))
blocks = st.lists(st.tuples(st.one_of(names, st.sampled_from(["", "US", "<b>", "}"])), links), max_size=12)


def source(number: int, told: tuple[str, list[tuple[str, str]]]) -> Source:
    """A page with one story."""
    name, linked = told
    lines = [
        f"id: '{name}'" if name else "title: None",
        *{kind: f"{kind}: {end}" for kind, end in linked}.values(),
    ]
    body = "\n".join([*lines, "as a: Reader", "should: read & <write>", "status: done"])
    return Source(f"{number}.md", f"```{WORDS.get(name[:2], 'story')}\n{body}\n```\n")


def drawn(sources: list[Source], view: str) -> str:
    """A view of all stories, on a page of its own."""
    types = "" if view == "graph" else "where: {type: [user, technical, epic]}\n"
    page = Source("view.md", f"```backlog\nview: {view}\n{types}```\n")
    project = Project((*sources, page))
    rendering = Rendering(
        Drawing(project.backlog, "view.md"), project.settings, project.backlog.page("view.md"), front_matter=True
    )
    return Markdown(extensions=[StoriesExtension(lambda _md: rendering)]).convert(page.text)


@given(blocks, st.randoms(use_true_random=False))
def test_a_view_does_not_depend_on_the_order_of_the_pages(
    told: list[tuple[str, list[tuple[str, str]]]], order: random.Random
) -> None:
    sources = [source(number, one) for number, one in enumerate(told)]
    shuffled = list(sources)
    order.shuffle(shuffled)
    for view in VIEWS.names:
        assert drawn(sources, view) == drawn(shuffled, view)


@given(blocks)
def test_no_story_is_lost(told: list[tuple[str, list[tuple[str, str]]]]) -> None:
    """Each story is shown in each view that shows stories; what is typed is no HTML."""
    sources = [source(number, one) for number, one in enumerate(told)]
    view = Project((*sources, Source("view.md", "```backlog\n```"))).backlog
    chosen = select(view.views[0], view)
    for name in ("table", "board", "actors", "graph"):
        page = BeautifulSoup(drawn(sources, name), "html.parser")
        assert not page.select("b:not(.stories-health b), write")
        shown = [one.get_text() for one in page.select("[class$=stories-id], .stories-graph__id")]
        words = " ".join(shown)
        assert all(story.name in words for story in chosen), name


@pytest.mark.parametrize("name", ["the reader", "A Reader", "reader", "*Reader*", "The  reader"])
def test_an_actor_is_the_same_with_an_article(name: str) -> None:
    page = f"```story\nas a: '{name}'\n```\n\n```story\nas a: reader\n```\n\n```story\nas a: writer\n```"
    backlog = Project((Source("page.md", page),)).backlog
    found = actors(backlog.stories, backlog.vocabulary, ("the", "a", "an"))
    assert [len(actor.stories) for actor in found] == [2, 1]


def many(count: int) -> list[Source]:
    """Stories that are linked with few others, by epics of twenty."""
    made = []
    for number in range(count):
        lines = [f"epic: EP-{number // 20}", f"depends on: [US-{number // 2}, US-{number + 3}]", "as a: reader"]
        made.append(f"```story\nid: US-{number}\n" + "\n".join(lines) + "\n```")
        served = f"supports: [US-{number}, US-{number * 7 % count}]"
        made.append(f"```technical-story\nid: TS-{number}\n{served}\nthe: service\n```")
    epics = [f"```epic\nid: EP-{number}\n```" for number in range(count // 20 + 1)]
    return [Source("many.md", "\n\n".join((*made, *epics)))]


@pytest.mark.parametrize(("count", "drawings"), [(20, 1), (60, 3), (600, 0)])
def test_large_graphs(count: int, drawings: int) -> None:
    """One drawing, one for each epic, or none; whatever is drawn, every link is told, and no drawing is too large."""
    page = BeautifulSoup(drawn(many(count), "graph"), "html.parser")
    shown = page.select(".stories-graph__svg")
    assert len(shown) == drawings
    assert all(len(one.select(".stories-graph__node")) <= 120 for one in shown)
    told = [" ".join(one.get_text().split()) for one in page.select(".stories-graph__list > li")]
    for number in range(count):
        assert any(line.startswith(f"US-{number} ") and f"TS-{number}" in line for line in told), number


@pytest.mark.usefixtures("own_heap")
@pytest.mark.parametrize("view", VIEWS.names)
def test_time_grows_with_the_number_of_stories(view: str) -> None:
    def work(count: int) -> Callable[[], None]:
        sources = many(count)

        def draw() -> None:
            assert f'data-view="{view}"' in drawn(sources, view)

        return draw

    grows(work, 150, times=8)

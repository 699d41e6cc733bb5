"""ST3xx: how far a story is goes with what it still needs."""

from __future__ import annotations

from collections.abc import Iterator

from ..backlog import Backlog
from ..diagnostics import Finding, Related, Severity
from ..link_kinds import DEPENDS_ON, PART_OF
from ..model import Story
from ..rule import rule
from ..story_types import StoryType
from .words import place, subject


@rule("ST305", Severity.WARNING, of="links")
def done_before_dependency(story: Story, backlog: Backlog) -> Iterator[Finding]:
    """A story is done, but one that it depends on is not.

    Either it was not needed after all, or one of the two statuses is wrong.

    Example:
        ```story
        id: US-1
        story: As a reader, I want to see discounts so that I pay less
        status: done
        depends on: US-2
        ```

        ```story
        id: US-2
        story: As a reader, I want to see new books so that I find one to read
        ```

    Instead:

        ```story
        id: US-1
        story: As a reader, I want to see discounts so that I pay less
        status: in progress
        depends on: US-2
        ```

        ```story
        id: US-2
        story: As a reader, I want to see new books so that I find one to read
        ```
    """
    vocabulary = backlog.vocabulary
    if not vocabulary.is_done(story):
        return
    for target in {target.text: target for target in reversed(story.targets(DEPENDS_ON))}.values():
        needed = backlog.find(target.text)
        if needed is None or needed is story or not vocabulary.is_left(needed):
            continue
        status = vocabulary.status(needed).name
        yield Finding(
            target.span,
            f"{subject(story)} is done, but it depends on {needed.name}, which is {status}",
            "correct one of the two statuses, or remove the link",
            status,
        )


@rule("ST306", Severity.WARNING, of="acceptance")
def open_criteria(story: Story, backlog: Backlog) -> Iterator[Finding]:
    """A story is done, but some of its acceptance criteria are not.

    Criteria are how the team knows that a story is done.

    Example:
        ```story
        id: US-1
        story: As a reader, I want to see discounts so that I pay less
        status: done
        acceptance:
          - The old price is shown
        ```

    Instead:

        ```story
        id: US-1
        story: As a reader, I want to see discounts so that I pay less
        status: done
        acceptance:
          - done: The old price is shown
        ```
    """
    if not backlog.vocabulary.is_done(story):
        return
    left = [criterion for criterion in story.acceptance if not criterion.done]
    if left:
        yield Finding(
            left[0].phrase.span,
            f"{subject(story)} is done with {len(left)} of {len(story.acceptance)} criteria open",
            "mark the criterion (`- done: …`, or `- [x] …` in a task list), or correct the status",
            "still open",
        )


@rule("ST307", Severity.INFO)
def missing_criteria(story: Story, backlog: Backlog, *, at_least: int = 1) -> Iterator[Finding]:
    """A user story has no acceptance criteria, or fewer than `at_least`.

    They say how the team will know that the story is done, before it begins. A story that was dropped needs none.

    Example:
        ```story
        id: US-1
        story: As a reader, I want to see discounts so that I pay less
        ```

    Instead:

        ```story
        id: US-1
        story: As a reader, I want to see discounts so that I pay less
        acceptance:
          - A discounted book shows its old and its new price
        ```
    """
    count = len(story.acceptance)
    if story.type is not StoryType.USER or count >= at_least or not story.is_readable:
        return
    if not backlog.vocabulary.is_dropped(story):
        yield Finding(
            place(story, story.id),
            f"{subject(story)} has {f'{count} of {at_least}' if count else 'no'} acceptance criteria",
            "add another criterion" if count else "add a list `acceptance:`, or a task list below a line `---`",
            "how will you know that it is done?",
        )


@rule("ST308", Severity.WARNING)
def empty_epic(story: Story, backlog: Backlog) -> Iterator[Finding]:
    """An epic has no stories.

    Either its stories do not name it, or it is not begun and can wait for its first story.

    Example:
        ```epic
        id: EP-1
        goal: Readers find a book they can afford
        ```

    Instead:

        ```epic
        id: EP-1
        goal: Readers find a book they can afford
        ```

        ```story
        id: US-1
        story: As a reader, I want to see discounts so that I pay less
        epic: EP-1
        ```
    """
    if story.type is not StoryType.EPIC or not story.id or backlog.find(story.id.text) is not story:
        return
    if backlog.vocabulary.is_left(story) and not backlog.referrers(story, PART_OF):
        yield Finding(
            story.id.span,
            f"epic {story.name} has no stories",
            f"add a line `epic: {story.name}` to the stories that belong to it",
            "no story names it",
        )


@rule("ST310", Severity.WARNING)
def open_stories(story: Story, backlog: Backlog) -> Iterator[Finding]:
    """An epic is done, but some of its stories are not.

    Either they belong to another epic, or one of the statuses is wrong. Stories that were dropped are not waited for.

    Example:
        ```epic
        id: EP-1
        goal: Readers find a book they can afford
        status: done
        ```

        ```story
        id: US-1
        story: As a reader, I want to see discounts so that I pay less
        epic: EP-1
        ```

    Instead:

        ```epic
        id: EP-1
        goal: Readers find a book they can afford
        status: done
        ```

        ```story
        id: US-1
        story: As a reader, I want to see discounts so that I pay less
        epic: EP-1
        status: done
        ```
    """
    if story.type is not StoryType.EPIC or not backlog.vocabulary.is_done(story):
        return
    stories = backlog.referrers(story, PART_OF)
    left = [one for one in stories if backlog.vocabulary.is_left(one)]
    if left:
        yield Finding(
            place(story, story.status),
            f"{subject(story)} is done with {len(left)} of {len(stories)} stories open",
            "correct one of the statuses, or move what is left to another epic",
            f"{left[0].name} is {backlog.vocabulary.status(left[0]).name}",
            tuple(Related(one.source, place(one, one.status, one.id), f"{one.name} is not done") for one in left[:3]),
        )

"""ST5xx: excuses from rules are in order."""

from __future__ import annotations

from collections.abc import Iterator

from ..backlog import Backlog
from ..diagnostics import Finding, Severity
from ..model import Story
from ..rule import Idle, rule
from .mending import respelt
from .words import meant


@rule("ST501", Severity.ERROR, of="allow", is_firm=True)
def invalid_allowance(story: Story, _backlog: Backlog) -> Iterator[Finding]:
    """A story allows itself to break a rule that does not exist, or does not say why.

    An exception without a reason cannot be judged by whoever reads it next. An exception from this rule, from one about
    views or from the one about refused YAML cannot be given in a story. `check --fix` mends the name of a rule that is
    misspelt.

    Example:
        ```story
        id: US-1
        story: As a reader, I want to see discounts so that I pay less
        allow: missing-criteria
        ```

    Instead:

        ```story
        id: US-1
        story: As a reader, I want to see discounts so that I pay less
        allow:
          missing-criteria: the shop team writes them on Monday
        ```
    """
    from . import RULES  # this rule is one of them

    for allowance in story.allow:
        asked = RULES.find(allowance.rule.text)
        if asked is None:
            fix = respelt(story.source, allowance.rule, RULES.names)
            yield Finding(
                allowance.rule.span,
                f"there is no rule `{allowance.rule}`",
                meant(
                    allowance.rule.text,
                    RULES.names,
                    "use the name that the diagnostic gives, like `missing-criteria`",
                    fix,
                ),
                "no such rule",
                fix=fix,
            )
        elif not asked.can_be_allowed:
            yield Finding(
                allowance.rule.span,
                f"no story can allow itself to break `{allowance.rule}`",
                "remove it; the option `per_path` excuses a whole page",
                "not here",
            )
        elif allowance.reason is None:
            yield Finding(
                allowance.rule.span,
                f"no reason is given why {story.name} may break `{allowance.rule}`",
                f"write `allow: {{{allowance.rule}: the reason}}`",
                "why?",
            )


@rule("ST502", Severity.WARNING)
def needless_excuse(excuse: Idle, _backlog: Backlog) -> Iterator[Finding]:
    """An excuse excuses nothing: what it allows is not there, or no longer.

    Left in, it would hide the next problem of that sort. This is said of `allow` in a story, of the option `per_path`
    and of entries of the baseline.

    Example:
        ```story
        id: US-1
        story: As a reader, I want to see discounts so that I pay less
        allow:
          missing-benefit: it is said on Monday
        ```

    Instead:

        ```story
        id: US-1
        story: As a reader, I want to see discounts so that I pay less
        ```
    """
    yield Finding(excuse.span, excuse.words, excuse.remedy, excuse.label)

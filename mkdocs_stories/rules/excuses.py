"""ST5xx: excuses from rules are in order."""

from __future__ import annotations

from collections.abc import Iterator

from ..backlog import Backlog
from ..diagnostics import Finding, Severity
from ..model import Story
from ..registry import collect
from ..rule import Rule, rule
from . import block, form, page, tracing, viewing

_EXCUSABLE = collect(Rule, form, block, page, tracing, viewing)


@rule("ST501", Severity.ERROR)
def invalid_allowance(story: Story, _backlog: Backlog) -> Iterator[Finding]:
    """A story allows itself to break a rule that there is none of, or does not say why.

    An exception without a reason cannot be judged by whoever reads it next.

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
    for allowance in story.allow:
        if _EXCUSABLE.find(allowance.rule.text) is None:
            near = _EXCUSABLE.nearest(allowance.rule.text)
            yield Finding(
                allowance.rule.span,
                f"there is no rule `{allowance.rule}`",
                f"did you mean `{near}`?"
                if near
                else "use the name that the diagnostic gives, like `missing-criteria`",
                "no such rule",
            )
        elif allowance.reason is None:
            yield Finding(
                allowance.rule.span,
                f"no reason is given why {story.name} may break `{allowance.rule}`",
                f"write `allow: {{{allowance.rule}: the reason}}`",
                "why?",
            )

"""Can this plan be judged in time? What stands in the way, from the plan's own data, in words.

Years are fiscal years. "In time" means: measured not later than the last year of the plan.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from zaitaku.programme.plans.choices import FindingKind, NodeKind
from zaitaku.programme.plans.models import PlanVersion
from zaitaku.programme.plans.queries.tree import IndicatorLine, PlanNode, PlanTree, tree


@dataclass(frozen=True, slots=True)
class Finding:
    """`why` says what stands in the way, `remedy` what to do about it, both in the reader's language."""

    kind: FindingKind
    node: PlanNode
    indicator: IndicatorLine | None
    why: str
    remedy: str


def judgeable(version: PlanVersion) -> tuple[Finding, ...]:
    """In printed order. Nothing found means that every part can be judged before the plan ends."""
    return judgeable_tree(tree(version))


def judgeable_tree(whole: PlanTree) -> tuple[Finding, ...]:
    surveys = _surveys(whole)
    return tuple(finding for node in whole.walk() for finding in _about(node, whole, surveys))


def _about(node: PlanNode, whole: PlanTree, surveys: dict[str, PlanNode]) -> Iterator[Finding]:
    yield from _paths(node, whole)
    for line in node.indicators:
        yield from _measured(node, line)
        yield from _timely(node, line, whole, surveys)


def _paths(node: PlanNode, whole: PlanTree) -> Iterator[Finding]:
    if node.kind == NodeKind.GOAL and not node.indicators:
        yield Finding(
            FindingKind.GOAL_UNMEASURED,
            node,
            None,
            _("The goal has no indicator, so nobody can say whether it was reached."),
            _("Give the goal an indicator with a direction, a source and the year of its next measurement."),
        )
    elif node.kind == NodeKind.DESIRED_STATE and not node.indicators and not _is_survey_state(node):
        yield Finding(
            FindingKind.STATE_UNMEASURED,
            node,
            None,
            _("The state has no indicator: what was done can be counted, but not whether the state came about."),
            _("Add an indicator of the state, for example a question of a survey the municipality repeats."),
        )
    elif node.kind in (NodeKind.OBJECTIVE, NodeKind.INITIATIVE) and _is_pathless(node, whole):
        yield _pathless(node)


def _pathless(node: PlanNode) -> Finding:
    if node.kind == NodeKind.OBJECTIVE and not node.initiatives():
        why = _("The objective has no initiative, so nothing works towards it.")
        remedy = _("Put an initiative under the objective, or drop the objective with a reason.")
    else:
        why = _("Neither an indicator of its own nor an indicator of the state above leads to an outcome.")
        remedy = _("Add an indicator here, or one of the state above.")
    return Finding(FindingKind.NO_OUTCOME, node, None, why, remedy)


def _is_pathless(node: PlanNode, whole: PlanTree) -> bool:
    """Surveys measure other parts and need no outcome of their own."""
    state = whole.above(node.key, NodeKind.DESIRED_STATE)
    if state is not None and (state.indicators or _is_survey_state(state)):
        return node.kind == NodeKind.OBJECTIVE and not node.initiatives()
    return not any(part.indicators for part in node.walk())


def _is_survey_state(node: PlanNode) -> bool:
    """【指標】: the initiatives hang under the state without an objective between."""
    return bool(node.children) and all(child.kind == NodeKind.INITIATIVE for child in node.children)


def _measured(node: PlanNode, line: IndicatorLine) -> Iterator[Finding]:
    if line.measures:
        return
    if line.source:
        why = _("The source “%(source)s” is named, but no figure is connected to the indicator.") % {
            "source": line.source
        }
        remedy = _("Connect the figure that answers it, on the page of this part.")
        yield Finding(FindingKind.NOT_CONNECTED, node, line, why, remedy)
    else:
        why = _("Neither a figure nor a source stands behind the indicator: nothing measures it.")
        remedy = _("Connect a figure, or write down which survey or return will answer it.")
        yield Finding(FindingKind.NO_SOURCE, node, line, why, remedy)


def _timely(node: PlanNode, line: IndicatorLine, whole: PlanTree, surveys: dict[str, PlanNode]) -> Iterator[Finding]:
    last = whole.last_year
    if line.next_measured is not None and line.next_measured > last:
        why = _("The next measurement is in fiscal year %(next)d; the plan ends with fiscal year %(last)d.") % {
            "next": line.next_measured,
            "last": last,
        }
        yield Finding(FindingKind.NOT_IN_TIME, node, line, why, _remedy_in_time())
        return
    survey = next((one for name, one in surveys.items() if name in line.source or name in line.text), None)
    if survey is not None and line.next_measured is None:
        yield from _wave(node, line, survey, whole)


def _wave(node: PlanNode, line: IndicatorLine, survey: PlanNode, whole: PlanTree) -> Iterator[Finding]:
    """The indicator leans on a survey of the plan that is not held every year."""
    waves = [one.next_measured for one in survey.indicators if one.next_measured is not None]
    said = {"survey": survey.name, "frequency": survey.initiative.frequency, "last": whole.last_year}
    if waves and min(waves) > whole.last_year:
        why = _(
            "It leans on “%(survey)s” (%(frequency)s), whose next wave is in fiscal year %(next)d; "
            "the plan ends with fiscal year %(last)d."
        ) % {**said, "next": min(waves)}
        yield Finding(FindingKind.NOT_IN_TIME, node, line, why, _remedy_in_time())
    elif not waves:
        why = (
            _(
                "It leans on “%(survey)s” (%(frequency)s), which is not held every year, and no year of the next wave "
                "is written down; it may fall after fiscal year %(last)d."
            )
            % said
        )
        remedy = _("Write the fiscal year of the next wave into the indicator.")
        yield Finding(FindingKind.WAVE_UNKNOWN, node, line, why, remedy)


def _remedy_in_time() -> str:
    return _("Measure earlier, judge by another indicator, or say in the plan that this is judged after its end.")


def _surveys(whole: PlanTree) -> dict[str, PlanNode]:
    """Name of each survey held less than once a year -> its initiative; 〇〇調査 in a source names it."""
    found: dict[str, PlanNode] = {}
    for node in whole.initiatives():
        detail = node.initiative
        if detail.per_years is not None and detail.per_years > (detail.times or 1):
            found[node.name] = node
    return found

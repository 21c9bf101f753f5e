"""What officers do with papers: word the rows, make a paper, freeze it, fill in its open marks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime
from hashlib import sha256

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from zaitaku.analysis import figure_json
from zaitaku.analysis.figure import Figure
from zaitaku.analysis.numerals import TextRefused, clean_text
from zaitaku.analysis.wording import compose, typed_number, typed_numbers
from zaitaku.core.accounts.models import Person
from zaitaku.core.audit.actions import record
from zaitaku.programme.council.choices import PaperStatus
from zaitaku.programme.council.models import OpenMark, Paper, RowText
from zaitaku.programme.council.queries.drafts import Draft, new_paper
from zaitaku.programme.council.queries.due import OpenLeaf
from zaitaku.programme.council.queries.frozen import digest_of, to_json
from zaitaku.programme.council.queries.phrases import LABEL
from zaitaku.programme.council.queries.sources import confirmed, unconfirmed
from zaitaku.programme.indicators.models import Confirmation, Indicator
from zaitaku.programme.plans.choices import NodeKind
from zaitaku.programme.plans.models import Node, Plan, PlanVersion

MAX_RESULT, MAX_ISSUES, MAX_LABEL, MAX_REASON = 6_000, 4_000, 20, 500
DueRule = Callable[[OpenLeaf], date]


class Refused(Exception):
    """What the action does not do; the message says why and what to do instead."""


class UnknownRow(Refused):
    pass


class StaleText(Refused):
    """Somebody else saved the row since the form was opened."""


class CannotMakePaper(Refused):
    pass


class AlreadyFrozen(Refused):
    pass


class CannotFreeze(Refused):
    pass


class Unconfirmed(CannotFreeze):
    """Printed figures that nobody confirmed; `codes` names them. Goes through with a reason."""

    def __init__(self, codes: tuple[str, ...]) -> None:
        self.codes = codes
        super().__init__(
            _("Not confirmed: %(codes)s. Have these figures confirmed, or give a reason to freeze all the same.")
            % {"codes": ", ".join(codes)}
        )


class CannotFill(Refused):
    pass


def stamp(text: RowText | None) -> str:
    """What a form remembers of the words it was opened with; "" for a row without words."""
    return "" if text is None else sha256(figure_json.canonical([text.result, text.issues]).encode()).hexdigest()


@transaction.atomic
def save_row_text(
    *,
    plan: Plan,
    fiscal_year: int,
    key: str,
    result: str,
    issues: str,
    seen: str,
    figures: Mapping[str, Figure],
    cover: date,
    by: Person,
) -> RowText:
    """Save the words of one initiative. `seen` is the `stamp` of what the person saw.

    Raises UnknownRow, StaleText, TextRefused (characters, length), TemplateRefused (grammar, unknown indicator or
    part, unit) or TypedNumber.
    """
    Plan.objects.select_for_update().get(pk=plan.pk)  # two first texts of one row must not both be new
    if not Node.objects.filter(version__plan=plan, key=key, kind=NodeKind.INITIATIVE).exists():
        raise UnknownRow(_("This plan has no initiative “%(key)s”.") % {"key": key})
    result, issues = checked_template(result, figures=figures, cover=cover), _cleaned(issues, MAX_ISSUES)
    text = RowText.objects.select_for_update().filter(plan=plan, fiscal_year=fiscal_year, key=key).first()
    if stamp(text) != seen:
        raise StaleText(_("Somebody else has changed this row meanwhile. Look at the new words and save again."))
    before = {"result": text.result, "issues": text.issues} if text else {}
    after = {"result": result, "issues": issues}
    if text is not None and before == after:
        return text
    text = text or RowText(plan=plan, fiscal_year=fiscal_year, key=key)
    text.result, text.issues = result, issues
    text.save()
    record(by=by, action="council.row_text", subject=text, details={"before": before, "after": after})
    return text


def checked_template(template: str, *, figures: Mapping[str, Figure], cover: date) -> str:
    """The template as it is kept. Raises TextRefused, TemplateRefused or TypedNumber."""
    cleaned = _cleaned(template, MAX_RESULT)
    compose(cleaned, figures, cover=cover)
    values = {figure.value for figure in figures.values() if figure.value is not None}
    if found := typed_numbers(cleaned, values):
        raise typed_number(cleaned, found[0].position, found[0].text)
    return cleaned


def _cleaned(text: str, limit: int) -> str:
    return clean_text(text.replace("\t", "　"), max_length=limit)


@transaction.atomic
def create_paper(
    *, version: PlanVersion, fiscal_year: int, as_of: date, by: Person, at: datetime, label: str = LABEL
) -> Paper:
    """A draft paper. Raises CannotMakePaper: a draft plan, a year outside it, a strange day, a second draft."""
    plan = version.plan
    if version.is_draft:
        raise CannotMakePaper(_("This version of the plan is a draft. Adopt it first."))
    if not plan.first_year <= fiscal_year <= plan.last_year:
        raise CannotMakePaper(
            _("The plan covers the fiscal years %(first)s to %(last)s.")
            % {"first": plan.first_year, "last": plan.last_year}
        )
    if not date(fiscal_year, 4, 1) <= as_of <= date(fiscal_year + 2, 3, 31):
        raise CannotMakePaper(_("The as-of date must lie in the fiscal year or in the year after it."))
    try:
        label = clean_text(label, multiline=False, max_length=MAX_LABEL)
    except TextRefused as refused:
        raise CannotMakePaper(refused.message_ja) from refused
    paper = new_paper(version=version, fiscal_year=fiscal_year, as_of=as_of, label=label)
    paper.created_at = at
    try:
        with transaction.atomic():
            paper.save(force_insert=True)
    except IntegrityError as clash:
        raise CannotMakePaper(_("There is already a draft for this year and day. Go on with that one.")) from clash
    record(
        by=by,
        action="council.create_paper",
        subject=paper,
        details={"fiscal_year": fiscal_year, "as_of": as_of.isoformat(), "version": version.number},
    )
    return paper


@transaction.atomic
def freeze_paper(
    *, paper: Paper, draft: Draft, due: DueRule, by: Person, at: datetime, override_reason: str = ""
) -> Paper:
    """Keep the paper for ever as it stands in `draft`, and make a task of every open mark in it.

    From now on every format is made from the kept content alone. Raises AlreadyFrozen, CannotFreeze (a cell that
    could not be composed) and Unconfirmed, which a reason overrides; the reason is kept with the paper.
    """
    paper = Paper.objects.select_for_update(of=("self",)).select_related("version__plan__area").get(pk=paper.pk)
    if paper.is_frozen:
        raise AlreadyFrozen(_("This paper is frozen already."))
    _refuse_unfit(paper, draft)
    figures = draft.content.figures
    standing = confirmed(figures, area=paper.version.plan.area, fiscal_year=paper.fiscal_year)
    waiting = unconfirmed(figures, standing)
    try:
        reason = clean_text(override_reason, multiline=False, max_length=MAX_REASON)
    except TextRefused as refused:
        raise CannotFreeze(refused.message_ja) from refused
    if waiting and not reason:
        raise Unconfirmed(waiting)
    frozen = replace(draft.content.document, status="frozen", created=at.replace(microsecond=0), digest="-")
    content = replace(draft.content, document=frozen, unconfirmed=waiting, reason=reason if waiting else "")
    paper.content = to_json(content)
    paper.digest = digest_of(paper.content)
    paper.status = PaperStatus.FROZEN
    paper.frozen_at, paper.frozen_by = at, by
    paper.save()
    marks = _make_open_marks(paper, draft, due)
    record(
        by=by,
        action="council.freeze_paper",
        subject=paper,
        details={"digest": paper.digest, "unconfirmed": list(waiting), "reason": content.reason, "marks": marks},
    )
    return paper


def _refuse_unfit(paper: Paper, draft: Draft) -> None:
    if draft.problems:
        raise CannotFreeze("\n".join(text for texts in draft.problems.values() for text in texts))
    if draft.content.document.title != paper.title or draft.content.cover != paper.as_of:
        raise CannotFreeze(_("What was composed belongs to another paper."))
    if not draft.content.rows:
        raise CannotFreeze(_("The plan has no initiatives, so that there is nothing to print."))


def _make_open_marks(paper: Paper, draft: Draft, due: DueRule) -> int:
    leaves = draft.open
    indicators = {
        one.code: one
        for one in Indicator.objects.filter(area=paper.version.plan.area, code__in={leaf.code for leaf in leaves})
    }
    made = OpenMark.objects.bulk_create(
        OpenMark(
            paper=paper,
            indicator=leaf.code,
            path=list(leaf.path),
            state=leaf.figure.state.value,
            label=indicators[leaf.code].label,
            owner_id=indicators[leaf.code].owner_id,
            due=due(leaf),
        )
        for leaf in leaves
    )
    return len(made)


@transaction.atomic
def fill_open_mark(*, mark: OpenMark, figure: Figure, by: Person, at: datetime) -> OpenMark:
    """Close the task with the figure as it is now. `figure` is the whole indicator's, as computed now.

    Raises CannotFill: filled already, still open, no such part any more, or not confirmed as it stands.
    """
    mark = OpenMark.objects.select_for_update(of=("self",)).select_related("paper__version__plan").get(pk=mark.pk)
    if mark.filled_at is not None:
        raise CannotFill(_("This mark is filled in already."))
    part = _part(figure, mark)
    if part.is_open or part.open_leaves():
        raise CannotFill(_("The figure is still open. Record its value first."))
    if not _is_confirmed(mark, part):
        raise CannotFill(_("The owner has not confirmed this figure yet."))
    mark.filled, mark.filled_at = figure_json.to_json(part), at
    mark.save(update_fields=["filled", "filled_at"])
    record(
        by=by,
        action="council.fill_open_mark",
        subject=mark,
        details={"paper": mark.paper_id, "indicator": mark.indicator, "path": mark.path, "figure": mark.filled},
    )
    return mark


def _part(figure: Figure, mark: OpenMark) -> Figure:
    try:
        return figure.part(*mark.path)
    except KeyError as missing:
        raise CannotFill(_("The figure has no such part any more. Correct its records first.")) from missing


def _is_confirmed(mark: OpenMark, part: Figure) -> bool:
    """Whether a standing confirmation of the year holds this very part, whatever day it was made for."""
    wanted = figure_json.to_json(part)
    found = Confirmation.objects.filter(
        indicator__area=mark.paper.version.plan.area_id,
        indicator__code=mark.indicator,
        fiscal_year=mark.paper.fiscal_year,
        withdrawn_at=None,
    )
    for confirmation in found:
        try:
            kept = figure_json.from_json(confirmation.figure).part(*mark.path)
        except KeyError:
            continue
        if _same(figure_json.to_json(kept), wanted):
            return True
    return False


def _same(kept: dict[str, object], wanted: dict[str, object]) -> bool:
    """Equal but for the day to which it was counted: a value confirmed for January still stands in March."""
    loose = ("as_of", "as_of_text", "end", "parts")
    return {k: v for k, v in kept.items() if k not in loose} == {k: v for k, v in wanted.items() if k not in loose}

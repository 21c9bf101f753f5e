"""Cases with what still keeps them from being published, the hints in their words, and the editions."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from zaitaku.analysis.clues import Clue, Passage, passages
from zaitaku.core.areas.models import Organisation
from zaitaku.programme.library.choices import Check, Consent, Side
from zaitaku.programme.library.models import Case, CaseTexts, ConsentStep, Edition, Tick

TEXTS = ("title", "theme", "background", "done", "learnt")
# Which item of the list a shape belongs to.
ITEM_OF = {
    Clue.DATE: Check.DATES,
    Clue.AGE: Check.AGES,
    Clue.PLACE: Check.PLACES,
    Clue.CONTACT: Check.CONTACTS,
    Clue.INSTITUTION: Check.INSTITUTIONS,
    Clue.NAME: Check.NAMES,
    Clue.QUOTATION: Check.QUOTATION,
}


@dataclass(frozen=True, slots=True)
class Hint:
    """A passage of one of the case's texts, with a few words on either side."""

    field: str
    item: Check
    before: str
    text: str
    after: str


@dataclass(frozen=True, slots=True)
class Line:
    """One item of the list of a case: its tick that counts, and the hints that speak of it."""

    item: Check
    tick: Tick | None
    hints: Sequence[Hint]


def hints_of(case: CaseTexts) -> list[Hint]:
    return [_hint(name, text, one) for name in TEXTS for text in [getattr(case, name)] for one in passages(text)]


def _hint(name: str, text: str, found: Passage) -> Hint:
    end = found.start + len(found.text)
    return Hint(
        name, ITEM_OF[found.clue], text[max(0, found.start - 12) : found.start], found.text, text[end : end + 12]
    )


def lines_of(case: Case) -> list[Line]:
    """Every item in order. One query."""
    rows = case.ticks.filter(reset_at=None).select_related("ticked_by", "confirmed_by")
    ticks = {row.item: row for row in rows}
    hints = hints_of(case)
    return [Line(item, ticks.get(item), [one for one in hints if one.item is item]) for item in Check]


def last_reset(case: Case) -> Tick | None:
    """The latest tick that was taken back, where nobody has ticked anything since."""
    if case.ticks.filter(reset_at=None).exists():
        return None
    return case.ticks.filter(reset_at__isnull=False).order_by("-reset_at", "-pk").first()


def consents_of(case: Case) -> dict[Side, ConsentStep | None]:
    """What each side said last. One query."""
    latest: dict[Side, ConsentStep | None] = dict.fromkeys(Side)
    for step in case.consents.select_related("by").order_by("pk"):
        latest[Side(step.side)] = step
    return latest


def with_all(cases: QuerySet[Case]) -> QuerySet[Case]:
    """With `said` (steps in order) and `ticked` (ticks that count), for `missing`. Two more queries."""
    return cases.prefetch_related(
        Prefetch("consents", ConsentStep.objects.order_by("pk"), to_attr="said"),
        Prefetch("ticks", Tick.objects.filter(reset_at=None), to_attr="ticked"),
    )


def missing(case: Any) -> list[str]:
    """What keeps a case (of `with_all`) from being published, in words with what to do; empty when nothing does."""
    if case.cleared_at is not None:
        return [_("Its words were taken out for good.")]
    latest = {step.side: Consent(step.state) for step in case.said}
    found = [
        _("Consent of “%(side)s” is “%(state)s”. Enter it once it is given.")
        % {"side": side.label, "state": latest.get(side, Consent.NOT_ASKED).label}
        for side in Side
        if latest.get(side, Consent.NOT_ASKED) is not Consent.GIVEN
    ]
    found += [
        _("Nothing is written under “%(part)s”.") % {"part": words}
        for name, words in parts_asked()
        if not getattr(case, name)
    ]
    ticks = {tick.item: tick for tick in case.ticked}
    open_ones = [item for item in Check if item not in ticks]
    alone = [item for item in Check if item in ticks and ticks[item].confirmed_by_id is None]
    if open_ones:
        found.append(
            _("Not looked through yet: %(count)s of %(all)s items. Look for each and tick it.")
            % {"count": len(open_ones), "all": len(Check)}
        )
    if alone:
        found.append(_("A second person has to confirm %(count)s items.") % {"count": len(alone)})
    return found


def parts_asked() -> list[tuple[str, str]]:
    return [
        ("background", _("Background")),
        ("done", _("What was done")),
        ("learnt", _("What was learnt")),
    ]


def listed_cases(owners: QuerySet[Organisation], asked: Mapping[str, Any]) -> QuerySet[Case]:
    """Narrowed by `q`, `scene`, `owner`; those whose words were taken out come last."""
    found = Case.objects.filter(owner__in=owners).select_related("owner", "session__series")
    for word in (asked.get("q") or "").split():
        found = found.filter(Q(title__icontains=word) | Q(theme__icontains=word) | Q(background__icontains=word))
    for name in ("scene", "owner"):
        if asked.get(name):
            found = found.filter(**{name: asked[name]})
    return with_all(found).order_by("-pk")


def ready(cases: Iterable[Case]) -> list[Case]:
    return [case for case in cases if not missing(case)]


def editions_with(case: Case) -> QuerySet[Edition]:
    return Edition.objects.filter(parts__case=case).order_by("number")

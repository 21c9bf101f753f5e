"""Titles and how their stock is kept."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zaitaku.core.accounts.models import Person
from zaitaku.core.areas.models import Organisation
from zaitaku.core.audit.actions import record
from zaitaku.core.pages.forms import shown_date
from zaitaku.programme.materials.actions.low_stock import watch
from zaitaku.programme.materials.actions.refused import MaterialRefused
from zaitaku.programme.materials.actions.shelf import locked
from zaitaku.programme.materials.models import Title
from zaitaku.programme.materials.queries.stock import flows


@dataclass(frozen=True, slots=True)
class StockRules:
    """How a title's stock is kept; the fields are the title's."""

    is_stocked: bool = True
    stocked_since: date | None = None
    reorder_point: int | None = None
    lead_days: int = 30
    safety_copies: int = 0

    @classmethod
    def of(cls, title: Title) -> "StockRules":
        return cls(
            is_stocked=title.is_stocked,
            stocked_since=title.stocked_since,
            reorder_point=title.reorder_point,
            lead_days=title.lead_days,
            safety_copies=title.safety_copies,
        )

    def as_json(self) -> dict[str, Any]:
        since = self.stocked_since.isoformat() if self.stocked_since else None
        return asdict(self) | {"stocked_since": since}


@transaction.atomic
def create_title(
    *,
    owner: Organisation,
    code: str,
    name: str,
    counted_since: date | None = None,
    rules: StockRules | None = None,
    by: Person,
) -> Title:
    """Without rules no stock is kept. Raises MaterialRefused where the owner has the code already."""
    rules = rules or StockRules(is_stocked=False)
    title = Title(owner=owner, code=code, name=name, counted_since=counted_since, **asdict(rules))
    try:
        with transaction.atomic():
            title.save(force_insert=True)
    except IntegrityError as clash:
        raise MaterialRefused(
            _("%(owner)s already has a title “%(code)s”. Choose another code.") % {"owner": owner, "code": code}
        ) from clash
    details = {"code": code, "name": name, "stock": rules.as_json()}
    record(by=by, action="materials.create_title", subject=title, details=details)
    return title


@transaction.atomic
def change_title(*, title: Title, name: str, counted_since: date | None, rules: StockRules, by: Person) -> Title:
    """Raises MaterialRefused where stock-keeping would begin with fewer copies than none, or the running total within
    a movement."""
    found = locked(title)
    before = _as_json(found)
    found.name, found.counted_since = name, counted_since
    for field, value in asdict(rules).items():
        setattr(found, field, value)
    if _as_json(found) == before:
        return found
    found.save()
    _refuse_below_none(found)
    _refuse_astride(found)
    record(by=by, action="materials.change_title", subject=found, details={"before": before, "after": _as_json(found)})
    watch(found, now=timezone.now())
    return found


def _as_json(title: Title) -> dict[str, Any]:
    since = title.counted_since.isoformat() if title.counted_since else None
    return {"name": title.name, "counted_since": since, "stock": StockRules.of(title).as_json()}


def _refuse_astride(title: Title) -> None:
    """Of a movement that begins before counting does and ends afterwards nobody knows how much counts."""
    since = title.counted_since
    if since is None:
        return
    astride = title.movements.filter(superseded_at=None, start__lt=since, end__gte=since).order_by("end", "pk").first()
    if astride is not None and astride.start is not None:
        raise MaterialRefused(
            _(
                "The movement from %(start)s to %(end)s reaches over %(since)s. Correct it first: divide it there, or "
                "leave its first day empty where only the total is known."
            )
            % {"start": shown_date(astride.start), "end": shown_date(astride.end), "since": shown_date(since)}
        )


def _refuse_below_none(title: Title) -> None:
    """With totals of years ago the ledger may add up to any number: stock-keeping then begins on a later day."""
    if not title.is_stocked:
        return
    sums: dict[int | None, int] = {}
    for _pk, edition, flow in flows(title):
        sums[edition] = sums.get(edition, 0) + flow.copies
    if (lowest := min(sums.values(), default=0)) < 0:
        raise MaterialRefused(
            _(
                "The movements add up to %(count)s copies. Let the stock be kept since a later day and enter what is "
                "on the shelf by a stocktake on that day."
            )
            % {"count": f"{lowest:,}"}
        )

"""What every action on the plan checks first."""

from __future__ import annotations

from django.utils.translation import gettext as _

from zaitaku.analysis.numerals import TextRefused, refuse_bad_characters
from zaitaku.core.pages import worded
from zaitaku.programme.plans.actions.refusals import BadPart, VersionSettled
from zaitaku.programme.plans.models import PlanVersion

FIRST_YEAR, LAST_YEAR = 1990, 2100


def locked_draft(version: PlanVersion) -> PlanVersion:
    """The version, held until the transaction ends, so that two people cannot edit it at the same moment."""
    held = PlanVersion.objects.select_for_update(of=("self",)).select_related("plan").get(pk=version.pk)
    if not held.is_draft:
        raise VersionSettled(held)
    return held


def checked_text(text: str, *, field: str, limit: int, required: bool = False) -> str:
    """Without spaces around it, with plain line ends. Raises BadPart for what PostgreSQL or a page cannot hold."""
    clean = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    if required and not clean:
        raise BadPart(_("%(field)s is empty. Write something there.") % {"field": field})
    if len(clean) > limit:
        raise BadPart(
            _("%(field)s is too long: %(found)d characters, at most %(limit)d. Shorten it.")
            % {"field": field, "found": len(clean), "limit": limit}
        )
    try:
        refuse_bad_characters(clean)
    except TextRefused as refused:
        raise BadPart(_("%(field)s: %(reason)s") % {"field": field, "reason": worded(refused)}) from refused
    return clean


def checked_year(year: int | None, *, field: str) -> int | None:
    if year is not None and not FIRST_YEAR <= year <= LAST_YEAR:
        raise BadPart(
            _("%(field)s: %(year)d is no fiscal year between %(first)d and %(last)d.")
            % {"field": field, "year": year, "first": FIRST_YEAR, "last": LAST_YEAR}
        )
    return year

"""The 医療・介護連携シート as a file to fill in: which title it is, and who gives it out."""

from datetime import UTC, datetime

from django.db.models import QuerySet

from zaitaku.programme.materials.models import Title
from zaitaku.reports.coordination_form import Issuer

EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)  # of a sheet without an edition that was issued on a day


def sheets_offered() -> QuerySet[Title]:
    """Titles that anybody may download as a form."""
    return Title.objects.filter(has_coordination_sheet=True).select_related("owner__area")


def issuer_of(title: Title) -> tuple[Issuer, datetime]:
    """What is printed on the form, and the moment it counts as made: that of its edition, so that equal forms are equal
    files. One query, with the owner and its area."""
    edition = title.editions.filter(superseded_by=None).first()
    issued = edition.issued_on if edition is not None else None
    made = datetime(issued.year, issued.month, issued.day, tzinfo=UTC) if issued else EARLIEST
    return Issuer(
        municipality=title.owner.area.name,
        title=title.name,
        organisation=title.owner.name,
        edition=edition.name if edition is not None else "",
        contact=title.contact,
    ), max(made, EARLIEST)

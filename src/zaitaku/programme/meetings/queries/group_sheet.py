"""The groups as they are printed."""

from datetime import datetime

from django.utils.translation import gettext as _

from zaitaku.analysis.wareki import format_wareki
from zaitaku.core.pages import is_japanese
from zaitaku.programme.events.choices import Profession
from zaitaku.programme.meetings.models import GroupPlan
from zaitaku.programme.meetings.queries.groups import cards, load, shown_name
from zaitaku.reports import groups as paper


def sheet(plan: GroupPlan, *, created: datetime) -> paper.Sheet:
    """The groups for paper; people whose names were removed stand there as such."""
    found = cards(load(plan))
    session, words = plan.session, dict(Profession.choices)
    several = len({card.table.kind for card in found}) > 1
    day = format_wareki(session.held_on) if session.held_on and is_japanese() else str(session.held_on or "")
    return paper.Sheet(
        title=f"{session.series.title} {session.label}"[:120],
        subtitle=" ".join(word for word in (day, session.where) if word)[:200],
        tables=tuple(
            paper.Table(
                card.name,
                card.table.label or str(card.table.number),
                tuple(
                    paper.Person(
                        shown_name(one), one.office, str(words.get(one.profession, "")), facilitates=one.is_facilitator
                    )
                    for one in card.members
                ),
                str(card.table.get_kind_display()) if several else "",
            )
            for card in found
        ),
        words=paper.Words(
            name=_("Full name"),
            office=_("Office"),
            profession=_("Profession"),
            facilitator=_("Facilitator"),
            table=_("Table"),
            people=_("%(count)s people"),
            settled="" if plan.is_fixed else _("Not settled yet"),
            language="ja" if is_japanese() else "en",
        ),
        created=created,
    )

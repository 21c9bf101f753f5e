"""The two questionnaires on accompanied visits: one for the staff who went along, one for the teams."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from zaitaku.core.accounts.models import Person
from zaitaku.programme.events.actions.collecting import invite_named, open_collection
from zaitaku.programme.events.models import Channel, Collection, Questionnaire
from zaitaku.programme.meetings.actions.refused import MeetingRefused
from zaitaku.programme.meetings.choices import Audience
from zaitaku.programme.meetings.models import Round
from zaitaku.programme.meetings.queries.visit_questionnaires import ABOUT, went


@transaction.atomic
def ask(
    *,
    round_: Round,
    audience: Audience,
    questionnaire: Questionnaire,
    channel: Channel,
    closes_on: date | None = None,
    by: Person,
    now: datetime,
) -> int:
    """Personal links to those of the visits that took place who have none yet; how many.

    The first time opens the collection at the channel's session. Raises MeetingRefused where nobody can be written to,
    or the questionnaire asks the others there; EventRefused as opening and inviting do.
    """
    people = [one for one in went(round_, audience) if one.email]
    if not people:
        raise MeetingRefused(_("No visit took place, or nobody left an e-mail address. Mark the visits held first."))
    found = Collection.objects.filter(questionnaire=questionnaire, session=channel.session).first()
    if found is None:
        found = open_collection(
            questionnaire=questionnaire, session=channel.session, closes_on=closes_on, takes_qr=False, by=by, now=now
        )
    elif found.invitations.exclude(about__startswith=ABOUT[audience]).exists():
        raise MeetingRefused(_("This questionnaire asks other people at this session. Choose another one."))
    return invite_named(collection=found, channel=channel, people=people, by=by, now=now)

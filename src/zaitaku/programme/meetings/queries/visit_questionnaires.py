"""Who is asked after accompanied visits, and which collections of answers ask them."""

from django.db.models import Count, Min, Q, QuerySet

from zaitaku.programme.events.actions.collecting import Invited
from zaitaku.programme.events.choices import SessionStatus
from zaitaku.programme.events.models import Channel, Collection
from zaitaku.programme.meetings.choices import Audience, VisitStatus
from zaitaku.programme.meetings.models import Round, Visit

ABOUT = {Audience.STAFF: "meetings.trainee:", Audience.TEAM: "meetings.slot:"}


def went(round_: Round, audience: Audience) -> list[Invited]:
    """Those of visits that took place, without an address too; a team once, however many people it took along."""
    done = Visit.objects.filter(trainee__round=round_, status=VisitStatus.DONE).select_related("trainee", "slot")
    if audience is Audience.STAFF:
        return [
            Invited(f"{ABOUT[audience]}{one.trainee_id}", one.trainee.name, one.trainee.email)
            for one in done.order_by("trainee__number")
        ]
    first = dict(round_.slots.values_list("team").annotate(first=Min("pk")).order_by())
    teams: dict[str, str] = {}
    for one in done.order_by("slot__day", "pk"):
        teams[one.slot.team] = teams.get(one.slot.team) or one.slot.email
    return [Invited(f"{ABOUT[audience]}{first[team]}", team, email) for team, email in teams.items()]


def asked(round_: Round, audience: Audience) -> QuerySet[Collection]:
    """Collections that ask them, with `invited` and `answered`."""
    keys = round_.trainees if audience is Audience.STAFF else round_.slots
    of_round = Q(invitations__about__in=[f"{ABOUT[audience]}{pk}" for pk in keys.values_list("pk", flat=True)])
    found = Collection.objects.filter(of_round).select_related("questionnaire", "session")
    return found.annotate(
        invited=Count("invitations"), answered=Count("invitations", filter=Q(invitations__is_answered=True))
    ).order_by("pk")


def places(round_: Round) -> QuerySet[Channel]:
    """What the answers may count for: every channel of the series' sessions that were not called off."""
    found = Channel.objects.filter(session__series=round_.series_id).exclude(session__status=SessionStatus.CANCELLED)
    return found.select_related("session").order_by("session__number", "position", "pk")

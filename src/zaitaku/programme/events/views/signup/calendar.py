"""One event for the calendar of somebody who signed up."""

from zaitaku.programme.events.actions.signup_letters import private_link
from zaitaku.programme.events.choices import SignUpStatus
from zaitaku.programme.events.models import SignUp
from zaitaku.reports import ical


def calendar_of(sign_up: SignUp) -> bytes | None:
    """None where the day is not known or there is no seat."""
    channel = sign_up.channel
    session = channel.session
    if channel.day is None or sign_up.status != SignUpStatus.CONFIRMED:
        return None
    event = ical.CalendarEvent(
        uid=f"sign-up-{sign_up.key}@zaitaku",
        summary=" ".join(part for part in (session.series.title, session.label, session.title) if part),
        day=channel.day,
        changed_at=session.changed_at,
        sequence=session.revision,
        starts=channel.starts or session.starts,
        ends=channel.ends or session.ends,
        location=channel.join_url or channel.where,
        url=private_link(sign_up),
    )
    return ical.render(session.series.title, [event])

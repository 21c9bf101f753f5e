"""An online report beside the sign-ups of its channel."""

from zaitaku.analysis.online_report import Report, from_json
from zaitaku.programme.events.choices import LIVE
from zaitaku.programme.events.models import OnlineReport, SignUp


def report_of(row: OnlineReport) -> Report:
    return from_json(row.rows)


def sign_ups_of(row: OnlineReport) -> list[SignUp]:
    """Those who may stand behind the report's names."""
    rows = SignUp.objects.filter(channel=row.channel_id, status__in=LIVE, removed_at=None)
    return list(rows.select_related("channel__session").order_by("number"))

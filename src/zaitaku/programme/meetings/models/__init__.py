"""What happens within meetings: groups, parts of a course, accompanied visits, wishes, issues, minutes and actions."""

from zaitaku.programme.meetings.models.committees import ActionItem, AgendaItem, Minutes
from zaitaku.programme.meetings.models.courses import Course, Enrolment, PartAttendance
from zaitaku.programme.meetings.models.groups import Bond, GroupPlan, Member, Table
from zaitaku.programme.meetings.models.issues import Issue, IssueStep
from zaitaku.programme.meetings.models.visits import Choice, Hospital, Round, Slot, Trainee, Visit
from zaitaku.programme.meetings.models.wishes import Match, Supporter, Wish

__all__ = [
    "ActionItem",
    "AgendaItem",
    "Bond",
    "Choice",
    "Course",
    "Enrolment",
    "GroupPlan",
    "Hospital",
    "Issue",
    "IssueStep",
    "Match",
    "Member",
    "Minutes",
    "PartAttendance",
    "Round",
    "Slot",
    "Supporter",
    "Table",
    "Trainee",
    "Visit",
    "Wish",
]

"""Everything people are invited to: series, their sessions and channels, sign-up, who came, and what they answered."""

from zaitaku.programme.events.models.attendance import (
    Attendance,
    AttendancePart,
    CheckIn,
    KnownPersons,
    OnlineReport,
    Summary,
)
from zaitaku.programme.events.models.questions import (
    Answer,
    AnswerShare,
    AnswerTag,
    Collection,
    Invitation,
    Item,
    Option,
    Question,
    Questionnaire,
    Response,
    Scale,
)
from zaitaku.programme.events.models.series import Channel, Handout, Series, Session, Speaker
from zaitaku.programme.events.models.signup import Lottery, Removal, SignUp, SignUpStep

__all__ = [
    "Answer",
    "AnswerShare",
    "AnswerTag",
    "Attendance",
    "AttendancePart",
    "Channel",
    "CheckIn",
    "Collection",
    "Handout",
    "Invitation",
    "Item",
    "KnownPersons",
    "Lottery",
    "OnlineReport",
    "Option",
    "Question",
    "Questionnaire",
    "Removal",
    "Response",
    "Scale",
    "Series",
    "Session",
    "SignUp",
    "SignUpStep",
    "Speaker",
    "Summary",
]

from enum import StrEnum

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zaitaku.analysis.figure import Kind


class SeriesKind(TextChoices):
    LECTURE = "lecture", _("Lecture")
    COURSE = "course", _("Course of several parts")
    SALON = "salon", _("Salon")
    CAFE = "cafe", _("Café")
    PHONE_DAY = "phone_day", _("Phone consultation day")
    PEER_MEETING = "peer_meeting", _("Peer meeting")
    CASE_MEETING = "case_meeting", _("Case meeting")
    TRAINING = "training", _("Training")
    VISIT = "visit", _("Accompanied visit")
    COMMITTEE = "committee", _("Committee")


class Tool(StrEnum):
    """A page that some kinds of series have beside what every series has."""

    REGISTER = "register"  # who came to which part, certificates
    GROUPS = "groups"
    AGENDA = "agenda"  # items with their minutes, instead of one text
    OPEN_MINUTES = "open_minutes"  # read by everybody in reach, not only by those who record
    ISSUES = "issues"
    WISHES = "wishes"
    VISITS = "visits"


TOOLS: dict[SeriesKind, frozenset[Tool]] = dict.fromkeys(SeriesKind, frozenset[Tool]()) | {
    SeriesKind.LECTURE: frozenset({Tool.REGISTER}),
    SeriesKind.COURSE: frozenset({Tool.REGISTER, Tool.GROUPS}),
    SeriesKind.TRAINING: frozenset({Tool.REGISTER, Tool.GROUPS}),
    SeriesKind.PEER_MEETING: frozenset({Tool.GROUPS, Tool.WISHES}),
    SeriesKind.CASE_MEETING: frozenset({Tool.REGISTER, Tool.GROUPS, Tool.AGENDA, Tool.ISSUES}),
    SeriesKind.COMMITTEE: frozenset({Tool.AGENDA, Tool.OPEN_MINUTES, Tool.ISSUES}),
    SeriesKind.VISIT: frozenset({Tool.VISITS}),
}


def kinds_with(tool: Tool) -> list[SeriesKind]:
    return [kind for kind, tools in TOOLS.items() if tool in tools]


class Audience(TextChoices):
    """Whom a series invites. It decides what the sign-up form asks for and whether residents see the series."""

    RESIDENTS = "residents", _("Residents")
    PROFESSIONALS = "professionals", _("Professionals")
    MEMBERS = "members", _("Members only")


class SessionStatus(TextChoices):
    PLANNED = "planned", _("Planned")
    HELD = "held", _("Held")
    CANCELLED = "cancelled", _("Called off")


class ChannelKind(TextChoices):
    MAIN_HALL = "main_hall", _("Main hall")
    SIMULTANEOUS = "simultaneous", _("Simultaneous screening")
    ONLINE = "online", _("Online")
    LATER_SCREENING = "later_screening", _("Later screening")
    VIDEO = "video", _("Video")
    PHONE = "phone", _("Consultation by telephone")


class Admission(TextChoices):
    """How seats are given: to whoever comes (no sign-up), in the order of sign-up, or by lot after closing."""

    OPEN = "open", _("No sign-up")
    FIRST_COME = "first_come", _("First come, first served")
    LOTTERY = "lottery", _("Lottery")


class SignUpStatus(TextChoices):
    CONFIRMED = "confirmed", _("Seat confirmed")
    WAITING = "waiting", _("On the waiting list")
    ENTERED = "entered", _("Entered for the lottery")
    NOT_DRAWN = "not_drawn", _("Not drawn")
    CANCELLED = "cancelled", pgettext_lazy("sign-up", "Cancelled")


LIVE = (SignUpStatus.CONFIRMED, SignUpStatus.WAITING, SignUpStatus.ENTERED)


class SignUpWay(TextChoices):
    WEB = "web", _("Web")
    PHONE = "phone", _("Phone")
    COUNTER = "counter", _("Counter")
    FAX = "fax", _("Fax or post")


class StepKind(TextChoices):
    SIGNED_UP = "signed_up", _("Signed up")
    CHANGED = "changed", pgettext_lazy("sign-up step", "Changed")
    CANCELLED = "cancelled", pgettext_lazy("sign-up step", "Cancelled")
    PROMOTED = "promoted", _("Moved up from the waiting list")
    DRAWN = "drawn", _("Drawn by lot")
    NOT_DRAWN = "not_drawn", _("Not drawn")
    TOLD = "told", _("Told by telephone")
    REMINDED = "reminded", _("Reminded")
    REMOVED = "removed", _("Personal data removed")


class Need(TextChoices):
    SIGN_LANGUAGE = "sign_language", _("Sign language interpreter")
    CAPTIONS = "captions", _("Written summary or captions")
    HEARING_LOOP = "hearing_loop", _("Hearing loop")
    WHEELCHAIR = "wheelchair", _("Wheelchair space")
    FRONT_SEAT = "front_seat", _("Seat near the front")
    CHILDCARE = "childcare", _("Child care")
    OTHER = "other", _("Other")


class Profession(TextChoices):
    DOCTOR = "doctor", _("Doctor")
    DENTIST = "dentist", _("Dentist")
    PHARMACIST = "pharmacist", _("Pharmacist")
    NURSE = "nurse", _("Nurse")
    VISITING_NURSE = "visiting_nurse", _("Visiting nurse")
    CARE_MANAGER = "care_manager", _("Care manager")
    SOCIAL_WORKER = "social_worker", _("Medical social worker")
    THERAPIST = "therapist", _("Physical, occupational or speech therapist")
    DENTAL_HYGIENIST = "dental_hygienist", _("Dental hygienist")
    DIETITIAN = "dietitian", _("Dietitian")
    CARE_WORKER = "care_worker", _("Care worker or helper")
    SUPPORT_CENTER = "support_center", _("Support centre staff")
    FIRE = "fire", _("Fire and ambulance")
    CITY_STAFF = "city_staff", _("City staff")
    OTHER = "other", _("Other")


class AgeGroup(TextChoices):
    UNDER_40 = "under_40", _("Under 40")
    FORTIES = "40s", _("40 to 49")
    FIFTIES = "50s", _("50 to 59")
    SIXTY_TO_64 = "60_64", _("60 to 64")
    SIXTY_FIVE_TO_74 = "65_74", _("65 to 74")
    OVER_74 = "over_74", _("75 and over")


class Dimension(TextChoices):
    """By what attendance is broken down; each category's code comes from the person's answers."""

    PROFESSION = "profession", _("Profession")
    OFFICE = "office", _("Office")
    AREA = "area", _("Area of residence")
    AGE_GROUP = "age_group", _("Age group")


class CheckInWay(TextChoices):
    DOOR = "door", _("At the door")
    SHEET = "sheet", _("From the sign-in sheet")
    ONLINE_REPORT = "online_report", _("From the online report")


class Measure(TextChoices):
    """What a summary of a whole run tells where its single sessions are not recorded."""

    SESSIONS = "sessions", _("Times held")
    ATTENDANCE = "attendance", _("Attendance (each time counted)")
    PERSONS = "persons", _("Participants (each person once)")
    CASES = "cases", _("Consultations or cases")
    PLACES = "places", _("Places")
    VIEWS = "views", _("Views")


KIND_OF = {
    Measure.SESSIONS: Kind.TIMES,
    Measure.ATTENDANCE: Kind.PERSON_TIMES,
    Measure.PERSONS: Kind.PERSONS,
    Measure.CASES: Kind.CASES,
    Measure.PLACES: Kind.PLACES,
    Measure.VIEWS: Kind.TIMES,
}
_COUNTED_AS = {ChannelKind.VIDEO: Measure.VIEWS, ChannelKind.PHONE: Measure.CASES}
WITHOUT_PEOPLE = tuple(_COUNTED_AS)  # what is recorded of such a channel is never a number of people who came


def counted_as(kind: str) -> Measure:
    """What the number recorded for a channel of this kind counts."""
    return _COUNTED_AS.get(ChannelKind(kind), Measure.ATTENDANCE)


def counting(measure: Measure) -> list[ChannelKind]:
    """The kinds of channel whose recorded number is of the measure."""
    return [kind for kind in ChannelKind if counted_as(kind) is measure]


class QuestionKind(TextChoices):
    SINGLE = "single", _("One answer of a scale")
    MULTIPLE = "multiple", _("Any number of answers")
    NUMBER = "number", _("A number")
    TEXT = "text", _("Free text")


class CollectionStatus(TextChoices):
    OPEN = "open", _("Answers come in")
    CLOSED = "closed", pgettext_lazy("questionnaire", "Closed")


class AnswerWay(TextChoices):
    LINK = "link", _("Personal link")
    QR = "qr", _("QR code at the venue")
    PAPER = "paper", pgettext_lazy("answer way", "Paper")

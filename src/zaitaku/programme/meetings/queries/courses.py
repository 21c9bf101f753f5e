"""The register of a course: its parts, who is enrolled, who came to what, and who completed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from zaitaku.analysis.contacts import folded
from zaitaku.core.areas.models import Organisation
from zaitaku.programme.events.choices import ChannelKind, SessionStatus, SignUpStatus
from zaitaku.programme.events.models import Attendance, Channel, CheckIn, Session, SignUp
from zaitaku.programme.meetings.models import Course, Enrolment, PartAttendance

REGISTER_NOTE = "受講者名簿から集計"  # tells a number that came from the register from one typed by hand


@dataclass(frozen=True, slots=True)
class Part:
    """A session of the course. `recorded` is the current attendance of its main channel."""

    session: Session
    channel: Channel | None
    recorded: Attendance | None
    is_checked_in: bool

    @property
    def lies_ahead(self) -> bool:
        return self.session.status == SessionStatus.PLANNED

    @property
    def is_typed(self) -> bool:
        """Somebody entered the number elsewhere, so that the register does not replace it unasked."""
        row = self.recorded
        return row is not None and row.value is not None and row.note != REGISTER_NOTE


@dataclass(frozen=True, slots=True)
class Cell:
    """`came` None while nobody has said it."""

    part: Part
    came: bool | None

    @property
    def value(self) -> str:
        return {True: "1", False: "0", None: ""}[self.came]


@dataclass(frozen=True, slots=True)
class Line:
    """One participant. `needed` is how many parts complete the course."""

    enrolment: Enrolment
    cells: tuple[Cell, ...]
    needed: int

    @property
    def attended(self) -> list[Session]:
        return [cell.part.session for cell in self.cells if cell.came]

    @property
    def missing(self) -> list[Session]:
        """Parts over which the person did not attend, or of which nobody has said so."""
        return [cell.part.session for cell in self.cells if not cell.came and not cell.part.lies_ahead]

    @property
    def gaps(self) -> list[tuple[Session, bool]]:
        """The missing parts, each with whether nobody has said yet."""
        return [
            (cell.part.session, cell.came is None) for cell in self.cells if not cell.came and not cell.part.lies_ahead
        ]

    @property
    def is_withdrawn(self) -> bool:
        return self.enrolment.withdrawn_on is not None

    @property
    def is_complete(self) -> bool:
        return is_complete(self.enrolment, len(self.attended), self.needed)

    @property
    def can_still(self) -> bool:
        """Whether the parts to come are enough to complete it."""
        ahead = sum(cell.part.lies_ahead or cell.came is None for cell in self.cells)
        return not self.is_withdrawn and len(self.attended) + ahead >= self.needed


@dataclass(frozen=True, slots=True)
class Register:
    course: Course
    parts: tuple[Part, ...]
    lines: tuple[Line, ...]
    needed: int

    @property
    def completed(self) -> list[Line]:
        return [line for line in self.lines if line.is_complete]

    @property
    def to_certify(self) -> list[Line]:
        return [line for line in self.completed if line.enrolment.certified_on is None]

    @property
    def certified(self) -> list[Line]:
        return [line for line in self.lines if line.enrolment.certified_on is not None]

    @property
    def behind(self) -> list[Line]:
        """Who has not completed it and missed a part, in order."""
        return [line for line in self.lines if line.missing and not line.is_complete and not line.is_withdrawn]

    @property
    def asks_too_much(self) -> bool:
        """More parts are asked for than there are left, as after one was called off."""
        return self.needed > len(self.parts)

    def tallies(self) -> list[tuple[Part, int, int]]:
        """Each part with how many came and of how many it is not yet said."""
        found = []
        for at, part in enumerate(self.parts):
            cells = [(line, line.cells[at].came) for line in self.lines]
            unsaid = sum(came is None and not line.is_withdrawn for line, came in cells)
            found.append((part, sum(came is True for _line, came in cells), unsaid))
        return found


def needed_parts(course: Course, parts: Sequence[object]) -> int:
    return course.parts_needed if course.parts_needed is not None else len(parts)


def is_complete(enrolment: Enrolment, attended: int, needed: int, *, as_of: date | None = None) -> bool:
    """Enough parts, and not withdrawn (by `as_of` where it is given). A course without parts completes nobody."""
    day = enrolment.withdrawn_on
    withdrawn = day is not None and (as_of is None or day <= as_of)
    return not withdrawn and attended >= needed > 0


def parts_of(course: Course) -> list[Part]:
    """Sessions that were not called off, in order. Three queries and one."""
    sessions = list(course.series.sessions.exclude(status=SessionStatus.CANCELLED).order_by("number"))
    channels: dict[int, list[Channel]] = {}
    for channel in Channel.objects.filter(session__in=sessions).order_by("position", "pk"):
        channels.setdefault(channel.session_id, []).append(channel)
    main = {session.pk: main_channel(channels.get(session.pk, [])) for session in sessions}
    rows = Attendance.objects.filter(channel__in=[one.pk for one in main.values() if one], superseded_at=None)
    recorded = {row.channel_id: row for row in rows}
    arrivals = CheckIn.objects.filter(channel__session__in=sessions, undone_at=None)
    checked_in = set(arrivals.order_by().values_list("channel__session", flat=True).distinct())
    found = []
    for session in sessions:
        session.series = course.series
        own = main[session.pk]
        row = recorded.get(own.pk) if own else None
        found.append(Part(session, own, row, session.pk in checked_in))
    return found


def main_channel(channels: Sequence[Channel]) -> Channel | None:
    """Where the register's number is recorded: the first main hall, else the first way in which people took part."""
    live = [one for one in channels if one.kind != ChannelKind.VIDEO and one.status != SessionStatus.CANCELLED]
    halls = [one for one in live if one.kind == ChannelKind.MAIN_HALL]
    return next(iter(halls or live), None)


def register(course: Course) -> Register:
    """Six queries, however many parts and participants."""
    parts = parts_of(course)
    needed = needed_parts(course, parts)
    said = {
        (row.enrolment_id, row.session_id): row.came for row in PartAttendance.objects.filter(enrolment__course=course)
    }
    lines = []
    for one in course.enrolments.order_by("number"):
        one.course = course
        cells = tuple(Cell(part, said.get((one.pk, part.session.pk))) for part in parts)
        lines.append(Line(one, cells, needed))
    return Register(course, tuple(parts), tuple(lines), needed)


def courses_of(organisations: QuerySet[Organisation]) -> QuerySet[Course]:
    """With how many are enrolled and hold a certificate, the newest first."""
    return (
        Course.objects.filter(series__owner__in=organisations)
        .select_related("series__owner")
        .annotate(
            enrolled=Count("enrolments"),
            certified=Count("enrolments", filter=Q(enrolments__certified_on__isnull=False)),
        )
        .order_by("-series__fiscal_year", "series__title", "pk")
    )


def to_enrol(course: Course) -> QuerySet[SignUp]:
    """Confirmed sign-ups of the first part that are not enrolled yet."""
    first = course.series.sessions.exclude(status=SessionStatus.CANCELLED).order_by("number").first()
    taken = Enrolment.objects.filter(course=course, sign_up=OuterRef("pk"))
    return (
        SignUp.objects.filter(channel__session=first, status=SignUpStatus.CONFIRMED, removed_at=None)
        .filter(~Q(Exists(taken)))
        .select_related("channel")
        .order_by("channel__position", "number")
    )


def arrived(course: Course, session: Session) -> set[int]:
    """Ids of the enrolled who were checked in at the session: by their sign-up, else by equal name and office.

    Where two enrolled people have one name and office, nobody is guessed.
    """
    arrivals = CheckIn.objects.filter(channel__session=session, undone_at=None).select_related("sign_up")
    by_sign_up, by_name = set(), set()
    for one in arrivals:
        named = one.sign_up or one
        if one.sign_up_id:
            by_sign_up.add(one.sign_up_id)
        if named.name:
            by_name.add(same_person(named.name, named.office))
    people: dict[tuple[str, str], list[int]] = {}
    found = set()
    for person in course.enrolments.all():
        if person.sign_up_id in by_sign_up:
            found.add(person.pk)
        if person.name:
            people.setdefault(same_person(person.name, person.office), []).append(person.pk)
    return found | {keys[0] for name, keys in people.items() if len(keys) == 1 and name in by_name}


def same_person(name: str, office: str) -> tuple[str, str]:
    """What two entries of one person have in common."""
    return folded(name), folded(office)

"""The register of a course: its parts, who is enrolled, who came to what, and who completed."""

from collections import Counter
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
class Way:
    """A channel of a part with its current attendance; `channel` None while the part has none."""

    channel: Channel | None
    recorded: Attendance | None = None
    is_checked_in: bool = False

    @property
    def is_registered(self) -> bool:
        """The number came from the register."""
        return self.recorded is not None and self.recorded.note == REGISTER_NOTE

    @property
    def is_typed(self) -> bool:
        """Somebody entered the number elsewhere, so that the register does not replace it unasked."""
        return self.recorded is not None and self.recorded.value is not None and not self.is_registered


@dataclass(frozen=True, slots=True)
class Part:
    """A session of the course with the ways in which people could take part, the main one first."""

    session: Session
    ways: tuple[Way, ...]

    @property
    def lies_ahead(self) -> bool:
        return self.session.status == SessionStatus.PLANNED

    @property
    def is_checked_in(self) -> bool:
        return any(way.is_checked_in for way in self.ways)

    @property
    def is_typed(self) -> bool:
        return any(way.is_typed for way in self.ways)

    @property
    def others(self) -> list[Channel]:
        """The channels beside the main one."""
        return [way.channel for way in self.ways[1:] if way.channel]

    @property
    def choices(self) -> list[tuple[str, str]]:
        """What a cell may become: value of the form and word."""
        main = self.ways[0].channel
        came = main.label if main and self.others else "○"
        return [("", "?"), ("1", came), *((f"c{one.pk}", one.label) for one in self.others), ("0", "×")]

    def way_of(self, channel: int | None) -> int | None:
        """The id of a channel beside the main one; None for the main one, and for any that is none of the part's."""
        return channel if channel in [one.pk for one in self.others] else None


@dataclass(frozen=True, slots=True)
class Cell:
    """`came` None while nobody has said it; `way` the id of the channel, None for the main one."""

    part: Part
    came: bool | None
    way: int | None = None

    @property
    def value(self) -> str:
        if self.came and self.way:
            return f"c{self.way}"
        return {True: "1", False: "0", None: ""}[self.came]

    @property
    def word(self) -> str:
        return dict(self.part.choices)[self.value]


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

    def came_by_way(self, part: Part) -> Counter[int | None]:
        """How many came in which way: id of the channel, None for the main one → people."""
        at = self.parts.index(part)
        return Counter(line.cells[at].way for line in self.lines if line.cells[at].came)

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
    """Sessions that were not called off, in order. Four queries."""
    sessions = list(course.series.sessions.exclude(status=SessionStatus.CANCELLED).order_by("number"))
    channels: dict[int, list[Channel]] = {}
    for channel in Channel.objects.filter(session__in=sessions).order_by("position", "pk"):
        channels.setdefault(channel.session_id, []).append(channel)
    recorded = {
        row.channel_id: row for row in Attendance.objects.filter(channel__session__in=sessions, superseded_at=None)
    }
    arrivals = CheckIn.objects.filter(channel__session__in=sessions, undone_at=None)
    checked_in = set(arrivals.order_by().values_list("channel", flat=True).distinct())
    found = []
    for session in sessions:
        session.series = course.series
        live = live_channels(channels.get(session.pk, []))
        ways = [Way(one, recorded.get(one.pk), one.pk in checked_in) for one in live]
        found.append(Part(session, tuple(ways or [Way(None)])))
    return found


def live_channels(channels: Sequence[Channel]) -> list[Channel]:
    """In which people could take part, the main one first: the first main hall, else the first of all."""
    counted = [one for one in channels if one.kind not in (ChannelKind.VIDEO, ChannelKind.PHONE)]
    live = [one for one in counted if one.status != SessionStatus.CANCELLED]
    main = next((one for one in live if one.kind == ChannelKind.MAIN_HALL), None)
    return [main, *(one for one in live if one is not main)] if main else live


def register(course: Course) -> Register:
    """Six queries, however many parts and participants."""
    parts = parts_of(course)
    needed = needed_parts(course, parts)
    said = {(row.enrolment_id, row.session_id): row for row in PartAttendance.objects.filter(enrolment__course=course)}
    lines = []
    for one in course.enrolments.order_by("number"):
        one.course = course
        cells = tuple(_cell(part, said.get((one.pk, part.session.pk))) for part in parts)
        lines.append(Line(one, cells, needed))
    return Register(course, tuple(parts), tuple(lines), needed)


def _cell(part: Part, row: PartAttendance | None) -> Cell:
    return Cell(part, row.came, part.way_of(row.channel_id)) if row else Cell(part, None)


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


def arrived(course: Course, session: Session) -> dict[int, int]:
    """Ids of the enrolled who were checked in at the session, each with the channel: by their sign-up, else by equal
    name and office.

    Where two enrolled people have one name and office, nobody is guessed.
    """
    arrivals = CheckIn.objects.filter(channel__session=session, undone_at=None).select_related("sign_up")
    by_sign_up: dict[int | None, int] = {}
    by_name: dict[tuple[str, str], int] = {}
    for one in arrivals.order_by("pk"):
        named = one.sign_up or one
        if one.sign_up_id:
            by_sign_up.setdefault(one.sign_up_id, one.channel_id)
        if named.name:
            by_name.setdefault(same_person(named.name, named.office), one.channel_id)
    people: dict[tuple[str, str], list[int]] = {}
    found = {}
    for person in course.enrolments.all():
        if person.sign_up_id in by_sign_up:
            found[person.pk] = by_sign_up[person.sign_up_id]
        if person.name:
            people.setdefault(same_person(person.name, person.office), []).append(person.pk)
    alike = {keys[0]: by_name[name] for name, keys in people.items() if len(keys) == 1 and name in by_name}
    return alike | found


def same_person(name: str, office: str) -> tuple[str, str]:
    """What two entries of one person have in common."""
    return folded(name), folded(office)

"""What the minutes of a meeting say: gathered from the records, kept when settled, and made into a paper."""

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from typing import Any

from django.db.models import Prefetch

from zaitaku.analysis.figure_json import canonical
from zaitaku.analysis.wareki import fiscal_year_label, format_wareki
from zaitaku.programme.events.choices import ChannelKind, SessionStatus
from zaitaku.programme.events.models import Attendance, Session
from zaitaku.programme.meetings.choices import FollowUp
from zaitaku.programme.meetings.models import ActionItem, Minutes
from zaitaku.programme.meetings.queries.committees import carried_over
from zaitaku.programme.meetings.queries.issue_report import STATES
from zaitaku.programme.meetings.queries.papers import paragraphs, printable, words
from zaitaku.reports.document import Column, Document, Paragraph, Run, Section, Table

_NOT_PEOPLE = (ChannelKind.VIDEO, ChannelKind.PHONE)
_WEEKDAYS = "月火水木金土日"


@dataclass(frozen=True, slots=True)
class Point:
    title: str
    discussion: str
    decision: str


@dataclass(frozen=True, slots=True)
class Undertaking:
    """Days are ISO texts, "" where there is none."""

    text: str
    owner: str
    person: str
    due_on: str
    status: str
    result: str


@dataclass(frozen=True, slots=True)
class MinutesContent:
    """`attendance` is the number of people who came, None while nobody recorded it; `is_counting` while the number of
    some channel is still to come."""

    committee: str
    fiscal_year: int
    label: str
    theme: str
    held_on: str
    starts: str
    ends: str
    place: str
    attendance: int | None
    points: tuple[Point, ...]
    undertaken: tuple[Undertaking, ...]
    carried: tuple[Undertaking, ...]
    is_counting: bool = False

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "MinutesContent":
        own = dict(data)
        own["points"] = tuple(Point(**one) for one in data["points"])
        for name in ("undertaken", "carried"):
            own[name] = tuple(Undertaking(**one) for one in data[name])
        return cls(**own)

    @property
    def is_agenda(self) -> bool:
        """Nothing was said or undertaken yet."""
        return not self.undertaken and not any(point.discussion or point.decision for point in self.points)

    @property
    def digest(self) -> str:
        return hashlib.sha256(canonical(self.as_json()).encode()).hexdigest()


def content_of(session: Session) -> MinutesContent:
    """As the records stand now. Five queries."""
    attendance, is_counting = _attendance(session)
    return MinutesContent(
        committee=session.series.title,
        fiscal_year=session.series.fiscal_year,
        label=session.label,
        theme=session.title,
        held_on=_iso(session.held_on),
        starts=session.starts.strftime("%H:%M") if session.starts else "",
        ends=session.ends.strftime("%H:%M") if session.ends else "",
        place=session.where,
        attendance=attendance,
        is_counting=is_counting,
        points=tuple(Point(one.title, one.discussion, one.decision) for one in session.agenda.order_by("position")),
        undertaken=tuple(map(_undertaking, session.action_items.select_related("owner").order_by("pk"))),
        carried=tuple(map(_undertaking, carried_over(session))),
    )


def _attendance(session: Session) -> tuple[int | None, bool]:
    """People who came, and whether some channel's number is open. Views of a video and calls are not people."""
    channels = session.channels.exclude(kind__in=_NOT_PEOPLE).exclude(status=SessionStatus.CANCELLED)
    now = Attendance.objects.filter(superseded_at=None)
    rows = [
        row for one in channels.prefetch_related(Prefetch("attendance", now)) for row in one.attendance.all() or [None]
    ]
    counted = [row.value for row in rows if row is not None and row.value is not None]
    return (int(sum(counted)) if counted else None), any(row is None or row.is_open for row in rows)


def _undertaking(row: ActionItem) -> Undertaking:
    return Undertaking(row.text, row.owner.name, row.person, _iso(row.due_on), row.status, row.result)


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def minutes_document(content: MinutesContent, *, settled: Minutes | None, created: datetime) -> Document:
    """A draft (案) until the minutes are settled; in Japanese, as all papers of the town hall."""
    kind = "次第" if content.is_agenda and not settled else "議事録"
    heading = f"{content.committee}　{content.label}　{kind}"
    return Document(
        label="",
        title=printable(heading),
        status="frozen" if settled else "draft",
        as_of_text=fiscal_year_label(content.fiscal_year),
        preamble=(),
        sections=tuple(_sections(content, is_agenda=kind == "次第")),
        sources=Table("", (Column("出典"),)),
        figures=(),
        created=(settled.settled_at if settled else created).replace(microsecond=0).astimezone(UTC),
        digest=settled.digest[:16] if settled else "",
        paper="a4",
    )


def _sections(content: MinutesContent, *, is_agenda: bool) -> list[Section]:
    """Before the meeting the agenda alone."""
    found = [Section("開催の概要", tables=(_facts(content, is_agenda=is_agenda),))]
    found.append(Section("次第", paragraphs=_agenda(content)))
    if content.carried:
        found.append(Section("前回までの検討事項の状況", tables=(_actions(content.carried, with_state=True),)))
    if is_agenda:
        return found
    if content.points:
        found.append(Section("議事"))
    for number, point in enumerate(content.points, start=1):
        found.append(Section(printable(f"{number}　{point.title}"), level=2, paragraphs=_said(point)))
    if content.undertaken:
        found.append(Section("今後の対応", tables=(_actions(content.undertaken),)))
    return found


def _facts(content: MinutesContent, *, is_agenda: bool) -> Table:
    day = date.fromisoformat(content.held_on) if content.held_on else None
    when = f"{format_wareki(day)}（{_WEEKDAYS[day.weekday()]}）" if day else "未定"
    hours = f"　{content.starts}～{content.ends}" if content.starts else ""
    came = "未記録" if content.attendance is None else f"{content.attendance:,}人"
    if content.attendance is not None and content.is_counting:
        came += "（集計中）"
    rows = [("日時", when + hours), ("場所", content.place or "未定")]
    if not is_agenda:
        rows.append(("出席者", came))
    if content.theme:
        rows.insert(0, ("議題", content.theme))
    columns = (Column("項目", 1), Column("内容", 4))
    return Table("", columns, tuple((words(name, header=True), words(value)) for name, value in rows))


def _agenda(content: MinutesContent) -> tuple[Paragraph, ...]:
    lines = [f"{number}　{point.title}" for number, point in enumerate(content.points, start=1)]
    return tuple(Paragraph((Run(printable(line)),)) for line in lines or ["（未定）"])


def _said(point: Point) -> tuple[Paragraph, ...]:
    said = paragraphs(point.discussion)
    if point.decision:
        decision = paragraphs(f"【決定】{point.decision}")
        return (*said, *decision)
    return said or (Paragraph((Run("（記録なし）"),)),)


def _actions(rows: tuple[Undertaking, ...], *, with_state: bool = False) -> Table:
    columns = [Column("対応事項", 3.2), Column("担当", 1.8), Column("期限", 1.1)]
    if with_state:
        columns.append(Column("状況", 1.6))
    return Table("", tuple(columns), tuple(_action_cells(row, with_state) for row in rows))


def _action_cells(row: Undertaking, with_state: bool) -> tuple[Any, ...]:
    due = format_wareki(date.fromisoformat(row.due_on), short=True) if row.due_on else "―"
    who = "\n".join(part for part in (row.owner, row.person) if part)
    cells = [words(row.text, header=True), words(who), words(due)]
    if with_state:
        state = STATES[FollowUp(row.status)]
        cells.append(words("\n".join(part for part in (state, row.result) if part)))
    return tuple(cells)

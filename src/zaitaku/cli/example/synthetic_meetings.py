"""Made-up meetings of professionals: a course, accompanied visits, wishes, issues, a committee."""

from datetime import time, timedelta

from zaitaku.analysis.period import FiscalYear
from zaitaku.cli.example.making import CONTACT, HALL, Maker, channel
from zaitaku.programme.events.actions.running import add_session
from zaitaku.programme.events.actions.series import create_series
from zaitaku.programme.events.choices import Audience, ChannelKind, Profession, SeriesKind
from zaitaku.programme.events.models import Series, Session
from zaitaku.programme.meetings.actions import committees as committee_actions
from zaitaku.programme.meetings.actions import courses as course_actions
from zaitaku.programme.meetings.actions import issues as issue_actions
from zaitaku.programme.meetings.actions import trainees as trainee_actions
from zaitaku.programme.meetings.actions import visits as visit_actions
from zaitaku.programme.meetings.actions import wishes as wish_actions
from zaitaku.programme.meetings.actions.enrolment import Participant, enrol
from zaitaku.programme.meetings.choices import HalfDay, IssueLevel
from zaitaku.programme.meetings.models import Enrolment, Slot

PARTS = 3
CAME = ["111", "111", "110", "111", "101", "111", "011", "111"]
PEOPLE = [Profession.CARE_MANAGER, Profession.NURSE, Profession.PHARMACIST, Profession.SOCIAL_WORKER]
WISHES = [
    "【架空】もう一度、花の植え替えをしたい。",
    "【架空】将棋の相手がほしい。",
    "【架空】昔の写真を人に見せて話したい。",
]
ISSUES = [
    "【架空】退院前の相談が病院の休みと重なり間に合わない",
    "【架空】薬の飲み残しに気づく人がいない",
    "【架空】坂の上の団地から買い物に出られない",
]


def course(maker: Maker) -> None:
    series = _series(maker, "synthetic-course", "【架空】ケアマネジャー研修（修了証の見本）", SeriesKind.COURSE, PARTS)
    days = [maker.earlier(21 - 7 * part) for part in range(PARTS)]
    parts = [
        add_session(
            series=series,
            title=f"【架空】研修 第{number}部",
            held_on=day,
            starts=time(18, 30),
            ends=time(20),
            venue=HALL,
            by=maker.by,
        )
        for number, day in enumerate(days, 1)
    ]
    made = course_actions.set_up_course(
        series=series,
        parts_needed=None,
        certificate_title="【架空】修了証",
        certificate_text="あなたは【架空】ケアマネジャー研修の全課程を修了したことを証します。",
        issuer="【架空】区長",
        by=maker.by,
    )
    people = [
        Participant(name=f"架空 研太{number:02}", profession=Profession.CARE_MANAGER, office=f"【架空】居宅{number:02}")
        for number in range(1, len(CAME) + 1)
    ]
    enrolled = enrol(course=made, people=people, by=maker.by)
    changes = _register(enrolled, parts)
    course_actions.save_register(course=made, changes=changes, today=maker.now.date(), by=maker.by)


def _register(enrolled: list[Enrolment], parts: list[Session]) -> dict[tuple[int, int], course_actions.Change]:
    return {
        (person.pk, part.pk): course_actions.Change(before=None, after=sign == "1")
        for person, signs in zip(enrolled, CAME, strict=True)
        for part, sign in zip(parts, signs, strict=True)
    }


def visits(maker: Maker) -> None:
    """A round whose wishes are in, before it is matched."""
    series = _series(maker, "synthetic-visits", "【架空】在宅医療同行研修（調整の見本）", SeriesKind.VISIT, 1)
    today = maker.now.date()
    one = visit_actions.add_round(
        series=series, title="【架空】第1期", closes_on=today + timedelta(days=7), by=maker.by
    )
    offers = [
        visit_actions.SlotOffer(f"【架空】訪問診療チーム{team}", today + timedelta(days=21 + 2 * at), half, capacity)
        for at, (team, half, capacity) in enumerate(
            [("A", HalfDay.MORNING, 2), ("B", HalfDay.AFTERNOON, 1), ("C", HalfDay.DAY, 2), ("A", HalfDay.DAY, 1)]
        )
    ]
    slots = visit_actions.offer_slots(round_=one, offers=offers, by=maker.by)
    hospitals = [
        visit_actions.add_hospital(series=series, name=name, organisation=None, by=maker.by)
        for name in ("【架空】東病院", "【架空】西病院")
    ]
    for number in range(1, 7):
        entry = trainee_actions.TraineeEntry(
            name=f"架空 訪子{number:02}",
            email=f"houmon{number:02}@example.jp",
            profession=PEOPLE[number % len(PEOPLE)],
            wishes=_dearest(maker, slots),
        )
        trainee_actions.enter_trainee(round_=one, hospital=hospitals[number % 2], entry=entry, by=maker.by)


def _dearest(maker: Maker, slots: list[Slot]) -> tuple[int, ...]:
    return tuple(slot.pk for slot in maker.chance.sample(slots, 3))


def wishes(maker: Maker) -> None:
    day = maker.earlier(14)
    voiced = [wish_actions.voice_wish(center=maker.owner, voiced_on=day, text=text, by=maker.by) for text in WISHES]
    helpers = [
        wish_actions.save_supporter(supporter=None, center=maker.owner, label=label, offers=offers, by=maker.by)
        for label, offers in [("【架空】支援者ア", "園芸、付き添い"), ("【架空】支援者イ", "将棋、話し相手")]
    ]
    wish_actions.match_wish(wish=voiced[1], supporter=helpers[1], matched_on=day, by=maker.by)


def issues(maker: Maker) -> None:
    day = maker.earlier(14)
    entries = [issue_actions.IssueEntry(title, day) for title in ISSUES]
    raised = [
        issue_actions.raise_issue(owner=maker.owner, level=IssueLevel.CASE, entry=entry, by=maker.by)
        for entry in entries
    ]
    together = issue_actions.IssueEntry("【架空】退院直後の数日を支える人が足りない", day)
    issue_actions.gather_into_new(issues=raised[:2], owner=maker.owner, entry=together, by=maker.by)


def committee(maker: Maker) -> None:
    series = _series(maker, "synthetic-committee", "【架空】在宅療養専門部会（議事録の見本）", SeriesKind.COMMITTEE, 1)
    session = add_session(
        series=series,
        title="【架空】専門部会",
        held_on=maker.earlier(3),
        starts=time(19),
        ends=time(20, 30),
        venue=HALL,
        by=maker.by,
    )
    channel(maker, session, ChannelKind.MAIN_HALL, "会場", 20)
    for title in ("前回の対応事項の確認", "【架空】退院支援の手順について", "その他"):
        standing = not title.startswith("【架空】")
        committee_actions.add_item(session=session, title=title, is_standing=standing, by=maker.by)
    item = session.agenda.get(position=2)
    told = committee_actions.Told(
        title=item.title,
        discussion="【架空】病院と在宅の担当者の連絡の順番について意見交換した。",
        decision="【架空】連絡の順番を一枚の図にまとめる。",
    )
    item = committee_actions.change_item(item=item, seen=item.version, told=told, by=maker.by)
    entry = committee_actions.ActionEntry(
        text="【架空】連絡の順番の図の案を作る",
        owner=maker.owner,
        due_on=maker.now.date() + timedelta(days=30),
    )
    committee_actions.add_action(session=session, item=item, entry=entry, by=maker.by)


def _series(maker: Maker, code: str, title: str, kind: SeriesKind, planned: int) -> Series:
    return create_series(
        owner=maker.owner,
        code=code,
        fiscal_year=FiscalYear.of(maker.now.date()).year,
        title=title,
        kind=kind,
        planned_sessions=planned,
        audience=Audience.PROFESSIONALS,
        contact=CONTACT,
        by=maker.by,
    )

"""A made-up lecture that took place: who came, and what the sheets of its questionnaire said."""

from datetime import time, timedelta
from uuid import UUID

from zaitaku.analysis.period import FiscalYear
from zaitaku.cli.example.making import CONTACT, HALL, Maker, channel
from zaitaku.programme.events.actions.checkin import Arrival, check_in_many, close_door
from zaitaku.programme.events.actions.collect_answers import Given, enter_sheet
from zaitaku.programme.events.actions.collecting import open_collection
from zaitaku.programme.events.actions.questionnaires import add_item, create_questionnaire
from zaitaku.programme.events.actions.questions import create_question, create_scale
from zaitaku.programme.events.actions.running import add_session, hold_session
from zaitaku.programme.events.actions.series import create_series
from zaitaku.programme.events.choices import Audience, ChannelKind, CheckInWay, QuestionKind, SeriesKind
from zaitaku.programme.events.models import Channel, Collection, Question, Scale, Series, Session

CODE = "synthetic-held-lecture"
DAYS_AGO = 10
SCALE = ["とても思った", "思った", "あまり思わなかった", "思わなかった"]
SAID = [1, 1, 2, 2, 2, 1, 3, 2, 1, 4]
TEXTS = ["【架空】家族と話すきっかけになった。", "", "", "【架空】相談先が分かって安心した。", ""]


def lecture(maker: Maker) -> None:
    day = maker.earlier(DAYS_AGO)
    series = create_series(
        owner=maker.owner,
        code=CODE,
        fiscal_year=FiscalYear.of(day).year,
        title="【架空】在宅療養講演会（開催後の見本）",
        kind=SeriesKind.LECTURE,
        planned_sessions=1,
        audience=Audience.RESIDENTS,
        contact=CONTACT,
        asks_age_group=True,
        by=maker.by,
    )
    session = add_session(
        series=series,
        title="【架空】家族で話す、これからのこと",
        held_on=day,
        starts=time(14),
        ends=time(16),
        venue=HALL,
        by=maker.by,
    )
    hall = channel(maker, session, ChannelKind.MAIN_HALL, "本会場", 60)
    zoom = channel(maker, session, ChannelKind.ONLINE, "Zoom", 50)
    hold_session(session=session, held_on=day, by=maker.by)
    _arrive(maker, hall, people=42)
    _arrive(maker, zoom, people=18)
    _sheets(maker, _asked(maker, series, session), hall, sheets=20)


def _arrive(maker: Maker, place: Channel, *, people: int) -> None:
    ages = ["50s", "60_64", "65_74", "over_74"]
    arrivals = [
        Arrival(
            key=str(UUID(int=maker.chance.getrandbits(128), version=4)),
            name=f"架空 春子{number:02}",
            age_group=maker.chance.choice(ages),
        )
        for number in range(1, people + 1)
    ]
    check_in_many(channel=place, arrivals=arrivals, way=CheckInWay.DOOR, by=maker.by, now=maker.now)
    close_door(channel=place, by=maker.by)


def _asked(maker: Maker, series: Series, session: Session) -> Collection:
    scale = create_scale(owner=maker.owner, code=CODE, title="【架空】思った・思わなかった", options=SCALE, by=maker.by)
    talk = create_question(
        owner=maker.owner,
        code=f"{CODE}-talk",
        text="【架空】家族や専門職と話し合いたいと思いましたか",
        scale=scale,
        counted=[1, 2],
        by=maker.by,
    )
    wish = create_question(
        owner=maker.owner, code=f"{CODE}-wish", text="【架空】ご意見・ご感想", kind=QuestionKind.TEXT, by=maker.by
    )
    form = create_questionnaire(
        series=series, title="【架空】講演会アンケート", introduction="今後の参考にします。", by=maker.by
    )
    for question in (talk, wish):
        add_item(questionnaire=form, question=question, by=maker.by)
    last = maker.now.date() + timedelta(days=14)
    return open_collection(questionnaire=form, session=session, closes_on=last, by=maker.by, now=maker.now)


def _sheets(maker: Maker, collection: Collection, hall: Channel, *, sheets: int) -> None:
    questions = {item.question.kind: item.question for item in collection.questionnaire.items.all()}
    talk, wish = questions[QuestionKind.SINGLE], questions[QuestionKind.TEXT]
    for number in range(sheets):
        enter_sheet(
            collection=collection,
            channel=hall,
            key=str(UUID(int=maker.chance.getrandbits(128), version=4)),
            answers=_said(talk, wish, number),
            received_on=collection.session.held_on or maker.now.date(),
            by=maker.by,
            now=maker.now,
        )


def _said(talk: Question, wish: Question, number: int) -> list[Given]:
    scale = talk.scale
    assert isinstance(scale, Scale)  # noqa: S101 - the question is made with one, above
    option = scale.options.get(position=SAID[number % len(SAID)])
    given = [Given(question=talk.pk, options=(option.pk,))]
    if text := TEXTS[number % len(TEXTS)]:
        given.append(Given(question=wish.pk, text=text))
    return given

"""The door checks people in, with and without network; then the online report is imported. All data is synthetic."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from tests.factories import checkin, core, events
from zaitaku.core.accounts.choices import Role
from zaitaku.programme.events.choices import ChannelKind, SignUpStatus
from zaitaku.programme.events.models import Attendance, CheckIn

pytestmark = pytest.mark.django_db(transaction=True)
SURNAMES = ["佐藤", "鈴木", "髙橋", "田中", "伊藤", "渡邉", "山本", "中村", "小林", "加藤"]
READINGS = [
    "さとう",
    "すずき",
    "たかはし",
    "たなか",
    "いとう",
    "わたなべ",
    "やまもと",
    "なかむら",
    "こばやし",
    "かとう",
]
GIVEN = [
    ("花子", "はなこ"),
    ("一郎", "いちろう"),
    ("恵子", "けいこ"),
    ("健太", "けんた"),
    ("美咲", "みさき"),
    ("誠", "まこと"),
]


@pytest.fixture
def owner():
    return core.organisation(name="地域医療課")


@pytest.fixture
def helper(owner):
    return core.person(role=Role.SECTION_OFFICER, organisation=owner, name="受付 係")


@pytest.fixture
def hall(owner):
    """60 seats are taken by 51 sign-ups; nine of them bring somebody."""
    run = events.series(owner=owner, code="lecture", title="在宅療養講演会", asks_age_group=True)
    one = events.channel(session=events.session(series=run, title="家族の備え"), label="本会場", capacity=60)
    for number in range(51):
        surname, reading = SURNAMES[number % 10], READINGS[number % 10]
        given, given_reading = GIVEN[number // 10]
        checkin.sign_up(
            channel=one,
            name=f"{surname} {given}",
            kana=f"{reading} {given_reading}",
            seats=2 if number % 6 == 5 else 1,
            needs=["wheelchair"] if number == 7 else [],
        )
    checkin.sign_up(channel=one, name="待合 次郎", kana="まちあい じろう", status=SignUpStatus.WAITING)
    return one


def sent(page):
    """Nothing waits on the device any more."""
    page.locator("[data-unsent]").wait_for(state="hidden")


def tick_many(page, count):
    """As fast as a queue at the door wants it."""
    script = (
        "count => { for (; count; count--) document.querySelector('.door-line:not(.has-come) .door-tick').click() }"
    )
    page.evaluate(script, count)


def _enter(page, person, site):
    """A second person beside the one of `sign_in`, whose client knows only one at a time."""
    client = Client()
    client.force_login(person)
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": site}])


def tick(page, number):
    line = page.locator(f".door-line:has(.door-number:text-is('{number}'))").first
    line.locator(".door-tick").click()
    line.locator(".door-came").wait_for()


@pytest.mark.parametrize("width", [1280, 360])
def test_fifty_come_through_the_door_and_the_network_is_away_for_a_while(page_at, sign_in, look, hall, helper, width):
    page = page_at(width)
    sign_in(page, helper)
    page.goto(reverse("events:door", args=[hall.pk]))
    look(page, "before")
    tick(page, 1)
    tick_many(page, 19)
    sent(page)
    assert CheckIn.objects.count() == 20

    page.context.set_offline(True)
    tick(page, 21)
    tick_many(page, 19)
    page.get_by_text("当日参加を加える").click()
    page.get_by_label("氏名", exact=True).fill("飛び入り 三郎")
    page.get_by_role("button", name="当日参加を受け付ける").click()
    assert page.locator("[data-unsent-count]").inner_text() == "21"
    page.locator("[data-away]").wait_for(state="visible")
    look(page, "away")
    assert CheckIn.objects.count() == 20

    page.context.set_offline(False)
    page.reload()  # the device restarts with steps still unsent
    sent(page)
    assert CheckIn.objects.filter(undone_at=None).count() == 41
    tick_many(page, 9)
    sent(page)
    page.get_by_label("氏名・ふりがな・受付番号").fill("マチアイ")
    page.get_by_role("button", name="受け入れる 待合 次郎").click()
    sent(page)
    page.get_by_label("氏名・ふりがな・受付番号").fill("")
    people = sum(CheckIn.objects.filter(undone_at=None).values_list("people", flat=True))
    assert CheckIn.objects.count() == 51
    assert page.locator("span[data-came]").inner_text() == str(people)
    look(page, "after")
    page.get_by_role("button", name="受付を締め切る").click()
    page.get_by_text(f"{people}人で確定です").wait_for()
    assert Attendance.objects.get(superseded_at=None).value == people


def test_two_helpers_see_each_other_and_an_undone_arrival_can_come_again(
    page_at, sign_in, hall, helper, owner, live_server
):
    one, other = page_at(1280), page_at(360)
    sign_in(one, helper)
    _enter(other, core.person(role=Role.SECTION_OFFICER, organisation=owner, name="応援 職員"), live_server.url)
    for page in (one, other):
        page.goto(reverse("events:door", args=[hall.pk]))
    tick(one, 3)
    other.locator(".door-line.has-come", has_text="髙橋 花子").get_by_text("受付 係").wait_for()
    other.get_by_role("button", name="取り消す 髙橋 花子").click()
    sent(other)
    one.get_by_role("button", name="受付する 髙橋 花子").wait_for()
    tick(one, 3)
    sent(one)
    assert CheckIn.objects.filter(undone_at=None).count() == 1
    one.get_by_label("髙橋 花子").fill("4")
    one.get_by_role("button", name="直す 髙橋 花子").click()
    sent(one)
    assert CheckIn.objects.get(undone_at=None).people == 4
    assert one.locator("[data-list-changed]").is_hidden()
    checkin.sign_up(channel=hall, name="締切 直前")
    one.get_by_text("新しい一覧を表示する").click()
    one.get_by_role("button", name="受付する 締切 直前").wait_for()


def test_what_waits_on_the_device_is_said_and_sent_after_signing_in_again(
    page_at, sign_in, hall, helper, owner, live_server
):
    page = page_at(360)
    sign_in(page, helper)
    page.goto(reverse("events:door", args=[hall.pk]))
    page.clock.install()
    page.context.set_offline(True)
    tick(page, 1)
    page.get_by_role("button", name="受付を締め切る").click()
    page.get_by_text("送り終わってから締め切ってください").wait_for()
    assert not Attendance.objects.exists()

    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    page.context.set_offline(False)
    page.clock.run_for(20 * 60 * 1000)  # nobody touched the page for long: what waits is tried all the same
    page.get_by_text("サインアウトされています").wait_for()
    assert page.locator("[data-trouble]").is_hidden()
    assert not CheckIn.objects.exists()

    _enter(page, core.person(role=Role.SECTION_OFFICER, organisation=owner), live_server.url)
    page.goto(reverse("events:door", args=[hall.pk]))
    page.get_by_text("未送信の受付が残っています").wait_for()
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    _enter(page, helper, live_server.url)
    page.goto(reverse("events:door", args=[hall.pk]))
    sent(page)
    assert CheckIn.objects.get().sign_up.number == 1
    assert page.locator("[data-others]").is_hidden()


def test_what_the_server_refuses_is_said_and_not_lost(page_at, sign_in, hall, helper):
    page = page_at(360)
    sign_in(page, helper)
    page.goto(reverse("events:door", args=[hall.pk]))
    line = page.locator(".door-line").first
    line.locator("input[name=people]").fill("99")
    line.locator(".door-tick").click()
    page.locator("[data-refused]").get_by_text("佐藤 花子").wait_for()
    page.reload()
    page.locator("[data-refused]").get_by_text("佐藤 花子").wait_for()
    page.get_by_role("button", name="確認しました").click()
    page.locator("[data-refused]").wait_for(state="hidden")
    assert not CheckIn.objects.exists()


def test_names_do_not_stay_on_a_device_for_good(page_at, sign_in, hall, helper):
    page = page_at(360)
    sign_in(page, helper)
    page.goto(reverse("events:door", args=[hall.pk]))
    page.evaluate("""() => {
        const hours = (n) => String(Date.now() - n * 3600000).padStart(15, "0");
        const put = (kind, n) => localStorage.setItem(`zaitaku.door.999.998.${kind}${hours(n)}.000001`, "{}");
        put("refused.step.", 25); put("refused.step.", 1); put("step.", 170); put("step.", 100);
        localStorage.setItem("other", "1");
    }""")
    page.reload()
    left = page.evaluate("() => Object.keys(localStorage).filter((key) => key.startsWith('zaitaku.door.999.')).length")
    assert left == 2
    assert page.evaluate("() => localStorage.getItem('other')") == "1"


def test_the_door_works_without_scripts(page_at, sign_in, hall, helper):
    page = page_at(360, java_script_enabled=False)
    sign_in(page, helper)
    page.goto(reverse("events:door", args=[hall.pk]))
    page.get_by_label("氏名・ふりがな・受付番号").fill("ネリ")
    page.goto(reverse("events:door", args=[hall.pk]) + "?q=すずき いちろう")
    page.get_by_role("button", name="受付する 鈴木 一郎").click()
    page.get_by_text("鈴木 一郎（2人）を受け付けました").wait_for()
    assert CheckIn.objects.get().people == 2


ZOOM = "Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes),Guest\n" + "".join(
    f"{line}\n"
    for line in (
        "練馬 花子,hanako@example.jp,12/10/2023 02:00:00 PM,12/10/2023 03:30:00 PM,90,Yes",
        "佐藤 恵子,,12/10/2023 02:00:00 PM,12/10/2023 02:40:00 PM,40,Yes",
        "佐藤 恵子,,12/10/2023 02:10:00 PM,12/10/2023 03:30:00 PM,80,Yes",
        "鈴木 一郎,,12/10/2023 02:00:00 PM,12/10/2023 02:10:00 PM,10,Yes",
        "鈴木 一郎,,12/10/2023 02:15:00 PM,12/10/2023 03:30:00 PM,75,Yes",
        "事務局,jimu@example.jp,12/10/2023 01:30:00 PM,12/10/2023 03:40:00 PM,130,No",
    )
)


@pytest.mark.parametrize("width", [1280, 360])
def test_a_zoom_report_with_equal_names_is_imported(page_at, sign_in, look, hall, helper, width):
    zoom = events.channel(session=hall.session, kind=ChannelKind.ONLINE, label="Zoom")
    checkin.sign_up(channel=zoom, name="練馬 花子", email="hanako@example.jp")
    page = page_at(width)
    sign_in(page, helper)
    page.goto(reverse("events:online_reports", args=[zoom.pk]))
    look(page, "zoom-empty")
    report = {"name": "synthetic-zoom-report.csv", "mimeType": "text/csv", "buffer": ZOOM.encode("utf-8-sig")}
    page.get_by_label("参加者レポート（CSV）").set_input_files(report)
    page.get_by_role("button", name="ファイルを読み取る").click()
    page.get_by_role("heading", name="同じ名前の人：確認してください 2").wait_for()
    look(page, "zoom")
    page.get_by_role("button", name="入り直しただけの人を「同じ人」にする").click()
    sato, suzuki = page.get_by_role("group", name="佐藤 恵子"), page.get_by_role("group", name="鈴木 一郎")
    assert suzuki.get_by_label("同じ人").is_checked()
    assert not sato.get_by_label("同じ人").is_checked()
    sato.get_by_label("別の人").check()
    page.get_by_label("事務局は参加者ではない").check()
    page.get_by_role("button", name="この内容で受付する").click()
    page.get_by_text("レポートから4人を受け付けました").wait_for()
    look(page, "zoom-done")
    assert CheckIn.objects.filter(channel=zoom).count() == 4
    assert Attendance.objects.get(channel=zoom, superseded_at=None).value == 4


@pytest.mark.parametrize("width", [1280, 360])
def test_the_sheet_the_break_down_and_the_table_are_sound_pages(page_at, sign_in, look, hall, helper, width):
    checkin.check_in(sign_up=hall.sign_ups.get(number=1))
    checkin.check_in(channel=hall, profession="nurse", age_group="65_74", people=2)
    events.attendance(channel=hall, value=3)
    page = page_at(width)
    sign_in(page, helper)
    series, session = hall.session.series_id, hall.session_id
    for name, address in (
        ("sheet", reverse("events:paper_entry", args=[hall.pk])),
        ("parts", reverse("events:parts", args=[hall.pk])),
        ("table", reverse("events:attendance_by", args=[series])),
        ("session", reverse("events:session", args=[session])),
    ):
        page.goto(address)
        look(page, name)
    page.goto(reverse("events:paper_entry", args=[hall.pk]))
    page.get_by_label("2 鈴木 花子 来場").check()
    page.get_by_label("空欄に書かれた氏名").fill("飛び入り 三郎\n飛び入り 四郎")
    page.get_by_role("button", name="入力して締め切る").click()
    page.get_by_text("3人を入力しました").wait_for()
    assert Attendance.objects.get(superseded_at=None).value == 6

"""The public form and the private page, as a browser without scripts uses them."""

import re
import time
from datetime import timedelta

import pytest
from django.core.cache import cache, caches
from django.db import connection
from django.utils import timezone

from tests.factories import core
from tests.programme.events.signing_up import enter, open_channel
from zaitaku.core.areas.choices import AreaKind
from zaitaku.core.mail.models import Letter
from zaitaku.core.pages.views import known_as
from zaitaku.programme.events.actions.signup import cancel_sign_up
from zaitaku.programme.events.choices import Audience, SessionStatus
from zaitaku.programme.events.models import Lottery, SignUp
from zaitaku.programme.events.models.signup import MOST_OF_ONE
from zaitaku.programme.events.queries.signup import seal_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def channel():
    cache.clear()
    caches["posts"].clear()
    return open_channel(day=timezone.localdate() + timedelta(days=30), capacity=2)


def filled(client, channel, **kw):
    page = client.get(f"/events/sign-up/{channel.pk}/").content.decode()
    key = re.search(r'name="key" value="([^"]+)"', page).group(1)
    return {"key": key, "name": "練馬 花子", "email": "hanako@example.jp", "phone": "", "seats": "1"} | kw


def test_a_resident_signs_up_and_keeps_the_link(client, channel):
    answer = client.post(f"/events/sign-up/{channel.pk}/", filled(client, channel))
    assert answer.status_code == 302
    made = SignUp.objects.get()
    assert answer.url == f"/events/my/{made.key}/"
    page = client.get(answer.url)
    assert "お席が確保できました" in page.content.decode()
    letter = Letter.objects.get()
    assert letter.to == "hanako@example.jp"
    assert f"http://localhost:8000/events/my/{made.key}/" in letter.body
    assert "noindex" in page.headers["X-Robots-Tag"]
    assert "no-store" in page.headers["Cache-Control"]


def test_pressing_twice_and_going_back_is_one_entry(client, channel):
    address = f"/events/sign-up/{channel.pk}/"
    sent = filled(client, channel)
    first, second = client.post(address, sent), client.post(address, sent)
    assert first.url == second.url
    corrected = client.post(address, sent | {"name": "練馬 華子"}, follow=True)
    assert "すでに受け付けています" in corrected.content.decode()
    assert SignUp.objects.get().name == "練馬 花子"


def test_the_next_one_at_a_terminal_is_neither_shown_nor_taken_for_the_one_before(client, channel):
    """Who goes back at a library's terminal has the form of the one before, with its key."""
    address = f"/events/sign-up/{channel.pk}/"
    sent = filled(client, channel)
    client.post(address, sent)
    first = SignUp.objects.get()
    other = sent | {"name": "光が丘 次郎", "email": "jiro@example.jp"}
    answer = client.post(address, other)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert first.key not in page
    assert "練馬 花子" not in page
    assert "光が丘 次郎" in page
    again = client.post(address, other | {"key": answer.context["key"]})
    assert again.url == f"/events/my/{SignUp.objects.get(name='光が丘 次郎').key}/" != f"/events/my/{first.key}/"


def test_one_contact_stands_in_a_limited_number_of_entries_that_the_public_makes(client, channel):
    """Cancelled ones count too, or a stranger's mailbox could be filled by entering and cancelling."""
    type(channel).objects.filter(pk=channel.pk).update(capacity=None)
    address = f"/events/sign-up/{channel.pk}/"
    for number in range(MOST_OF_ONE):
        made = enter(channel, name=f"練馬 {number}", email="office@example.jp", phone="0311112222", now=timezone.now())
        if number % 2:
            cancel_sign_up(sign_up=made, by=None, now=timezone.now())
    for contact in ({"email": "office@example.jp"}, {"email": "other@example.jp", "phone": "03-1111-2222"}):
        answer = client.post(address, filled(client, channel, **contact))
        assert answer.status_code == 422
        assert "お電話でご連絡ください" in str(answer.context["form"].errors)
    assert SignUp.objects.count() == MOST_OF_ONE
    officer = core.person(organisation=channel.session.series.owner)
    assert enter(channel, email="office@example.jp", by=officer, now=timezone.now()).pk
    assert client.post(address, filled(client, channel)).status_code == 302


def test_the_same_person_on_a_new_form_is_told_and_shown_nothing(client, channel):
    address = f"/events/sign-up/{channel.pk}/"
    client.post(address, filled(client, channel, seats="2"))
    key = SignUp.objects.get().key
    answer = client.post(address, filled(client, channel, email="HANAKO@example.jp"))
    assert answer.status_code == 200
    assert "すでにお申込み" in answer.content.decode()
    assert key not in answer.content.decode()
    assert SignUp.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"name": ""}, "必須"),
        ({"email": "", "phone": ""}, "どちらか"),
        ({"email": "hanako"}, "メールアドレスの形"),
        ({"email": "", "phone": "110"}, "市外局番"),
        ({"name": "賞品 https://evil.example"}, "氏名だけ"),
        ({"seats": "3"}, "2名まで"),
        ({"seats": "-1"}, "1"),
        ({"name": "練馬\u0007花子"}, "文字"),
        ({"key": "a" * 32}, "古く"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(client, channel, wrong, words):
    answer = client.post(f"/events/sign-up/{channel.pk}/", filled(client, channel, kana="のこる") | wrong)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    assert "のこる" in page
    assert SignUp.objects.count() == 0


def test_width_and_hyphens_do_not_matter(client, channel):
    typed = {"email": " ｈａｎａｋｏ＠ｅｘａｍｐｌｅ．ｊｐ ", "phone": "０９０ー１２３４ー５６７８"}
    assert client.post(f"/events/sign-up/{channel.pk}/", filled(client, channel, **typed)).status_code == 302
    made = SignUp.objects.get()
    assert (made.email, made.phone) == ("hanako@example.jp", "09012345678")


def test_the_form_says_how_things_stand(client, channel):
    address = f"/events/sign-up/{channel.pk}/"
    assert "残り2席" in client.get(address).content.decode()
    enter(channel, 2, now=timezone.now())
    page = client.get(address).content.decode()
    assert "キャンセル待ちで受け付けます" in page
    assert "全員分の席が空いたとき" in page
    for setting, words in (
        ({"has_waiting_list": False}, "キャンセル待ちは受け付けていません"),
        ({"closes_at": timezone.now()}, "締め切りました"),
        ({"opens_at": timezone.now() + timedelta(hours=1), "closes_at": None}, "まだ始まっていません"),
        ({"status": SessionStatus.CANCELLED}, "中止になりました"),
    ):
        type(channel).objects.filter(pk=channel.pk).update(**setting)
        page = client.get(address).content.decode()
        assert words in page
        assert 'name="name"' not in page


def test_what_is_not_public_does_not_exist(client, channel):
    series = channel.session.series
    series.is_public = False
    series.save()
    address = f"/events/sign-up/{channel.pk}/"
    unknown = client.get("/events/sign-up/999999/")
    for answer in (client.get(address), client.post(address, {})):
        assert answer.status_code == 404
        assert "在宅療養講演会" not in answer.content.decode()
    assert unknown.status_code == 404
    type(channel).objects.filter(pk=channel.pk).update(admission="open")
    assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    ("audience", "is_public"), [(Audience.PROFESSIONALS, False), (Audience.MEMBERS, False), (Audience.MEMBERS, True)]
)
def test_a_meeting_that_is_not_announced_is_found_by_the_address_given_out_only(client, channel, audience, is_public):
    """Addresses can be counted up: that a case meeting takes place, when and where, is for those who were invited."""
    series = channel.session.series
    series.is_public, series.audience = is_public, audience
    series.save()
    address = f"/events/sign-up/{channel.pk}/"
    other = open_channel(session=channel.session, label="Zoom")
    for guess in (address, f"{address}?to=", f"{address}?to={seal_of(other)}", f"{address}?to=あ"):
        for answer in (client.get(guess), client.post(guess, {})):
            assert answer.status_code == 404
            assert "在宅療養講演会" not in answer.content.decode()
    given_out = f"{address}?to={seal_of(channel)}"
    page = client.get(given_out)
    assert "在宅療養講演会" in page.content.decode()
    assert "noindex" in page.headers["X-Robots-Tag"]
    key = page.context["key"]
    sent = {"key": key, "name": "練馬 花子", "email": "hanako@example.jp", "seats": "1"}
    sent |= {"profession": "nurse", "office": "光が丘訪問看護ステーション"}
    assert client.post(given_out, sent).url == f"/events/my/{key}/"


def test_the_order_of_a_draw_that_is_not_announced_is_for_those_invited(client, channel):
    series = channel.session.series
    series.is_public, series.audience = False, Audience.PROFESSIONALS
    series.save()
    type(channel).objects.filter(pk=channel.pk).update(admission="lottery")
    Lottery.objects.create(
        channel=channel, seed="s", seed_digest="d", announced_at=timezone.now(), drawn_at=timezone.now()
    )
    assert client.get(f"/events/lots/{channel.pk}/").status_code == 404
    page = client.get(f"/events/sign-up/{channel.pk}/?to={seal_of(channel)}").content.decode()
    assert client.get(re.search(r'href="(/events/lots/[^"]+)"', page).group(1)).status_code == 200


def test_professionals_give_profession_and_office(client, channel):
    series = channel.session.series
    series.audience = Audience.PROFESSIONALS
    series.save()
    address = f"/events/sign-up/{channel.pk}/"
    answer = client.post(address, filled(client, channel))
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"profession", "office"}
    sent = filled(client, channel, profession="nurse", office="光が丘訪問看護ステーション")
    assert client.post(address, sent).status_code == 302
    assert SignUp.objects.get().profession == "nurse"


def test_area_and_age_are_asked_where_the_series_says_so(client, channel):
    series = channel.session.series
    series.asks_area = series.asks_age_group = True
    series.asks_needs = False
    series.save()
    kinds = {"kind": AreaKind.LIVING_AREA, "parent": series.owner.area}
    area, other = core.area(**kinds), core.area(kind=AreaKind.LIVING_AREA)
    address = f"/events/sign-up/{channel.pk}/"
    refused = client.post(address, filled(client, channel, area=str(other.pk)))
    assert set(refused.context["form"].errors) == {"area"}
    sent = filled(client, channel, area=str(area.pk), age_group="over_74", needs="wheelchair")
    assert client.post(address, sent).status_code == 302
    made = SignUp.objects.get()
    assert (made.area, made.age_group, made.needs) == (area, "over_74", [])


def test_changing_and_cancelling_through_the_link(client, channel):
    made = enter(channel, 2, now=timezone.now(), name="練馬 花子")
    waiting = enter(channel, 1, now=timezone.now())
    address = f"/events/my/{made.key}/"
    data = {"name": "練馬 花子", "email": made.email, "phone": "", "seats": "1", "needs": ["wheelchair"]}
    assert client.post(address + "change/", data).status_code == 302
    waiting.refresh_from_db()
    assert waiting.status == "confirmed"
    refused = client.post(address + "change/", data | {"seats": "2"})
    assert refused.status_code == 422
    assert "空席は残り0席" in refused.content.decode()
    assert client.get(address + "cancel/").status_code == 200
    made.refresh_from_db()
    assert (made.status, made.needs) == ("confirmed", ["wheelchair"]), "asking is not cancelling"
    for _ in range(2):
        assert client.post(address + "cancel/").status_code == 302
    page = client.get(address).content.decode()
    assert "取り消されています" in page
    assert "変更" not in page.partition("<main")[2].partition("</main>")[0]


def test_the_day_goes_into_ones_own_calendar(client, channel):
    session = channel.session
    session.starts, session.ends, session.title = "14:00", "15:30", "家族と, ともに; 暮らす"
    session.save()
    made = enter(channel, now=timezone.now())
    answer = client.get(f"/events/my/{made.key}/event.ics")
    text = answer.content.decode()
    day = f"{session.held_on:%Y%m%d}"
    assert f"DTSTART;TZID=Asia/Tokyo:{day}T140000\r\nDTEND;TZID=Asia/Tokyo:{day}T153000\r\n" in text
    assert "家族と\\, ともに\\; 暮らす" in text.replace("\r\n ", "")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))


def test_too_many_from_one_address_are_told_to_wait(client, channel, settings):
    settings.POSTS_PER_ADDRESS = 3
    address = f"/events/sign-up/{channel.pk}/"
    answers = [client.post(address, filled(client, channel, name="")).status_code for _ in range(5)]
    assert answers == [422, 422, 422, 429, 429]
    assert client.get(address).status_code == 200


def test_the_limit_counts_from_the_first_time_on(client, channel, settings):
    """What is refused must not shut a library's address out for longer and longer."""
    settings.POSTS_PER_ADDRESS, settings.POSTS_PER_ADDRESS_SECONDS = 1, 2
    address = f"/events/sign-up/{channel.pk}/"
    sent = filled(client, channel, name="")
    first = time.monotonic()
    codes = []
    while time.monotonic() < first + 2.2:
        codes.append(client.post(address, sent).status_code)
        time.sleep(0.2)
    codes.append(client.post(address, sent).status_code)
    assert codes[:3] == [422, 429, 429]
    assert 422 in codes[3:]


def test_the_fields_of_an_empty_form_follow_the_settings_at_once(client, channel):
    """They are rendered once for everybody; what a visitor gets for himself is the key and the token."""
    address = f"/events/sign-up/{channel.pk}/"
    own = re.compile(r'name="(key|csrfmiddlewaretoken)" value="[^"]+"|X-CSRFToken[^}]+')
    pages = [own.sub("", client.get(address).content.decode()) for _ in range(2)]
    assert pages[0] == pages[1]
    assert 'value="wheelchair"' in pages[0]
    assert 'name="seats"' in pages[0]
    english = client.get(address, headers={"accept-language": "en"}).content.decode()
    assert "Your name" in english
    series = channel.session.series
    series.asks_needs, series.asks_age_group = False, True
    series.save()
    type(channel).objects.filter(pk=channel.pk).update(largest_group=1)
    page = client.get(address).content.decode()
    assert 'value="wheelchair"' not in page
    assert 'name="age_group"' in page
    assert 'name="seats"' not in page


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff:ffff:ffff:ffff", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("::ffff:192.0.2.7", "192.0.2.7", True),
        ("192.0.2.7", "192.0.2.8", False),
        ("fe80::1%eth0", "fe80::2", True),
    ],
)
def test_a_network_of_one_subscriber_has_one_limit(settings, one, other, is_same):
    assert (known_as(one) == known_as(other)) == is_same
    before = known_as("192.0.2.7")
    settings.SECRET_KEY = "another"
    assert known_as("192.0.2.7") != before


def test_pages_are_lean(client, channel, django_assert_max_num_queries):
    address = f"/events/sign-up/{channel.pk}/"
    client.get(address)
    with django_assert_max_num_queries(1):
        client.get(address)
    sent = filled(client, channel)
    again = connection.features.has_select_for_update  # whoever waited there reads the session once more
    with django_assert_max_num_queries(9 + again):  # channel; BEGIN…: lock, who is this, counters, entry, step, letter
        client.post(address, sent)


def test_text_that_looks_like_markup_stays_text(client, channel):
    sent = filled(client, channel, name="<script>alert(1)</script>")
    page = client.post(f"/events/sign-up/{channel.pk}/", sent, follow=True).content.decode()
    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert(1)" not in page

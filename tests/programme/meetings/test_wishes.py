"""Wishes and supporters: how a wish moves, who sees it, and that nobody is named anywhere."""

from datetime import date

import pytest
from django.urls import reverse

from tests.factories import core
from tests.factories.meetings import wishes as make
from zaitaku.core.accounts.choices import Role
from zaitaku.core.audit.models import AuditEntry
from zaitaku.core.records.actions import ChangedMeanwhile
from zaitaku.programme.meetings.actions import wishes as actions
from zaitaku.programme.meetings.actions.refused import MeetingRefused
from zaitaku.programme.meetings.choices import WishStatus
from zaitaku.programme.meetings.models import Match, Supporter, Wish
from zaitaku.programme.meetings.queries.supporters import shared_words, suggested

pytestmark = pytest.mark.django_db
JUNE, JULY, AUGUST = date(2023, 6, 1), date(2023, 7, 1), date(2023, 8, 1)


@pytest.fixture
def centre():
    return make.centre()


@pytest.fixture
def partner(client, centre):
    one = core.person(role=Role.PARTNER, organisation=centre)
    client.force_login(one)
    return one


def test_a_wish_goes_from_voiced_to_come_true_and_back(centre):
    by = core.person()
    wish = actions.voice_wish(center=centre, voiced_on=JUNE, text="孫に手紙を書きたい", by=by)
    helper = make.supporter(center=centre)
    actions.match_wish(wish=wish, supporter=helper, matched_on=JULY, by=by)
    assert Wish.objects.get().status == WishStatus.MATCHED
    done = actions.end_wish(wish=wish, status=WishStatus.DONE, done_on=AUGUST, outcome="手紙が届いた", by=by)
    assert (done.status, done.done_on) == (WishStatus.DONE, AUGUST)
    again = actions.reopen_wish(wish=wish, by=by)
    assert (again.status, again.done_on, again.outcome) == (WishStatus.MATCHED, None, "手紙が届いた")
    actions.unmatch_wish(match=Match.objects.get(), by=by)
    assert Wish.objects.get().status == WishStatus.VOICED
    names = list(AuditEntry.objects.order_by("number").values_list("action", flat=True))
    assert names == [f"meetings.{verb}_wish" for verb in ("voice", "match", "end", "reopen", "unmatch")]


def test_the_audit_chain_keeps_no_word_of_wish_outcome_or_supporter(centre):
    by = core.person()
    wish = actions.voice_wish(center=centre, voiced_on=JUNE, text="ひみつの願い", by=by)
    helper = actions.save_supporter(supporter=None, center=centre, label="ひみつの人", offers="ひみつの技", by=by)
    actions.match_wish(wish=wish, supporter=helper, matched_on=JULY, by=by)
    actions.end_wish(wish=wish, status=WishStatus.CLOSED, done_on=JULY, outcome="ひみつの結果", by=by)
    for entry in AuditEntry.objects.all():
        assert "ひみつ" not in f"{entry.subject_name}{entry.details}"


@pytest.mark.parametrize(
    ("given", "refused"),
    [
        ({"supporter": "other"}, "別のセンター"),
        ({"supporter": "former"}, "活動していません"),
        ({"matched_on": date(2023, 5, 1)}, "より前"),
        ({"supporter": "twice"}, "すでに"),
        ({"supporter": "ended"}, "終了"),
    ],
)
def test_a_match_that_makes_no_sense_is_refused(centre, given, refused):
    wish = make.wish(center=centre, voiced_on=JUNE)
    helper = make.supporter(center=centre)
    if given.get("supporter") == "other":
        helper = make.supporter()
    if given.get("supporter") == "former":
        helper = make.supporter(center=centre, is_active=False)
    if given.get("supporter") == "twice":
        make.match(wish=wish, supporter=helper)
    if given.get("supporter") == "ended":
        Wish.objects.filter(pk=wish.pk).update(status=WishStatus.CLOSED, done_on=JULY)
    before = Match.objects.count()
    with pytest.raises(MeetingRefused, match=refused):
        actions.match_wish(wish=wish, supporter=helper, matched_on=given.get("matched_on", JULY), by=core.person())
    assert Match.objects.count() == before
    assert not AuditEntry.objects.exists()


def test_ends_need_words_and_a_day_that_comes_after(centre):
    wish, by = make.wish(center=centre, voiced_on=JUNE), core.person()
    with pytest.raises(MeetingRefused, match="どうなったか"):
        actions.end_wish(wish=wish, status=WishStatus.DONE, done_on=JULY, outcome=" ", by=by)
    with pytest.raises(MeetingRefused, match="より前"):
        actions.end_wish(wish=wish, status=WishStatus.DONE, done_on=date(2023, 5, 1), outcome="x", by=by)
    with pytest.raises(MeetingRefused, match="再開されています"):
        actions.reopen_wish(wish=wish, by=by)
    assert Wish.objects.get().status == WishStatus.VOICED


def test_the_second_of_two_who_change_a_wish_sees_the_first_ones_words(client, partner, centre):
    wish = make.wish(center=centre, text="海が見たい")
    address = reverse("meetings:change_wish", args=[wish.pk])
    late = {"text": "山が見たい", "voiced_on": "R5.6.1", "seen": wish.version}
    client.post(address, {"text": "海で泳ぎたい", "voiced_on": "R5.6.1", "seen": wish.version})
    page = client.post(address, late)
    text = page.content.decode()
    assert page.status_code == 422
    assert "海で泳ぎたい" in text
    assert "山が見たい" in text
    assert Wish.objects.get().text == "海で泳ぎたい"
    seen = page.context["page_form"]["seen"].value()
    assert client.post(address, late | {"seen": seen}).status_code == 302
    assert Wish.objects.get().text == "山が見たい"
    with pytest.raises(ChangedMeanwhile):
        actions.change_wish(wish=wish, seen=0, voiced_on=JUNE, text="x", session=None, by=partner)


def test_a_name_is_asked_about_once_and_another_name_again(client, partner, centre):
    address = reverse("meetings:add_wish")
    data = {"center": centre.pk, "text": "田中さんと将棋を指したい", "voiced_on": "R5.6.1"}
    page = client.post(address, data)
    assert page.status_code == 422
    assert "田中さん" in page.context["page_form"].non_field_errors()[0]
    box = page.context["page_form"].fields["looked_at"].widget.attrs["value"]
    assert not Wish.objects.exists()
    other = client.post(address, data | {"text": "山本さんと将棋を指したい", "looked_at": box})
    assert other.status_code == 422
    assert client.post(address, data | {"looked_at": box}).status_code == 302
    assert Wish.objects.get().center == centre


def test_a_centre_sees_and_changes_its_own_only(client, partner, centre):
    own, other = make.wish(center=centre, text="庭の手入れ"), make.wish(text="よその願い")
    helper = make.supporter()
    board = client.get(reverse("meetings:wishes")).content.decode()
    assert "庭の手入れ" in board
    assert "よその願い" not in board
    assert client.get(reverse("meetings:wish", args=[own.pk])).status_code == 200
    for name in ("wish", "change_wish"):
        assert client.get(reverse(f"meetings:{name}", args=[other.pk])).status_code == 404
    for name in ("match_wish", "end_wish", "reopen_wish"):
        assert client.post(reverse(f"meetings:{name}", args=[other.pk])).status_code == 404
    assert client.get(reverse("meetings:supporter", args=[helper.pk])).status_code == 404
    match = make.match(wish=other)
    assert client.post(reverse("meetings:unmatch_wish", args=[own.pk, match.pk])).status_code == 404
    page = client.post(reverse("meetings:match_wish", args=[own.pk]), {"supporter": helper.pk})
    assert page.status_code == 422
    page = client.post(reverse("meetings:add_wish"), {"center": other.center_id, "text": "x", "voiced_on": "R5.6.1"})
    assert page.status_code == 422
    assert Match.objects.count() == 1


@pytest.mark.parametrize("role", [Role.COUNCIL_MEMBER, Role.PROFESSIONAL, Role.ANALYST, Role.ADMINISTRATOR])
def test_those_who_only_read_see_no_wish(client, centre, role):
    wish = make.wish(center=centre)
    client.force_login(core.person(role=role, organisation=centre))
    for name, args in (("wishes", []), ("wish_overview", []), ("supporters", []), ("wish", [wish.pk])):
        assert client.get(reverse(f"meetings:{name}", args=args)).status_code == 403


def test_the_board_is_narrowed_and_a_column_leads_to_its_whole_list(client, partner, centre):
    for number in range(15):
        make.wish(center=centre, text=f"散歩に行きたい{number}")
    make.wish(center=centre, text="歌いたい", voiced_on=date(2022, 6, 1))
    page = client.get(reverse("meetings:wishes"), {"q": "散歩", "year": "2023"})
    assert [count for _status, _label, count, _rows in page.context["columns"]] == [15, 0, 0, 0]
    assert len(page.context["columns"][0][3]) == 12
    assert "status=voiced" in page.content.decode()
    listed = client.get(reverse("meetings:wishes"), {"status": "voiced", "year": "2022"}).context["listed"]
    assert [one.text for one in listed] == ["歌いたい"]
    wrong = client.get(reverse("meetings:wishes"), {"year": "x", "center": "９", "page": "abc"})
    assert wrong.status_code == 200


def test_the_overview_counts_meetings_and_wishes_of_every_centre(client):
    area = core.area()
    office = core.organisation(area=area)
    first, second, silent = (make.centre(area=area, code=f"C{number}") for number in range(3))
    make.peer_meeting(owner=office, place=first)
    make.peer_meeting(owner=second, number=1)
    make.peer_meeting(owner=second, fiscal_year=2022, number=1)
    make.match(wish=make.wish(center=first))
    make.wish(center=first, status=WishStatus.DONE, done_on=JULY)
    make.wish(center=first, voiced_on=date(2022, 6, 1))
    client.force_login(core.person(organisation=office))
    found = client.get(reverse("meetings:wish_overview"), {"year": "2023"}).context["overview"]
    rows = {line.centre: (line.meetings, line.voiced, line.found, line.done, line.waiting) for line in found.lines}
    assert rows == {first: (1, 2, 1, 1, 1), second: (1, 0, 0, 0, 0), silent: (0, 0, 0, 0, 0)}
    assert (found.with_meeting, found.with_done) == (2, 1)


def test_supporters_are_found_by_the_words_of_their_offers(centre):
    fits = make.supporter(center=centre, offers="写真撮影、パソコン")
    better = make.supporter(center=centre, offers="朝の散歩、写真展の手伝い")
    make.supporter(center=centre, offers="料理")
    found = suggested("一緒に散歩をして写真展を見に行きたい", Supporter.objects.all())
    assert [one.supporter for one in found] == [better, fits]
    assert shared_words("ﾊﾟｿｺﾝを習いたい", "パソコン") == ("パソコン",)
    assert shared_words("歌いたい", "") == ()


def test_a_label_is_one_centres_own(client, partner, centre):
    make.supporter(center=centre, label="みどり")
    page = client.post(
        reverse("meetings:add_supporter"), {"center": centre.pk, "label": "みどり", "offers": "", "is_active": "on"}
    )
    assert page.status_code == 422
    assert "別の呼び名" in page.content.decode()
    one = make.supporter(center=make.centre(area=centre.area), label="みどり")
    busy = make.match(wish=make.wish(center=centre)).supporter
    with pytest.raises(MeetingRefused, match="移せません"):
        actions.save_supporter(supporter=busy, center=one.center, label="x", offers="", by=partner)

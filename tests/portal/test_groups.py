"""The public list of community groups: what is found, what is never shown, and its files."""

import csv
import io
import json
from datetime import time

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from tests.factories import core, facilities
from zaitaku.core.areas.choices import AreaKind
from zaitaku.programme.facilities.models import Group

pytestmark = pytest.mark.django_db


@pytest.fixture
def kept():
    owner = core.organisation(area=core.area(name="練馬区", code="13120"))
    return facilities.directory(owner=owner)


@pytest.fixture
def by(kept):
    return facilities.writer(kept)


def found(client, query=""):
    return [one.name for one in client.get(reverse("portal:groups") + query).context["groups"]]


def test_search_by_word_area_kind_and_day(client, kept, by):
    east = core.area(name="東圏域", code="E", kind=AreaKind.LIVING_AREA, parent=kept.owner.area)
    town = core.area(name="東一丁目", code="E1", kind=AreaKind.TOWN, parent=east)
    facilities.group(directory=kept, by=by, name="あさひ会", kana="あさひかい", area=town, weekdays=(0, 2))
    facilities.group(
        directory=kept, by=by, name="いこいの場", kana="いこい", what="ラジオ体操", kinds=("exercise",), weekdays=(5,)
    )
    every = ["あさひ会", "いこいの場"]
    asked = {
        "": every,
        "?q=あさひ": ["あさひ会"],
        "?q=らじお 体操": ["いこいの場"],
        "?kind=exercise": ["いこいの場"],
        "?area=E": ["あさひ会"],
        "?weekday=5": ["いこいの場"],
        "?weekday=2&kind=family": ["あさひ会"],
        "?kind=nonsense": every,
        "?page=99": every,
    }
    for query, expected in asked.items():
        assert found(client, query) == expected, query
    nothing = client.get(reverse("portal:groups") + "?q=将棋").content.decode()
    assert "該当する団体は見つかりませんでした" in nothing
    assert "すべての団体を表示" in nothing


def test_only_what_is_listed_and_agreed_to_is_shown(client, kept, by):
    shown = facilities.group(directory=kept, by=by, name="公開の会", email="closed@example.jp")
    facilities.group(directory=kept, by=by, name="同意なしの会", has_consent=False)
    facilities.group(directory=kept, by=by, name="承認前の会", approves=False)
    facilities.group(directory=kept, by=by, name="期限切れの会", on=facilities.long_ago(500))
    facilities.changed(shown, what="まだ承認されていない文")
    pages = [reverse("portal:group", args=[shown.pk]), reverse("portal:groups"), reverse("portal:print_groups")]
    pages += [reverse(f"portal:groups_{kind}") for kind in ("csv", "json")]
    for page in pages:
        text = client.get(page).content.decode()
        assert "公開の会" in text
        for secret in (
            "同意なし",
            "承認前",
            "期限切れ",
            "まだ承認",
            "closed@",
            shown.key,
            shown.contact_name,
            "secret",
        ):
            assert secret not in text, (page, secret)
    for other in Group.objects.exclude(pk=shown.pk):
        assert client.get(reverse("portal:group", args=[other.pk])).status_code == 404


def test_the_files_say_the_same_as_the_list(client, kept, by):
    facilities.group(
        directory=kept, by=by, name="=SUM(1)の会", weekdays=(1,), weeks=(2, 4), starts=time(10), ends=time(11, 30)
    )
    facilities.group(directory=kept, by=by, name="毎週の会", weekdays=(0,), weeks=())
    rows = list(csv.DictReader(io.StringIO(client.get(reverse("portal:groups_csv")).content.decode("utf-8-sig"))))
    by_name = {row["organization.name"]: row for row in rows}
    odd, weekly = by_name["'=SUM(1)の会"], by_name["毎週の会"]
    assert (odd["schedule.freq"], odd["schedule.byday"]) == ("MONTHLY", "2TU,4TU")
    assert (odd["schedule.opens_at"], odd["schedule.closes_at"]) == ("10:00", "11:30")
    assert (weekly["schedule.freq"], weekly["schedule.byday"]) == ("WEEKLY", "MO")
    services = json.loads(client.get(reverse("portal:groups_json")).content)
    assert {one["organization"]["name"] for one in services} == {"=SUM(1)の会", "毎週の会"}
    [schedule] = next(one for one in services if one["name"] == "毎週の会")["schedules"]
    assert schedule["byday"] == "MO"
    book = CalamineWorkbook.from_filelike(io.BytesIO(client.get(reverse("portal:groups_xlsx")).content))
    sheet = book.get_sheet_by_index(0).to_python()
    assert sheet[0][0] == "団体名"
    assert {row[0] for row in sheet[1:]} == {"=SUM(1)の会", "毎週の会"}


def test_the_list_takes_few_queries(client, kept, by, django_assert_max_num_queries):
    for number in range(25):
        facilities.group(directory=kept, by=by, name=f"会{number}")
    for name in ("groups", "print_groups", "groups_csv"):
        with django_assert_max_num_queries(12):
            client.get(reverse(f"portal:{name}"))


def test_an_empty_list_helps(client):
    page = client.get(reverse("portal:groups")).content.decode()
    assert "掲載している団体はまだありません" in page
    assert client.get(reverse("facilities:ask_to_be_listed")).status_code == 404

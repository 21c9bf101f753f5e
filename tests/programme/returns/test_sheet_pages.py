"""The page of a collected sheet: what is saved, filled in, added up, refused; typed words come back."""

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.programme.returns.sheets import NOVEMBER, NOW, scene
from zaitaku.programme.returns import actions
from zaitaku.programme.returns.choices import Answer
from zaitaku.programme.returns.forms.filling import AnswerField
from zaitaku.programme.returns.models import Value
from zaitaku.programme.returns.queries.workbooks import WORDS

pytestmark = pytest.mark.django_db


@pytest.fixture
def s(client):
    made = scene()
    client.force_login(made.partner)
    return made


def fields(s, sheet, **typed):
    """The page as the browser sends it back. `typed`: code → a number or word, or fields (`a={"none": "on"}`)."""
    data = {}
    rows = {row.element_id: row for row in Value.objects.filter(sheet=sheet, superseded_at=None)}
    for code, element in s.elements.items():
        row = rows.get(element.pk)
        if row is not None:
            data[f"e{element.pk}-seen"] = row.pk
            data[f"e{element.pk}-value"] = f"{row.value:f}" if row.value is not None else ""
            data[f"e{element.pk}-note"] = row.note
            if row.state == "not_applicable":
                data[f"e{element.pk}-none"] = "on"
            if row.answer != "number":
                data[f"e{element.pk}-{row.answer}"] = "on"
        given = typed.get(code, {})
        given = given if isinstance(given, dict) else {"value": given}
        data |= {f"e{element.pk}-{name}": value for name, value in given.items()}
    return data


def post(client, s, sheet, do="save", **typed):
    return client.post(reverse("returns:sheet", args=[sheet.pk]), fields(s, sheet, **typed) | {"do": do})


def current(sheet):
    rows = Value.objects.filter(sheet=sheet, superseded_at=None).select_related("element")
    return {row.element.code: (row.value and int(row.value), row.answer) for row in rows}


def test_numbers_words_and_ticks_are_saved_and_the_whole_is_added_up(client, s):
    s.sent()
    sheet = s.sheet(NOVEMBER)
    typed = {"a": "１，２００件", "b": "なし", "stand": {"same": "on"}, "total": "変更なし", "share": {"none": "on"}}
    answer = post(client, s, sheet, **typed)
    assert answer.status_code == 302
    found = current(sheet)
    assert found == {
        "whole": (1200, "number"),
        "a": (1200, "number"),
        "b": (0, "none"),
        "stand": (4, "same"),
        "total": (100, "same"),
        "share": (None, "number"),
    }
    assert Value.objects.get(sheet=sheet, element__code="share").state == "not_applicable"
    assert "相談件数" in client.get(answer.url).content.decode()
    assert post(client, s, sheet).status_code == 302
    assert Value.objects.filter(sheet=sheet).count() == 6


def test_a_whole_follows_its_parts_until_somebody_types_another(client, s):
    sheet = s.sheet()
    post(client, s, sheet, a="2", b="3")
    post(client, s, sheet, a="4")
    assert current(sheet)["whole"] == (7, "number")
    post(client, s, sheet, whole="9")
    post(client, s, sheet, a="5")
    assert current(sheet)["whole"] == (9, "number")
    page = client.get(reverse("returns:sheet", args=[sheet.pk]))
    assert [one.element.code for one in page.context["stops"]] == ["whole"]


@pytest.mark.parametrize(
    "typed",
    [
        {"b": "3x"},
        {"b": {"value": "3", "none": "on"}},
        {"b": "変更なし"},
        {"total": "なし"},
        {"stand": {"same": "on"}},
        {"stand": "変更なし"},
        {"share": "55.55"},
        {"share": "101"},
        {"b": {"note": "言葉だけ"}},
        {"b": "1.5"},
        {"b": {"value": "1", "note": "x" * 501}},
        {"b": "-1"},
    ],
)
def test_one_bad_item_keeps_all_out_and_brings_the_typed_back(client, s, typed):
    sheet = s.sheet()
    answer = post(client, s, sheet, a="77", **typed)
    assert answer.status_code == 422
    assert current(sheet) == {}
    assert 'value="77"' in answer.content.decode()
    assert sheet.steps.filter(kind="saved").count() == 0


def test_blanks_are_filled_in_to_look_at_and_what_was_typed_stays(client, s):
    s.sent()
    sheet = s.sheet(NOVEMBER)
    page = post(client, s, sheet, "copy", a="8", b="x?")
    lines = {line.item.element.code: line for line in page.context["lines"]}
    shown = {code: line.form["value"].value() for code, line in lines.items()}
    assert shown == {"whole": None, "a": "8", "b": "x?", "stand": "4", "total": "100", "share": "50"}
    assert [code for code, line in lines.items() if line.copied] == ["stand", "total", "share"]
    assert (page.status_code, current(sheet)) == (200, {})
    page = post(client, s, sheet, "none", a="8")
    data = {name: page.context["lines"][0].form.data.getlist(name)[0] for name in page.context["lines"][0].form.data}
    assert client.post(reverse("returns:sheet", args=[sheet.pk]), data | {"do": "save"}).status_code == 302
    assert current(sheet) == {
        "whole": (8, "number"),
        "a": (8, "number"),
        "b": (0, "none"),
        "stand": (0, "none"),
        "total": (100, "same"),
        "share": (None, "number"),
    }


def test_a_number_typed_over_a_tick_counts_and_a_tick_over_a_number_does_not(client, s):
    sheet = s.sheet()
    post(client, s, sheet, a={"none": "on"})
    assert post(client, s, sheet, a={"value": "3", "none": "on"}).status_code == 302
    assert current(sheet)["a"] == (3, "number")
    assert post(client, s, sheet, a={"value": "3", "none": "on"}).status_code == 422
    assert post(client, s, sheet, a={"value": "", "none": "on"}).status_code == 302
    assert current(sheet)["a"] == (0, "none")
    assert post(client, s, sheet, a={"value": "", "none": ""}).status_code == 422


def test_two_people_the_later_sees_the_other_number_and_may_insist(client, s):
    sheet = s.sheet()
    late = fields(s, sheet, a="5") | {"do": "save"}
    post(client, s, sheet, a="4")
    page = client.post(reverse("returns:sheet", args=[sheet.pk]), late)
    assert page.status_code == 422
    assert "現在の記録：4" in page.content.decode()
    again = {name: value for line in page.context["lines"] for name, value in line.form.data.items()}
    assert client.post(reverse("returns:sheet", args=[sheet.pk]), again).status_code == 302
    assert current(sheet)["a"] == (5, "number")


def test_saving_leads_to_the_look_before_sending_and_sending_to_the_sheet(client, s):
    sheet = s.sheet()
    answer = post(client, s, sheet, "send", a="2", b="3", stand="4", total="100")
    assert answer.url == reverse("returns:submit", args=[sheet.pk])
    page = client.get(answer.url)
    assert [one.element.code for one in page.context["stops"]] == ["share"]
    refused = client.post(answer.url, {"seen": sheet.version + 1})
    assert refused.status_code == 422
    post(client, s, sheet, "send", share="50.5")
    sheet.refresh_from_db()
    assert client.post(answer.url, {"seen": sheet.version}).status_code == 302
    sheet.refresh_from_db()
    assert sheet.status == "submitted"
    too_late = post(client, s, sheet, a="9")
    assert (too_late.status_code, current(sheet)["a"]) == (422, (2, "number"))
    assert "提出済み" in too_late.content.decode()


def test_a_full_page_takes_a_constant_number_of_queries(client, s, django_assert_max_num_queries):
    s.sent()
    sheet = s.full(s.sheet(NOVEMBER))
    actions.submit(sheet=sheet, seen=sheet.version, by=s.partner, now=NOW)
    for code in ("a", "b"):
        actions.ask(sheet=sheet, element=s.elements[code], text="?", by=s.officer, now=NOW)
    actions.hand_back(sheet=sheet, seen=sheet.version, by=s.officer, now=NOW)
    with django_assert_max_num_queries(32):
        assert client.get(reverse("returns:sheet", args=[sheet.pk])).status_code == 200


def test_history_of_a_sent_value_offers_no_undo(client, s):
    sheet = s.sent()
    url = reverse("returns:history", args=[sheet.pk, s.elements["a"].pk])
    assert not client.get(url).context["may_undo"]
    actions.hand_back(sheet=sheet, seen=sheet.version, reason="確認", by=s.officer, now=NOW)
    assert client.get(url).context["may_undo"]


def test_history_says_how_a_number_came_about_and_why_to_those_who_fill(client, s):
    s.sent()
    sheet, pk = s.sheet(NOVEMBER), s.elements["stand"].pk
    client.post(reverse("returns:sheet", args=[sheet.pk]), {f"e{pk}-same": "on", f"e{pk}-note": "増減なしを確認"})
    page = client.get(reverse("returns:history", args=[sheet.pk, pk])).content.decode()
    assert "変更なし" in page
    assert "増減なしを確認" in page
    assert "令和5年11月" in page


def test_a_column_is_pasted_into_a_draft(client, s):
    sheet = s.sheet()
    url = reverse("returns:paste", args=[sheet.pk])
    seen = client.post(url, {"block": "a\t2\nb\t3", "step": "look"}).context["seen"]
    assert client.post(url, {"block": "a\t2\nb\t3", "step": "save", "seen": seen}).status_code == 302
    assert current(sheet) == {"a": (2, "number"), "b": (3, "number")}


JUNK = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        ["-1", "1e9", "９" * 40, "NaN", "\x00", "なし", "変更なし", "x" * 600, "0", "△5", "12.34", "on", ""]
    ),
    st.integers(-5, 10**6).map(str),
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data(), do=st.sampled_from(["save", "send", "copy", "none", "", "\x00"]))
def test_nothing_typed_breaks_the_sheet_or_saves_half_of_it(client, s, data, do):
    sheet = s.sheet()
    names = [f"e{one.pk}-{part}" for one in s.elements.values() for part in ("value", "none", "same", "note", "seen")]
    typed = data.draw(st.dictionaries(st.sampled_from(names), JUNK, max_size=8))
    sent = {name: value.encode("utf-8", "replace").decode() for name, value in typed.items()}
    rows = dict(Value.objects.filter(superseded_at=None).values_list("pk", "value"))
    answer = client.post(reverse("returns:sheet", args=[sheet.pk]), sent | {"do": do})
    after = dict(Value.objects.filter(superseded_at=None).values_list("pk", "value"))
    assert answer.status_code in (200, 302, 422)
    if answer.status_code != 302:
        assert after == rows


def test_the_page_and_excel_say_one_word_for_one_answer():
    """And read back what either of them ever said."""
    assert {answer: str(answer.label) for answer in (Answer.NONE, Answer.SAME)} == {
        answer: WORDS[answer] for answer in (Answer.NONE, Answer.SAME)
    }
    for word in ("該当なし", "今月なし", "なし"):
        assert AnswerField(required=False).clean(word) is Answer.NONE

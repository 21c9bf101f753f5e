"""A running total that begins anew each April: March's number is none of April's, in which there may be none yet."""

from datetime import date

import pytest
from django.urls import reverse

from tests.factories import returns
from tests.programme.returns.excel_files import Centre, opened
from tests.programme.returns.sheets import scene
from tests.reports.return_sheets import row_of
from zaitaku.programme.returns import actions
from zaitaku.programme.returns.actions.rules import RuleFields, add_rule
from zaitaku.programme.returns.choices import Answer, RuleKind, Severity
from zaitaku.programme.returns.models import Value
from zaitaku.programme.returns.queries.filling import before

pytestmark = pytest.mark.django_db
MARCH, APRIL, MAY = date(2024, 3, 1), date(2024, 4, 1), date(2024, 5, 1)


@pytest.fixture
def s(client):
    """A total that begins anew in April, and one that runs on (`ever`)."""
    made = scene()
    made.elements["ever"] = returns.element(form=made.form, code="ever", label="通算", span="running_total")
    fields = RuleFields(RuleKind.NOT_BELOW_YEAR, made.elements["total"], Severity.STOP)
    add_rule(form=made.form, fields=fields, by=made.officer)
    for start in (MARCH, APRIL, MAY):
        made.rounds[start] = returns.round_(form=made.form, start=start)
    client.force_login(made.partner)
    send(made, MARCH, total=100, ever=700)
    return made


def send(s, start, **values):
    sheet = s.sheet(start)
    s.fill(sheet, **{"whole": 5, "a": 2, "b": 3, "stand": 4, "share": 50, "ever": 700} | values)
    return actions.submit(sheet=sheet, seen=sheet.version, by=s.partner, now=s.rounds[start].opened_at)


def post(client, s, sheet, code="total", **typed):
    data = {"do": typed.pop("do", "save")} | {f"e{s.elements[code].pk}-{name}": value for name, value in typed.items()}
    return client.post(reverse("returns:sheet", args=[sheet.pk]), data)


def saved(s, sheet, code="total"):
    row = Value.objects.get(sheet=sheet, element=s.elements[code], superseded_at=None)
    return row.value, row.answer


def test_the_last_number_is_of_this_fiscal_year(s):
    total, ever = s.elements["total"].pk, s.elements["ever"].pk
    april = before(s.sheet(APRIL))
    assert (total in april, april[ever].last) == (False, 700)
    assert total not in before(s.sheet(MAY))
    send(s, APRIL, total=8, ever=708)
    assert [before(s.sheet(MAY))[pk].last for pk in (total, ever)] == [8, 708]


def test_no_change_is_not_offered_in_april_and_refused_on_the_page(client, s):
    sheet = s.sheet(APRIL)
    page = client.get(reverse("returns:sheet", args=[sheet.pk])).content.decode()
    offered = [
        f'name="e{s.elements[code].pk}-{tick}"' in page for code in ("total", "ever") for tick in ("none", "same")
    ]
    assert offered == [True, False, False, True]
    answer = post(client, s, sheet, same="on")
    assert answer.status_code == 422
    assert "変更なし" in answer.content.decode()
    assert not sheet.values.exists()
    for code, value, told in [("total", 100, Answer.SAME), ("total", 1, Answer.NONE), ("ever", 0, Answer.NONE)]:
        with pytest.raises(actions.SheetRefused, match=s.elements[code].label):
            s.fill(sheet, answers={code: told}, **{code: value})


def test_blanks_are_filled_by_none_in_april_and_by_no_change_in_may(client, s):
    def offered(start, how):
        lines = post(client, s, s.sheet(start), do=how).context["lines"]
        forms = {line.item.element.code: line.form for line in lines}
        ticks = {
            code: [tick for tick in ("none", "same") if form.data.get(form.add_prefix(tick))]
            for code, form in forms.items()
        }
        return [(forms[code].data.get(forms[code].add_prefix("value")), ticks[code]) for code in ("total", "ever")]

    assert offered(APRIL, "none") == [("0", ["none"]), ("700", ["same"])]
    assert offered(APRIL, "copy") == [(None, []), ("700", [])]
    april = s.sheet(APRIL)
    assert post(client, s, april, none="on", value="0").status_code == 302
    assert saved(s, april) == (0, "none")
    s.fill(april, whole=5, a=2, b=3, stand=4, share=50, ever=700)
    actions.submit(sheet=april, seen=april.version, by=s.partner, now=s.rounds[APRIL].opened_at)
    assert offered(MAY, "none") == [("0", ["same"]), ("700", ["same"])]
    assert post(client, s, s.sheet(MAY), value="なし").status_code == 422


def test_excel_offers_and_takes_none_in_april_and_no_change_in_may(client, s):
    april = Centre(s.form, s.sheet(APRIL), s.partner, client)
    page = opened(april.download())
    assert page[f"D{row_of(page, 'total')}"].value is None
    problems = april.client.get(april.taken(total="変更なし")).context["forms"]
    (said,) = [form.problem for form in problems if form.problem]
    assert said.startswith("「変更なし」ですが、前回の数値が登録されていません")
    address = april.taken(total=("", "該当なし"), ever=("", "変更なし"))
    assert april.client.post(address, april.fields(address)).status_code == 302
    assert [saved(s, april.sheet, code) for code in ("total", "ever")] == [(0, "none"), (700, "same")]
    s.fill(april.sheet, whole=5, a=2, b=3, stand=4, share=50)
    sheet = april.sheet
    sheet.refresh_from_db()
    actions.submit(sheet=sheet, seen=sheet.version, by=s.partner, now=s.rounds[APRIL].opened_at)
    may = Centre(s.form, s.sheet(MAY), s.partner, client)
    address = may.taken(total=("", "変更なし"))
    assert may.client.post(address, may.fields(address)).status_code == 302
    assert saved(s, may.sheet) == (0, "same")

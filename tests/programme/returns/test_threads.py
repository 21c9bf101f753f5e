"""Queries: asked, answered, closed; who hears of it; what each side has to do."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from tests.factories import core, returns
from tests.programme.returns.sheets import NOVEMBER, NOW, OCTOBER, scene
from zaitaku.core.accounts.choices import Role
from zaitaku.core.audit.models import AuditEntry
from zaitaku.core.mail.models import Letter
from zaitaku.programme.returns import actions
from zaitaku.programme.returns.queries.due import duties_of

pytestmark = pytest.mark.django_db
TEXT = "利用者Aさんを二度数えていませんか"


@pytest.fixture
def s():
    return scene()


def ask(s, sheet, code="a"):
    element = s.elements[code] if code else None
    return actions.ask(sheet=sheet, element=element, text=TEXT, by=s.officer, now=NOW)


def duties(person, on=date(2023, 11, 7)):
    return [(duty.page, duty.is_late) for duty in duties_of(person, on=on, most=10)]


def test_asked_answered_asked_further_closed(s):
    query = ask(s, s.sent())
    message = actions.answer(query=query, text="確認し修正します", by=s.partner, now=NOW)
    assert message.query.answered_at == NOW
    actions.answer(query=query, text="何件ですか", by=s.officer, now=NOW, from_owner=True)
    query.refresh_from_db()
    assert query.answered_at is None
    seen = query.messages.last().pk
    actions.close_query(query=query, seen=seen, by=s.officer, now=NOW)
    for act in (lambda **kw: actions.close_query(seen=seen, **kw), lambda **kw: actions.answer(text="x", **kw)):
        with pytest.raises(actions.QueryRefused):
            act(query=query, by=s.officer, now=NOW)
    assert [one.text for one in query.messages.all()] == [TEXT, "確認し修正します", "何件ですか"]
    letters = Letter.objects.order_by("pk")
    assert [letter.to for letter in letters] == [s.partner.email, s.officer.email, s.partner.email]
    assert all(reverse("returns:query", args=[query.pk]) in letter.body for letter in letters)
    assert all("本人から" in letter.body for letter in letters)
    assert not any(TEXT in letter.body + letter.subject for letter in letters)
    chain = AuditEntry.objects.filter(action__in=["returns.ask", "returns.answer_query", "returns.close_query"])
    assert [entry.details["element"] for entry in chain.order_by("number")] == ["a"] * 4
    assert not any(TEXT in str(entry.details) + entry.subject_name for entry in chain)


def test_a_query_is_closed_only_by_who_has_read_it_all(client, s):
    """One officer has its page open while the sender answers, or another officer asks further."""
    query = ask(s, s.sent())
    client.force_login(s.officer)
    page, close = (reverse(f"returns:{name}", args=[query.pk]) for name in ("query", "close_query"))
    seen = client.get(page).context["last"].pk
    actions.answer(query=query, text="3件は別の方です", by=s.partner, now=NOW)
    for data in ({"seen": seen}, {"seen": "x"}, {}):
        refused = client.post(close, data, follow=True)
        assert refused.redirect_chain == [(page, 302)]
        assert "その間に照会へ書込みがありました" in refused.content.decode()
    query.refresh_from_db()
    assert query.is_open
    assert not AuditEntry.objects.filter(action="returns.close_query").exists()
    assert client.post(close, {"seen": refused.context["last"].pk}).url == reverse("returns:sheet", args=[s.sheet().pk])
    query.refresh_from_db()
    assert not query.is_open


def test_a_sheet_goes_back_with_a_query_unanswered_only_where_the_sender_says_so(client, s):
    sheet = s.sent()
    answered, left = ask(s, sheet), ask(s, sheet, code=None)
    actions.answer(query=answered, text="確認しました", by=s.partner, now=NOW)
    actions.hand_back(sheet=sheet, seen=sheet.version, by=s.officer, now=NOW)
    client.force_login(s.partner)
    send = reverse("returns:submit", args=[sheet.pk])
    shown = client.get(send).content.decode()
    assert reverse("returns:query", args=[left.pk]) in shown
    assert reverse("returns:query", args=[answered.pk]) not in shown
    later = ask(s, sheet, code="b")  # after the page was shown
    read = left.messages.last().pk
    assert f'name="without_answer" value="{read}"' in shown
    for ticked in ([], ["x", ""], [read]):
        refused = client.post(send, {"seen": sheet.version, "without_answer": ticked})
        assert refused.status_code == 422
        assert refused.context["ticked"] == {one for one in ticked if one == read}
        assert "未回答の照会が" in refused.context["problem"]
    sheet.refresh_from_db()
    assert sheet.status == "returned"
    actions.answer(query=later, text="確認しました", by=s.partner, now=NOW)
    asked_further = actions.answer(query=left, text="文章でも書いてください", by=s.officer, now=NOW, from_owner=True).pk
    refused = client.post(send, {"seen": sheet.version, "without_answer": [read]})
    assert refused.status_code == 422, "the box was ticked before there was more to read"
    assert "文章でも書いてください" in refused.content.decode()
    assert client.post(send, {"seen": sheet.version, "without_answer": [asked_further]}).status_code == 302
    sheet.refresh_from_db()
    assert sheet.status == "submitted"
    assert sheet.steps.last().text == "照会1件は回答なし"
    assert AuditEntry.objects.filter(action="returns.submit").order_by("number").last().details["without_answer"] == 1
    assert left in sheet.queries.filter(closed_at=None, answered_at=None)  # and still waits for those who asked


def test_refusals(s):
    draft = s.sheet()
    with pytest.raises(actions.QueryRefused, match="未着手"):
        ask(s, draft)
    sheet = s.sent(NOVEMBER)
    with pytest.raises(actions.QueryRefused):
        actions.ask(sheet=sheet, element=returns.element(), text=TEXT, by=s.officer, now=NOW)
    with pytest.raises(actions.QueryRefused):
        actions.ask(sheet=sheet, element=None, text=" ", by=s.officer, now=NOW)
    assert not sheet.queries.exists()
    actions.accept(sheet=sheet, seen=sheet.version, by=s.officer, now=NOW)
    with pytest.raises(actions.QueryRefused):
        ask(s, sheet)


def test_what_each_side_has_to_do(s):
    assert duties(s.partner) == [("returns:sheet", False), ("returns:sheet", False)]
    assert duties(s.partner, date(2023, 11, 20)) == [("returns:sheet", True), ("returns:sheet", False)]
    assert duties(s.officer) == []
    sheet = s.sent()
    assert duties(s.partner) == [("returns:sheet", False)]
    assert duties(s.officer) == [("returns:accept_round", False)]
    query = ask(s, sheet)
    assert ("returns:query", False) in duties(s.partner)
    assert duties(s.officer) == [("returns:accept_round", False)]
    actions.answer(query=query, text="はい", by=s.partner, now=NOW)
    assert ("returns:query", False) not in duties(s.partner)
    assert ("returns:query", False) in duties(s.officer)
    actions.hand_back(sheet=sheet, seen=sheet.version, by=s.officer, now=NOW)
    assert duties(s.partner, sheet.round.due_on + timedelta(days=9))[0] == ("returns:sheet", False)
    other = core.person(role=Role.PARTNER, organisation=s.centres[1])
    assert len(duties(other)) == 2
    reader = core.person(role=Role.COUNCIL_MEMBER, organisation=s.owner)
    assert duties(reader) == []


def test_a_round_of_27_is_one_duty_in_a_few_queries(s, django_assert_max_num_queries):
    for _number in range(25):
        sheet = returns.sheet(
            form=s.form, start=OCTOBER, end=s.rounds[OCTOBER].end, round=s.rounds[OCTOBER], status="asked"
        )
        sheet.status, sheet.first_sent_on = "submitted", date(2023, 11, 6)
        sheet.save()
    with django_assert_max_num_queries(6):
        found = duties_of(s.officer, on=date(2023, 11, 7), most=10)
    assert [duty.what for duty in found] == ["受理待ちの報告：25件"]

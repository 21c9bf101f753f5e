"""Pages of committees: minutes by two clerks, actions reported by their owners, who reaches what, the files."""

from datetime import date

import pytest
from django.urls import reverse

from tests.factories import core
from tests.factories.meetings import committees as make
from tests.factories.meetings import issues as make_issues
from zaitaku.core.accounts.choices import Role
from zaitaku.core.areas.models import Organisation
from zaitaku.programme.events.choices import SeriesKind
from zaitaku.programme.meetings.choices import FollowUp, IssueLevel
from zaitaku.programme.meetings.models import ActionItem, AgendaItem, Minutes

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return core.organisation(name="地域医療課")


@pytest.fixture
def association(office):
    return core.organisation(name="医師会", area=office.area)


@pytest.fixture
def run(office):
    return make.committee(owner=office, code="fire")


@pytest.fixture
def clerk(client, office):
    one = core.person(role=Role.SECTION_OFFICER, organisation=office)
    client.force_login(one)
    return one


def post(client, name, *args, **data):
    return client.post(reverse(f"meetings:{name}", args=args), data)


def test_an_agenda_is_made_moved_copied_and_settled(client, clerk, run):
    first, second = make.meeting(series=run), make.meeting(series=run)
    assert post(client, "add_agenda_item", first.pk, title="議事録の確認", is_standing="on").status_code == 302
    assert post(client, "add_agenda_item", first.pk, title="").status_code == 422
    assert post(client, "copy_standing", second.pk).status_code == 302
    post(client, "add_agenda_item", second.pk, title="情報用紙")
    last = second.agenda.get(title="情報用紙")
    post(client, "move_agenda_item", last.pk, "up")
    assert post(client, "move_agenda_item", last.pk, "sideways").status_code == 404
    assert list(second.agenda.values_list("title", flat=True)) == ["情報用紙", "議事録の確認"]
    post(client, "settle_minutes", second.pk)
    page = client.get(reverse("meetings:agenda", args=[second.pk])).content.decode()
    assert "確定を解く" in page
    assert post(client, "add_agenda_item", second.pk, title="x").status_code == 422
    post(client, "remove_agenda_item", last.pk)
    assert second.agenda.count() == 2
    assert post(client, "reopen_minutes", second.pk, reason="").status_code == 422
    post(client, "reopen_minutes", second.pk, reason="誤記の訂正")
    assert not Minutes.objects.exists()
    assert post(client, "reopen_minutes", second.pk, reason="もう一度").status_code == 302  # nothing to open again
    post(client, "remove_agenda_item", last.pk)
    assert second.agenda.count() == 1


def test_a_proposal_is_put_on_an_agenda_and_leads_there_and_back(client, clerk, run, office):
    session = make.meeting(series=run)
    assert "提言" not in client.get(reverse("meetings:agenda", args=[session.pk])).content.decode()
    proposal = make_issues.issue(owner=office, level=IssueLevel.PROPOSAL, title="移動支援の試行")
    case = make_issues.issue(owner=office, title="通院できない")
    assert post(client, "add_agenda_item", session.pk, title="", issue=case.pk).status_code == 422
    assert post(client, "add_agenda_item", session.pk, title="", issue=proposal.pk).status_code == 302
    item = session.agenda.get()
    assert (item.title, item.issue) == ("移動支援の試行", proposal)
    agenda, issue = reverse("meetings:agenda", args=[session.pk]), reverse("meetings:issue", args=[proposal.pk])
    assert issue in client.get(agenda).content.decode()
    assert agenda in client.get(issue).content.decode()


def test_the_second_clerk_loses_nothing_and_overwrites_nothing_unseen(client, clerk, run):
    item = make.item(session=make.meeting(series=run), title="情報用紙")
    address = reverse("meetings:agenda_item", args=[item.pk])
    seen = {"title": "情報用紙", "seen": "0"}
    assert client.post(address, seen | {"discussion": "甲の書いた意見", "decision": "了承"}).status_code == 302
    page = client.post(address, seen | {"discussion": "乙の書いた意見"})
    text = page.content.decode()
    assert page.status_code == 422
    assert "甲の書いた意見" in text
    assert "乙の書いた意見" in text
    assert AgendaItem.objects.get().discussion == "甲の書いた意見"
    both = {"discussion": "甲の書いた意見\n乙の書いた意見", "decision": "了承"}
    again = seen | both | {"seen": page.context["form"]["seen"].value()}
    assert client.post(address, again).status_code == 302
    assert AgendaItem.objects.get().discussion == both["discussion"]


@pytest.mark.parametrize(
    "bad",
    [{"discussion": "あ" * 5001}, {"discussion": "a\x00b"}, {"decision": "あ" * 1001}, {"title": ""}, {"seen": "-5"}],
)
def test_what_cannot_be_kept_is_refused_and_still_stands_in_the_form(client, clerk, run, bad):
    item = make.item(session=make.meeting(series=run), title="情報用紙")
    data = {"title": "情報用紙", "discussion": "意見", "decision": "", "seen": "0"} | bad
    page = client.post(reverse("meetings:agenda_item", args=[item.pk]), data)
    assert page.status_code == 422
    assert AgendaItem.objects.get().discussion == ""
    assert page.context["form"]["discussion"].value() == data["discussion"]


def test_an_action_is_written_changed_and_reported_by_its_owner(client, clerk, run, association):
    session = make.meeting(series=run)
    item = make.item(session=session)
    page = client.get(reverse("meetings:add_action", args=[session.pk]), {"item": item.pk})
    assert page.context["page_form"]["item"].value() == str(item.pk)
    data = {"text": "会員へ照会する", "owner": association.pk, "person": "事務局", "due_on": "R5.9.1", "item": item.pk}
    assert post(client, "add_action", session.pk, **data).status_code == 302
    action = ActionItem.objects.get()
    assert (action.agenda_item, action.due_on) == (item, date(2023, 9, 1))
    other = make.item()
    assert post(client, "add_action", session.pk, **(data | {"item": other.pk})).status_code == 422
    assert (
        post(client, "change_action", action.pk, **(data | {"text": "全会員へ照会する", "seen": 0})).status_code == 302
    )
    late = post(client, "change_action", action.pk, **(data | {"seen": 0}))
    assert late.status_code == 422
    assert "全会員へ照会する" in late.content.decode()

    client.force_login(core.person(role=Role.PARTNER, organisation=association))
    listed = client.get(reverse("meetings:undertakings"), {"mine": "on"})
    assert [one.pk for one in listed.context["listed"]] == [action.pk]
    assert client.get(reverse("meetings:undertaking", args=[action.pk])).status_code == 200
    assert post(client, "undertaking", action.pk, status="done", seen=1).status_code == 422
    told = {"status": "done", "done_on": "R5.8.1", "result": "回答80件", "seen": 1}
    assert post(client, "undertaking", action.pk, **told).status_code == 302
    assert post(client, "undertaking", action.pk, **told).status_code == 422  # its version is 2 now
    action.refresh_from_db()
    assert (action.status, action.result) == (FollowUp.DONE, "回答80件")
    assert client.get(reverse("meetings:agenda", args=[session.pk])).status_code == 404
    for name in ("change_action", "add_action"):
        pk = action.pk if name == "change_action" else session.pk
        assert post(client, name, pk, **data).status_code == 404


def test_another_organisation_reaches_none_of_it(client, run, office):
    session = make.meeting(series=run)
    item, action = make.item(session=session), make.action(session=session, owner=office)
    other: Organisation = core.organisation(area=office.area)
    client.force_login(core.person(role=Role.SECTION_OFFICER, organisation=other))
    for name, args in (
        ("agenda", [session.pk]),
        ("minutes", [session.pk, "pdf"]),
        ("agenda_item", [item.pk]),
        ("undertaking", [action.pk]),
        ("change_action", [action.pk]),
        ("add_action", [session.pk]),
    ):
        assert client.get(reverse(f"meetings:{name}", args=args)).status_code == 404, name
    for name, args in (
        ("add_agenda_item", [session.pk]),
        ("copy_standing", [session.pk]),
        ("settle_minutes", [session.pk]),
        ("reopen_minutes", [session.pk]),
        ("move_agenda_item", [item.pk, "up"]),
        ("remove_agenda_item", [item.pk]),
        ("undertaking", [action.pk]),
    ):
        assert post(client, name, *args, title="x").status_code == 404, name
    assert AgendaItem.objects.count() == 1


def test_council_members_read_minutes_and_change_nothing(client, run, office):
    session = make.meeting(series=run)
    item = make.item(session=session, decision="了承")
    client.force_login(core.person(role=Role.COUNCIL_MEMBER, organisation=office))
    page = client.get(reverse("meetings:agenda", args=[session.pk])).content.decode()
    assert "了承" in page
    assert "議事録を書く" not in page
    assert client.get(reverse("meetings:agenda_item", args=[item.pk])).status_code == 403
    assert post(client, "settle_minutes", session.pk).status_code == 403


@pytest.mark.parametrize(("suffix", "starts"), [("pdf", b"%PDF"), ("docx", b"PK")])
def test_the_minutes_come_as_files(client, clerk, run, suffix, starts):
    session = make.meeting(series=run)
    address = reverse("meetings:minutes", args=[session.pk, suffix])
    draft = client.get(address)
    assert draft.content.startswith(starts)
    assert "%E6%A1%88" in draft["Content-Disposition"]  # 案
    make.item(session=session, title="a/b:c")
    post(client, "settle_minutes", session.pk)
    kept = client.get(address)
    assert "%E6%A1%88" not in kept["Content-Disposition"]
    assert kept.content == client.get(address).content
    assert client.get(reverse("meetings:minutes", args=[session.pk, "exe"])).status_code == 404


def test_lists_are_narrowed(client, clerk, run, office, association):
    session = make.meeting(series=run)
    late = make.action(session=session, owner=office, due_on=date(2023, 7, 1), text="様式を直す")
    soon = make.action(session=session, owner=association, due_on=date(2099, 7, 1))
    done = make.action(session=session, owner=office, status=FollowUp.DONE, done_on=date(2023, 8, 1))
    whenever = make.action(session=session, owner=office)
    address = reverse("meetings:undertakings")

    def found(**asked):
        return [one.pk for one in client.get(address, asked).context["listed"]]

    assert found() == [late.pk, soon.pk, whenever.pk]
    assert found(late="on") == [late.pk]
    assert found(status="done") == [done.pk]
    assert len(found(status="all")) == 4
    assert found(mine="on") == [late.pk, whenever.pk]
    assert found(owner=association.pk) == [soon.pk]
    assert found(committee="fire", q="様式") == [late.pk]
    assert found(committee="other") == []
    listed = client.get(reverse("meetings:committees"), {"year": "2023"}).context["rows"]
    assert [(one.items, one.undone) for one in listed] == [(0, 3)]
    assert client.get(reverse("meetings:committees"), {"year": "x"}).status_code == 200
    counts = client.get(reverse("meetings:index")).context
    assert (counts["actions"], counts["late_actions"]) == (3, 1)


def test_courses_and_visits_are_shown_to_those_who_may_open_them(client, clerk, office):
    address = reverse("meetings:courses")
    assert address in client.get(reverse("meetings:index")).content.decode()
    client.force_login(core.person(role=Role.COUNCIL_MEMBER, organisation=office))
    assert address not in client.get(reverse("meetings:index")).content.decode()
    assert client.get(address).status_code == 403


def test_what_was_said_about_cases_is_read_by_those_who_record_it_only(client, clerk, run, office):
    """Whatever is a committee is read by everybody who sees the programme."""
    meeting = make.meeting(series=run)
    addresses = [reverse("meetings:agenda", args=[meeting.pk]), reverse("meetings:minutes", args=[meeting.pk, "pdf"])]
    reader = core.person(role=Role.COUNCIL_MEMBER, organisation=office)
    for kind, seen in ((SeriesKind.CASE_MEETING, 404), (SeriesKind.COMMITTEE, 200)):
        run.kind = kind
        run.save()
        client.force_login(clerk)
        assert [client.get(address).status_code for address in addresses] == [200, 200]
        client.force_login(reader)
        assert [client.get(address).status_code for address in addresses] == [seen, seen]

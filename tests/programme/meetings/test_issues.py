"""From issues of cases to proposals: gathering, follow-up that cannot be changed, who sees what."""

import random
from datetime import date, datetime
from io import BytesIO
from zoneinfo import ZoneInfo

import openpyxl
import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from tests.factories import core, events
from tests.factories.meetings import issues as make
from tests.factories.meetings.wishes import centre
from zaitaku.core.accounts.choices import Role
from zaitaku.core.audit.models import AuditEntry
from zaitaku.core.records.actions import ChangedMeanwhile
from zaitaku.programme.meetings.actions import issues as actions
from zaitaku.programme.meetings.actions.issues import IssueEntry
from zaitaku.programme.meetings.actions.refused import MeetingRefused
from zaitaku.programme.meetings.choices import FollowUp, IssueLevel
from zaitaku.programme.meetings.models import Issue, IssueStep
from zaitaku.programme.meetings.queries.issues import flat, forest

pytestmark = pytest.mark.django_db
JUNE = date(2023, 6, 1)
NOW = datetime(2023, 12, 1, 9, tzinfo=ZoneInfo("Asia/Tokyo"))


@pytest.fixture
def officer(client):
    """Of the town hall; two centres lie in the area."""
    office = core.organisation(name="高齢者支援課")
    one = core.person(organisation=office)
    client.force_login(one)
    return one


@pytest.fixture
def office(officer):
    return officer.memberships.get().organisation


@pytest.fixture
def centres(office):
    return [centre(area=office.area, code=f"C{number}") for number in range(2)]


def test_cases_become_an_issue_of_the_area_and_that_a_proposal(officer, office, centres):
    cases = [make.issue(owner=one) for one in centres] + [make.issue(owner=centres[0])]
    entry = IssueEntry("ごみ出し支援の担い手が足りない", JUNE)
    area = actions.gather_into_new(issues=cases, owner=office, entry=entry, by=officer)
    assert area.level == IssueLevel.AREA
    entry = IssueEntry("ごみ出し支援事業", JUNE, addressee=office)
    proposal = actions.gather_into_new(issues=[area], owner=office, entry=entry, by=officer)
    (top,) = forest(Issue.objects.all(), today=JUNE)
    assert (top.issue, top.centres, top.cases) == (proposal, 3, 3)
    assert [(depth, branch.issue.level) for depth, branch in flat([top])] == [
        (0, "proposal"),
        (1, "area"),
        (2, "case"),
        (2, "case"),
        (2, "case"),
    ]
    released = actions.release_issue(issue=cases[0], by=officer)
    assert released.gathered_into is None
    assert area.gathered.count() == 2
    with pytest.raises(MeetingRefused, match="独立"):
        actions.release_issue(issue=cases[0], by=officer)


def test_levels_are_never_mixed_up(officer, office):
    case, area = make.issue(owner=office), make.issue(owner=office, level=IssueLevel.AREA)
    proposal = make.issue(owner=office, level=IssueLevel.PROPOSAL)
    for rows, into in [([case], proposal), ([area], area), ([case, area], area), ([proposal], area), ([], area)]:
        with pytest.raises(MeetingRefused):
            actions.gather_issues(issues=rows, into=into, by=officer)
    for rows in ([case, area], [proposal], []):
        with pytest.raises(MeetingRefused):
            actions.gather_into_new(issues=rows, owner=office, entry=IssueEntry("x", JUNE), by=officer)
    Issue.objects.filter(pk=area.pk).update(status=FollowUp.DONE)
    with pytest.raises(MeetingRefused, match="終わって"):
        actions.gather_issues(issues=[case], into=area, by=officer)
    assert not Issue.objects.exclude(gathered_into=None).exists()
    assert Issue.objects.count() == 3
    assert not AuditEntry.objects.exists()


def test_the_forest_counts_as_a_plain_walk_does(office, centres):
    dice = random.Random(5)
    owners = [office, *centres]
    proposals = [make.issue(owner=dice.choice(owners), level=IssueLevel.PROPOSAL) for _ in range(3)]
    areas = [
        make.issue(owner=dice.choice(owners), level=IssueLevel.AREA, gathered_into=dice.choice([None, *proposals]))
        for _ in range(8)
    ]
    for _ in range(30):
        make.issue(owner=dice.choice(owners), gathered_into=dice.choice([None, *areas]))
    branches = [branch for _depth, branch in flat(forest(Issue.objects.all(), today=JUNE))]
    assert len(branches) == Issue.objects.count()

    def below(issue):
        return [issue, *(one for part in Issue.objects.filter(gathered_into=issue) for one in below(part))]

    for branch in branches:
        rows = below(branch.issue)
        assert branch.centres == len({row.owner_id for row in rows})
        assert branch.cases == sum(1 for row in rows if row.level == IssueLevel.CASE)


def test_follow_up_moves_the_state_and_the_database_keeps_every_step(officer, office):
    issue = make.issue(owner=office, due_on=date(2023, 7, 1))
    actions.follow_up(issue=issue, on=JUNE, status=FollowUp.UNDER_WAY, text="町会と話した", at=NOW, by=officer)
    actions.follow_up(issue=issue, on=JUNE, status=FollowUp.DONE, text="始まった", at=NOW, by=officer)
    issue.refresh_from_db()
    assert issue.status == FollowUp.DONE
    for change in (
        lambda: IssueStep.objects.update(text="別のこと"),
        lambda: IssueStep.objects.all().delete(),
        lambda: IssueStep.objects.filter(text="始まった").delete(),
    ):
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
            change()
    assert list(IssueStep.objects.values_list("text", flat=True)) == ["町会と話した", "始まった"]
    with pytest.raises(MeetingRefused, match="より前"):
        actions.follow_up(issue=issue, on=date(2023, 5, 1), status=FollowUp.OPEN, text="x", at=NOW, by=officer)
    with pytest.raises(MeetingRefused, match="行ったこと"):
        actions.follow_up(issue=issue, on=JUNE, status=FollowUp.OPEN, text=" ", at=NOW, by=officer)


def test_a_step_told_late_does_not_undo_a_later_one(officer, office):
    issue = make.issue(owner=office)
    step = {"issue": issue, "at": NOW, "by": officer}
    actions.follow_up(on=date(2023, 9, 1), status=FollowUp.DONE, text="終わった", **step)
    actions.follow_up(on=date(2023, 8, 1), status=FollowUp.UNDER_WAY, text="始まっていた", **step)
    issue.refresh_from_db()
    assert issue.status == FollowUp.DONE
    assert [one.text for one in issue.steps.all()] == ["始まっていた", "終わった"]
    actions.follow_up(on=date(2023, 9, 1), status=FollowUp.OPEN, text="やり直し", **step)
    issue.refresh_from_db()
    assert issue.status == FollowUp.OPEN


def test_the_audit_chain_keeps_no_word_of_a_case(officer, office):
    entry = IssueEntry("ひみつの事例", JUNE, "ひみつの中身")
    issue = actions.raise_issue(owner=office, level=IssueLevel.CASE, entry=entry, by=officer)
    actions.change_issue(issue=issue, seen=0, entry=entry, by=officer)
    actions.follow_up(issue=issue, on=JUNE, status=FollowUp.DONE, text="ひみつの対応", at=NOW, by=officer)
    actions.gather_into_new(issues=[issue], owner=office, entry=IssueEntry("移動の足", JUNE), by=officer)
    assert AuditEntry.objects.count() == 5
    for row in AuditEntry.objects.all():
        assert "ひみつ" not in f"{row.subject_name}{row.details}"


def test_two_people_cannot_overwrite_each_other(client, officer, office):
    issue = make.issue(owner=office, title="移動の足がない")
    address = reverse("meetings:change_issue", args=[issue.pk])
    late = {"title": "通院の足がない", "raised_on": "R5.6.1", "seen": "0"}
    assert client.post(address, late | {"title": "買い物の足がない"}).status_code == 302
    page = client.post(address, late)
    assert page.status_code == 422
    assert "買い物の足がない" in page.content.decode()
    seen = page.context["page_form"]["seen"].value()
    assert client.post(address, late | {"seen": seen}).status_code == 302
    assert Issue.objects.get().title == "通院の足がない"
    assert client.post(address, {k: v for k, v in late.items() if k != "seen"}).status_code == 422
    with pytest.raises(ChangedMeanwhile):
        actions.change_issue(issue=issue, seen=0, entry=IssueEntry("x", JUNE), by=officer)


def lines(client, session, owner, block, **more):
    data = {"owner": owner.pk, "raised_on": "R5.6.1", "block": block} | more
    return client.post(reverse("meetings:session_issues", args=[session.pk]), data)


def test_several_issues_of_a_meeting_are_added_at_once_or_none(client, officer, office):
    session = events.session(series=events.series(owner=office), held_on=JUNE)
    page = lines(client, session, office, "ごみ出し\t階段がつらい\r\n\r\n通院の足／バスが1日3本\n見守り")
    assert page.status_code == 302
    rows = list(Issue.objects.order_by("pk").values_list("title", "text", "level", "session"))
    assert rows == [
        ("ごみ出し", "階段がつらい", "case", session.pk),
        ("通院の足", "バスが1日3本", "case", session.pk),
        ("見守り", "", "case", session.pk),
    ]
    page = lines(client, session, office, f"よい課題\n{'長' * 201}\n／題がない")
    assert page.status_code == 422
    errors = page.context["form"].errors["block"]
    assert [error[:3] for error in errors] == ["2行目", "3行目"]
    assert lines(client, session, office, "田中さんのごみ出し").status_code == 422
    assert lines(client, session, office, "\n".join("あ" for _ in range(51))).status_code == 422
    assert Issue.objects.count() == 3


def test_what_is_ticked_is_gathered_into_a_new_or_a_standing_issue(client, officer, office, centres):
    cases = [make.issue(owner=one) for one in centres]
    address = reverse("meetings:gather_issues")
    named = {"issue": [str(one.pk) for one in cases]}
    assert client.get(address, named).status_code == 200
    wrong = client.post(address, named | {"how": "new", "title": "", "owner": office.pk, "raised_on": "R5.6.1"})
    assert wrong.status_code == 422
    data = named | {"how": "new", "title": "移動の足", "owner": office.pk, "raised_on": "R5.6.1"}
    assert client.post(address, data).status_code == 302
    area = Issue.objects.get(level=IssueLevel.AREA)
    assert area.gathered.count() == 2
    more = make.issue(owner=centres[0])
    page = client.get(address, {"issue": more.pk})
    assert list(page.context["into"].fields["into"].queryset) == [area]
    client.post(address, {"issue": more.pk, "how": "into", "into": area.pk})
    assert area.gathered.count() == 3
    for named_badly in ({}, {"issue": ["x", "９", "999999999999999999"]}, {"issue": [cases[0].pk, area.pk]}):
        page = client.get(address, named_badly, follow=True)
        assert page.redirect_chain


def test_a_centre_sees_its_own_cases_and_what_became_of_them(client, office, centres):
    own, other = make.issue(owner=centres[0]), make.issue(owner=centres[1], title="よその事例")
    area = make.issue(owner=centres[0], level=IssueLevel.AREA, title="移動の足")
    Issue.objects.filter(pk__in=[own.pk, other.pk]).update(gathered_into=area)
    client.force_login(core.person(role=Role.PARTNER, organisation=centres[0]))
    listed = client.get(reverse("meetings:issues")).content.decode()
    assert own.title in listed
    assert "よその事例" not in listed
    assert client.get(reverse("meetings:issue", args=[other.pk])).status_code == 404
    page = client.get(reverse("meetings:issue", args=[area.pk]))
    assert page.context["hidden_parts"] == 1
    for name in ("change_issue", "release_issue"):
        assert client.post(reverse(f"meetings:{name}", args=[other.pk])).status_code == 404
    client.get(reverse("meetings:gather_issues"), {"issue": other.pk})
    client.post(reverse("meetings:gather_issues"), {"issue": other.pk, "how": "into", "into": area.pk})
    assert client.get(reverse("meetings:issue_export")).status_code == 200


def test_a_council_member_reads_proposals_but_no_case(client, office, centres):
    case = make.issue(owner=centres[0])
    proposal = make.issue(owner=office, level=IssueLevel.PROPOSAL, title="支援事業の提言")
    client.force_login(core.person(role=Role.COUNCIL_MEMBER, organisation=office))
    page = client.get(reverse("meetings:issues"))
    assert [row.pk for row, _late in page.context["rows"]] == [proposal.pk]
    assert client.get(reverse("meetings:issue", args=[case.pk])).status_code == 404
    assert client.get(reverse("meetings:issue", args=[proposal.pk])).status_code == 200
    assert client.post(reverse("meetings:issue", args=[proposal.pk])).status_code == 404


def test_the_list_is_narrowed_and_says_what_is_overdue(client, officer, office, centres):
    late = make.issue(owner=centres[0], due_on=date(2023, 7, 1))
    make.issue(owner=centres[0], due_on=date(2023, 7, 1), status=FollowUp.DONE)
    make.issue(owner=centres[1], raised_on=date(2022, 6, 1))
    address = reverse("meetings:issues")

    def found(**asked):
        return {row.pk for row, _late in client.get(address, asked).context["rows"]}

    assert found(late="on") == {late.pk}
    assert len(found(year="2022")) == 1
    assert len(found(owner=centres[0].pk)) == 2
    assert found(status="done", level="area") == set()
    assert len(found(loose="on")) == 3
    page = client.get(address, {"year": "abc", "level": "x"})
    assert page.status_code == 200
    assert "期限超過" in client.get(address).content.decode()


def test_the_export_prints_the_chain_with_whatever_was_typed(client, officer, office):
    area = make.issue(owner=office, level=IssueLevel.AREA, title="=1+1\t足", text="一行目\t表\n二行目\u2028三行目")
    make.issue(owner=office, gathered_into=area, title="バスが少ない")
    page = client.get(reverse("meetings:issue_export"), {"year": "2023"})
    assert page.status_code == 200
    sheet = openpyxl.load_workbook(BytesIO(page.content)).worksheets[0]
    cells = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert "=1+1 足" in cells
    assert "　バスが少ない" in cells
    assert any("令和5年度" in cell or "令和５年度" in cell for cell in cells)
    assert client.get(reverse("meetings:issue_chain")).status_code == 200
    assert client.get(reverse("meetings:issue_export"), {"year": "x"}).status_code == 200

"""Pages of stored papers: the list, a frozen paper and its files, the queue, comparison."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import core, council
from tests.reports import readers
from zaitaku.core.accounts.choices import Role
from zaitaku.core.accounts.models import Person
from zaitaku.programme.council.models import Paper
from zaitaku.programme.council.queries import frozen_content

pytestmark = pytest.mark.django_db


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def html_of(client: Client, url: str, status: int = 200) -> str:
    response = client.get(url)
    assert response.status_code == status
    return response.content.decode()


def test_the_list_shows_draft_and_frozen_and_narrows() -> None:
    made = council.programme()
    council.frozen_paper(made)
    council.paper(made, as_of=council.NOVEMBER)
    client = signed_in(made.officer)
    page = html_of(client, reverse("council:papers"))
    assert page.count("令和５年度　練馬区在宅療養推進事業実施結果") == 2
    assert "3 / 3" in page
    frozen = html_of(client, reverse("council:papers") + "?status=frozen")
    assert frozen.count("令和５年度　練馬区在宅療養推進事業実施結果") == 1
    assert "令和５年11月末現在" in html_of(client, reverse("council:papers") + "?status=draft&year=2023")
    assert "令和５年12月末現在" not in html_of(client, reverse("council:papers") + "?status=draft&year=2023")


def test_an_empty_list_says_what_to_do() -> None:
    made = council.programme()
    page = html_of(signed_in(made.officer), reverse("council:papers"))
    assert reverse("council:new") in page
    member = core.person(role=Role.COUNCIL_MEMBER, organisation=made.section)
    assert reverse("council:new") not in html_of(signed_in(member), reverse("council:papers"))


def test_a_frozen_paper_with_its_marks() -> None:
    made = council.programme()
    paper = council.frozen_paper(made)
    page = html_of(signed_in(made.officer), reverse("council:paper", args=[paper.pk]))
    assert "9,869件（11月末時点）" in page
    assert paper.digest in page
    assert "A1.attendance" in page
    assert "第3回 / 後日上映会" in page


def test_all_four_files_carry_the_cells_of_the_frozen_paper() -> None:
    made = council.programme()
    paper = council.frozen_paper(made)
    client = signed_in(made.officer)
    document = frozen_content(Paper.objects.get(pk=paper.pk)).document
    made_of = {}
    for suffix in ("pdf", "xlsx", "docx", "html"):
        response = client.get(reverse("council:download", args=[paper.pk, suffix]))
        assert "attachment" in response["Content-Disposition"]
        made_of[suffix] = response.content
    wanted = readers.expected(document)
    assert readers.html(made_of["html"]) == readers.word(made_of["docx"]) == readers.excel(made_of["xlsx"]) == wanted
    printed = "".join(readers.pdf_pages(made_of["pdf"]))
    assert not [
        one for grid in wanted for *_, words in grid for one in words.split("\n") if readers.squeeze(one) not in printed
    ]
    assert client.get(reverse("council:download", args=[paper.pk, "exe"])).status_code == 404


def test_papers_of_other_areas_do_not_exist() -> None:
    paper = council.frozen_paper(council.programme())
    stranger = signed_in(core.person(role=Role.PROGRAMME_OFFICER))
    for name, args in (("council:paper", [paper.pk]), ("council:download", [paper.pk, "pdf"])):
        assert stranger.get(reverse(name, args=args)).status_code == 404
    assert "練馬区" not in html_of(stranger, reverse("council:papers"))
    assert "A1.attendance" not in html_of(stranger, reverse("council:open_marks") + "?show=all")
    assert Client().get(reverse("council:paper", args=[paper.pk])).status_code == 302


def test_making_a_paper() -> None:
    made = council.programme()
    client = signed_in(made.officer)
    response = client.post(reverse("council:new"), {"fiscal_year": "2023", "as_of": "R5.12.31", "label": "資料１"})
    paper = Paper.objects.get()
    assert response.url == reverse("workspace:paper", args=[paper.pk])
    assert paper.as_of == council.COVER
    again = client.post(reverse("council:new"), {"fiscal_year": "2023", "as_of": "2023-12-31", "label": ""})
    assert again.status_code == 422
    too_early = client.post(reverse("council:new"), {"fiscal_year": "2023", "as_of": "2020-12-31"})
    assert too_early.status_code == 422
    member = signed_in(core.person(role=Role.COUNCIL_MEMBER, organisation=made.section))
    assert member.post(reverse("council:new"), {"fiscal_year": "2023", "as_of": "2023-11-30"}).status_code == 403
    assert Paper.objects.count() == 1


def test_the_queue_of_open_marks() -> None:
    made = council.programme()
    council.frozen_paper(made)
    client = signed_in(made.officer)
    page = html_of(client, reverse("council:open_marks"))
    assert all(code in page for code in ("A1.attendance", "D2.held", "D8.satisfaction"))
    other = core.person(role=Role.SECTION_OFFICER, organisation=core.organisation(area=made.area))
    mine = html_of(signed_in(other), reverse("council:open_marks") + "?whose=mine")
    assert "A1.attendance" not in mine


def test_comparison_of_two_frozen_papers() -> None:
    made = council.programme()
    first = council.frozen_paper(made)
    second = council.frozen_paper_of(made, council.paper(made), council.figures(A1_attendance=council.lectures(70)))
    client = signed_in(made.officer)
    page = html_of(client, reverse("council:compare") + f"?before={first.pk}&after={second.pk}")
    assert "625名" in page
    assert "数値の確定" in page
    html_of(client, reverse("council:compare") + f"?before={first.pk}&after=999", 422)


def test_the_list_needs_as_many_queries_for_many_papers_as_for_one(django_assert_max_num_queries) -> None:
    made = council.programme()
    for day in range(1, 29):
        council.paper(made, as_of=council.COVER.replace(day=day))
    client = signed_in(made.officer)
    with django_assert_max_num_queries(14):
        client.get(reverse("council:papers"))

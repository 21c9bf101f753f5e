import io
import os
import re
import time
from pathlib import Path

import docx
import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests.factories import core, plans
from tests.programme.plans.tables import HEADER, ROWS, table, text
from zaitaku.analysis.council_table import write_council_table
from zaitaku.core.areas.models import Organisation
from zaitaku.programme.plans import actions, queries
from zaitaku.programme.plans.models import Plan, PlanVersion

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(tmp_path, settings):
    settings.DATA = tmp_path
    return tmp_path / "waiting-imports"


@pytest.fixture
def area():
    made = core.area()
    for name in ("地域課", "支援課"):
        core.organisation(area=made, name=name)
    return made


def client_of(area):
    client = Client()
    client.force_login(core.person(organisation=Organisation.objects.filter(area=area).first()))
    return client


def upload(client, data, name="plan.txt", **kw):
    return client.post(reverse("plans:import"), {"file": SimpleUploadedFile(name, data), **kw})


def page_of(client, response):
    assert response.status_code == 302, response.context["form"].errors
    page = client.get(response["Location"])
    return page, re.sub(r"\s+", " ", page.content.decode())


def confirm(client, response, page, **kw):
    return client.post(response["Location"], {"state": page.context["state"], **kw})


def test_a_new_plan_comes_from_the_file_after_a_preview(area):
    client = client_of(area)
    sent = upload(client, text())
    page, words = page_of(client, sent)
    assert "取組 4件" in words
    assert "地域課、支援課" in words
    assert not Plan.objects.exists()
    done = confirm(client, sent, page)
    version = PlanVersion.objects.get()
    assert done["Location"] == reverse("plans:version", args=[version.pk])
    assert (version.plan.title, version.plan.first_year, version.plan.last_year) == ("推進事業", 2021, 2023)
    assert len(queries.tree(version).initiatives()) == 4
    assert client.get(sent["Location"]).status_code == 302, "the waiting file is gone"


def test_the_preview_against_a_draft_shows_changes_only(area):
    plan = plans.plan(area=area)
    actions.import_plan(plan=plan, table=table(), by=core.person())
    client = client_of(area)
    sent = upload(client, text(ROWS[0].replace("3回", "2回"), *ROWS[1:]), plan=plan.pk)
    page, words = page_of(client, sent)
    assert '<del class="lines">3回/年</del> → <ins class="lines">2回/年</ins>' in words
    assert len(page.context["preview"].changes) == 1
    assert confirm(client, sent, page).status_code == 302
    assert queries.initiative(PlanVersion.objects.get(), "1-1-01").node.initiative.times == 2


def test_the_same_file_says_that_nothing_would_change(area):
    plan = plans.plan(area=area)
    actions.import_plan(plan=plan, table=table(), by=core.person())
    client = client_of(area)
    page, words = page_of(client, upload(client, text(), plan=plan.pk))
    assert page.context["preview"].changes_nothing
    assert "変わる箇所はありません" in words


@pytest.mark.parametrize("form", ["tsv", "xlsx"])
def test_excel_and_tsv_are_read_too(area, form):
    client = client_of(area)
    _page, words = page_of(client, upload(client, write_council_table(table(), form), f"plan.{form}"))
    assert "取組 4件" in words


def test_owners_that_are_missing_are_listed_and_created_only_when_asked(area):
    client = client_of(area)
    sent = upload(client, text(ROWS[0].replace("地域課", "歯科医師会")))
    page, words = page_of(client, sent)
    assert "<dt>未登録</dt><dd>歯科医師会</dd>" in words
    assert confirm(client, sent, page).status_code == 422
    assert not Plan.objects.exists()
    assert confirm(client, sent, page, create_owners="1").status_code == 302
    assert Organisation.objects.filter(name="歯科医師会", area=area).exists()


def test_what_was_not_understood_is_shown_with_its_line(area):
    client = client_of(area)
    page, words = page_of(client, upload(client, text(*ROWS, "\t\t\t\t\t\t\t\t余分な欄")))
    assert page.context["reading"].not_understood
    assert "余分な欄" in words


def test_a_plan_changed_after_the_preview_is_previewed_again(area):
    plan = plans.plan(area=area)
    version = actions.import_plan(plan=plan, table=table(), by=core.person()).version
    client = client_of(area)
    sent = upload(client, text(ROWS[0].replace("3回", "2回"), *ROWS[1:]), plan=plan.pk)
    page, _words = page_of(client, sent)
    actions.edit_node(node=plans.part(version, "1-1-02"), text="手で直した", number="", by=core.person())
    again = confirm(client, sent, page)
    assert again.status_code == 422
    assert queries.initiative(version, "1-1-01").node.initiative.times == 3
    assert confirm(client, sent, again).status_code == 302
    assert queries.initiative(version, "1-1-01").node.initiative.times == 2


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"", "plan.txt"),
        (b"\xff\xfe\x00\x01\x02", "plan.txt"),
        ("ただの文章".encode(), "plan.txt"),
        (b"PK\x03\x04broken", "plan.xlsx"),
        (text(), "plan.exe"),
        (text(title="期間のない題名"), "plan.txt"),
        (text(title=""), "plan.txt"),
    ],
)
def test_a_file_that_is_no_plan_is_refused_with_the_reason(area, data, name):
    response = upload(client_of(area), data, name)
    assert response.status_code == 422
    assert response.context["form"].errors["file"]
    assert not Plan.objects.exists()


def test_a_table_that_cannot_be_stored_is_shown_but_not_taken_in(area):
    client = client_of(area)
    sent = upload(client, text("知っている。\t周知\t" + "長" * 1001 + "\t\t\t\t地域課"))
    page, words = page_of(client, sent)
    assert "このファイルは取り込めません" in words
    assert confirm(client, sent, page).status_code == 422
    assert not Plan.objects.exists()


def test_a_preview_belongs_to_one_session_and_expires(area, folder):
    client, other = client_of(area), client_of(area)
    sent = upload(client, text())
    assert other.get(sent["Location"]).status_code == 302
    waiting = next(Path(folder).iterdir())
    assert waiting.stat().st_mode & 0o077 == 0
    os.utime(waiting, (time.time() - 7200, time.time() - 7200))
    assert client.get(sent["Location"])["Location"] == reverse("plans:import")
    upload(client, text(*ROWS[:2]))
    assert len(list(Path(folder).iterdir())) == 1
    assert Path(settings.DATA) == Path(folder).parent


def test_a_plan_of_another_municipality_cannot_be_chosen(area):
    stranger = plans.plan()
    response = upload(client_of(area), text(), plan=stranger.pk)
    assert response.status_code == 422
    assert response.context["form"].errors["plan"]


def test_a_token_that_is_none_leads_back(area):
    assert client_of(area).get(reverse("plans:preview", args=["..%2f..%2fetc"])).status_code in (302, 404)


def word_file():
    """The table of `tables.ROWS` as a Word document with merged cells."""
    document = docx.Document()
    for line in ("推進事業（令和3年度～令和5年度）（案）", "目標 安心して療養できる。", "環境の整備", "①啓発"):
        document.add_paragraph(line)
    lines = [HEADER, *ROWS]
    grid = document.add_table(rows=len(lines), cols=7)
    for at, line in enumerate(lines):
        for column, words in enumerate(line.split("\t")):
            if words:
                grid.cell(at, column).text = words
    grid.cell(1, 0).merge(grid.cell(3, 0))
    grid.cell(1, 1).merge(grid.cell(2, 1))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_a_word_table_with_merged_cells_is_the_same_plan(area):
    client = client_of(area)
    sent = upload(client, word_file(), "plan.docx")
    page, words = page_of(client, sent)
    assert "取組 4件" in words
    confirm(client, sent, page)
    from_word = queries.tree(PlanVersion.objects.get())
    text_plan = plans.plan(area=area, title="テキストから")
    from_text = queries.tree(actions.import_plan(plan=text_plan, table=table(), by=core.person()).version)
    assert [(node.key, node.text) for node in from_word.walk()] == [(node.key, node.text) for node in from_text.walk()]
    assert [node.detail for node in from_word.walk()] == [node.detail for node in from_text.walk()]

"""The form to fill in: for anybody, of titles that are offered, and nothing comes back."""

import io
import re
from datetime import date

import pypdf
import pytest
from django.urls import reverse

from tests.factories import core, materials
from zaitaku.core.accounts.choices import Role
from zaitaku.core.audit.models import AuditEntry
from zaitaku.programme.materials.actions.coordination import offer_as_form
from zaitaku.programme.materials.models import Edition, Title

pytestmark = pytest.mark.django_db
PUBLIC = ("coordination_sheet", "coordination_pdf", "coordination_xlsx")


@pytest.fixture
def owner():
    return core.organisation(area=core.area(name="練馬区"), name="高齢者支援課")


@pytest.fixture
def title(owner):
    made = materials.title(owner=owner, name="医療・介護連携シート")
    old = Edition.objects.create(title=made, name="令和4年度版", issued_on=date(2022, 4, 1))
    new = Edition.objects.create(title=made, name="令和5年度版", issued_on=date(2023, 4, 1))
    old.superseded_by = new
    old.save()
    by = core.person(organisation=owner)
    return offer_as_form(title=made, is_offered=True, contact="在宅療養係 03-0000-0000", by=by)


def test_anybody_downloads_the_form_with_its_edition_and_contact(client, title):
    page = client.get(reverse("materials:coordination_sheet", args=[title.pk])).content.decode()
    for words in ("練馬区 高齢者支援課", "令和5年度版", "在宅療養係 03-0000-0000", "記入した内容はお手元に残ります"):
        assert words in page
    made = client.get(reverse("materials:coordination_pdf", args=[title.pk]))
    assert made["Content-Type"] == "application/pdf"
    text = pypdf.PdfReader(io.BytesIO(made.content)).pages[0].extract_text()
    assert "令和5年度版" in text
    assert "令和4年度版" not in text
    assert client.get(reverse("materials:coordination_xlsx", args=[title.pk])).content[:2] == b"PK"


def test_there_is_nothing_to_post_it_to(client, title):
    """Neither the page nor the addresses of the files take anything in."""
    page = client.get(reverse("materials:coordination_sheet", args=[title.pk])).content.decode()
    content = page.partition("<main")[2].partition("</main>")[0]
    assert "<form" not in content
    assert not re.search(r"<(input|textarea|select)\b", content)
    for name in PUBLIC:
        assert client.post(reverse(f"materials:{name}", args=[title.pk]), {"person_name": "練馬"}).status_code == 405


def test_what_is_not_offered_is_not_found(client, title):
    Title.objects.update(has_coordination_sheet=False)
    for name in PUBLIC:
        assert client.get(reverse(f"materials:{name}", args=[title.pk])).status_code == 404
        assert client.get(reverse(f"materials:{name}", args=[title.pk + 1])).status_code == 404


def test_the_owner_offers_a_title_and_it_is_audited(client, owner):
    title = materials.title(owner=owner)
    client.force_login(core.person(role=Role.SECTION_OFFICER, organisation=owner))
    address = reverse("materials:offer_as_form", args=[title.pk])
    assert "公開する" in client.get(address).content.decode()
    assert client.post(address, {"is_offered": "on", "contact": "係 03"}).status_code == 302
    title.refresh_from_db()
    assert (title.has_coordination_sheet, title.contact) == (True, "係 03")
    assert AuditEntry.objects.get(action="materials.offer_as_form").details["offered"] is True
    client.post(address, {"is_offered": "on", "contact": "係 03"})
    assert AuditEntry.objects.filter(action="materials.offer_as_form").count() == 1
    page = client.get(reverse("materials:title", args=[title.pk])).content.decode()
    assert reverse("materials:coordination_sheet", args=[title.pk]) in page
    assert client.post(address, {"contact": "\x00"}).status_code == 422


def test_nobody_else_offers_it(client, title):
    client.force_login(core.person(role=Role.SECTION_OFFICER))
    assert client.get(reverse("materials:offer_as_form", args=[title.pk])).status_code == 404
    assert client.post(reverse("materials:offer_as_form", args=[title.pk]), {}).status_code == 404


def test_a_title_without_an_edition_makes_a_form_too(client, owner):
    plain = materials.title(owner=owner, name="連携シート")
    offer_as_form(title=plain, is_offered=True, contact="", by=core.person(organisation=owner))
    for name in PUBLIC:
        assert client.get(reverse(f"materials:{name}", args=[plain.pk])).status_code == 200

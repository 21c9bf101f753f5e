"""A care manager without an account downloads the form to fill in."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.cache import cache

from tests.factories import core, materials
from tests.journeys.conftest import Officer
from zaitaku.programme.materials.actions.coordination import offer_as_form


@pytest.mark.parametrize("width", [1280, 360])
def test_anybody_downloads_the_form(width, page_at, axe, fits, transactional_db):
    cache.clear()
    owner = core.organisation(area=core.area(name="練馬区"), name="高齢者支援課")
    title = materials.title(owner=owner, name="医療・介護連携シート")
    by = core.person(organisation=owner)
    offer_as_form(title=title, is_offered=True, contact="在宅療養係 03-0000-0000", by=by)
    visitor = Officer(page_at(width), width, axe, fits)
    visitor.page.goto(f"/materials/coordination-sheet/{title.pk}/")
    visitor.sees("医療・介護連携シート")
    visitor.page.get_by_text("記入した内容はお手元に残ります").wait_for()
    for kind, begins in (("PDF", b"%PDF"), ("Excel", b"PK")):
        with visitor.page.expect_download() as download:
            visitor.page.get_by_role("link", name=f"記入用の様式（{kind}）").click()
        assert Path(download.value.path()).read_bytes().startswith(begins)
        assert download.value.suggested_filename.startswith("医療・介護連携シート.")

"""Sheets of a collected form, downloaded by a page, filled in as people do, and sent back."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import date
from typing import Any

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.factories import core, returns
from tests.reports.return_sheets import filled
from zaitaku.core.accounts.choices import Role
from zaitaku.programme.returns.models import Form, Return, Value


@dataclass
class Centre:
    """A centre with its sheet for October 2023 and somebody who fills it in."""

    form: Form
    sheet: Return
    person: Any
    client: Any

    def download(self) -> bytes:
        self.client.force_login(self.person)
        return self.client.get(reverse("returns:workbook", args=[self.sheet.pk])).content

    def upload(self, data: bytes, name: str = "報告.xlsx") -> Any:
        self.client.force_login(self.person)
        file = SimpleUploadedFile(name, data)
        return self.client.post(reverse("returns:upload", args=[self.sheet.pk]), {"file": file})

    def filled(self, **cells: Any) -> bytes:
        return filled(self.download(), **cells)

    def taken(self, **cells: Any) -> str:
        """The address of the page on which a file so filled in is mended."""
        answer = self.upload(self.filled(**cells))
        assert answer.status_code == 302, answer.content.decode()
        return answer["Location"]

    def page(self, address: str) -> str:
        return self.client.get(address).content.decode()

    def fields(self, address: str, **typed: Any) -> dict[str, str]:
        """The page's form as the browser sends it back: code → the number, or (number, answer, remark)."""
        forms = self.client.get(address).context["forms"]
        data = {}
        for form in forms:
            for bound in form:
                if bound.name != "take":
                    value = bound.value()
                    data[bound.html_name] = "" if value is None else str(value)
            code = form.line.asked.code
            if code in typed:
                entered = typed[code] if isinstance(typed[code], tuple) else (typed[code],)
                for name, value in zip(("value", "answer", "note"), entered, strict=False):
                    data[form[name].html_name] = value
        return data

    def values(self) -> dict[str, tuple[int, str]]:
        rows = Value.objects.filter(sheet=self.sheet, superseded_at=None).select_related("element")
        return {row.element.code: (int(row.value), row.answer) for row in rows}


def centre(client: Any) -> Centre:
    """Asked for calls (with parts), staff (on a day), a running total and a share."""
    owner = core.organisation()
    form = returns.form(owner=owner, is_collected=True, title="月次報告", code="hub")
    calls = returns.element(form=form, code="calls", label="相談件数")
    returns.element(form=form, code="own", label="本人", parent=calls)
    returns.element(form=form, code="family", label="家族", parent=calls)
    returns.element(form=form, code="staff", label="職員数", kind="persons", span="point")
    returns.element(form=form, code="total", label="累計件数", span="running_total")
    returns.element(form=form, code="share", label="時間外の割合", kind="percent", decimals=1)
    organisation = core.organisation(area=owner.area, name="光が丘地域包括支援センター")
    returns.sender(form=form, organisation=organisation)
    for month in (9, 10):
        returns.round_(form=form, start=date(2023, month, 1))
    before, sheet = Return.objects.filter(form=form).order_by("start")
    before.status, before.first_sent_on = "accepted", date(2023, 10, 5)
    before.save()
    for code, value in {"calls": 812, "own": 500, "family": 312, "staff": 7, "total": 5000, "share": 12.5}.items():
        returns.value(sheet=before, element=form.elements.get(code=code), value=value)
    person = core.person(role=Role.PARTNER, organisation=organisation)
    return Centre(form, sheet, person, client)


def opened(data: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(data), data_only=True)["報告"]

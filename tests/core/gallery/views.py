"""A page with every component on it, for eyes and for axe."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.template import Template, engines
from django.template.context import make_context
from django_cotton.compiler_regex import CottonCompiler

from zaitaku.core.pages.forms import JapaneseDateField, StrictCharField, UploadField, WholeNumberField
from zaitaku.core.pages.templatetags.pages import STATES

SOURCE = Path(__file__).parent / "gallery.html"


class GalleryForm(forms.Form):
    title = StrictCharField(label="会の名称", max_length=100, help_text="案内のとおりに入力してください。")
    held_on = JapaneseDateField(label="開催日", help_text="例：R5.12.1、令和5年12月1日、2023-12-01")
    count = WholeNumberField(label="参加者数", unit="人")
    place = forms.ChoiceField(label="会場", choices=[("a", "本会場"), ("b", "同時上映")])
    state = forms.ChoiceField(
        label="状態", choices=[("final", "確定"), ("tallying", "集計中")], widget=forms.RadioSelect
    )
    marks = forms.MultipleChoiceField(
        label="目印", choices=[("x", "速報"), ("y", "予定")], widget=forms.CheckboxSelectMultiple, required=False
    )
    note = StrictCharField(label="備考", max_length=500, multiline=True, required=False)
    file = UploadField(label="名簿", extensions=[".xlsx", ".csv"], required=False)
    sure = forms.BooleanField(label="内容を確かめました")


class Officer:
    is_authenticated = True
    name = "練馬 花子"
    email = "officer@example.jp"


def gallery(request: HttpRequest) -> HttpResponse:
    template = Template(CottonCompiler().process(SOURCE.read_text(encoding="utf-8")), engine=engines["django"].engine)
    values: dict[str, Any] = {
        "user": Officer(),
        "may": dict.fromkeys(("view_programme", "edit_plan", "manage_people", "view_audit"), True),
        "previous_login": datetime(2026, 11, 20, 0, 5, tzinfo=UTC),
        "area_name": "練馬区",
        "form": GalleryForm(initial={"title": "講演会"}, prefix="right"),
        "wrong": GalleryForm({"wrong-held_on": "R5.2.30", "wrong-count": "約20"}, prefix="wrong"),
        "states": list(STATES),
        "page": Paginator(range(200), 20).page(5),
        "columns": range(1, 13),
        "rows": range(1, 41),
    }
    return HttpResponse(template.render(make_context(values, request)))


def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("broken on purpose")

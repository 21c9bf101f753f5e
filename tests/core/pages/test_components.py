"""What each component writes into the page."""

from typing import Any

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, RequestContext, Template, engines
from django.test import RequestFactory
from django.utils.translation import override
from django_cotton.compiler_regex import CottonCompiler

from zaitaku.core.pages.templatetags.pages import STATES


def html(source: str, address: str = "/", **values: Any) -> str:
    engine = engines["django"].engine
    template = Template(CottonCompiler().process(source), engine=engine)
    with override("en"):
        return template.render(RequestContext(RequestFactory().get(address), values))


class SessionForm(forms.Form):
    name = forms.CharField(label="Name", help_text="As on the leaflet")
    kind = forms.ChoiceField(label="Kind", choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)
    sure = forms.BooleanField(label="Sure")
    token = forms.CharField(widget=forms.HiddenInput, required=False)


def test_a_button_is_a_button_and_a_link_looks_like_one():
    assert '<button type="submit" class="button button-primary' in html("<c-button>Save</c-button>")
    link = html('<c-button kind="secondary" href="/back/" id="b">Back</c-button>')
    assert 'href="/back/"' in link
    assert 'id="b"' in link
    assert "<button" not in link


def test_a_field_ties_label_help_and_error_to_the_control():
    form = SessionForm({"name": ""})
    written = html('<c-field :field="form.name" />', form=form)
    assert '<label class="label" for="id_name">' in written
    assert 'aria-describedby="id_name_help id_name_error"' in written
    assert 'aria-invalid="true"' in written
    assert 'id="id_name_error"' in written
    assert "As on the leaflet" in written


def test_a_field_without_help_or_error_describes_nothing():
    class Plain(forms.Form):
        name = forms.CharField(label="Name")

    assert "describedby" not in html('<c-field :field="form.name" />', form=Plain())


def test_a_group_of_choices_is_a_fieldset_with_a_legend():
    written = html('<c-field :field="form.kind" />', form=SessionForm({}))
    assert "<fieldset" in written
    assert '<legend class="label">Kind' in written
    assert written.count('type="radio"') == 2


def test_a_single_checkbox_stands_before_its_label():
    written = html('<c-field :field="form.sure" />', form=SessionForm())
    assert written.index('type="checkbox"') < written.index("<label")


def test_a_hidden_field_shows_nothing_else():
    assert "label" not in html('<c-field :field="form.token" />', form=SessionForm())


def test_form_errors_link_to_each_wrong_field_and_are_silent_otherwise():
    written = html('<c-form-errors :form="form" />', form=SessionForm({}))
    assert 'href="#id_name"' in written
    assert 'href="#id_kind_group"' in written
    assert 'role="alert"' in written
    right = SessionForm({"name": "x", "kind": "a", "sure": "on"})
    assert html('<c-form-errors :form="form" />', form=right).strip() == ""


def test_the_group_a_form_error_links_to_exists():
    assert 'id="id_kind_group"' in html('<c-field :field="form.kind" />', form=SessionForm({}))


@pytest.mark.parametrize(("kind", "role", "word"), [("info", "status", "Note"), ("error", "alert", "Error")])
def test_a_notice_says_its_kind_in_words(kind, role, word):
    written = html(f'<c-notice kind="{kind}">Text</c-notice>')
    assert f'role="{role}"' in written
    assert word in written
    assert "Text" in written


def test_a_state_has_a_word_and_a_shape_and_a_mark_replaces_the_word():
    written = html('<c-state :state="state" />', state="to_follow")
    assert "To follow when final" in written
    assert "△" in written
    marked = html('<c-state state="planned" mark="2,3月予定" />')
    assert "2,3月予定" in marked
    assert "Planned" not in marked


def test_no_two_states_look_alike():
    assert len({(str(word), shape) for word, shape in STATES.values()}) == len(STATES)


def test_the_pager_keeps_the_filters():
    page = Paginator(range(100), 10).page(5)
    written = html('<c-pager :page="page" />', "/list/?q=%E5%8C%BA&page=5", page=page)
    assert "q=%E5%8C%BA&amp;page=6" in written
    assert '<span aria-current="page">5</span>' in written
    assert "41 to 50 of 100" in written
    assert html('<c-pager :page="page" />', page=Paginator(range(3), 10).page(1)).strip() == ""


def test_breadcrumbs_end_with_the_page_itself():
    written = html('<c-breadcrumbs :items="items" current="Here" />', items=[("Home", "/")])
    assert '<a href="/">Home</a>' in written
    assert '<span aria-current="page">Here</span>' in written


def test_a_table_scrolls_in_a_region_with_its_caption_as_name():
    written = html('<c-table caption="Rows" sticky first><tbody></tbody></c-table>')
    assert 'tabindex="0" role="region" aria-label="Rows"' in written
    assert "table-sticky" in written
    assert "table-first" in written
    assert "table-sticky" not in html('<c-table caption="Rows"></c-table>')


def test_what_is_typed_is_escaped():
    for source in ('<c-notice heading="{{ bad }}">{{ bad }}</c-notice>', '<c-table caption="{{ bad }}"></c-table>'):
        assert "<script>" not in html(source, bad='"><script>')


def test_values_of_the_page_do_not_leak_into_components():
    written = html("<c-card>Inside</c-card>", heading="Page heading", **{"class": "page"})
    assert "Page heading" not in written


def test_an_empty_list_a_card_a_filter_and_a_progress_bar():
    assert "<h2" in html('<c-empty heading="None yet">Add one</c-empty>')
    assert "<h3" in html('<c-card heading="Due" level="3">x</c-card>')
    assert 'method="get"' in html("<c-filter><c-search /></c-filter>")
    assert 'value="3"' in html('<c-progress label="Reading" value="3" max="9" />')
    assert "value=" not in html('<c-progress label="Reading" />')


def test_filters_write_japanese_dates_and_grouped_numbers():
    from datetime import date

    template = Template("{% load pages %}{{ d|wareki }} {{ d|wareki_short }} {{ y|fiscal_year }} {{ n|grouped }}")
    values = Context({"d": date(2023, 12, 1), "y": 2023, "n": 9869})
    with override("ja"):
        assert template.render(values) == "令和5年12月1日 R5.12.1 令和5年度 9,869"
    with override("en"):
        assert template.render(values) == "1 December 2023 2023-12-01 FY2023 9,869"

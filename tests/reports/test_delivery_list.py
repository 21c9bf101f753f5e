"""Delivery lists, slips and labels: everything is on them, sums are right, long names fit."""

from datetime import UTC, datetime

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zaitaku.reports import labels
from zaitaku.reports.delivery_list import Delivery, DeliveryLine, DeliveryList, picking, render, slips

NOW = datetime(2026, 11, 24, tzinfo=UTC)
LINES = st.builds(
    DeliveryLine,
    title=st.sampled_from(["在宅療養ガイドブック", "連携シート"]),
    edition=st.sampled_from(["", "令和8年度版"]),
    copies=st.integers(1, 900),
    bundle=st.sampled_from([1, 30, 50]),
)


def delivery(number: int, *lines: DeliveryLine, **kw) -> Delivery:
    given = {
        "name": f"練馬クリニック{number}",
        "address": "練馬区豊玉北",
        "phone": "03-1234-5678",
        "contact": "練馬 花子",
    }
    return Delivery(number=str(number), lines=lines or (DeliveryLine("冊子", "初版", 120, 50),), **(given | kw))


def sheet(*deliveries: Delivery) -> DeliveryList:
    return DeliveryList("配送一覧", "令和8年11月24日", deliveries, sender="高齢者支援課")


def words(made: bytes) -> str:
    pages = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(made)]
    return "".join("".join(pages).split())


@given(st.lists(st.lists(LINES, min_size=1, max_size=3), max_size=6))
def test_picking_adds_up_to_what_the_deliveries_take(lists):
    deliveries = [delivery(number, *lines) for number, lines in enumerate(lists)]
    found = picking(deliveries)
    lines = [line for one in deliveries for line in one.lines]
    assert sum(one.copies for one in found) == sum(line.copies for line in lines)
    assert sum(one.stops for one in found) == len(lines)
    assert sum(one.bundles for one in found) == sum(line.bundles for line in lines)
    assert all(0 <= line.loose < max(line.bundle, 2) or line.bundle == 1 for line in lines)
    assert [(one.title, one.edition) for one in found] == sorted({(line.title, line.edition) for line in lines})


def test_everything_is_on_the_list_and_nothing_is_torn():
    full = sheet(*(delivery(number) for number in range(1, 41)))
    made = render(full, created=NOW)
    assert render(full, created=NOW) == made
    found = words(made)
    assert all(f"練馬クリニック{number}" in found for number in range(1, 41))
    assert "4,800" in found
    for page in pypdfium2.PdfDocument(made):
        text = page.get_textpage().get_text_range()
        assert text.count("練馬クリニック") == text.count("受領")


def test_a_slip_for_each_delivery_says_why_there_are_fewer():
    few = DeliveryLine("冊子", "初版", 60, 50, asked=100, note="増刷を待っています")
    made = slips(sheet(delivery(1, few, link="https://zaitaku.example/order/abc/"), delivery(2)), created=NOW)
    assert len(pypdfium2.PdfDocument(made)) == 2
    assert "増刷を待っています" in words(made)
    assert "100部" in words(made)


def test_long_and_strange_words_are_kept_as_words():
    strange = delivery(
        1, DeliveryLine("#image(1)" + "長" * 180, "版" * 90, 9999), name="$x$" + "名" * 190, remark="#" * 300
    )
    for made in (render(sheet(strange), created=NOW), slips(sheet(strange), created=NOW)):
        found = words(made)
        assert found.count("名") >= 190
        assert "#image(1)" in found


@pytest.mark.parametrize("per_sheet", [12, 24])
def test_labels_begin_where_the_sheet_was_left(per_sheet):
    row = [labels.Label(f"練馬クリニック{number}", "176-8501", "練馬区豊玉北") for number in range(per_sheet)]
    assert len(pypdfium2.PdfDocument(labels.render(row, per_sheet=per_sheet, created=NOW))) == 1
    begun = labels.render(row, per_sheet=per_sheet, first=2, created=NOW)
    assert [words_of(page) for page in pypdfium2.PdfDocument(begun)] == [per_sheet - 1, 1]
    assert labels.render(row, per_sheet=per_sheet, first=2, created=NOW) == begun
    for wrong in (0, per_sheet + 1):
        with pytest.raises(ValueError, match="places"):
            labels.render(row, per_sheet=per_sheet, first=wrong, created=NOW)
    with pytest.raises(ValueError, match="nothing"):
        labels.render([], per_sheet=per_sheet, created=NOW)


def words_of(page) -> int:
    return page.get_textpage().get_text_range().count("御中")


@pytest.mark.parametrize("per_sheet", [12, 24])
def test_the_longest_label_stays_within_its_place(per_sheet):
    """All of its words are there, and none stands outside the label's frame."""
    form = labels.FORMATS[per_sheet]
    long = labels.Label("名" * 200, "176-8501", "住" * 300, "担" * 100, "注", "https://zaitaku.example/order/abc/")
    made = labels.render([long, labels.Label("隣")], per_sheet=per_sheet, created=NOW)
    page = pypdfium2.PdfDocument(made)[0]
    text = page.get_textpage()
    found = text.get_text_range()
    assert (found.count("名"), found.count("住"), found.count("担")) == (200, 300, 100)
    mm = 72 / 25.4
    left, top = (210 - form.width * form.columns) / 2 * mm, (297 + form.height * form.rows) / 2 * mm
    for index in range(text.count_chars()):
        if text.get_text_range(index, 1) in "名住担":
            x0, y0, x1, y1 = text.get_charbox(index)
            assert left <= x0
            assert x1 <= left + form.width * mm
            assert top - form.height * mm <= y0
            assert y1 <= top

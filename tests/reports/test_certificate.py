"""Certificates: one page each whatever stands in them, and equal bytes for equal words."""

from datetime import UTC, datetime

import pypdfium2
import pytest

from zaitaku.reports.certificate import Certificate, render

CREATED = datetime(2023, 12, 1, tzinfo=UTC)
PLAIN = Certificate(
    "第1号", "修了証", "練馬 花子", "修了を証します。", ("第1回　令和5年6月9日",), "令和5年12月1日", "練馬区長"
)


def pages(*certificates):
    return pypdfium2.PdfDocument(render(certificates, title="修了証", created=CREATED))


def words(page):
    return page.get_textpage().get_text_range()


def test_all_words_stand_on_a4_landscape():
    (page,) = pages(PLAIN)
    assert page.get_size() == pytest.approx((841.89, 595.28), abs=0.5)
    for text in ("第1号", "練馬 花子　様", "修了を証します。", "第1回　令和5年6月9日", "令和5年12月1日", "練馬区長"):
        assert text in words(page)


def test_many_long_words_stay_on_one_page():
    parts = tuple(f"第{number}回　令和5年12月10日　" + "長い題" * 12 for number in range(1, 25))
    text = "\n".join(["この研修の全課程を修了したことを証します。" * 6] * 3)
    long = Certificate(
        "第999号", "とても長い名前の研修の修了証書", "名" * 60, text, parts, "令和5年12月1日", "区\n部\n課長"
    )
    found = pages(long, PLAIN)
    assert len(found) == 2
    assert "第24回" in words(found[0])
    assert "課長" in words(found[0])


def test_words_are_never_markup_or_lost():
    name = '#text(red)[*x*] $1+1$ \\ "' + "\U0001f600"
    (page,) = pages(Certificate("1", "修了証", name, "", (), "", ""))
    assert '#text(red)[*x*] $1+1$ \\ "〔U+1F600〕' in words(page)


def test_equal_certificates_are_equal_files():
    assert render([PLAIN], title="修了証", created=CREATED) == render([PLAIN], title="修了証", created=CREATED)


def test_a_file_without_certificates_is_refused():
    with pytest.raises(ValueError, match="without any"):
        render([], title="修了証", created=CREATED)

"""A questionnaire on paper: every word printed, none read as markup, the same bytes again."""

from datetime import UTC, datetime, timedelta

import pypdfium2
import pytest

from zaitaku.reports.paper_form import FormQuestion, PaperForm, render

NOW = datetime(2024, 1, 10, 10, 0, 0, 123456, tzinfo=UTC)
QUESTIONS = (
    FormQuestion("話し合いたいと思いましたか", "single", ("とても思った", "思った"), "１つに✓"),
    FormQuestion("知った方法", "multiple", tuple(f"長い選択肢の{number}番目" for number in range(1, 9))),
    FormQuestion("年齢", "number"),
    FormQuestion("#strike[ご意見] $x$ *強く* \\", "text"),
)
FORM = PaperForm("アンケート", ("一行目", "", "二行目"), QUESTIONS, "整理番号", "ありがとうございました。")


def words(made):
    pages = pypdfium2.PdfDocument(made)
    return "".join(page.get_textpage().get_text_range() for page in pages), len(pages)


def test_every_word_is_printed_as_it_stands():
    text, pages = words(render(FORM, created=NOW))
    wanted = [
        "アンケート",
        "二行目",
        "整理番号",
        "問1",
        "とても思った",
        "８番目".replace("８", "8"),
        "#strike[ご意見] $x$ *強く* \\",
    ]
    for one in wanted:
        assert one in text
    assert pages == 1


def test_the_same_form_gives_the_same_bytes_and_a_long_one_more_pages():
    assert render(FORM, created=NOW) == render(FORM, created=NOW)
    assert render(FORM, created=NOW) != render(FORM, created=NOW + timedelta(days=1))
    long = PaperForm("長い", (), (QUESTIONS * 10), "整理番号")
    text, pages = words(render(long, created=NOW))
    assert pages > 3
    assert "問40" in text


def test_what_no_paper_can_print_is_refused():
    with pytest.raises(ValueError, match=r"U\+0000"):
        FormQuestion("\0", "text")
    with pytest.raises(ValueError, match=r"U\+0007"):
        PaperForm("\7", (), (), "")

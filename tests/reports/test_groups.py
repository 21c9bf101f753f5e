"""Table lists and name cards: everybody is on them, whatever their name, and equal sheets give equal bytes."""

from datetime import UTC, datetime

import pypdfium2
import pytest

from zaitaku.reports import groups

WORDS = groups.Words("氏名", "所属", "職種", "ファシリテーター", "テーブル", "%(count)s人", "未確定")


def sheet(*tables: groups.Table, **kw) -> groups.Sheet:
    given = {"title": "多職種事例検討会 第1回", "subtitle": "", "created": datetime(2024, 1, 20, tzinfo=UTC)} | kw
    return groups.Sheet(tables=tables, words=WORDS, **given)


def table(number: int, people: int, **kw) -> groups.Table:
    guests = tuple(
        groups.Person(f"参加{number}の{at}", f"事業所{at}", "医師", facilitates=not at) for at in range(people)
    )
    return groups.Table(f"テーブル{number}", str(number), guests, **kw)


def text(made: bytes) -> str:
    return "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(made))


@pytest.mark.parametrize("render", [groups.lists, groups.cards])
def test_everybody_is_printed_and_equal_sheets_are_equal_bytes(render):
    full = sheet(*(table(number, 6) for number in range(1, 21)))
    made = render(full)
    assert render(full) == made
    words = text(made)
    for one in full.tables:
        assert all(person.name in words for person in one.people)


def test_ten_cards_to_a_sheet():
    assert len(pypdfium2.PdfDocument(groups.cards(sheet(table(1, 21))))) == 3


def test_long_and_strange_names_are_kept_as_words():
    strange = groups.Person("#strong[x] *y* $z$ \\ " + "長" * 70, "所" * 200, "理学療法士・作業療法士・言語聴覚士")
    made = sheet(groups.Table("#image(1)", "Zoomルーム1", (strange, groups.Person("髙橋 﨑")), "会場"))
    for render in (groups.lists, groups.cards):
        words = text(render(made)).replace("\r\n", "").replace("\n", "")
        assert "#strong[x] *y* $z$" in words
        assert words.count("長") == 70
        assert "髙橋 﨑" in words
        assert len(pypdfium2.PdfDocument(render(made))) == 1


def test_a_large_table_goes_on_over_the_page():
    assert len(pypdfium2.PdfDocument(groups.lists(sheet(table(1, 60))))) > 1


def test_control_characters_are_refused():
    with pytest.raises(ValueError, match="U\\+0000"):
        groups.Person("a\0")
    with pytest.raises(ValueError, match="title"):
        sheet(title=" ")

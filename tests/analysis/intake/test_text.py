import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zaitaku.analysis.intake import Limits, read_tables
from zaitaku.analysis.intake.refusals import BadContent, TooLarge, WrongEncoding

TEXT = "氏名,区分\n髙﨑 ①,Ⅲ～㈱\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp932"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_the_usual_encodings_give_the_same_cells(encoding: str, line_end: str) -> None:
    data = TEXT.replace("\n", line_end).encode(encoding)
    sheet = read_tables(data, "a.csv").sheets[0]
    assert sheet.rows == (("氏名", "区分"), ("髙﨑 ①", "Ⅲ～㈱"))


@pytest.mark.parametrize(
    ("encoding", "named"),
    [("euc_jp", "EUC-JP"), ("iso2022_jp", "JIS"), ("utf-16-le", "UTF-16"), ("utf-32-be", "UTF-16/32")],
)
def test_other_encodings_are_refused_by_name_and_line(encoding: str, named: str) -> None:
    data = "date,a\n参加者数と区分の一覧\nカタカナ\n".encode(encoding)
    with pytest.raises(WrongEncoding) as refused:
        read_tables(data, "a.csv")
    assert named in refused.value.message_ja
    assert "行目" in refused.value.message_ja


def test_bytes_of_no_encoding_are_refused_with_their_line() -> None:
    with pytest.raises(WrongEncoding, match="3行目"):
        read_tables("一\n二\n".encode() + b"\xff\xfe\xfd\n", "a.txt")
    with pytest.raises(WrongEncoding, match="line 2"):
        read_tables(b"ok\n" + b"\x81", "a.txt")


def test_half_width_kana_in_cp932_are_no_reason_to_refuse() -> None:
    data = "ｶﾌﾞｼｷｶﾞｲｼｬ,ﾈﾘﾏ\n".encode("cp932")
    assert read_tables(data, "a.csv").sheets[0].rows == (("ｶﾌﾞｼｷｶﾞｲｼｬ", "ﾈﾘﾏ"),)


def test_control_characters_and_lost_characters_are_refused_with_their_line() -> None:
    with pytest.raises(BadContent, match="2行目"):
        read_tables(b"a,b\nc\x01,d\n", "a.csv")
    with pytest.raises(BadContent, match="2行目"):
        read_tables("a\n\ufffd\n".encode(), "a.txt")


def test_a_tab_separated_text_keeps_ragged_rows_and_line_numbers() -> None:
    sheet = read_tables("題\n\n目標\t在宅\n\t\tx\n".encode(), "a.txt").sheets[0]
    assert sheet.rows == (("題",), ("",), ("目標", "在宅"), ("", "", "x"))
    assert [sheet.line_number(row) for row in range(1, 5)] == [1, 2, 3, 4]


def test_quoted_cells_may_hold_line_breaks_and_lines_are_counted_on() -> None:
    sheet = read_tables(b'a\t"b\nc ""d"""\ne\tf\n', "a.tsv").sheets[0]
    assert sheet.rows == (("a", 'b\nc "d"'), ("e", "f"))
    assert [sheet.line_number(row) for row in (1, 2)] == [1, 3]


def test_quotes_that_never_close() -> None:
    with pytest.raises(BadContent, match="2行目"):
        read_tables(b'a,b\nc,"d\ne,f\n', "a.csv")
    read = read_tables(b'he said\n"so\n', "a.txt")
    assert read.sheets[0].rows == (("he said",), ('"so',))
    assert read.warnings


@pytest.mark.parametrize(
    ("limits", "code"),
    [
        (Limits(rows=2), "too_many_rows"),
        (Limits(columns=1), "too_many_columns"),
        (Limits(cells=5), "too_many_cells"),
        (Limits(cell_characters=2), "cell_too_long"),
    ],
)
def test_limits(limits: Limits, code: str) -> None:
    for name, comma in (("a.csv", b","), ("a.txt", b"\t")):
        with pytest.raises(TooLarge) as refused:
            read_tables(b"aaa,b\nc,d\ne,f\n".replace(b",", comma), name, limits=limits)
        assert refused.value.code == code


CELLS = st.text(
    st.characters(
        blacklist_categories=("Cs", "Cc"),
        blacklist_characters="\ufeff\ufffd\ufffe\uffff\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069",
    ),
    max_size=8,
)


@given(st.lists(st.lists(CELLS, min_size=2, max_size=4), min_size=1, max_size=6), st.sampled_from([",", "\t"]))
def test_what_the_csv_module_writes_is_read_back(rows: list[list[str]], delimiter: str) -> None:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerows(rows)
    rows_in = tuple(map(tuple, rows))
    if any(any(cell.strip() for cell in row) for row in rows):
        data = out.getvalue().encode()
        assert read_tables(data, "a.csv" if delimiter == "," else "a.tsv").sheets[0].rows == rows_in

"""What looks as if it told who a person is."""

import pytest

from zaitaku.programme.meetings.queries.nameless import tells_who


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("田中さんが通所を休みがち", ["田中さん"]),
        ("娘の花子ちゃんと会いたい", ["花子ちゃん"]),
        ("担当は佐々木", ["佐々木"]),
        ("電話は03-3993-1111まで", ["03-3993-1111"]),
        ("連絡先０９０１２３４５６７８", ["09012345678"]),
        ("mail: hana@example.jp", ["hana@example.jp"]),
        ("豊玉北6丁目12の1に住む", ["6丁目12"]),
        ("昭和10年3月2日生の女性", ["昭和10年3月2日生"]),
        ("被保険者番号0012345678", ["0012345678"]),
        ("ｻﾄｳ様と吉田氏", ["サトウ様", "吉田氏"]),
    ],
)
def test_the_usual_slips_are_found(text, found):
    assert tells_who(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Aさん（80代女性）は独居で、近所の人に会いたい",
        "娘さんや息子さん、お孫さんと散歩したい",
        "ケアマネさんと民生委員さんが見守る",
        "皆さんとたくさん歌いたい。おばあちゃんの味を伝えたい",
        "令和5年6月1日に地域ケア会議を開いた。30人が参加",
        "石川県の温泉に行きたい。中野区の公園へ",
        "その様子を見て同様に対応する",
        "花屋さんで働きたい",
        "保育園の子どもたちと遊びたい",
    ],
)
def test_ordinary_words_are_let_pass(text):
    assert tells_who(text) == []

"""The words that stand in the sheet; the writer writes them and the reader looks for them."""

CODE_HEAD = "コード"
VALUE_HEADS = {"month": "今月の数値", "year": "今年度の数値", "once": "今回の数値"}
LAST_HEADS = {"month": "前月", "year": "前年度", "once": "前回"}
ANSWER_HEAD = "回答"
NOTE_HEAD = "備考"
NUMBER, NONE, SAME = "数値", "該当なし", "変更なし"

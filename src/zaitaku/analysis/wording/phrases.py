"""The Japanese words that papers put beside numbers, in one place; they are part of the data, not of the screen."""

from zaitaku.analysis.figure import State

ALONE = {
    State.PRELIMINARY: "速報",
    State.TALLYING: "集計中",
    State.TO_FOLLOW: "確定後追記",
    State.AFTER_EVENT: "実施後追記",
    State.PLANNED: "予定",
    State.ASKING: "意向確認中",
    State.SUPPRESSED: "秘匿",
    State.NOT_APPLICABLE: "該当なし",
}
STATES = {State.FINAL: "確定"} | ALONE  # where the state has a column of its own
WITH_VALUE = ALONE | {State.TO_FOLLOW: "確定後追記あり", State.AFTER_EVENT: "実施後追記あり"}

AS_OF = "時点"
DAY_ENDINGS = ("年", "月", "日", "末")  # 10月 becomes 10月時点; 令和4年度調査 and 1月～12月 stay as they are
MONTH_END = "末"
SINCE = "～"
RUNNING_TOTAL = "累計"
ALL_ALIKE = "いずれも"
SHARES = "内訳の合計は{total}％"
ROUNDED_SHARES = "四捨五入のため内訳の合計は{total}％"

OPENING, CLOSING, SEPARATOR, COLON = "（", "）", "、", "："

# What may follow a number in a result cell. `PERCENT_SIGNS` belong to shares only.
PERCENT_SIGNS = ("％", "%")
COUNTERS = (
    *("人", "名", "件", "回", "部", "冊", "枚", "か所", "ヶ所", "ヵ所", "カ所", "ケ所", "箇所", "団体", "病院", "施設"),
    *("事業所", "機関", "チーム", "グループ", "世帯", "名様", "台", "床", "社", "校", "例", "組", "日間", "票", "通"),
)

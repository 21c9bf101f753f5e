"""The wording of every verdict and finding: (Japanese, English), filled from the finding's parameters."""

from __future__ import annotations

VERDICTS: dict[str, tuple[str, str]] = {
    "agree": ("一致", "Agrees"),
    "rounding": ("四捨五入", "Rounding"),
    "differs": ("相違", "Differs"),
    "cannot_tell": ("判定不可", "Cannot tell"),
    "notice": ("要確認", "Worth a look"),
}

FINDINGS: dict[str, tuple[str, str]] = {
    "sum_agrees": (
        "{stated}{unit}は内訳の合計（{sum}）と一致します。",
        "{stated} is the sum of its parts ({sum}).",
    ),
    "sum_differs": (
        "{stated}{unit}とありますが、内訳を合計すると{computed}です（{sum}）。差は{gap}です。",
        "{stated} is printed, but the parts make {computed} ({sum}); the gap is {gap}.",
    ),
    "sum_rounding": (
        "{stated}{unit}に対し内訳の合計は{computed}です（{sum}）。差の{gap}は端数処理によるものと考えられます。",
        "{stated} is printed and the parts make {computed} ({sum}); rounding explains the gap of {gap}.",
    ),
    "sum_and_more": (
        "{stated}{unit}に対し示された内訳の合計は{computed}です（{sum}）。内訳が「等」で終わるため判定できません。",
        "{stated} is printed and the parts shown make {computed} ({sum}); the list is not complete.",
    ),
    "sum_other_unit": (
        "{stated}{unit}と内訳の合計{computed}（{sum}）が異なりますが、単位が違うため判定できません。",
        "{stated} and the parts' {computed} ({sum}) differ, but so do their units.",
    ),
    "open_total_named": (
        "「{coming}」が未確定のため合計は確定していません。現時点の合計は{so_far}{unit}です（{sum}）。",
        'The total is open until "{coming}" is known; so far it is {so_far} ({sum}).',
    ),
    "open_total": (
        "合計は後日記載とされています。現時点の内訳の合計は{so_far}{unit}です（{sum}）。",
        "The total is to be added later; the parts make {so_far} so far ({sum}).",
    ),
    "open_exceeded": (
        "{stated}{unit}とありますが、未確定の「{coming}」を除いた内訳だけで{so_far}になります（{sum}）。",
        'The parts known, without "{coming}", already make {so_far} ({sum}), more than the {stated} printed.',
    ),
    "sessions_agree": (
        "{stated}{unit}は各回の合計（{sum}）と一致します。",
        "{stated} is the sum over the sessions ({sum}).",
    ),
    "sessions_agree_open": (
        "{stated}{unit}は現時点の各回の合計（{sum}）と一致します。{open}は未確定のため、確定後に合計も変わります。",
        "{stated} is the sum over the sessions so far ({sum}); it will change when {open} is settled.",
    ),
    "sessions_agree_without_open": (
        "{stated}{unit}は未確定分を除いた各回の合計と一致します（{open}の判明分を含めると{computed}）。",
        "{stated} is the sum over the settled sessions ({computed} with what is known of {open}).",
    ),
    "sessions_differ": (
        "{stated}{unit}とありますが、各回を合計すると{computed}です（{sum}）。差は{gap}です。",
        "{stated} is printed, but the sessions make {computed} ({sum}); the gap is {gap}.",
    ),
    "sessions_missing": (
        "{stated}{unit}に対し、人数等を読み取れない回があるため判定できません（読み取れた分の合計{computed}）。",
        "{stated} is printed; not every session's number could be read (those read make {computed}).",
    ),
    "sessions_doubtful": (
        "{stated}{unit}と各回の合計{computed}（{sum}）が異なりますが、別の項目の数の可能性があり、判定できません。",
        "{stated} and the sessions' {computed} ({sum}) differ, but they may count different things.",
    ),
    "sessions_open": (
        "{stated}{unit}に対し現時点の各回の合計は{computed}です（{sum}）。未確定の回があるため判定できません。",
        "{stated} is printed and the sessions make {computed} so far ({sum}); some are still open.",
    ),
    "rate_agrees": (
        "{stated}％は{above}÷{below}と一致します。",
        "{stated} % is {above} ÷ {below}.",
    ),
    "rate_differs": (
        "{stated}％とありますが、{above}÷{below}は{computed}％です。",
        "{stated} % is printed, but {above} ÷ {below} is {computed} %.",
    ),
    "rate_cut_off": (
        "{stated}％とありますが、{above}÷{below}を四捨五入すると{computed}％です（{stated}％は切り捨てた値です）。",
        "{stated} % is printed, but {above} ÷ {below} rounds to {computed} % ({stated} % was cut off).",
    ),
    "rate_above_base": (
        "{above}が母数の{below}を上回っています（{stated}％と記載）。",
        "{above} is more than its base {below} ({stated} % is printed).",
    ),
    "rate_zero_base": (
        "母数が0のため割合は求められません（{stated}％と記載）。",
        "The base is 0, so there is no rate ({stated} % is printed).",
    ),
    "rate_without_base": (
        "{stated}％（{above}）の母数が近くに見当たらないため判定できません。",
        "No base for {stated} % ({above}) was found nearby.",
    ),
    "rate_base_doubtful": (
        "{stated}％（{above}）は近くの{below}を母数とすると合いません。母数が別にある可能性があります。",
        "{stated} % ({above}) does not fit {below} nearby; its base may be another number.",
    ),
    "numerators_sum_agrees": (
        "全体の{stated}{unit}は各区分の件数の合計（{sum}）と一致します。",
        "The overall {stated} is the sum of the numerators ({sum}).",
    ),
    "numerators_sum_differs": (
        "全体は{stated}{unit}とありますが、各区分の件数を合計すると{computed}です（{sum}）。差は{gap}です。",
        "{stated} is printed overall, but the numerators make {computed} ({sum}); the gap is {gap}.",
    ),
    "numerators_sum_doubtful": (
        "全体の{stated}{unit}と各区分の件数の合計{computed}が異なります。すべての区分が示されていない可能性があります。",
        "The overall {stated} and the numerators' {computed} differ; the list may not show every group.",
    ),
    "denominators_sum_agrees": (
        "全体の母数{stated}{unit}は各区分の母数の合計（{sum}）と一致します。",
        "The overall base {stated} is the sum of the denominators ({sum}).",
    ),
    "denominators_sum_differs": (
        "全体の母数は{stated}{unit}とありますが、各区分の母数を合計すると{computed}です（{sum}）。差は{gap}です。",
        "The overall base is printed as {stated}, but the denominators make {computed} ({sum}); the gap is {gap}.",
    ),
    "denominators_sum_doubtful": (
        "全体の母数{stated}{unit}と各区分の母数の合計{computed}が異なります。すべての区分が示されていない可能性があります。",
        "The overall base {stated} and the denominators' {computed} differ; the list may not show every group.",
    ),
    "shares_agree": ("構成比の合計は100％です（{sum}）。", "The shares make 100 % ({sum})."),
    "shares_rounding": (
        "構成比の合計は{computed}％です（{sum}）。100％との差{gap}は四捨五入によるものと考えられます。",
        "The shares make {computed} % ({sum}); rounding explains the {gap} off 100.",
    ),
    "shares_differ": (
        "構成比の合計が{computed}％になります（{sum}）。100％との差{gap}は四捨五入では説明できません。",
        "The shares make {computed} % ({sum}); rounding cannot explain the {gap} off 100.",
    ),
    "shares_doubtful": (
        "並んだ割合の合計は{computed}％です（{sum}）。複数回答などで構成比ではない可能性があり、判定できません。",
        "The percentages make {computed} % ({sum}); they may not be shares of one whole.",
    ),
    "follow_up_agrees": (
        "母数の{base}は「{name}」の{named}と一致します（うち{answered}）。",
        "The base {base} is the {named} of {name} ({answered} of it).",
    ),
    "follow_up_differs": (
        "母数は{base}とありますが、「{name}」は{named}です。",
        "The base is printed as {base}, but {name} is {named}.",
    ),
    "follow_up_other_base": (
        "母数の{base}と「{name}」の{named}が異なります。対象を絞っている可能性があり、判定できません。",
        "The base {base} and the {named} of {name} differ; the follow-up may have covered only some.",
    ),
    "follow_up_more_than_base": (
        "{base}中{answered}とあり、母数を上回っています。",
        "{answered} out of {base} is more than there are.",
    ),
    "follow_up_outcome_too_large": (
        "回答{answered}に対し、その内数の{outcome}の方が多くなっています。",
        "{outcome} is more than the {answered} it is part of.",
    ),
    "equal_titles": (
        "{sessions}の題名が同じです（{title}）。誤りでないか確認してください。",
        "{sessions} carry the same title ({title}). Please check.",
    ),
    "as_of_before_cover": (
        "「{stated}」（{day}）は、資料の基準日「{cover}」（{cover_day}）より前の時点です。",
        '"{stated}" ({day}) is older than the paper\'s "{cover}" ({cover_day}).',
    ),
    "as_of_after_cover": (
        "「{stated}」（{day}）は、資料の基準日「{cover}」（{cover_day}）より後の時点です。",
        '"{stated}" ({day}) is later than the paper\'s "{cover}" ({cover_day}).',
    ),
    "as_of_year_unclear": (
        "「{stated}」は、同じ年度なら資料の基準日「{cover}」（{cover_day}）より後になります。前年度の時点でないか確認してください。",
        '"{stated}" would, in the same fiscal year, be later than the paper\'s "{cover}" ({cover_day}).',
    ),
    "planned_zero": (
        "0{unit}ですが、{months}月に予定があります（{note}）。実施後に追記が必要です。",
        "0 so far, with a plan for month {months} ({note}); to be completed afterwards.",
    ),
    "planned_zero_undated": (
        "0{unit}ですが、これからの予定があります（{note}）。実施後に追記が必要です。",
        "0 so far, with a plan ({note}); to be completed afterwards.",
    ),
    "planned_zero_passed": (
        "0{unit}（{note}）とありますが、予定の{months}月は資料の基準日までに終わっています。",
        "0 with a plan ({note}), but month {months} was over on the paper's date.",
    ),
}

UNREAD: dict[str, tuple[str, str]] = {
    "damaged": ("文字化けしているため読み取れません。", "The characters are damaged."),
    "too_long": ("桁数が多すぎるため数として読みません。", "Too many digits for a number."),
    "groups": ("桁区切りのコンマの位置が正しくないため読み取れません。", "The thousands separators are misplaced."),
    "kanji_number": ("漢数字は検算の対象外です。", "Numbers in kanji are not checked."),
    "unclosed": ("括弧が閉じていないため内訳を読み取れません。", "The bracket is never closed."),
    "no_date": ("日付として読み取れません。", "This is not a date."),
    "and_more": ("読み取れない箇所がほかにもあります。", "There are more places that could not be read."),
}

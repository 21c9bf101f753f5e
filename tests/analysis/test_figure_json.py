"""The canonical form that digests are made of."""

import math

import pytest

from zaitaku.analysis.figure_json import canonical


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_what_is_no_json_has_no_canonical_form(value: float) -> None:
    with pytest.raises(ValueError, match="JSON compliant"):
        canonical({"details": [value]})


def test_the_order_of_keys_does_not_matter_and_the_kind_of_a_value_does() -> None:
    assert canonical({"b": 1, "a": "髙"}) == canonical({"a": "髙", "b": 1}) == '{"a":"髙","b":1}'
    assert len({canonical(one) for one in (1, "1", True, None, [1], {"1": 1})}) == 6

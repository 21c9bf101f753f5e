"""Why a template is not taken. Each refusal knows the place and says it by line and character."""

from zaitaku.analysis.refusal import Refusal, shown


class TemplateRefused(Refusal):
    """`position` counts characters from 0; `line` and `column` from 1."""

    code = "template"

    def __init__(self, template: str, position: int, message_ja: str, message_en: str) -> None:
        self.position = position
        self.line = template.count("\n", 0, position) + 1
        self.column = position - (template.rfind("\n", 0, position) + 1) + 1
        super().__init__(
            f"{self.line}行目の{self.column}文字目：{message_ja}",
            f"Line {self.line}, character {self.column}: {message_en}",
        )


class UnbalancedBraces(TemplateRefused):
    code = "unbalanced_braces"


class UnknownOption(TemplateRefused):
    code = "unknown_option"


class UnknownCode(TemplateRefused):
    code = "unknown_code"


class UnknownPart(TemplateRefused):
    code = "unknown_part"


class WrongPlace(TemplateRefused):
    """A dot outside of each, blocks that are nested too deeply."""

    code = "wrong_place"


class WrongUnit(TemplateRefused):
    """A percent sign on a count, or a counter on a share."""

    code = "wrong_unit"


class TypedNumber(TemplateRefused):
    """A number written by hand where a figure belongs."""

    code = "typed_number"


def typed_number(template: str, position: int, text: str) -> TypedNumber:
    return TypedNumber(
        template,
        position,
        f"「{shown(text)}」は手で入力された数値です。数値は一覧から選んで {{…}} で入れてください。",
        f'"{shown(text)}" is a number typed by hand. Choose the figure from the list, so that it stands as {{…}}.',
    )


def unknown_code(template: str, position: int, code: str) -> UnknownCode:
    return UnknownCode(
        template,
        position,
        f"「{shown(code)}」という指標はありません。この取組の数値の一覧から選んでください。",
        f'There is no indicator "{shown(code)}". Choose one from the list of figures.',
    )


def unknown_part(template: str, position: int, code: str, labels: tuple[str, ...]) -> UnknownPart:
    return UnknownPart(
        template,
        position,
        f"「{shown(code)}」に「{shown('/'.join(labels))}」という内訳はありません。内訳の名前を確かめてください。",
        f'"{shown(code)}" has no part "{shown("/".join(labels))}". Check the name of the part.',
    )


def wrong_unit(template: str, position: int, code: str, unit: str) -> WrongUnit:
    return WrongUnit(
        template,
        position,
        f"「{shown(code)}」に単位「{shown(unit)}」は使えません。割合には％、数には数の単位を付けてください。",
        f'"{shown(code)}" cannot take the unit "{shown(unit)}". Shares take ％, counts take counters.',
    )

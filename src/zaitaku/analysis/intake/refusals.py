"""Why a whole file is not taken. Each says what it is, why it is refused and what to do."""

from __future__ import annotations

from zaitaku.analysis.refusal import Refusal


class IntakeRefused(Refusal):
    """The file as a whole is not read; nothing of it was taken."""


class EmptyFile(IntakeRefused):
    code = "empty_file"


class TooLarge(IntakeRefused):
    """More bytes, rows, columns, cells, sheets or pages than the limits allow; `code` says which."""

    code = "too_large"


class UnsupportedFormat(IntakeRefused):
    code = "unsupported_format"


class LegacyFormat(IntakeRefused):
    """.xls and .doc of before 2007."""

    code = "legacy_format"


class ContentMismatch(IntakeRefused):
    """The extension says one thing, the content another."""

    code = "content_mismatch"


class PasswordProtected(IntakeRefused):
    code = "password_protected"


class Damaged(IntakeRefused):
    """Truncated or otherwise broken."""

    code = "damaged"


class ArchiveBomb(IntakeRefused):
    """Small outside, huge inside."""

    code = "archive_bomb"


class NestedArchive(IntakeRefused):
    code = "nested_archive"


class XmlEntities(IntakeRefused):
    """A document type definition inside an Office file: no honest program writes one."""

    code = "xml_entities"


class WrongEncoding(IntakeRefused):
    code = "wrong_encoding"


class BadContent(IntakeRefused):
    """Control characters, or quotation marks that never close."""

    code = "bad_content"


def empty_file() -> EmptyFile:
    return EmptyFile("ファイルが空です。内容のあるファイルを選び直してください。", "The file is empty. Choose another.")


def too_large(code: str, what_ja: str, what_en: str, found: int, allowed: int) -> TooLarge:
    return TooLarge(
        f"{what_ja}が多すぎます（{found:,}、上限{allowed:,}）。ファイルを分けてください。",
        f"Too many {what_en} ({found:,}; at most {allowed:,}). Split the file.",
        code=code,
    )


def legacy_format(name: str) -> LegacyFormat:
    return LegacyFormat(
        f"{name}は古い形式です。Excel・Word で開き、xlsx または docx で保存し直してください。",
        f"{name} is in an old format. Open it in Excel or Word and save it as xlsx or docx.",
    )


def unsupported(name: str) -> UnsupportedFormat:
    return UnsupportedFormat(
        f"{name}は読めない形式です。xlsx、docx、csv、tsv、txt、pdf のどれかにしてください。",
        f"{name} is in a format that cannot be read. Use xlsx, docx, csv, tsv, txt or pdf.",
    )


def content_mismatch(extension: str, kind: str) -> ContentMismatch:
    return ContentMismatch(
        f"拡張子は .{extension} ですが、中身は {kind} です。正しい拡張子に直すか、元のソフトで保存し直してください。",
        f"The extension is .{extension} but the content is {kind}. Correct the extension or save the file again.",
    )


def password_protected() -> PasswordProtected:
    return PasswordProtected(
        "パスワードで保護されています。パスワードを外して保存したファイルを選んでください。",
        "The file is protected by a password. Save it without one and choose that file.",
    )


def damaged(why_ja: str, why_en: str) -> Damaged:
    return Damaged(
        f"ファイルが壊れているか、途中で切れています（{why_ja}）。元のファイルをもう一度保存・送信してください。",
        f"The file is damaged or cut short ({why_en}). Save or send the original again.",
    )


def archive_bomb(why_ja: str, why_en: str) -> ArchiveBomb:
    return ArchiveBomb(
        f"展開すると異常に大きくなるファイルです（{why_ja}）。必要な表だけを新しいファイルに写してください。",
        f"The file grows beyond all measure when unpacked ({why_en}). Copy the table you need into a new file.",
    )

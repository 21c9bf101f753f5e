"""QR codes as one path of an SVG, for pages and posters."""

from dataclasses import dataclass

from qrcode.constants import ERROR_CORRECT_M
from qrcode.main import QRCode


@dataclass(frozen=True, slots=True)
class QrPath:
    """`size` modules square, the quiet zone of four included; `path` fills the dark ones, a unit each."""

    size: int
    path: str


def qr_path(text: str) -> QrPath:
    """Error correction M: a poster may lose 15 % to folds and drawing pins."""
    code = QRCode(error_correction=ERROR_CORRECT_M, border=4)
    code.add_data(text)
    code.make(fit=True)
    rows = code.get_matrix()
    dark = (f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, is_dark in enumerate(row) if is_dark)
    return QrPath(len(rows), "".join(dark))

"""QR codes as SVG: one path, sharp at any size."""

import io
from base64 import b64encode

import qrcode
from qrcode.image.svg import SvgPathImage


def qr_svg(text: str) -> bytes:
    """Correction level M: readable with a fold or a stain."""
    code = qrcode.QRCode(error_correction=qrcode.ERROR_CORRECT_M, box_size=10, border=4, image_factory=SvgPathImage)
    code.add_data(text)
    code.make(fit=True)
    made = io.BytesIO()
    code.make_image().save(made)
    return made.getvalue()


def qr_picture(text: str) -> str:
    """The code itself as the address of a picture."""
    return "data:image/svg+xml;base64," + b64encode(qr_svg(text)).decode()

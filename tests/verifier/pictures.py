"""Pictures of a page with a code, as scanners and cameras give them."""

import random
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw, ImageFilter
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from counter_app.alone import opened
from counter_app.proof.qr import draw, size_of

LEFT, BOTTOM = 60.0, 60.0


def pdf(*codes: str, within: str = "") -> bytes:
    """`within`: a code on the page that a certified copy shows, made smaller."""
    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=A4)
    for line in range(30):
        canvas.drawString(LEFT, 780 - line * 18, f"Certificate of Alien Registration {line} 1234")
    for number, code in enumerate(codes):
        draw(canvas, code, LEFT + 250 * number, BOTTOM, size_of(code), picture=True)
    if within:
        canvas.translate(LEFT + 300, 300)
        canvas.scale(0.65, 0.65)
        draw(canvas, within, 0, 0, size_of(within), picture=True)
    canvas.save()
    return buffer.getvalue()


def page_of(paper: bytes, number: int = 0, dpi: int = 150) -> Image.Image:
    with opened(paper) as document:
        sheet = document[number % len(document)]
        page: Image.Image = sheet.render(scale=dpi / 72, grayscale=True).to_pil()
    return page.convert("L")


def scan(*codes: str, dpi: int = 150) -> Image.Image:
    return page_of(pdf(*codes), dpi=dpi)


def worn(code: str, seed: int) -> Image.Image:
    """A scan at 150 dpi, turned by 3 degrees, with blots over a tenth of the code."""
    chance = random.Random(seed)
    page, side = scan(code), size_of(code) / 72 * 150
    left, top = LEFT / 72 * 150, page.height - BOTTOM / 72 * 150 - side
    pen = ImageDraw.Draw(page)
    blot = side * 0.2
    for _ in range(3):
        x, y = (start + chance.uniform(0.28, 0.6) * side for start in (left, top))
        pen.ellipse((x, y, x + blot, y + blot), fill=chance.choice((0, 255)))
    return page.rotate(chance.choice((-3, 3)), Image.Resampling.BICUBIC, fillcolor=255)


def photo(code: str) -> Image.Image:
    """From aside, in uneven light, not quite sharp."""
    page = scan(code, dpi=180)
    width, height = page.size
    corners = (-40, 0, 0, height, width, height + 30, width + 50, -40)
    seen = page.transform(
        page.size, Image.Transform.QUAD, corners, Image.Resampling.BICUBIC, fillcolor=200
    )
    light = Image.linear_gradient("L").resize(page.size)
    return Image.blend(seen.filter(ImageFilter.GaussianBlur(0.7)), light, 0.25)


def film(code: str, to: Path, across: int = 620) -> Path:
    """What a camera sees, for Chromium's feigned one: a second of 1280 x 720 in y4m, the code so
    many pixels `across`."""
    page = scan(code, dpi=300)
    side = size_of(code) / 72 * 300
    left, bottom = (LEFT / 72 * 300 - 30, page.height - BOTTOM / 72 * 300 + 30)
    near = page.crop((int(left), int(bottom - side - 60), int(left + side + 60), int(bottom)))
    frame = Image.new("L", (1280, 720), 190)
    near = near.resize((across, across), Image.Resampling.BICUBIC).rotate(8, fillcolor=190)
    frame.paste(near, (330, 50))
    grey = bytes([128]) * (640 * 360 * 2)
    one = b"FRAME\n" + frame.filter(ImageFilter.GaussianBlur(1)).tobytes() + grey
    to.write_bytes(b"YUV4MPEG2 W1280 H720 F10:1 Ip A1:1 C420jpeg\n" + one * 10)
    return to


def of_size(width: int, height: int) -> bytes:
    """A picture of some bytes that says it is so large."""
    made = BytesIO()
    Image.new("L", (8, 8)).save(made, "JPEG")
    small = made.getvalue()
    at = small.index(b"\xff\xc0") + 5
    return small[:at] + height.to_bytes(2) + width.to_bytes(2) + small[at + 4 :]

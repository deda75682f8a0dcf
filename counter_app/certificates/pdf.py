"""The canvas both papers are drawn on, and lettering that a table does not need."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

from reportlab import rl_config
from reportlab.pdfgen.canvas import Canvas

from counter_app.certificates.fonts import BOLD, REGULAR, font
from counter_app.certificates.layout import INK, spoken
from counter_app.certificates.shaping import clean, width
from counter_app.clock import SEOUL

_WATERMARK = (0.14, 0.35, 0.80)


def document(
    buffer: BytesIO, size: tuple[float, float], title: str, author: str, at: datetime
) -> Canvas:
    """A canvas whose bytes depend on nothing but what is drawn: fixed id, dates from `at`."""
    font(REGULAR)
    canvas = Canvas(
        buffer,
        pagesize=size,
        invariant=1,
        pageCompression=1,
        pdfVersion=(1, 5),
        initialFontName=REGULAR,  # type: ignore[arg-type]  # the stubs say float
        lang="ko-KR",
    )
    stamp = at.astimezone(SEOUL).strftime("D:%Y%m%d%H%M%S+09'00'")
    canvas.setDateFormatter(lambda *_: stamp)
    canvas.setTitle(clean(title))
    canvas.setAuthor(clean(author))
    canvas.setSubject("")
    canvas.setCreator("counter")
    canvas.setViewerPreference("DisplayDocTitle", "true")
    return canvas


@contextmanager
def unarmoured() -> Iterator[None]:
    """Streams as they are: ASCII85 takes reportlab, in Python, as long as half of the drawing."""
    usual, rl_config.useA85 = rl_config.useA85, 0
    try:
        yield
    finally:
        rl_config.useA85 = usual


@dataclass(frozen=True, slots=True)
class Lettering:
    """One letter-spaced line, measured; lengths in points."""

    text: str
    font: str
    size: float
    tracking: float
    width: float

    @property
    def last_letter(self) -> float:
        """How far right of the line's middle the middle of its last letter lies."""
        last: float = width(self.text[-1], self.font) * self.size
        return (self.width - last) / 2

    def draw(self, canvas: Canvas, centre: float, baseline: float) -> None:
        line = canvas.beginText(centre - self.width / 2, baseline)
        line.setFont(self.font, self.size)
        line.setCharSpace(self.tracking)
        line.setFillColorRGB(*INK)
        line.textOut(self.text)
        line.setCharSpace(0)
        with spoken(canvas, self.text):
            canvas.drawText(line)


def lettering(text: str, name: str, size: float, tracking: float, available: float) -> Lettering:
    """`text` letter-spaced, size and spacing made smaller together if it is too wide."""
    text = clean(text)
    natural = width(text, name) * size + tracking * (len(text) - 1)
    shrink = min(1.0, available / natural)
    return Lettering(text, name, size * shrink, tracking * shrink, natural * shrink)


def watermark_across(canvas: Canvas, text: str, size: tuple[float, float]) -> None:
    """`text` from corner to corner over everything, pale enough to read through."""
    canvas.saveState()
    canvas.translate(size[0] / 2, size[1] / 2)
    canvas.rotate(52)
    canvas.setFillColorRGB(*_WATERMARK)
    canvas.setFillAlpha(0.13)
    canvas.setFont(BOLD, 128)
    with spoken(canvas, text):
        canvas.drawCentredString(0, -44, text)
    canvas.restoreState()

"""PDFs that are small to keep and endless to draw, each by another part of a page."""

from collections.abc import Callable
from contextlib import suppress
from io import BytesIO

import pikepdf
import psutil
from pikepdf import Array, Dictionary, Name, Object, Page, Pdf

_LINE = b"0 0 m 9 9 l S "


def form(pdf: Pdf, drawn: bytes, **more: object) -> Object:
    box = {"Type": Name.XObject, "Subtype": Name.Form, "BBox": [0, 0, 9, 9]}
    return pdf.make_stream(drawn, **box | more)


def nested(pdf: Pdf, levels: int = 24, times: int = 4, drawn: bytes = _LINE) -> Object:
    """Forms in forms, each shown so many times by the next."""
    shown = form(pdf, drawn)
    for _ in range(levels):
        within = Dictionary(XObject=Dictionary(X=shown))
        shown = form(pdf, b"/X Do " * times, Resources=within)
    return shown


def _shown(pdf: Pdf, page: Page) -> None:
    page.Resources = Dictionary(XObject=Dictionary(X=nested(pdf)))
    page.Contents = pdf.make_stream(b"/X Do")


def _pattern(pdf: Pdf, page: Page) -> None:
    tile = nested(pdf)
    tile.Type, tile.PatternType, tile.PaintType, tile.TilingType = Name.Pattern, 1, 1, 1
    tile.XStep, tile.YStep = 9, 9
    page.Resources = Dictionary(Pattern=Dictionary(P=tile))
    page.Contents = pdf.make_stream(b"/Pattern cs /P scn 0 0 600 800 re f")


def _annotation(pdf: Pdf, page: Page) -> None:
    seen = Dictionary(N=nested(pdf))
    stamp = Dictionary(
        Type=Name.Annot, Subtype=Name.Stamp, Rect=Array([0, 0, 90, 90]), AP=seen, F=4
    )
    page.Annots = Array([pdf.make_indirect(stamp)])


def _letters(pdf: Pdf, page: Page) -> None:
    """A font of which one letter is that."""
    within = Dictionary(XObject=Dictionary(X=nested(pdf)))
    letter = pdf.make_stream(b"9 0 d0 /X Do")
    font = Dictionary(
        Type=Name.Font,
        Subtype=Name.Type3,
        FontBBox=Array([0, 0, 9, 9]),
        FontMatrix=Array([1, 0, 0, 1, 0, 0]),
        CharProcs=Dictionary(a=letter),
        Encoding=Dictionary(Type=Name.Encoding, Differences=Array([97, Name.a])),
        FirstChar=97,
        LastChar=97,
        Widths=Array([9]),
        Resources=within,
    )
    page.Resources = Dictionary(Font=Dictionary(F=pdf.make_indirect(font)))
    page.Contents = pdf.make_stream(b"BT /F 9 Tf (aaaa) Tj ET")


def _mask(pdf: Pdf, page: Page) -> None:
    mask = nested(pdf)
    mask.Group = Dictionary(S=Name.Transparency, CS=Name.DeviceGray)
    state = Dictionary(Type=Name.ExtGState, SMask=Dictionary(S=Name.Luminosity, G=mask))
    page.Resources = Dictionary(ExtGState=Dictionary(G=state))
    page.Contents = pdf.make_stream(b"/G gs 0 0 600 800 re f")


ENDLESS: dict[str, Callable[[Pdf, Page], None]] = {
    "form": _shown,
    "pattern": _pattern,
    "annotation": _annotation,
    "letter": _letters,
    "mask": _mask,
}


def endless(part: str) -> bytes:
    with pikepdf.new() as pdf, BytesIO() as made:
        page = pdf.add_blank_page(page_size=(600, 800))
        ENDLESS[part](pdf, page)
        pdf.save(made)
        return made.getvalue()


def vast(packed: bytes, side: int, how: Name) -> bytes:
    """A picture that says it is so large."""
    with pikepdf.new() as pdf, BytesIO() as made:
        picture = pikepdf.Stream(
            pdf,
            packed,
            Type=Name.XObject,
            Subtype=Name.Image,
            Width=side,
            Height=side,
            ColorSpace=Name.DeviceGray,
            BitsPerComponent=8,
            Filter=how,
        )
        page = pdf.add_blank_page(page_size=(600, 800))
        page.Resources = Dictionary(XObject=Dictionary(X=picture))
        page.Contents = pdf.make_stream(b"q 600 0 0 800 0 0 cm /X Do Q")
        pdf.save(made)
        return made.getvalue()


def drawing() -> list[psutil.Process]:
    """The processes of ours that draw a stranger's file now; other tests have children, too."""
    return [child for child in psutil.Process().children() if _draws(child)]


def _draws(child: psutil.Process) -> bool:
    with suppress(psutil.Error):  # it has just ended
        return "".join(child.cmdline()[-1:]).endswith("drawing_apart.py")
    return False

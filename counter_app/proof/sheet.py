"""What was laid on the pages of a PDF since this program drew it.

Only a seal tells that a file is whole. Without one its text may say one thing and the page show
another; but what this program draws is so little that most of what others add stands out.
"""

import re
from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import TYPE_CHECKING

from counter_app.alone import alone

if TYPE_CHECKING:
    from pikepdf import Object, Page, Pdf

_MADE_BY = {"/Creator": "counter", "/Producer": "ReportLab PDF Library - (opensource)"}
_CATALOGUE = {
    *("/Type", "/Pages", "/PageMode", "/Lang", "/ViewerPreferences", "/Version", "/Extensions"),
    *("/StructTreeRoot", "/MarkInfo", "/Metadata", "/OutputIntents", "/PieceInfo"),
}
_PAGE = {
    *("/Type", "/Parent", "/Contents", "/Resources", "/StructParents", "/Tabs"),
    *("/MediaBox", "/Rotate", "/Trans"),
}
_RESOURCES = {"/ProcSet", "/Font", "/XObject"}
_FONT = {
    *("/Type", "/Subtype", "/Name", "/BaseFont", "/FirstChar", "/LastChar", "/Widths"),
    *("/FontDescriptor", "/ToUnicode"),
}
_IMAGE = {
    *("/Type", "/Subtype", "/Width", "/Height", "/BitsPerComponent", "/ColorSpace"),
    *("/Filter", "/Length"),
}
_LETTER = re.compile(rb"<[0-9A-F]{2}> <([0-9A-F]{4})>")


@alone
def laid_on(pdf: bytes, bare: Sequence[int] = (), *, copy: bool = False) -> tuple[str, ...]:
    """What is in a file that this program never draws, as proof.laid_<what> in the catalogue has
    it. Nothing for a file that does not say that this program made it. `bare`: the pages without a
    code; `copy`: each page shows a copied one."""
    from pikepdf import Pdf, PdfError  # noqa: PLC0415 - slow to load

    try:
        with Pdf.open(BytesIO(pdf)) as document:
            if not _is_ours(document):
                return ()
            found = {"file" for key in document.Root if key not in _CATALOGUE}
            found.update(("page",) if bare else ())
            for page in document.pages:
                found.update(_on_page(document, page, copy))
    except (PdfError, ValueError, KeyError, AttributeError, TypeError):
        return ("file",)
    return tuple(sorted(found))


def _is_ours(document: "Pdf") -> bool:
    return all(str(document.docinfo.get(key)) == text for key, text in _MADE_BY.items())


def _on_page(document: "Pdf", page: "Page", copy: bool) -> Iterator[str]:
    from reportlab.lib.pagesizes import A4  # noqa: PLC0415

    keys, resources = set(page.obj.keys()), page.resources
    if "/Annots" in keys:
        yield "annotation"
    box = [float(side) for side in page.mediabox]
    sized = all(abs(a - b) < 0.01 for a, b in zip(box, (0, 0, *A4), strict=True))
    if keys - _PAGE - {"/Annots"} or ("/Rotate" in keys and int(page.obj.Rotate)) or not sized:
        yield "page"
    shown = list(resources.get("/XObject", {}).values())
    if len(shown) != int(copy) or any(set(image.keys()) - _IMAGE for image in shown):
        yield "picture"
    if not all(_is_font_of_ours(font) for font in resources.get("/Font", {}).values()):
        yield "font"
    from counter_app.proof.contents import Crowded  # noqa: PLC0415
    from counter_app.proof.drawing import draws_strangely  # noqa: PLC0415

    try:
        if set(resources.keys()) - _RESOURCES or draws_strangely(document, page):
            yield "drawing"
    except Crowded:
        yield "crowded"


def _is_font_of_ours(font: "Object") -> bool:
    """Whether its letters have the shapes that they have here: the same letters make the same
    font."""
    from counter_app.certificates import fonts  # noqa: PLC0415
    from counter_app.certificates.archival import without_names  # noqa: PLC0415

    name = str(font.BaseFont).rpartition("+")[2]
    if set(font.keys()) - _FONT or name not in (fonts.REGULAR, fonts.BOLD, *fonts.FALLBACKS):
        return False
    letters = [int(code, 16) for code in _LETTER.findall(font.ToUnicode.read_bytes())]
    fonts.glyph_codes(name)  # gives glyphs without a character theirs
    face = fonts.font(name).face
    made: bytes = face.makeSubset(letters)
    wide = zip(font.Widths, letters, strict=True)
    return all(
        abs(float(width) - face.getCharWidth(letter)) < 0.01  # type: ignore[no-untyped-call]  # no types in the stubs
        for width, letter in wide
    ) and (font.FontDescriptor.FontFile2.read_bytes() in (made, without_names(made)))

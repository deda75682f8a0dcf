"""A drawn document made fit to be kept: built to PDF/A-2b (ISO 19005-2), its text tagged.

reportlab writes neither XMP nor an output intent nor a structure; they are added here, the same
for the same document. Nothing visible changes.
"""

import re
from io import BytesIO
from itertools import count

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Page, Pdf, Stream, String

from counter_app.resources import RESOURCES

_SRGB = RESOURCES / "colour" / "sRGB.icc"
_TEXT = re.compile(rb"^/Span <<(/ActualText .*?^EMC$)|^(BT .*? ET)$", re.MULTILINE | re.DOTALL)
"""Text as reportlab and counter_app.certificates.layout.spoken write it, line by line."""


def archival(drawn: bytes) -> bytes:
    """`drawn`: a PDF of counter_app.certificates.pdf.document."""
    with pikepdf.open(BytesIO(drawn)) as pdf:
        _describe(pdf)
        _colour(pdf)
        _tag(pdf)
        kept = BytesIO()
        pdf.save(
            kept,
            min_version="1.7",
            deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
        )
    return kept.getvalue()


def _describe(pdf: Pdf) -> None:
    if "/Trapped" in pdf.docinfo:
        del pdf.docinfo["/Trapped"]  # has no place in XMP, which has to say the same
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as about:
        about.load_from_docinfo(pdf.docinfo)
        about["dc:language"] = {str(pdf.Root.Lang)}
        about["pdfaid:part"], about["pdfaid:conformance"] = "2", "B"


def _colour(pdf: Pdf) -> None:
    profile = Stream(pdf, _SRGB.read_bytes(), N=3)
    intent = Dictionary(
        Type=Name.OutputIntent,
        S=Name.GTS_PDFA1,
        OutputConditionIdentifier=String("sRGB IEC61966-2.1"),
        Info=String("sRGB IEC61966-2.1"),
        DestOutputProfile=pdf.make_indirect(profile),
    )
    pdf.Root.OutputIntents = Array([pdf.make_indirect(intent)])


def _tag(pdf: Pdf) -> None:
    """What was drawn is read in the order in which it was drawn."""
    whole = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Document))
    texts, parents = [], []
    for number, page in enumerate(pdf.pages):
        page.obj.StructParents, page.obj.Tabs = number, Name.S
        of_page = _texts(pdf, page, whole)
        texts += of_page
        parents += [number, pdf.make_indirect(Array(of_page))]
    whole.K = Array(texts)
    root = Dictionary(
        Type=Name.StructTreeRoot,
        K=whole,
        ParentTree=pdf.make_indirect(Dictionary(Nums=Array(parents))),
        ParentTreeNextKey=len(pdf.pages),
    )
    pdf.Root.StructTreeRoot = whole.P = pdf.make_indirect(root)
    pdf.Root.MarkInfo = Dictionary(Marked=True)


def _texts(pdf: Pdf, page: Page, whole: Object) -> list[Object]:
    """Numbers the texts of a page and gives each its element."""
    numbers = count()

    def numbered(text: re.Match[bytes]) -> bytes:
        spoken, plain = text.groups()
        if spoken:
            return b"/Span <</MCID %d " % next(numbers) + spoken
        return b"/Span <</MCID %d>> BDC\n%b\nEMC" % (next(numbers), plain)

    page.Contents.write(_TEXT.sub(numbered, page.Contents.read_bytes()))
    return [
        pdf.make_indirect(
            Dictionary(Type=Name.StructElem, S=Name.P, P=whole, Pg=page.obj, K=number)
        )
        for number in range(next(numbers))
    ]

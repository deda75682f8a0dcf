"""A drawn document made fit to be kept: built to PDF/A-2b (ISO 19005-2), its text tagged.

reportlab writes neither XMP nor an output intent nor a structure; they are added here, the same
for the same document. Nothing visible changes.
"""

import re
import struct
from collections.abc import Iterator
from datetime import datetime
from io import BytesIO
from itertools import count
from xml.sax.saxutils import escape

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Page, Pdf, Stream, String

from counter_app.resources import RESOURCES

_SRGB = RESOURCES / "colour" / "sRGB.icc"
_NAMESPACES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
}
_SAID = (
    ("/Author", "dc:creator", "<rdf:Seq><rdf:li>%s</rdf:li></rdf:Seq>"),
    ("/Title", "dc:title", '<rdf:Alt><rdf:li xml:lang="x-default">%s</rdf:li></rdf:Alt>'),
    ("/Producer", "pdf:Producer", "%s"),
    ("/CreationDate", "xmp:CreateDate", "%s"),
    ("/Creator", "xmp:CreatorTool", "%s"),
    ("/ModDate", "xmp:ModifyDate", "%s"),
    ("/Lang", "dc:language", "<rdf:Bag><rdf:li>%s</rdf:li></rdf:Bag>"),
)
"""What the document says of itself, and how XMP says the same (ISO 19005-2, 6.6.2.3)."""
_PACKET = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/" x:xmptk="pikepdf">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
 <rdf:Description rdf:about="">%s</rdf:Description></rdf:RDF>
</x:xmpmeta>

<?xpacket end="w"?>
"""
"""To the byte what pikepdf wrote of papers issued before: its tree of XML takes it 5 ms."""
_ENTRY = ">4sLLL"
_WHOLE = 0xB1B0AFBA  # OpenType: what all 32-bit words of a font add up to
_TEXT = re.compile(rb"^/Span <<(/ActualText .*?^EMC$)|^(BT .*? ET)$", re.MULTILINE | re.DOTALL)
"""Text as reportlab and counter_app.certificates.layout.spoken write it, line by line."""


def archival(drawn: bytes) -> bytes:
    """`drawn`: a PDF of counter_app.certificates.pdf.document."""
    with pikepdf.open(BytesIO(drawn)) as pdf:
        _describe(pdf)
        _colour(pdf)
        _tag(pdf)
        _lighten(pdf)
        kept = BytesIO()
        pdf.save(
            kept,
            min_version="1.7",
            deterministic_id=True,
            fix_metadata_version=False,  # there is none in it, but it takes a while to look
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
        )
    return kept.getvalue()


def _describe(pdf: Pdf) -> None:
    if "/Trapped" in pdf.docinfo:
        del pdf.docinfo["/Trapped"]  # has no place in XMP, which has to say the same
    said = {**pdf.docinfo, "/Lang": pdf.Root.Lang}
    text = {
        name: escape(_moment(str(value)) if "Date" in name else str(value))
        for name, value in said.items()
    }
    about = "".join(_property(name, form % text[of]) for of, name, form in _SAID if text.get(of))
    about += _property("pdfaid:part", "2") + _property("pdfaid:conformance", "B")
    packet = (_PACKET % about).encode()
    pdf.Root.Metadata = Stream(pdf, packet, Type=Name.Metadata, Subtype=Name.XML)


def _property(name: str, value: str) -> str:
    prefix = name.partition(":")[0]
    return f'<{name} xmlns:{prefix}="{_NAMESPACES[prefix]}">{value}</{name}>'


def _moment(said: str) -> str:
    """As XMP writes what counter_app.certificates.pdf.document wrote."""
    return datetime.strptime(said.replace("'", ""), "D:%Y%m%d%H%M%S%z").isoformat()


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


def _lighten(pdf: Pdf) -> None:
    """Fonts without their licence and credits, which reportlab copies into each: 3.5 kB a page."""
    for font in pdf.objects:
        if isinstance(font, Stream) and "/Length1" in font:
            program = without_names(font.read_bytes())
            font.write(program)
            font.Length1 = len(program)


def without_names(program: bytes) -> bytes:
    """A TrueType font without its table "name", which ISO 32000-1 (9.9) does not ask for."""
    (kind,) = struct.unpack_from(">L", program)
    kept = [entry for entry in _entries(program) if entry[0] != b"name"]
    power = len(kept).bit_length() - 1
    search = 16 << power
    directory = struct.pack(">LHHHH", kind, len(kept), search, power, 16 * len(kept) - search)
    tables, at = b"", 12 + 16 * len(kept)
    for tag, check, start, length in kept:
        directory += struct.pack(_ENTRY, tag, check, at + len(tables), length)
        tables += program[start : start + length].ljust(-(-length // 4) * 4, b"\0")
    head = next(start for tag, _, start, _ in _entries(directory) if tag == b"head")
    whole = bytearray(directory + tables)
    struct.pack_into(">L", whole, head + 8, 0)
    total = sum(struct.unpack(f">{len(whole) // 4}L", whole))
    struct.pack_into(">L", whole, head + 8, (_WHOLE - total) & 0xFFFFFFFF)
    return bytes(whole)


def _entries(program: bytes) -> Iterator[tuple[bytes, int, int, int]]:
    """Tag, checksum, offset and length of each table."""
    (count,) = struct.unpack_from(">H", program, 4)
    for n in range(count):
        yield struct.unpack_from(_ENTRY, program, 12 + 16 * n)

"""What a forger does to a file of this program that is not sealed."""

import re
from collections.abc import Callable
from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream
from PIL import Image

Forgery = Callable[[Pdf], None]
NAME = (156, 655, 200, 20)
"""Where the name stands: left, bottom, width, height in points."""


def forged(pdf: bytes, forgery: Forgery) -> bytes:
    with pikepdf.open(BytesIO(pdf)) as document:
        forgery(document)
        buffer = BytesIO()
        document.save(buffer)
    return buffer.getvalue()


def after(pdf: Pdf, drawn: str) -> None:
    content = pdf.pages[0].Contents
    content.write(content.read_bytes() + b"\n" + drawn.encode("latin-1"))


def around(pdf: Pdf, before: bytes, after: bytes) -> None:
    """Around the words of the name."""
    content = pdf.pages[0].Contents
    words = re.compile(rb"^BT [^\n]* 14 Tf .*? ET$", re.MULTILINE | re.DOTALL)
    content.write(words.sub(lambda found: before + found[0] + after, content.read_bytes()))


def white(pdf: Pdf) -> None:
    """White over the name, and strokes as letters on it."""
    left, bottom, width, height = NAME
    after(pdf, f"q 1 1 1 rg {left} {bottom} {width} {height} re f Q 0 0 0 RG 1.2 w")
    after(pdf, f"n {left} {bottom} m {left + 9} {bottom + 14} l S")


def tint(pdf: Pdf) -> None:
    """In a colour that labels have."""
    after(pdf, f".952 .96 .972 rg n {NAME[0]} {NAME[1]} {NAME[2]} {NAME[3]} re f*")


def thick(pdf: Pdf) -> None:
    """A rule as thick as a line of text."""
    after(pdf, f".62 .65 .7 RG 20 w n {NAME[0]} {NAME[1] + 8} m {NAME[0] + 200} {NAME[1] + 8} l S")


def invisible(pdf: Pdf) -> None:
    content = pdf.pages[0].Contents
    content.write(content.read_bytes().replace(b" 14 Tf", b" 14 Tf 3 Tr", 1))


def tiny(pdf: Pdf) -> None:
    content = pdf.pages[0].Contents
    content.write(content.read_bytes().replace(b" 14 Tf", b" .1 Tf"))


def aside(pdf: Pdf) -> None:
    """The words stand beyond the edge."""
    content = pdf.pages[0].Contents
    content.write(content.read_bytes().replace(b"BT 1 0 0 1 156.7", b"BT 1 0 0 1 1156.7"))


def clipped(pdf: Pdf) -> None:
    around(pdf, b"q 1 1 1 1 re W n\n", b"\nQ")


def picture(pdf: Pdf) -> None:
    made = BytesIO()
    Image.new("L", (40, 4), 255).save(made, "JPEG")
    image = Stream(pdf, made.getvalue(), Type=Name.XObject, Subtype=Name.Image, Width=40)
    image.Height, image.BitsPerComponent, image.Filter = 4, 8, Name.DCTDecode
    image.ColorSpace = Name.DeviceGray
    pdf.pages[0].resources["/XObject"] = Dictionary(Im1=image)
    after(pdf, f"q {NAME[2]} 0 0 {NAME[3]} {NAME[0]} {NAME[1]} cm /Im1 Do Q")


def inline(pdf: Pdf) -> None:
    where = f"q {NAME[2]} 0 0 {NAME[3]} {NAME[0]} {NAME[1]} cm"
    after(pdf, f"{where} BI /W 1 /H 1 /BPC 8 /CS /G ID \xff EI Q")


def note(pdf: Pdf) -> None:
    left, bottom, width, height = NAME
    shown = Stream(pdf, f"1 1 1 rg 0 0 {width} {height} re f".encode(), Subtype=Name.Form)
    shown.BBox = Array([0, 0, width, height])
    made = Dictionary(Type=Name.Annot, Subtype=Name.Stamp, F=4, AP=Dictionary(N=shown))
    made.Rect = Array([left, bottom, left + width, bottom + height])
    pdf.pages[0].obj.Annots = Array([pdf.make_indirect(made)])


def field(pdf: Pdf) -> None:
    note(pdf)
    widget = pdf.pages[0].obj.Annots[0]
    widget.Subtype, widget.FT = Name.Widget, Name.Tx
    pdf.Root.AcroForm = Dictionary(Fields=Array([widget]))


def added(pdf: Pdf) -> None:
    pdf.add_blank_page(page_size=(595.2756, 841.8898))


def cropped(pdf: Pdf) -> None:
    pdf.pages[0].obj.CropBox = Array([0, 0, 595, 600])


def turned(pdf: Pdf) -> None:
    pdf.pages[0].obj.Rotate = 90


def layered(pdf: Pdf) -> None:
    """The words are in a layer that is off."""
    layer = pdf.make_indirect(Dictionary(Type=Name.OCG, Name="x"))
    pdf.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=Dictionary(OFF=Array([layer])))
    pdf.pages[0].resources.Properties = Dictionary(L=layer)
    around(pdf, b"/OC /L BDC\n", b"\nEMC")


def faint(pdf: Pdf) -> None:
    pdf.pages[0].resources.ExtGState = Dictionary(G=Dictionary(ca=0))
    around(pdf, b"q /G gs\n", b"\nQ")


def several(pdf: Pdf) -> None:
    more = pdf.make_stream(b"1 1 1 rg 156 655 200 20 re f")
    pdf.pages[0].obj.Contents = Array([pdf.pages[0].obj.Contents, more])


def reshaped(pdf: Pdf) -> None:
    """Every letter is drawn as the next one in the font; the text stays."""
    font = pdf.pages[0].resources.Font["/F2+0"]
    said = font.ToUnicode.read_bytes().replace(b"<01> <", b"<01> <B0B4> %", 1)
    font.ToUnicode.write(said)


def respaced(pdf: Pdf) -> None:
    font = pdf.pages[0].resources.Font["/F1+0"]
    font.Widths = Array([0 for _ in font.Widths])


def reencoded(pdf: Pdf) -> None:
    font = pdf.pages[0].resources.Font["/F1+0"]
    font.Encoding = Dictionary(Differences=Array([1, Name.B, Name.A]))


def outlined(pdf: Pdf) -> None:
    """Another font in the place of ours, whose letters have the shapes a forger likes."""
    fonts = pdf.pages[0].resources.Font
    fonts["/F2+0"].FontDescriptor.FontFile2 = fonts["/F1+0"].FontDescriptor.FontFile2


def scripted(pdf: Pdf) -> None:
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS="0")


def polygon(pdf: Pdf) -> None:
    """Whose points are beside the words, and its inside is over them."""
    left, bottom, width, height = NAME
    corners = (
        f"{left + width} {bottom} l {left + width} {bottom + height} l {left} {bottom + height} l"
    )
    after(pdf, f".952 .96 .972 rg n {left} {bottom} m {corners} h f")


def pale(pdf: Pdf) -> None:
    """The name is there, in the colour of what is behind it."""
    content = pdf.pages[0].Contents
    words = re.compile(rb"^BT [^\n]* 14 Tf .*? ET$", re.MULTILINE | re.DOTALL)
    coloured = re.compile(rb"[.0-9]+ [.0-9]+ [.0-9]+ rg")
    content.write(
        words.sub(lambda found: coloured.sub(b".952 .96 .972 rg", found[0]), content.read_bytes())
    )


def ruled(pdf: Pdf) -> None:
    """Rules close to each other, in the colour that tables have."""
    left, bottom, width, height = NAME
    for up in range(0, height, 2):
        after(pdf, f".62 .65 .7 RG 2 w n {left} {bottom + up} m {left + width} {bottom + up} l S")


def scribbled(pdf: Pdf) -> None:
    """A digit more, of short lines."""
    after(pdf, f"0 0 0 RG 1.2 w n {NAME[0] + 250} {NAME[1]} m {NAME[0] + 250} {NAME[1] + 9} l S")


def stamped(pdf: Pdf) -> None:
    """A digit more, of the modules that codes have."""
    after(pdf, f"0 0 0 rg n {NAME[0] + 250} {NAME[1]} 1.2 9 re f*")


def onto(pdf: Pdf) -> None:
    """Another word on the picture of a copied page, on a ground of its own."""
    after(pdf, ".952 .96 .972 rg n 150 500 200 14 re f* 0 0 0 rg")
    content = pdf.pages[0].Contents
    word = re.search(rb"^BT .*? ET$", content.read_bytes(), re.MULTILINE | re.DOTALL)
    assert word
    after(pdf, re.sub(r"(?m)[.\d]+ [.\d]+ Tm", "160 502 Tm", word[0].decode("latin-1"), count=1))


def crowded(pdf: Pdf) -> None:
    after(pdf, "n 1 1 1 1 re n " * 9_000)


def packed(pdf: Pdf) -> None:
    """Hardly a kilobyte that would be a megabyte."""
    after(pdf, " " * 1_000_000)

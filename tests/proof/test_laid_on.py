"""A page of an unsealed PDF that shows something else than its text says: never told to be the
same, and named where it was done to a file of this program."""

import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, Stream
from PIL import Image

from counter_app.certificates.kinds import codes
from counter_app.certificates.render import render_certificate
from counter_app.clock import FixedClock
from counter_app.main import Counter, open_counter
from counter_app.proof.reports import Sealed
from counter_app.proof.sheet import laid_on
from counter_app.proof.verdict import Verdict
from tests.certificates.papers import PAPERS
from tests.certificates.samples import requests
from tests.conftest import MORNING, PASSWORD
from tests.proof.strangers import stranger

Forgery = Callable[[Pdf], None]
NAME = (156, 655, 200, 20)
"""Where the name stands: left, bottom, width, height in points."""


@dataclass(frozen=True)
class Papers:
    """Unsealed files by kind, and one that was sealed."""

    drawn: dict[str, bytes]
    sealed: bytes
    here: Counter
    stranger: Counter


@pytest.fixture(scope="module")
def papers(built_centre: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Papers]:
    folder = tmp_path_factory.mktemp("laid")
    home = Path(shutil.copytree(built_centre, folder / "home"))
    with ExitStack() as stack:
        counter = stack.enter_context(closing(open_counter(home, FixedClock(MORNING))))
        clerk = counter.clerks.sign_in("minseo", PASSWORD, 3)
        drawn, last = {}, 0
        for request in requests(home):
            last = counter.certificates.issue(clerk, request, action_id=request.kind).id
            drawn[request.kind] = counter.archive.document(last)
        other = stack.enter_context(stranger(built_centre, folder / "stranger", counter))
        yield Papers(drawn, counter.sealed.document(last), counter, other)


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


FORGERIES = {
    "drawing": (white, tint, thick, invisible, tiny, aside, clipped, inline, faint, several),
    "picture": (picture,),
    "annotation": (note, field),
    "page": (added, cropped, turned),
    "file": (layered, scripted),
    "font": (reshaped, respaced, reencoded, outlined),
}
ALL = [(what, forgery) for what, forgeries in FORGERIES.items() for forgery in forgeries]


@pytest.mark.parametrize(("what", "forgery"), ALL, ids=[forgery.__name__ for _, forgery in ALL])
def test_what_was_laid_on_is_named(papers: Papers, what: str, forgery: Forgery) -> None:
    changed = forged(papers.drawn["alien-registration"], forgery)
    report = papers.stranger.verification.of_file(changed)
    assert report.answer.verdict == Verdict.ALTERED
    assert report.answer.reason == "differs" or what in report.strange
    assert not any(field.same for field in report.compared)


@pytest.mark.parametrize("forgery", [white, picture, note, outlined], ids=lambda f: f.__name__)
def test_a_forger_who_hides_the_maker_is_believed_nothing(papers: Papers, forgery: Forgery) -> None:
    """What the page shows is left to the eye: the code alone is genuine."""

    def unnamed(pdf: Pdf) -> None:
        forgery(pdf)
        pdf.docinfo["/Creator"] = "Another"

    report = papers.stranger.verification.of_file(forged(papers.drawn["residence"], unnamed))
    assert report.unseen
    assert {field.same for field in report.compared} == {None}
    assert {made.same for made in report.lists or ()} == {None}


def test_what_was_only_drawn_is_not_suspected(papers: Papers) -> None:
    assert set(papers.drawn) == set(codes())
    for kind, pdf in papers.drawn.items():
        assert laid_on(pdf, copy=kind == "certified-copy") == (), kind
        report = papers.stranger.verification.of_file(pdf)
        assert (report.answer.verdict, report.unseen) == (Verdict.GENUINE, True), kind
        assert {field.same for field in report.compared} == {None}, kind
        here = papers.here.verification.of_file(pdf)
        assert (here.answer.verdict, here.unseen) == (Verdict.GENUINE, False), kind
        assert {field.same for field in here.compared} == {True}, kind


@pytest.mark.parametrize("name", PAPERS)
def test_nor_in_any_script_or_length(name: str) -> None:
    assert laid_on(render_certificate(PAPERS[name])) == ()


def test_what_is_sealed_is_the_same(papers: Papers) -> None:
    report = papers.stranger.verification.of_file(papers.sealed)
    assert (report.answer.verdict, report.sealed) == (Verdict.GENUINE, Sealed.WHOLE)
    assert {field.same for field in report.compared} == {True}


def test_a_seal_that_was_taken_off_and_a_picture_that_was_changed(papers: Papers) -> None:
    """The picture of a certified copy is signed as it lies in the file, but not how it is shown."""

    def negative(pdf: Pdf) -> None:
        (image,) = pdf.pages[0].resources.XObject.values()
        image.Decode = Array([1, 0, 1, 0, 1, 0])

    changed = forged(papers.drawn["certified-copy"], negative)
    report = papers.stranger.verification.of_file(changed)
    assert (report.answer.reason, report.strange) == ("laid_on", ("picture",))


def test_a_page_between(papers: Papers) -> None:
    """A page of another document among those of a genuine one is told, whoever made the file."""
    with pikepdf.open(BytesIO(papers.drawn["certified-copy"])) as document:
        document.pages.insert(1, document.pages[0])
        content = document.pages[1].Contents.read_bytes().split(b"EMC")[0]
        document.pages[1].obj.Contents = document.make_stream(content + b"EMC")
        document.docinfo["/Creator"] = "Another"
        buffer = BytesIO()
        document.save(buffer)
    report = papers.stranger.verification.of_file(buffer.getvalue())
    assert report.bare == (2,)


def test_pages_of_two_papers(papers: Papers) -> None:
    """Both are told, whichever comes first."""
    with ExitStack() as stack:
        first, second = (
            stack.enter_context(pikepdf.open(BytesIO(papers.drawn[kind])))
            for kind in ("residence", "domestic-residence")
        )
        first.pages.extend(second.pages)
        buffer = BytesIO()
        first.save(buffer)
    report = papers.stranger.verification.of_file(buffer.getvalue())
    assert len(report.inside) == 1

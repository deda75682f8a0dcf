"""Strangers' files: only how their pages look gets through."""

import subprocess
import sys
import zlib
from collections.abc import Callable
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import psutil
import pytest
from pikepdf import Dictionary, Name
from PIL import Image

from counter_app.certificates import apart
from counter_app.certificates.apart import draw_apart
from counter_app.certificates.drawing_apart import LONGEST_PX, MOST_PAGES
from counter_app.certificates.enclosures import file_bytes, read_pages
from counter_app.errors import Refusal
from tests.asking import refusal
from tests.certificates.hostile import ENDLESS, drawing, endless, vast
from tests.certificates.samples import scan
from tests.verifier.pictures import of_size


def untold(_done: int, _total: int) -> None: ...


def changed(change: Callable[[pikepdf.Pdf], object], **how: Any) -> bytes:
    with pikepdf.open(BytesIO(scan(1))) as pdf:
        change(pdf)
        file = BytesIO()
        pdf.save(file, **how)
    return file.getvalue()


def box(width: float, height: float) -> Callable[[pikepdf.Pdf], object]:
    return lambda pdf: setattr(pdf.pages[0], "MediaBox", pikepdf.Array([0, 0, width, height]))


def many(pdf: pikepdf.Pdf) -> None:
    for _ in range(499):
        pdf.pages.append(pdf.pages[0])


def picture(kind: str, mode: str = "RGB", size: tuple[int, int] = (600, 800)) -> bytes:
    file = BytesIO()
    Image.new(mode, size).save(file, kind)
    return file.getvalue()


def torn() -> bytes:
    """A photo of which half arrived: it opens, and cannot be read to its end."""
    file = BytesIO()
    Image.effect_noise((600, 800), 90).save(file, "JPEG")
    return file.getvalue()[: len(file.getvalue()) // 2]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "broken"),
        (b"%PDF-1.7 and nothing more", "broken"),
        (b"GIF89a then noise", "broken"),
        (scan(1)[:3000], "broken"),
        (torn(), "broken"),
        (changed(lambda _: None, encryption=pikepdf.Encryption(owner="o", user="u")), "locked"),
        (changed(many), "long"),
        (changed(box(14_000, 20)), "shape"),
        (picture("PNG", size=(8000, 10)), "shape"),
        (picture("PNG", size=(3, 3)), "shape"),
        (picture("PNG", "1", (12000, 12000)), "pixels"),
        (of_size(65000, 65000), "pixels"),
    ],
    ids=[
        "empty",
        "header",
        "noise",
        "cut",
        "torn",
        "locked",
        "500 pages",
        "ribbon",
        "thread",
        "speck",
        "144 megapixels",
        "bomb",
    ],
)
def test_what_is_no_document_is_refused_with_its_reason(data: bytes, code: str) -> None:
    assert refusal(lambda: read_pages(data)) == f"certificates.enclosure_{code}"


def test_a_photograph_of_200_megapixels_is_taken_smaller() -> None:
    (page,) = read_pages(picture("JPEG", "L", (16320, 12240)))
    with Image.open(BytesIO(page)) as image:
        assert max(image.size) == LONGEST_PX


def test_what_opens_without_a_password_is_drawn_as_any_file() -> None:
    """Its maker may forbid to print or copy it; of that nothing reaches the picture."""
    bare = pikepdf.Permissions(extract=False, print_lowres=False, print_highres=False)
    locked = pikepdf.Encryption(owner="o", user="", allow=bare)
    assert read_pages(changed(lambda _: None, encryption=locked)) == read_pages(scan(1))


def test_pages_keep_their_look_and_nothing_else() -> None:
    def armed(pdf: pikepdf.Pdf) -> None:
        script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))
        pdf.Root.OpenAction = script

    for data in (scan(2), changed(armed), changed(box(90_000, 120_000))):
        pages = read_pages(data)
        assert pages == read_pages(data)
        for page in pages:
            assert page.startswith(b"\xff\xd8")
            assert b"alert" not in page
            assert max(Image.open(BytesIO(page)).size) <= 2200


@pytest.mark.parametrize(
    ("kind", "mode"), [("PNG", "RGBA"), ("PNG", "1"), ("JPEG", "CMYK"), ("TIFF", "L"), ("PNG", "P")]
)
def test_pictures_of_every_mode_are_pages(kind: str, mode: str) -> None:
    (page,) = read_pages(picture(kind, mode))
    assert Image.open(BytesIO(page)).mode in {"L", "RGB"}


def test_a_file_is_read_or_refused(tmp_path: Path) -> None:
    path = tmp_path / "scan.pdf"
    with pytest.raises(Refusal, match="unreadable"):
        file_bytes(path)
    path.write_bytes(scan(MOST_PAGES))
    assert len(read_pages(file_bytes(path))) == MOST_PAGES


def test_reading_tells_how_far_it_is() -> None:
    told: list[tuple[int, int]] = []
    read_pages(scan(3), lambda done, total: told.append((done, total)))
    assert [at for at in told if at[1]] == sorted(at for at in told if at[1])
    assert {(1, 3), (2, 3), (3, 3)} <= set(told)


def test_what_is_typed_into_a_form_is_seen() -> None:
    with pikepdf.new() as pdf, BytesIO() as file:
        red = pdf.make_stream(
            b"1 0 0 rg 0 0 300 400 re f",
            Type=Name.XObject,
            Subtype=Name.Form,
            BBox=[0, 0, 300, 400],
        )
        typed = Dictionary(
            Type=Name.Annot,
            Subtype=Name.Widget,
            FT=Name.Tx,
            T="name",
            Rect=pikepdf.Array([0, 0, 300, 400]),
            AP=Dictionary(N=red),
            F=4,
        )
        field = pdf.make_indirect(typed)
        pdf.add_blank_page(page_size=(300, 400)).Annots = pikepdf.Array([field])
        pdf.Root.AcroForm = Dictionary(Fields=pikepdf.Array([field]))
        pdf.save(file)
        (page,) = read_pages(file.getvalue())
    assert Image.open(BytesIO(page)).getpixel((800, 1100)) == (254, 0, 0)


def test_large_pictures_of_several_pages_are_turned_as_their_camera_says() -> None:
    file, exif = BytesIO(), Image.Exif()
    exif[0x0112] = 6
    large = Image.new("RGB", (3000, 4000), "red")
    large.save(
        file,
        "TIFF",
        exif=exif,
        compression="tiff_lzw",
        save_all=True,
        append_images=[Image.new("1", (600, 800), 1)],
    )
    pages = [Image.open(BytesIO(page)) for page in read_pages(file.getvalue())]
    assert [(page.mode, page.size) for page in pages] == [("RGB", (2200, 1650)), ("L", (800, 600))]


@pytest.mark.parametrize("part", ENDLESS)
def test_what_is_drawn_for_ever_is_ended(part: str) -> None:
    data = endless(part)
    assert len(data) < 10_000
    assert refusal(lambda: draw_apart(data, untold, 0.5)) == "certificates.enclosure_bomb"


@pytest.mark.parametrize("packed", [zlib.compress(bytes(999)), b""], ids=["packed", "not there"])
def test_a_vast_picture_is_not_left_out_in_silence(packed: bytes) -> None:
    for how in (Name.FlateDecode, Name.JPXDecode):
        data = vast(packed, 60_000, how)
        assert refusal(partial(read_pages, data)) == "certificates.enclosure_bomb"


@pytest.mark.parametrize(
    ("tried", "said"),
    [
        ("bytearray(most)", "MemoryError"),
        ("open(file, 'wb', 0).write(b'a')", "File too large"),
        ("resource.getrlimit(resource.RLIMIT_CORE) == (0, 0) or 1/0", ""),
    ],
)
def test_who_draws_is_bounded(tried: str, said: str, tmp_path: Path) -> None:
    program = (
        f"import resource, sys; sys.path.append({str(Path(apart.__file__).parent)!r}); "
        f"import drawing_apart as apart; most, file = apart.MOST_MEMORY, {str(tmp_path / 'a')!r}; "
        f"apart.bound(); {tried}"
    )
    command = [sys.executable, "-I", "-c", program]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    assert said in done.stderr if said else done.returncode == 0


def test_who_draws_knows_no_secret_and_ends_when_told_to(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COUNTER_KEY", "0123456789abcdef")
    seen: list[psutil.Process] = []

    def stop(_done: int, _total: int) -> None:
        seen.extend(drawing())
        (child,) = seen
        assert "COUNTER_KEY" not in child.environ()
        assert [word for word in child.cmdline() if "home" in word.split("/")] == []
        raise Refusal("certificates.enclosure_stopped")

    assert refusal(lambda: read_pages(endless("form"), stop)) == "certificates.enclosure_stopped"
    assert not seen[0].is_running()

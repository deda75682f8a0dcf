"""Strangers' files: only how their pages look gets through."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from counter_app.certificates.enclosures import MOST_PAGES, read_file, read_pages
from counter_app.errors import Refusal
from tests.certificates.counts import refusal
from tests.certificates.samples import scan


def changed(change: Callable[[pikepdf.Pdf], object], **how: object) -> bytes:
    with pikepdf.open(BytesIO(scan(1))) as pdf:
        change(pdf)
        file = BytesIO()
        pdf.save(file, **how)  # type: ignore[arg-type]
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


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "broken"),
        (b"%PDF-1.7 and nothing more", "broken"),
        (b"GIF89a then noise", "broken"),
        (scan(1)[:3000], "broken"),
        (changed(lambda _: None, encryption=pikepdf.Encryption(owner="o", user="u")), "locked"),
        (changed(many), "long"),
        (changed(box(14_000, 20)), "shape"),
        (picture("PNG", size=(8000, 10)), "shape"),
    ],
    ids=["empty", "header", "noise", "cut", "locked", "500 pages", "ribbon", "thread"],
)
def test_what_is_no_document_is_refused_with_its_reason(data: bytes, code: str) -> None:
    assert refusal(lambda: read_pages(data)) == f"certificates.enclosure_{code}"


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
        read_file(path)
    path.write_bytes(scan(MOST_PAGES))
    assert len(read_file(path)) == MOST_PAGES


def test_reading_tells_how_far_it_is_and_stops_when_told_to() -> None:
    told: list[tuple[int, int]] = []
    read_pages(scan(3), lambda done, total: told.append((done, total)))
    assert told == [(1, 3), (2, 3), (3, 3)]

    def stop(_done: int, _total: int) -> None:
        raise Refusal("certificates.enclosure_stopped")

    assert refusal(lambda: read_pages(scan(3), stop)) == "certificates.enclosure_stopped"

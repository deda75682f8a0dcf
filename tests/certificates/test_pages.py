"""Where things stand on the page, by the boxes pdfium measures."""

from dataclasses import replace
from itertools import combinations
from pathlib import Path

import pypdfium2
import pytest

from counter_app.certificates.kinds import codes, kind_of
from counter_app.certificates.render import MARGIN, WIDTH, page_count, render_certificate
from counter_app.certificates.requests import LONGEST_PURPOSE, checked_purpose
from tests.certificates.papers import (
    ADDRESS,
    FORTY,
    FULL,
    LONGEST_CODE,
    PAPERS,
    PLAIN,
    history,
    text_of,
)


@pytest.mark.parametrize("name", PAPERS)
def test_nothing_overlaps_or_leaves_the_margins(name: str) -> None:
    """Boxes of the ink of all text, as pdfium measures it, but for the seal over the issuer."""
    document = pypdfium2.PdfDocument(render_certificate(PAPERS[name]))
    for page in document:
        words = page.get_textpage()
        boxes = [words.get_rect(i) for i in range(words.count_rects())]
        assert boxes
        assert all(
            left >= MARGIN - 1 and right <= WIDTH - MARGIN + 1 for left, _, right, _ in boxes
        )
        closing = words.search("위와 같이").get_next()
        seal_top = words.get_charbox(closing[0])[1] if closing else 0
        clear = [box for box in boxes if not 110 < box[1] < seal_top]
        for first, second in combinations(clear, 2):
            across = min(first[2], second[2]) - max(first[0], second[0])
            along = min(first[3], second[3]) - max(first[1], second[1])
            assert across < 0.5 or along < 0.5, (first, second)


@pytest.mark.parametrize("name", PAPERS)
def test_values_stay_between_the_lines_of_their_cells(name: str) -> None:
    """No text crosses a ruled line: neither a column's nor a row's."""
    document = pypdfium2.PdfDocument(render_certificate(PAPERS[name]))
    for page in document:
        words = page.get_textpage()
        boxes = [words.get_rect(i) for i in range(words.count_rects())]
        assert boxes
        lines = [item.get_bounds() for item in page.get_objects() if thin(item.get_bounds())]
        assert lines
        for left, bottom, right, top in boxes:
            for x0, y0, x1, y1 in lines:
                crossed = left < x0 and x1 < right and bottom < y1 and y0 < top
                struck = bottom < y0 and y1 < top and left < x1 and x0 < right
                assert not crossed
                assert not struck


def thin(bounds: tuple[float, float, float, float]) -> bool:
    left, bottom, right, top = bounds
    return min(right - left, top - bottom) < 3 and max(right - left, top - bottom) > 20


def test_forty_addresses_flow_on_with_number_and_page(tmp_path: Path) -> None:
    pages = text_of(tmp_path, FORTY).split("\f")[:-1]
    assert page_count(render_certificate(FORTY)) == len(pages) == 3
    for number, page in enumerate(pages, 1):
        assert page.count("2026-SGD-AR-000123") == 2  # above, and below the bar code
        assert f"{number}/3" in page
        assert ("다음 쪽에 이어집니다." in page) == (number < 3)
        assert ("증명합니다" in page) == (number == 3)
    assert "".join(pages).count(ADDRESS) == 41


def test_the_statement_never_stands_alone() -> None:
    contents = [replace(PLAIN, tables=history(entries)) for entries in range(1, 45)]
    for content in (*contents, replace(FULL, address=ADDRESS, purpose=ADDRESS)):
        document = pypdfium2.PdfDocument(render_certificate(content))
        last = document[len(document) - 1].get_textpage().get_text_bounded()
        assert "증명합니다" in last
        assert ADDRESS in last


WRITTEN = tuple(code for code in codes() if not kind_of(code).encloses)
LARGEST = "쬟쫧휋쮏쒫쬃쭳쮫훯홿쪯쭪쮆혫왫홣휂쯿쫺쐃홚웷휧쒏왏쬻햻쨿쪓햟횛훦헳쐟쯇쐻쨣쫋쫞쬖"
"""The syllables whose outlines take most room in a file."""


@pytest.mark.parametrize("code", WRITTEN)
def test_a_purpose_of_any_syllables_gives_a_small_file(code: str) -> None:
    kind = kind_of(code)
    of_kind = replace(PLAIN, kind=code, version=kind.version, title_ko=kind.title_ko)
    proven = replace(of_kind, code=LONGEST_CODE, confirmation="1234 5678 9012 3456")
    pdf = render_certificate(replace(proven, purpose=checked_purpose(LARGEST[:LONGEST_PURPOSE])))
    assert len(pdf) <= 35_000, "and 5,000 for the seal"

import hashlib
import os
import subprocess
import sys
import unicodedata
from dataclasses import replace
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from counter_app.certificates.render import render_certificate
from counter_app.errors import Refusal
from counter_app.words import explain
from tests.certificates.papers import (
    ADDRESS,
    LONG,
    NATIVE,
    PAPERS,
    PLAIN,
    history,
    run,
    saved,
    text_of,
)


def test_it_states_every_field(tmp_path: Path) -> None:
    words = " ".join(text_of(tmp_path, replace(PLAIN, tables=history(2))).split())
    for stated in (
        "외국인등록 사실증명",
        "CERTIFICATE OF ALIEN REGISTRATION",
        "발급번호 Issue No. 2026-SGD-AR-000123",
        "900315-6******",
        "NGUYEN THI HOA (응우옌티호아)",
        "1990. 3. 15.",
        "여 Female",
        "베트남 Viet Nam",
        "C1234567",
        "F-6-1 결혼이민 Marriage Migrant",
        "2026. 12. 4.",
        "2019. 5. 20.",
        "2019. 6. 2.",
        ADDRESS,
        "은행 제출",
        "체류지 변경 이력",
        "현재 present",
        "2026. 7. 27.",
        "위와 같이 외국인등록이 되어 있음을 증명합니다.",
        "This is to certify that the above person is registered as stated.",
        "2026. 11. 21.",
        "서교동장",
        "[직인: 서교동장의인]",
        "담당자 Officer 김민서",
        "전화 Tel. 02-3153-6700",
        "2026-011",
        "000123 1/1",
    ):
        assert stated in words


def test_history_is_printed_only_when_asked_for(tmp_path: Path) -> None:
    assert "체류지 변경 이력" not in text_of(tmp_path, PLAIN)
    assert "체류지 변경 이력" not in text_of(tmp_path, replace(PLAIN, tables=()))


def test_what_the_record_lacks_is_said_not_left_blank(tmp_path: Path) -> None:
    bare = replace(PLAIN, stay_expires=None, passport_number="", entered_on=None)
    assert text_of(tmp_path, bare).count("해당 없음") == 3
    mononym = text_of(tmp_path, replace(PLAIN, name_roman="", name_hangul="수카르노"))
    assert "(수카르노)" not in mononym
    assert "수카르노" in mononym


def test_every_script_can_be_read_and_copied(tmp_path: Path) -> None:
    """Shaped glyphs are no characters; the text behind them must still be there."""
    words = text_of(tmp_path, NATIVE)
    for word in (
        "မြန်မာ", "အောင်", "श्रेष्ठ", "สมชาย", "กำแพง", "សុខ", "ចាន់ត្រា",
        "张伟", "ҚАДЫРОВ", "ӨМІР", "NGUYỄN", "THỊ",
    ):  # fmt: skip
        assert word in words
    document = pypdfium2.PdfDocument(render_certificate(NATIVE))
    extracted = document[0].get_textpage().get_text_bounded()
    assert all(word in extracted for word in ("محمد", "علي", "حسن"))


def test_the_same_content_gives_the_same_bytes_in_any_process() -> None:
    """Another process, locale and hash seed, and after other documents."""
    program = (
        "import sys, hashlib\n"
        "from counter_app.certificates.content import CertificateContent\n"
        "from counter_app.certificates.render import render_certificate\n"
        "content = CertificateContent.from_json(sys.stdin.read())\n"
        "print(hashlib.sha256(render_certificate(content)).hexdigest())\n"
    )
    render_certificate(replace(NATIVE, purpose="ကျွန်တော် / क्षत्रिय / ใหญ่ / ស្រី"))
    for content in (PLAIN, NATIVE, LONG):
        here = hashlib.sha256(render_certificate(content)).hexdigest()
        for seed, lang in (("1", "C"), ("2", "ar_EG.UTF-8")):
            there = subprocess.run(
                [sys.executable, "-c", program],
                input=content.to_json(),
                env={**os.environ, "PYTHONHASHSEED": seed, "LANG": lang, "PYTHONUTF8": "1"},
                capture_output=True,
                text=True,
                check=True,
            )
            assert there.stdout.strip() == here


def test_decomposed_hangul_gives_the_same_paper() -> None:
    decomposed: dict[str, Any] = {
        field: unicodedata.normalize("NFD", getattr(NATIVE, field))
        for field in ("name_hangul", "address", "purpose", "issuer", "seal_name", "title_ko")
    }
    assert render_certificate(replace(NATIVE, **decomposed)) == render_certificate(NATIVE)


@pytest.mark.parametrize("name", PAPERS)
def test_fonts_are_embedded_and_subset(name: str, tmp_path: Path) -> None:
    rows = run("pdffonts", saved(tmp_path, PAPERS[name])).splitlines()[2:]
    assert rows
    for row in rows:
        assert row.split()[-5:-2] == ["yes", "yes", "yes"], row  # embedded, subset, unicode
        assert "Helvetica" not in row


@pytest.mark.parametrize("name", PAPERS)
def test_the_file_is_sound(name: str, tmp_path: Path) -> None:
    path = saved(tmp_path, PAPERS[name])
    assert "No syntax or stream encoding errors found" in run("qpdf", "--check", path)
    assert path.stat().st_size < 100_000


def test_metadata_names_the_document_and_nobody() -> None:
    pdf = render_certificate(PLAIN)
    metadata = pypdfium2.PdfDocument(pdf).get_metadata_dict()
    assert metadata["Title"] == "외국인등록 사실증명 2026-SGD-AR-000123"
    assert metadata["Author"] == "서교동 주민센터"
    assert metadata["CreationDate"] == "D:20261121104200+09'00'"
    assert b"/Lang (ko-KR)" in pdf
    joined = " ".join(metadata.values())
    assert not any(said in joined for said in ("NGUYEN", "응우옌", "900315", "C1234567", "김민서"))


def test_a_preview_is_the_same_paper_with_a_watermark(tmp_path: Path) -> None:
    preview, paper = tmp_path / "preview.pdf", saved(tmp_path, PLAIN)
    preview.write_bytes(render_certificate(PLAIN, watermark="미리보기"))
    shown = run("pdftotext", "-raw", preview, "-")
    assert "미리보기" in shown
    assert run("pdftotext", "-raw", paper, "-").strip() in shown.replace("미리보기", "")


def test_a_number_is_not_needed_to_preview_but_to_print() -> None:
    unissued = replace(PLAIN, issue_number="")
    document = pypdfium2.PdfDocument(render_certificate(unissued, watermark="미리보기"))
    assert "발급할 때 정해집니다" in document[0].get_textpage().get_text_bounded()
    with pytest.raises(ValueError, match="only be previewed"):
        render_certificate(unissued)


@pytest.mark.parametrize(
    ("field", "text", "label", "limit"),
    [
        ("purpose", "가" * 10_000, "용도 (Purpose)", 200),
        ("name_roman", "A" * 161, "성명 (Name)", 160),
        ("name_hangul", "가" * 101, "성명 (Name)", 100),
        ("address", "길 " * 101, "체류지 (Place of Stay)", 200),
        ("passport_number", "9" * 81, "여권번호 (Passport No.)", 80),
        ("clerk_name", "김" * 81, "clerk_name", 80),
    ],
)
def test_a_text_too_long_is_refused_with_its_limit(
    field: str, text: Any, label: str, limit: int
) -> None:
    with pytest.raises(Refusal) as refused:
        render_certificate(replace(PLAIN, **{field: text}))
    assert refused.value.code == "certificates.too_long"
    assert refused.value.fields == {"field": label, "limit": limit}
    assert all(str(limit) in explain(refused.value, language) for language in ("ko", "en"))


def test_a_text_is_as_long_as_on_paper_however_it_was_typed() -> None:
    render_certificate(replace(PLAIN, purpose=unicodedata.normalize("NFD", "각" * 200)))


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("name_roman", "NGUYEN 😀"),
        ("name_hangul", "응우옌\x00"),
        ("purpose", "은행\n제출"),
        ("address", "서울 ⛷\ufe0f"),
        ("purpose", "\u202egnp.exe"),
        ("issuer", "သတ္တ"),  # drawn in one font only, which lacks it
        ("seal_name", "张伟"),
    ],
)
def test_a_character_without_a_glyph_blocks_the_issue(field: str, text: Any) -> None:
    with pytest.raises(Refusal) as refused:
        render_certificate(replace(PLAIN, **{field: text}))
    assert refused.value.code == "certificates.no_glyph"
    assert "U+" in str(refused.value.fields["characters"])


def test_a_missing_character_in_an_old_address_blocks_it_too() -> None:
    with pytest.raises(Refusal, match=r"certificates\.no_glyph"):
        render_certificate(replace(PLAIN, tables=history(3, "서울 🏠")))


@pytest.mark.parametrize(
    "text", ["'; DROP TABLE x;--", '%s %n "q" {0} {name}', "<b>&amp;</b>", "(\\)"]
)
def test_quotes_percent_signs_and_markup_are_only_text(text: str, tmp_path: Path) -> None:
    assert text in text_of(tmp_path, replace(PLAIN, purpose=text))

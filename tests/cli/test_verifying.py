"""counter certificate verify: what is neither file nor code has its answer; a file is told apart
from its code, row by row."""

import shutil
import subprocess
import zlib
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from counter_app.words import say
from tests import people
from tests.certificates.hostile import vast
from tests.cli.conftest import Run
from tests.conftest import PASSWORD


@pytest.mark.parametrize(
    ("what", "code"),
    [
        ("2026-1144066000-AR-000001", "proof.is_issue_number"),
        (" 2026-SGD-LC-1 ", "proof.is_issue_number"),
        ("２０２６－1144066000－ar－000001", "proof.is_issue_number"),
        ("2026 1144066000 AR 000001", "proof.is_issue_number"),
        ("1234 5678 9012 3456", "proof.mistyped"),
        ("１２３４ㅡ5678\u20139012-3456", "proof.mistyped"),
        ("", "proof.nothing"),
        ("nowhere.pdf", "proof.no_such_file"),
        ("nowhere/to.pdf", "proof.no_such_file"),
        ("A" * 5000, "proof.no_such_file"),
        ("1" * 300, "proof.mistyped"),
        ("2026-1144066000-AR-" + "1" * 300, "proof.is_issue_number"),
        ("/dev/zero", "proof.too_large"),
        ("https://verify.example/1", "proof.is_address"),
        (".", "certificates.unreadable"),
    ],
)
def test_what_is_no_paper(run: Run, what: str, code: str) -> None:
    assert run("certificate", "verify", what, "--json").error["code"] == code


@pytest.mark.parametrize("how", [(), ("--text",)])
def test_a_code_of_a_later_form(run: Run, how: tuple[str, ...]) -> None:
    found = run("certificate", "verify", "CC2:abc", *how, "--json").answer
    assert (found["verdict"], found["reason"]) == ("not_ours", "newer_code")


def test_a_sealed_file(
    run: Run, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = str(people.registered_foreigner(home))
    asked = ("--resident", person, "--kind", "residence", "--purpose", "은행")
    out = ("--out", str(tmp_path / "out.pdf"))
    number = run("certificate", "issue", *asked, *out, "--json").answer["issue_number"]
    file = tmp_path / "copy.pdf"
    monkeypatch.setenv("COUNTER_SUPERVISOR_PASSWORD", PASSWORD)
    given = ("--out", str(file), "--reason", "법원 요청", "--second", "sujin", "--json")
    run("archive", "original", number, *given)
    found = run("certificate", "verify", str(file), "--json").answer
    assert (found["verdict"], found["seal"]) == ("genuine", "whole")
    (table,) = found["lists"]
    assert (table["signed"], table["same"], table["differing"]) == (table["found"], True, [])
    broken = bytearray(file.read_bytes())
    broken[len(broken) // 2] ^= 1
    file.write_bytes(broken)
    found = run("certificate", "verify", str(file), "--json").answer
    assert (found["verdict"], found["seal"]) == ("altered", "broken")


def test_a_stranger_is_told_that_a_file_is_not_sealed(run: Run, home: Path, tmp_path: Path) -> None:
    elsewhere, file = shutil.copytree(home, tmp_path / "elsewhere"), str(tmp_path / "out.pdf")
    person = str(people.registered_foreigner(home))
    run("certificate", "issue", "--resident", person, "--purpose", "은행", "--out", file, "--json")
    here = run("certificate", "verify", file, "--json").answer
    there = run("certificate", "verify", file, "--home", str(elsewhere), "--json").answer
    assert (here["verdict"], there["verdict"]) == ("genuine", "stale_list")
    assert [say("proof.not_sealed", "ko") in found["message"] for found in (here, there)] == [
        False,
        True,
    ]
    code_only = run("certificate", "verify", _picture(file, tmp_path), "--json").answer
    assert say("proof.not_sealed", "ko") in code_only["message"]
    for unseen in (there, code_only):
        assert {field["same"] for field in unseen["fields"]} == {None}


def test_every_code_on_a_picture_is_told(run: Run, home: Path, tmp_path: Path) -> None:
    person, pages, numbers = str(people.registered_foreigner(home)), [], []
    for name in ("one", "two"):
        (folder := tmp_path / name).mkdir()
        file = str(folder / "out.pdf")
        asked = ("--resident", person, "--purpose", "은행", "--out", file)
        numbers.append(run("certificate", "issue", *asked, "--json").answer["issue_number"])
        pages.append(Image.open(_picture(file, folder)).convert("L"))
    both = Image.new("L", (2 * pages[0].width, pages[0].height))
    for place, page in enumerate(pages):
        both.paste(page, (place * page.width, 0))
    both.save(tmp_path / "both.png")
    found = run("certificate", "verify", str(tmp_path / "both.png"), "--json").answer
    (other,) = found["inside"]
    assert {found["issue_number"], other["issue_number"]} == set(numbers)
    genuine = say("proof.genuine", "ko")
    told = say("proof.beside", "ko", number=other["issue_number"], reason=genuine)
    assert told in found["message"]


def test_a_page_without_a_code_among_pictures_is_told(run: Run, home: Path, tmp_path: Path) -> None:
    """As among the pages of a PDF."""
    person, file = str(people.registered_foreigner(home)), str(tmp_path / "out.pdf")
    run("certificate", "issue", "--resident", person, "--purpose", "은행", "--out", file, "--json")
    page, both = Image.open(_picture(file, tmp_path)).convert("L"), str(tmp_path / "both.tiff")
    page.save(both, save_all=True, append_images=[Image.new("L", page.size, 255)])
    found = run("certificate", "verify", both, "--json").answer
    assert (found["verdict"], found["pages_without_code"]) == ("genuine", [2])
    assert say("proof.bare_pages", "ko", pages="2") in found["message"]
    whole = run("certificate", "verify", file, "--json").answer
    assert whole["pages_without_code"] == []


def test_a_damaged_file_has_an_answer(run: Run, home: Path, tmp_path: Path) -> None:
    whole, file = tmp_path / "out.pdf", tmp_path / "cut.pdf"
    person = str(people.registered_foreigner(home))
    asked = ("--resident", person, "--purpose", "은행", "--out", str(whole))
    run("certificate", "issue", *asked, "--json")
    locked = BytesIO()
    with pikepdf.open(whole) as pdf:
        pdf.save(locked, encryption=pikepdf.Encryption(owner="a", user="b"))
    picture = Path(_picture(str(whole), tmp_path)).read_bytes()
    for data, reason in (
        (whole.read_bytes()[:1500], "damaged"),
        (b"%PDF-1.7", "damaged"),
        (picture[:4000], "damaged"),
        (locked.getvalue(), "locked"),
    ):
        file.write_bytes(data)
        found = run("certificate", "verify", str(file), "--json").answer
        assert (found["verdict"], found["reason"]) == ("no_code", reason)
        assert found["message"] == say(f"proof.{reason}", "ko")


def test_a_file_that_is_drawn_for_ever_is_given_up(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "endless.pdf"
    file.write_bytes(vast(zlib.compress(bytes(1_000)), 30_000, pikepdf.Name.FlateDecode))
    assert run("certificate", "verify", str(file), "--json").error["code"] == "proof.endless"


def test_what_was_laid_on_a_page_is_said(run: Run, home: Path, tmp_path: Path) -> None:
    elsewhere, file = shutil.copytree(home, tmp_path / "elsewhere"), tmp_path / "out.pdf"
    person = str(people.registered_foreigner(home))
    asked = ("--resident", person, "--purpose", "은행", "--out", str(file))
    run("certificate", "issue", *asked, "--json")
    with pikepdf.open(file, allow_overwriting_input=True) as pdf:
        pdf.pages[0].contents_add(b"1 1 1 rg 150 650 200 30 re f")
        pdf.save(file)
    found = run("certificate", "verify", str(file), "--home", str(elsewhere), "--json").answer
    assert (found["verdict"], found["laid_on"]) == ("altered", ["drawing"])
    assert say("proof.laid_drawing", "ko") in found["message"]


def _picture(file: str, folder: Path) -> str:
    drawn = ["pdftoppm", "-r", "150", "-png", "-singlefile", file, str(folder / "page")]
    subprocess.run(drawn, check=True)
    return str(folder / "page.png")

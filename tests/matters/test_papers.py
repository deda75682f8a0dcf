"""Papers that are brought: judged by what they are, drawn anew, kept within the encrypted store."""

import os
from functools import partial
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from PIL import Image

from counter_app.certificates.enclosures import MOST_BYTES
from counter_app.main import Counter
from counter_app.matters.papers import MOST_PAPERS
from counter_app.matters.safe import read_paper, safe
from counter_app.privacy.actor import Actor
from db.engine import PAGE_BYTES
from tests.asking import NewAction, Sql, refusal
from tests.certificates.hostile import endless, nested
from tests.conftest import _key
from tests.matters.desk import TODAY, act, move, tick_all


def picture(kind: str = "JPEG", *, secret: bytes = b"") -> bytes:
    made = BytesIO()
    image = Image.new("RGB", (300, 400), "white")
    exif = Image.Exif()
    if secret:
        exif[0x010E] = secret.decode()
    image.save(made, kind, exif=exif) if secret else image.save(made, kind)
    return made.getvalue()


def scripted() -> bytes:
    """A PDF that opens a script and carries a file."""
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(300, 400))
    pdf.attachments["evil.exe"] = b"MZ evil"
    pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert('evil')")
    made = BytesIO()
    pdf.save(made)
    return made.getvalue()


@pytest.mark.parametrize(
    ("kind", "suffix"), [("JPEG", ".jpg"), ("PNG", ".png"), ("TIFF", ".TIF"), ("WEBP", ".webp")]
)
def test_pictures_become_a_page(kind: str, suffix: str) -> None:
    kept = safe(picture(kind), suffix)
    with pikepdf.open(BytesIO(kept.pdf)) as pdf:
        assert len(pdf.pages) == kept.pages == 1
    assert safe(picture(kind), suffix).pdf == kept.pdf


def test_what_a_camera_wrote_is_gone() -> None:
    data = picture(secret=b"37.5551N 126.9227E")
    assert b"126.9227E" in data
    assert b"126.9227E" not in safe(data, ".jpg").pdf


def test_scripts_and_files_within_a_pdf_are_gone() -> None:
    kept = safe(scripted(), ".pdf").pdf
    with pikepdf.open(BytesIO(kept)) as pdf:
        assert set(pdf.Root.keys()) == {"/Type", "/Pages"}
        assert not pdf.attachments
        names = {
            str(one.get("/S", "")) for one in pdf.objects if isinstance(one, pikepdf.Dictionary)
        }
    assert "/JavaScript" not in names
    assert b"evil" not in kept


@pytest.mark.parametrize(
    ("data", "suffix", "code"),
    [
        (b"MZ\x90\0 a program", ".pdf", "matters.paper_type"),
        (b"", ".pdf", "matters.paper_type"),
        (b"<html>%PDF-1.7", ".pdf", "matters.paper_type"),
        (picture(), ".pdf", "matters.paper_lies"),
        (scripted(), ".jpg", "matters.paper_lies"),
        (scripted(), "", "matters.paper_lies"),
        (b"%PDF-1.7 nothing more", ".pdf", "certificates.enclosure_broken"),
        (picture()[:200], ".jpg", "certificates.enclosure_broken"),
        (endless("form"), ".jpg", "matters.paper_lies"),
    ],
    ids=range(9),
)
def test_what_is_not_taken(data: bytes, suffix: str, code: str) -> None:
    assert refusal(partial(safe, data, suffix)) == code


def test_two_gigabytes_are_refused_unread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "large.pdf"
    with path.open("wb") as file:
        file.truncate(2**31)
    monkeypatch.setattr(Path, "open", lambda *_: pytest.fail("it was opened"))
    assert refusal(partial(read_paper, path)) == "matters.paper_large"


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    for path in (tmp_path / "none.pdf", tmp_path):
        assert refusal(partial(read_paper, path)) == "matters.paper_unreadable"
    assert MOST_BYTES == 50_000_000


def test_it_is_kept_ticked_looked_at_and_taken_out_on_record(
    counter: Counter, clerk: Actor, action: NewAction, home: Path, sql: Sql
) -> None:
    view = move(counter, clerk, action, TODAY)
    number, paper, same = view.line.number, safe(scripted(), ".pdf"), action()
    for _ in range(2):
        view = counter.papers.attach(clerk, number, "card", paper, ver=1, action_id=same)
    (check,) = [one for one in view.documents if one.key == "card"]
    assert check.ticked and len(check.papers) == 1
    assert counter.papers.read(clerk, number, check.papers[0], "확인") == paper.pdf
    assert all(paper.pdf[:60] not in path.read_bytes() for path in home.glob("counter.db*"))
    (listed,) = counter.papers.listed(clerk, number)
    assert (listed.document, listed.kind, listed.pages) == ("card", "pdf", 1)
    assert (listed.size, listed.clerk) == (len(paper.pdf), clerk.name)
    same = action()
    for _ in range(2):
        view = counter.papers.detach(
            clerk, number, listed.id, ver=view.ver, action_id=same, reason="다른 사람의 것"
        )
    assert not view.documents[0].ticked  # it has yet to be seen
    assert sql("SELECT count(*) FROM matter_paper") == [(0,)]
    acts = sql("SELECT action, detail FROM audit WHERE subject LIKE 'matter:%'")
    names = ["start", "attach", "paper_viewed", "detach"]
    assert [row[0] for row in acts] == [f"matter.{name}" for name in names]
    assert "다른 사람의 것" in str(acts[-1][1])
    assert refusal(partial(counter.papers.read, clerk, number, 1, "확인")) == "matters.no_paper"


def parts(pdf: bytes) -> list[bytes]:
    return [pdf[at : at + 40] for at in range(0, len(pdf) - 40, 500)]


def decrypted(home: Path, key: bytes) -> bytes:
    """Every page of the store and of its log, whether anything points to it or not: AES-256-CBC,
    80 bytes at the end of each for what it begins with and what proves it."""
    file, log = (home / "counter.db").read_bytes(), (home / "counter.db-wal").read_bytes()
    pages = [file[at : at + PAGE_BYTES] for at in range(0, len(file), PAGE_BYTES)]
    frame = 24 + PAGE_BYTES
    pages += [log[at + 24 : at + frame] for at in range(32, len(log), frame)]
    plain = []
    for page in pages:
        body, begin = page[:-80], page[-80:-64]
        cipher = Cipher(algorithms.AES(key), modes.CBC(begin)).decryptor()
        plain.append(cipher.update(body))
    return b"".join(plain)


def test_what_is_removed_is_nowhere_in_the_store(
    counter: Counter, clerk: Actor, action: NewAction, home: Path
) -> None:
    view = move(counter, clerk, action, TODAY)
    file = BytesIO()
    Image.effect_noise((300, 400), 90).save(file, "PNG")
    number, paper = view.line.number, safe(file.getvalue(), ".png")
    view = counter.papers.attach(clerk, number, "card", paper, ver=1, action_id=action())
    (kept,) = counter.papers.listed(clerk, number)
    key = _key(home)
    assert any(part in decrypted(home, key) for part in parts(paper.pdf))
    detach = counter.papers.detach
    detach(clerk, number, kept.id, ver=view.ver, action_id=action(), reason="잘못 넣음")
    plain = decrypted(home, key)
    assert not any(part in plain for part in parts(paper.pdf))
    assert (home / "counter.db-wal").stat().st_size == 0


def test_a_wrong_one_is_removed_with_a_reason_and_before_it_is_sent(
    counter: Counter, clerk: Actor, action: NewAction
) -> None:
    view = move(counter, clerk, action, TODAY)
    number, paper = view.line.number, safe(picture(), ".jpg")
    view = counter.papers.attach(clerk, number, "card", paper, ver=1, action_id=action())
    (kept,) = counter.papers.listed(clerk, number)
    detach = partial(counter.papers.detach, clerk, number, kept.id, action_id=action())
    assert refusal(partial(detach, ver=view.ver, reason=" ")) == "matters.why_gone"
    view = tick_all(counter, clerk, action, view)
    view = act(counter, clerk, action, view, "propose")
    assert refusal(partial(detach, ver=view.ver, reason="잘못")) == "matters.paper_sent"
    assert counter.papers.read(clerk, number, kept.id, "확인") == paper.pdf


def test_no_more_than_fit_and_only_where_they_belong(
    counter: Counter, clerk: Actor, action: NewAction
) -> None:
    view = move(counter, clerk, action, TODAY)
    number, paper, attach = view.line.number, safe(picture(), ".jpg"), counter.papers.attach
    for key in ("card_endorsed", "diploma"):
        refused = partial(attach, clerk, number, key, paper, ver=1, action_id=action())
        assert refusal(refused) == "matters.no_item"
    for ver in range(1, MOST_PAPERS + 1):
        attach(clerk, number, "card", paper, ver=ver, action_id=action())
    more = partial(attach, clerk, number, "card", paper, ver=MOST_PAPERS + 1, action_id=action())
    assert refusal(more) == "matters.too_many_papers"


def test_forms_in_forms_are_drawn() -> None:
    with pikepdf.new() as pdf, BytesIO() as made:
        page = pdf.add_blank_page(page_size=(600, 800))
        page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(X=nested(pdf, 3, 2)))
        page.Contents = pdf.make_stream(b"/X Do")
        pdf.save(made)
        assert safe(made.getvalue(), ".pdf").pages == 1


def test_a_pipe_is_no_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "paper.pdf")
    refused = partial(read_paper, tmp_path / "paper.pdf")
    assert refusal(refused) == "matters.paper_unreadable"

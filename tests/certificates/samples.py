"""One document of every kind, the receipt in both forms and a day's settlement, sealed with a key
that says it is a sample's, made in a made-up centre: python -m tests.certificates.samples FOLDER.

docs/samples is what it writes; bin/samples calls it.
"""

import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image, ImageDraw, ImageFont

from counter_app.certificates.enclosures import read_pages
from counter_app.certificates.kinds import codes
from counter_app.certificates.requests import Applicant, Request, Tray
from counter_app.clock import FixedClock
from counter_app.demo.centre import make_centre
from counter_app.main import Counter, open_counter
from counter_app.proof.keys import Keys
from counter_app.resources import RESOURCES
from counter_app.till.page import render_settlement
from counter_app.till.terms import Terms
from db.engine import connect
from tests import people
from tests.conftest import MORNING, PASSWORD
from tests.people import one

DPI = 150
SAMPLE = "견본 SAMPLE"
ADMIN = ("admin", PASSWORD)
OWN = "centre = '1144066000'"
MOST_MOVED = "(SELECT count(*) FROM address WHERE resident_id = resident.id) >= 3"
OWNER = Applicant(ground="owner", proof="부동산 임대차계약서 (2026. 11. 2.)")


def requests(home: Path) -> Iterator[Request]:
    """What is asked for: one document of every kind."""
    moved = one(home, f"id_kind = 'FRN' AND {MOST_MOVED} AND {OWN}")
    travelled = one(
        home,
        "id_kind = 'FRN' AND (SELECT count(*) FROM crossing WHERE resident_id = resident.id) >= 5",
    )
    lost = one(home, f"card_lost_on IS NOT NULL AND passport_number IS NOT NULL AND {OWN}")
    drn = people.overseas_korean(home)
    asker = people.registered_foreigner(home)
    yield Request(moved, "은행 제출", history=True, mask_number=True)
    yield Request(drn, "은행 제출", "domestic-residence")
    yield Request(moved, "학교 제출", "residence", mask_number=True)
    yield Request(travelled, "회사 제출", "entry-departure", mask_number=True)
    for kind, citizen in (("moved-in-households", True), ("foreigners-staying", False)):
        place = (("building", building(home, citizen=citizen)),)
        yield Request(asker, "전세 계약 확인", kind, applicant=OWNER, details=place)
    yield Request(
        lost, "신분 확인", "temporary-registration", applicant=Applicant("self", "passport")
    )
    yield Request(
        asker,
        "대사관 제출",
        "certified-copy",
        details=(("document", "재직증명서 (주식회사 한빛무역)"),),
        enclosed=read_pages(scan(2)),
    )


def building(home: Path, *, citizen: bool) -> str:
    """The address of somebody who lives there now."""
    kind = "= 'RRN'" if citizen else "<> 'RRN'"
    lives = f"id_kind {kind} AND id IN (SELECT resident_id FROM address WHERE moved_out IS NULL"
    somebody = one(home, f"{lives} AND reported_on IS NOT NULL) AND {OWN}")
    key = bytes.fromhex((home / "store.key").read_text())
    connection = connect(home / "counter.db", key)
    try:
        ((found,),) = connection.execute(
            f"SELECT text_ko FROM address WHERE resident_id = {somebody} AND moved_out IS NULL"
        )
    finally:
        connection.close()
    return str(found)


def scan(pages: int) -> bytes:
    """A PDF of made-up pages, as a copier makes one."""
    font = ImageFont.truetype(str(RESOURCES / "fonts" / "PretendardGOV-Regular.ttf"), 34)
    large = ImageFont.truetype(str(RESOURCES / "fonts" / "PretendardGOV-Bold.ttf"), 72)
    made = []
    for page in range(1, pages + 1):
        sheet = Image.new("L", (1240, 1754), 252)
        pen = ImageDraw.Draw(sheet)
        pen.text((470, 160), "재직증명서", font=large, fill=20)
        for line in range(24):
            text = f"{page}-{line + 1}. 위 사람은 당사에 재직하고 있음을 확인합니다. (견본)"
            pen.text((140, 380 + line * 50), text, font=font, fill=40)
        made.append(sheet)
    file = BytesIO()
    made[0].save(file, "PDF", save_all=True, append_images=made[1:], resolution=150)
    return file.getvalue()


def make(folder: Path) -> None:
    """Writes <kind>.pdf and the like, and a picture of each of their pages."""
    with TemporaryDirectory() as place:
        home = Path(place) / "home"
        clock = FixedClock(MORNING)
        make_centre(home, 1500, 7, clock, lambda done, total: None)
        counter = open_counter(home, clock)
        try:
            make_sample_key(counter)
            asked = {request.kind: request for request in requests(home)}
            if set(asked) != set(codes()):
                sys.exit(f"no sample of {set(codes()) - set(asked)}")
            for name, pdf in papers(counter, asked):
                path = folder / f"{name}.pdf"
                path.write_bytes(pdf)
                picture(path)
        finally:
            counter.close()


def make_sample_key(counter: Counter) -> None:
    """Nobody is to take these papers for a centre's: what signs and seals them says so."""
    office = replace(counter.config.office, name_ko=SAMPLE, name_en=SAMPLE)
    keys, admin = Keys(counter.engine, counter.clock, office), counter.clerks.sign_in(*ADMIN)
    keys.endorse(admin, keys.new(admin))


def picture(path: Path) -> None:
    """Each page as NAME-1.png: every letter can be read and every code, in a third of the bytes."""
    subprocess.run(["pdftoppm", "-r", str(DPI), "-png", path, path.with_suffix("")], check=True)
    for page in path.parent.glob(f"{path.stem}-?.png"):
        with Image.open(page) as drawn:
            drawn.quantize(64, dither=Image.Dither.NONE).save(page, optimize=True)


def papers(counter: Counter, asked: Mapping[str, Request]) -> Iterator[tuple[str, bytes]]:
    """A day: everything issued, a tray of two paid in cash, and the day closed."""
    clerk = counter.clerks.sign_in("minseo", PASSWORD, 3)
    certificates, till = counter.certificates, counter.till
    till.open(clerk, 50_000, action_id="open")
    for kind, request in asked.items():
        issued = certificates.issue(clerk, request, action_id=kind)
        certificates.hand_over(clerk, issued.id, action_id=f"{kind}-over")
        yield kind, counter.sealed.document(issued.id)
    two = (asked["residence"], asked["alien-registration"])
    tray = counter.trays.issue(clerk, Tray(two, Terms(received=5_000)), action_id="tray")
    number = tray.receipt_number
    certificates.hand_over_tray(clerk, number, action_id="tray-over")
    yield "receipt-80mm", counter.sealed.filed(counter.receipts.show(number)).pdf
    yield "receipt-a4", counter.sealed.filed(counter.receipts.copy(clerk, number, a4=True)).pdf
    till.count(clerk, counted(till.show().sheet.drawer.expected), action_id="count")
    settled = counter.closing.close(clerk, PASSWORD, "sujin", PASSWORD, action_id="close")
    yield "settlement", counter.sealed.filed(render_settlement(settled)).pdf


def counted(won: int) -> dict[int, int]:
    """Notes and coins that make so much."""
    pieces = {}
    for value in (10_000, 5_000, 1_000, 500, 100):
        pieces[value], won = divmod(won, value)
    return pieces


if __name__ == "__main__":
    make(Path(sys.argv[1]))

"""Makes tests/proof/vectors.json: one key of each kind, and a text for every verdict.

Run it as `python -m tests.proof.vectors`; the keys are of this file alone and sign nothing else.
"""

import base64
import json
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec

from counter_app.certificates.content import Listing
from counter_app.clock import SEOUL
from counter_app.proof.cose import key_id, public_of, sign
from counter_app.proof.listed import canonical, of_table
from counter_app.proof.payload import Cut, Signed, digest
from counter_app.proof.qr_text import from_text, to_text
from counter_app.proof.status import bits
from counter_app.proof.tokens import (
    ENDORSEMENT,
    REVOCATION,
    STATUS_LIST,
    Endorsement,
    Revocation,
    StatusList,
)
from counter_app.proof.trust import Bundle

FILE = Path(__file__).with_name("vectors.json")
NOW = datetime(2026, 11, 20, 9, 0, tzinfo=SEOUL)
ISSUED = datetime(2026, 11, 16, 10, 0, tzinfo=SEOUL)
ADDRESS = "서울특별시 마포구 와우산로 94, 302호 (서교동)"
DISTRICT, OFFICE = "마포구 Mapo-gu (sample)", "KR-1144066000"


def key(number: int) -> ec.EllipticCurvePrivateKey:
    """A key that is the same every time."""
    return ec.derive_private_key(10**60 + number, ec.SECP256R1())


ROOT, CENTRE, OLD, STOLEN, STRANGER = (key(n) for n in range(1, 6))


def endorsed(
    centre: ec.EllipticCurvePrivateKey,
    since: datetime,
    until: datetime,
    office: str = OFFICE,
    by: ec.EllipticCurvePrivateKey = ROOT,
) -> bytes:
    word = Endorsement(
        district=DISTRICT,
        office=office,
        public=public_of(centre),
        name_ko="서교동주민센터",
        name_en="Seogyo-dong Community Service Center",
        not_before=since,
        not_after=until,
        issued_at=since,
    )
    return sign(by, word.claims(), ENDORSEMENT)


def listed(void: set[int], at: datetime, until: datetime) -> bytes:
    found = StatusList(OFFICE, key_id(public_of(CENTRE)), at, until, bits(void, 64))
    return sign(CENTRE, found.claims(), STATUS_LIST)


def text(signer: ec.EllipticCurvePrivateKey = CENTRE, **other: object) -> str:
    values: dict[str, Any] = {
        "office": OFFICE,
        "issued_at": ISSUED,
        "issue_number": "2026-1144066000-AR-000041",
        "kind": "alien-registration",
        "fields": {
            1: "외국인등록 사실증명",
            2: "NGUYEN THI HOA (응우옌티호아)",
            3: "1990. 1. 1.",
            4: "여 Female",
            5: "베트남 Viet Nam",
            6: "900101-6******",
            8: "F-6-1 결혼이민 Marriage Migrant",
            9: "2027. 11. 30.",
            12: Cut(ADDRESS[:20], digest(ADDRESS)),
            13: "은행 제출용",
        },
        "list_id": key_id(public_of(CENTRE)),
        "index": 40,
        "confirmation": "0123456789012334",
    }
    return to_text(sign(signer, Signed(**(values | other)).claims()))


ROWS = (
    (("1", ""), ("세대주", "Head"), ("김민서", ""), ("2021. 3. 2.", "")),
    (("2", ""), ("세대주", "Head"), ("이준", ""), ("2022. 1. 9.", "")),
)
TABLE = of_table(28, Listing("households", ROWS))


def altered() -> str:
    """The genuine code with one letter of the name another."""
    return to_text(from_text(text()).replace(b"NGUYEN", b"NGUYET"))


def b64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def bundle(lists: tuple[bytes, ...]) -> dict[str, object]:
    year, day = timedelta(days=365), timedelta(days=1)
    made = Bundle(
        roots=(public_of(ROOT),),
        endorsements=(
            endorsed(CENTRE, ISSUED - year, ISSUED + year),
            endorsed(OLD, ISSUED - 3 * year, ISSUED - day),
            endorsed(STOLEN, ISSUED - year, ISSUED + year),
            endorsed(STRANGER, ISSUED - year, ISSUED + year, by=STRANGER),
        ),
        revocations=(
            sign(
                ROOT,
                Revocation(DISTRICT, key_id(public_of(STOLEN)), ISSUED + day).claims(),
                REVOCATION,
            ),
        ),
        lists=lists,
    )
    loaded: dict[str, object] = json.loads(made.to_json())
    return loaded


def vectors() -> dict[str, object]:
    week = timedelta(days=7)
    fresh = listed({41, 63}, NOW - timedelta(hours=1), NOW + week)
    old = listed({41}, ISSUED, ISSUED + timedelta(days=1))
    cases: list[tuple[str, str, str | None, str, str]] = [
        ("genuine", "fresh", text(), "genuine", "genuine"),
        ("one letter altered", "fresh", altered(), "altered", "wrong_signature"),
        ("cut short", "fresh", text()[:-30], "altered", "damaged_code"),
        ("not base45", "fresh", text()[:40] + "ä" + text()[41:], "altered", "damaged_code"),
        ("a key nobody endorsed", "fresh", text(STRANGER), "unknown_key", "unknown_key"),
        ("another office's name", "fresh", text(office="KR-1144068000"), "unknown_key",
         "other_office"),
        ("a stolen key", "fresh", text(STOLEN), "revoked_key", "revoked_key"),
        ("after the key's time", "fresh", text(OLD), "expired_key", "expired_key"),
        ("void", "fresh", text(index=41), "voided", "voided"),
        ("void, says an old list", "old", text(index=41), "voided", "voided"),
        ("old list", "old", text(), "stale_list", "old_list"),
        ("newer than the list", "fresh", text(index=64), "stale_list", "early_list"),
        ("issued after the list was made", "fresh", text(issued_at=NOW - timedelta(minutes=30)),
         "stale_list", "early_list"),
        ("void, and issued after the list was made", "fresh",
         text(index=41, issued_at=NOW - timedelta(minutes=30)), "voided", "voided"),
        ("no list", "none", text(), "stale_list", "no_list"),
        ("a clock that is slow", "fresh", text(issued_at=NOW + timedelta(minutes=6)),
         "stale_list", "clock"),
        ("another code", "fresh", "https://www.mapo.go.kr/", "not_ours", "not_ours"),
        ("a code of a later form", "fresh", "CC2:" + text()[4:], "not_ours", "newer_code"),
        ("with a table", "fresh", text(lists=(TABLE,)), "genuine", "genuine"),
        ("with no table", "fresh", text(lists=()), "genuine", "genuine"),
        ("a table with more rows than it counts", "fresh",
         text(lists=(replace(TABLE, count=1),)), "altered", "damaged_code"),
        ("no code", "fresh", None, "no_code", "no_code"),
    ]  # fmt: skip
    return {
        "now": int(NOW.timestamp()),
        "keys": {
            name: {
                "kid": key_id(public_of(k)).hex(),
                "private": f"{k.private_numbers().private_value:064x}",
                "spki": b64(public_of(k)),
            }
            for name, k in (("root", ROOT), ("centre", CENTRE), ("old", OLD), ("stolen", STOLEN),
                            ("stranger", STRANGER))
        },
        "bundles": {"fresh": bundle((fresh,)), "old": bundle((old,)), "none": bundle(())},
        "genuine": {"text": text(), "cose_hex": from_text(text()).hex()},
        "cases": [
            dict(zip(("name", "bundle", "text", "verdict", "reason"), case, strict=True))
            for case in cases
        ],
        "listed": {
            "comment": "claim -70006 of a table, and what its digests are of",
            "claim": [TABLE.number, TABLE.count, TABLE.digest.hex(), list(TABLE.texts)],
            "canonical": [canonical(row).decode() for row in TABLE.texts],
            "marks": TABLE.marks.hex(),
        },
        "printed": {
            "comment": "the genuine text beside what a page states: field number, text, same?",
            "fields": [
                [2, "NGUYEN THI HOA  (응우옌티호아)", True],
                [2, "NGUYEN THI HOB (응우옌티호아)", False],
                [6, "900101-6234567", True],
                [6, "910101-6******", False],
                [12, "서울특별시 마포구 와우산로 94, 302호 (서교동)", True],
                [12, "서울특별시 마포구 와우산로 94, 303호 (서교동)", False],
            ],
        },
    }  # fmt: skip


if __name__ == "__main__":
    FILE.write_text(json.dumps(vectors(), ensure_ascii=False, indent=1) + "\n", "utf-8")

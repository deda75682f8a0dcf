"""Contents the papers are tried with. Every person is made up."""

import shutil
import subprocess
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from counter_app.certificates.content import (
    Cell,
    CertificateContent,
    Listing,
    ReceiptContent,
    ReceiptItem,
    written,
)
from counter_app.certificates.facts import LIMITS
from counter_app.certificates.render import render_certificate
from counter_app.clock import SEOUL

ADDRESS = "서울특별시 마포구 월드컵북로 12길 34, 102동 1203호 (서교동, 월드컵아파트)"
LONGEST_CODE = "CC1:" + "A7" * 452
MRZ_NAME = "RATSIMANDRESYRAZAFIMAHALEORAKOTOARIVONY"  # 39 letters, one MRZ line

PLAIN = CertificateContent(
    kind="alien-registration",
    version=1,
    title_ko="외국인등록 사실증명",
    title_en="Certificate of Alien Registration",
    issue_number="2026-SGD-AR-000123",
    registration_number="900315-6******",
    name_roman="NGUYEN THI HOA",
    name_hangul="응우옌티호아",
    sex="F",
    birth_date=date(1990, 3, 15),
    nationality_ko="베트남",
    nationality_en="Viet Nam",
    passport_number="C1234567",
    status_of_stay="F-6-1",
    status_ko="결혼이민",
    status_en="Marriage Migrant",
    stay_expires=date(2026, 12, 4),
    entered_on=date(2019, 5, 20),
    registered_on=date(2019, 6, 2),
    address=ADDRESS,
    purpose="은행 제출",
    office_name="서교동 주민센터",
    issuer="서교동장",
    seal_name="서교동장의인",
    seal_number="2026-011",
    clerk_name="김민서",
    phone="02-3153-6700",
    issued_at=datetime(2026, 11, 21, 10, 42, tzinfo=SEOUL),
)

LONGEST: dict[str, Any] = {
    "name_roman": f"{MRZ_NAME} {MRZ_NAME} MARIA DE LOS ANGELES CONCEPCION GUADALUPE FERNANDEZ",
    "name_hangul": "라시만드레시라자피마할레오라코토아리보니" * 4 + "라시만드레시라자피마",
    "nationality_ko": "세인트빈센트 그레나딘",
    "nationality_en": "Saint Vincent and the Grenadines",
    "status_ko": "외국인근로자의 고용 등에 관한 법률에 따른 비전문취업",
    "status_en": "Non-professional Employment under the Act on Foreign Workers",
    "passport_number": "A1B2C3D4E5F6G7H8I9",
    "address": "경상북도 포항시 남구 호미곶면 호미곶순환대로 1234번길 " * 6,
    "purpose": "은행과 학교와 출입국·외국인청에 함께 제출하기 위하여 " * 6,
    "office_en": "Homigot-myeon Administrative Welfare Centre, Nam-gu, Pohang",
    "issuer_en": "Head of Homigot-myeon, Nam-gu, Pohang-si, Gyeongsangbuk-do",
    "office_name": "경상북도 포항시 남구 호미곶면 행정복지센터",
    "issuer": "경상북도 포항시 남구 호미곶면장",
    "seal_name": "경상북도포항시남구호미곶면장의인",
    "clerk_name": "남궁황보제갈선우독고",
}

RECEIPT = ReceiptContent(
    receipt_number="2026-SGD-R-000456",
    items=(
        ReceiptItem(
            "외국인등록 사실증명",
            "Certificate of Alien Registration",
            "2026-SGD-AR-000123",
            unit_fee=1000,
            copies=2,
        ),
    ),
    tender="cash",
    ticket="E-104",
    window=3,
    clerk_name="김민서",
    office_name="서교동 주민센터",
    phone="02-3153-6700",
    issued_at=datetime(2026, 11, 21, 10, 42, tzinfo=SEOUL),
    archival=True,
)


def history(entries: int, address: str = ADDRESS) -> tuple[Listing, ...]:
    """`entries` places of stay, newest first, 100 days each."""
    starts = [date(2026, 11, 4) - timedelta(days=100 * i) for i in range(entries)]
    ends = [None, *(start - timedelta(days=1) for start in starts)]
    rows = tuple(
        (_cell(start), _cell(end) if end else ("현재", "present"), (address, ""))
        for start, end in zip(starts, ends, strict=False)
    )
    return (Listing("residences", rows),)


def _cell(day: date) -> Cell:
    return written(day), ""


FORTY = replace(PLAIN, tables=history(40))
LONG = replace(PLAIN, **LONGEST)
NATIVE = replace(
    PLAIN,
    name_hangul="محمد علي حسن",
    purpose="မြန်မာ အောင် / श्रेष्ठ राम / สมชาย กำแพง / សុខ ចាន់ត្រា / 张伟 / ҚАДЫРОВ ӨМІР / NGUYỄN THỊ",
)
FILLED: dict[str, Any] = {
    **{field: "힣W" * (limit // 2) for field, limit in LIMITS.items()},
    **dict.fromkeys(("nationality_ko", "nationality_en", "status_ko", "status_en"), "힣W" * 40),
}
FULL = replace(  # every text as long as it may be, at once
    PLAIN,
    **FILLED,
    passport_number="W" * 80,
    registration_number="W" * 80,
)
PAPERS = {
    "full": FULL,
    "full-forty": replace(FULL, tables=history(40, "힣W" * 100)),
    "plain": PLAIN,
    "history": replace(PLAIN, tables=history(4)),
    "forty": FORTY,
    "long": LONG,
    "long-forty": replace(LONG, tables=history(40, LONGEST["address"])),
    "native": NATIVE,
}


def saved(tmp_path: Path, content: CertificateContent) -> Path:
    path = tmp_path / "certificate.pdf"
    path.write_bytes(render_certificate(content))
    return path


def text_of(tmp_path: Path, content: CertificateContent) -> str:
    return run("pdftotext", "-layout", saved(tmp_path, content), "-")


def run(*command: str | Path) -> str:
    """What a PDF tool says about a file; a missing tool fails the test in words."""
    if shutil.which(str(command[0])) is None:
        pytest.fail(f"{command[0]} is not installed; bin/test installs what the tests need")
    done = subprocess.run(command, capture_output=True, check=True)
    return done.stdout.decode()

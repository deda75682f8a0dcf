"""What is always true in the end of a counter and its district."""

import json
from pathlib import Path
from typing import Any

from sqlalchemy import Engine
from sqlmodel import select

from counter_app.certificates.requests import Request
from counter_app.district import digest
from counter_app.district.store import reading as reading_district
from counter_app.district.tables import Fact, NumberTaken
from counter_app.main import Counter
from counter_app.privacy.actor import Actor
from counter_app.privacy.audit import verify
from counter_app.sync import tampering
from counter_app.sync.checking import differing
from db.engine import connect, reading
from tests.people import one

SERIES = "-AR-"


def issue(counter: Counter, clerk: Actor, action_id: str) -> str:
    """The number that the clerk was told."""
    home = counter.config.home
    request = Request(one(home, "id_kind = 'FRN' AND birth_date < '1999-01-01'"), "은행 제출")
    return counter.certificates.issue(clerk, request, action_id=action_id).issue_number


def numbers(home: Path) -> list[str]:
    """Of certificates, as the store in `home` has them."""
    key = bytes.fromhex((home / "store.key").read_text())
    with_key: Any = connect(home / "counter.db", key)
    try:
        return [row[0] for row in with_key.execute("SELECT issue_number FROM certificate")]
    finally:
        with_key.close()


def taken(district: Engine) -> list[str]:
    with reading_district(district) as session:
        found = session.exec(select(NumberTaken.number)).all()
    return sorted(number for number in found if SERIES in number)


def told(district: Engine) -> list[str]:
    """Numbers of the certificates that were prepared, by the facts that came up."""
    with reading_district(district) as session:
        facts = session.exec(select(Fact.payload).where(Fact.kind == "certificate.prepared")).all()
    return sorted(json.loads(fact)["number"] for fact in facts)


def same(counter: Counter, district: Engine, centre: str) -> bool:
    with reading(counter.engine) as here, reading_district(district) as there:
        return not differing(tampering.sums(here), digest.digest(there, centre, None))


def require_whole(counter: Counter, district: Engine, given: list[str]) -> None:
    """`given`: the numbers that clerks were told."""
    own = sorted(numbers(counter.config.home))
    assert set(given) <= set(own)
    assert len(set(own)) == len(own)
    assert taken(district) == told(district) == own
    assert same(counter, district, counter.config.office.code)
    assert verify(counter.engine).ok
    assert counter.sync.view().queued == 0

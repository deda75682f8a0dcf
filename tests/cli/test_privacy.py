"""counter privacy …: a month reviewed, noted, signed and exported in a terminal."""

from datetime import datetime
from pathlib import Path

import pytest

from counter_app.clock import SEOUL, FixedClock
from counter_app.main import open_counter
from tests.cli.conftest import Done, Run, called
from tests.conftest import PASSWORD

MONTH = "2026-06"
OFFICER = ("--clerk", "haneul", "--json")


@pytest.fixture
def searched(home: Path) -> None:
    """In June, by name and with nobody there."""
    counter = open_counter(home, FixedClock(datetime(2026, 6, 10, 10, 0, tzinfo=SEOUL)))
    clerk = counter.clerks.sign_in("minseo", PASSWORD, 3)
    for _ in range(5):
        counter.residents.find(clerk, "nguyen")
    counter.close()


def said(run: Run, *words: str) -> Done:
    return run("privacy", *words, *OFFICER, password=PASSWORD)


@pytest.mark.usefixtures("searched")
def test_a_month_from_review_to_file(run: Run, tmp_path: Path) -> None:
    review = said(run, "review", "--month", MONTH).answer
    assert (review["accesses"], review["search"], review["open"]) == (5, 5, 1)
    (finding,) = review["findings"]
    assert (finding["rule"], finding["clerk"], finding["note"]) == ("no_ticket", "minseo", None)
    early = said(run, "sign", "--month", MONTH, "--note", "이상 없음")
    assert early.error["code"] == "access_review.open"
    said(run, "note", "--month", MONTH, finding["key"], "--note", "전화 문의")
    signed = said(run, "sign", "--month", MONTH, "--note", "이상 없음").answer
    assert (signed["signed_by"], signed["digest"]) == ("haneul", review["digest"])
    for name in ("report.csv", "report.pdf"):
        out = tmp_path / name
        answer = said(run, "export", "--month", MONTH, "--out", str(out), "--reason", "감사").answer
        assert answer == {"month": MONTH, "file": str(out)}
        assert out.stat().st_size
    lines = said(run, "log", "--month", MONTH, "--by", "minseo", "--kind", "search").answer
    assert len(lines["accesses"]) == 5


@pytest.mark.usefixtures("searched")
def test_tickets_forget_only_what_is_due(run: Run) -> None:
    assert said(run, "forget", "--dry-run").answer["tickets"] == 0
    assert said(run, "forget", "--reason", "경과").answer["days"] == 0
    assert said(run, "forget", "--reason", " ").error["code"] == "clerks.reason_needed"


def test_pruned_only_what_is_due(run: Run) -> None:
    assert said(run, "prune", "--dry-run").answer["rows"] == 0
    assert said(run, "prune", "--reason", "경과").answer["acts"] == []
    assert said(run, "prune", "--reason", " ").error["code"] == "clerks.reason_needed"


def test_roles_in_a_terminal(run: Run) -> None:
    admin = ("--clerk", "admin", "--json")
    done = run(
        "clerk", "role", "jihun", "supervisor", "--reason", "승진", *admin, password=PASSWORD
    )
    assert done.answer["role"] == "supervisor"
    grants = run("clerk", "grants", *admin, password=PASSWORD).answer["grants"]
    assert (grants[0]["login"], grants[0]["role"], grants[0]["by"]) == (
        "jihun",
        "supervisor",
        "admin",
    )
    refused = run("privacy", "review", "--month", MONTH, *admin, password=PASSWORD)
    assert refused.error["code"] == "clerks.not_permitted"


def test_what_is_done_for_a_visitor_names_the_ticket(run: Run, home: Path) -> None:
    counter = open_counter(home)
    taken = counter.tickets.take("E", "vi", action_id="ticket")
    month = f"{taken.taken_at:%Y-%m}"
    served = ("--ticket", str(taken.id), "--json")
    early = run("resident", "find", "nguyen", *served)
    assert early.error["code"] == "queue.not_served_here"
    called(counter)
    counter.close()
    elsewhere = run("resident", "find", "nguyen", *served, "--clerk", "jihun", password=PASSWORD)
    assert elsewhere.error["code"] == "queue.not_served_here"
    (first, *_) = run("resident", "find", "nguyen", *served).answer["results"]
    person = str(first["id"])
    run("resident", "show", person, "--purpose", "상담", *served)
    run("resident", "find", "nguyen", "--json")
    lines = said(run, "log", "--month", month).answer["accesses"]
    assert [(line["act"], line["ticket"], line["purpose"]) for line in lines] == [
        ("resident.searched", None, ""),
        ("resident.revealed", taken.number, "상담"),
        ("resident.viewed", taken.number, "상담"),
        ("resident.searched", taken.number, ""),
    ]
    unknown = run("resident", "find", "nguyen", "--ticket", "999999", "--json")
    assert unknown.error["code"] == "queue.no_ticket"

"""Who may have a document: role, ground, proof, and who states what."""

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from counter_app.certificates.kinds import kinds
from counter_app.certificates.requests import SELF, Applicant, Request, Tray
from counter_app.clock import FixedClock
from counter_app.main import Counter
from counter_app.privacy.actor import Actor
from counter_app.proof.verdict import Verdict
from tests import people
from tests.asking import Sql, refusal
from tests.certificates.counts import untouched
from tests.certificates.papers import run
from tests.certificates.samples import building, requests

SENT = Applicant("delegate", "passport", "김대리", "delegate", "위임장 2026. 11. 15.")


@pytest.mark.parametrize(
    ("applicant", "code"),
    [
        (Applicant("neighbour"), "applicant_not_allowed"),
        (replace(SENT, name=" "), "applicant_unnamed"),
        (replace(SENT, name="김" * 101), "applicant_too_long"),
        (replace(SENT, ground=""), "ground_needed"),
        (replace(SENT, ground="creditor"), "ground_needed"),
        (replace(SENT, role="ground", ground="creditor", proof=""), "proof_needed"),
        (replace(SENT, role="ground", ground="creditor", proof="봤음"), "proof_other"),
        (replace(SENT, proof="."), "proof_other"),
        (replace(SENT, role="representative", ground="parent", proof="가족관계증명서"), "of_age"),
        (Applicant(name="김대리"), "applicant_other"),
        (Applicant(ground="creditor"), "ground_unwanted"),
        (Applicant(proof="위임장"), "ground_unwanted"),
        (Applicant(identity="library card"), "identity_not_accepted"),
    ],
    ids=str,
)
def test_who_may_not_have_it_is_told_why(
    counter: Counter, clerk: Actor, request_: Request, sql: Sql, applicant: Applicant, code: str
) -> None:
    wrong = replace(request_, applicant=applicant)
    issue = counter.certificates.issue
    assert refusal(lambda: issue(clerk, wrong, action_id="a")) == f"certificates.{code}"
    assert refusal(lambda: counter.certificates.preview(clerk, wrong)) == f"certificates.{code}"
    untouched(counter, sql)


def test_whose_stay_is_over_is_told_where_to_turn_first(
    counter: Counter, clerk: Actor, request_: Request, sql: Sql
) -> None:
    sql(f"UPDATE resident SET stay_expires = '2026-11-15' WHERE id = {request_.resident_id}")
    issue = counter.certificates.issue
    assert refusal(lambda: issue(clerk, request_, action_id="a")) == "certificates.stay_over"
    untouched(counter, sql)
    issue(clerk, replace(request_, referred=True), action_id="a")
    ((detail,),) = sql("SELECT detail FROM audit WHERE action = 'certificate.prepared'")
    assert json.loads(str(detail))["referred"] is True


@pytest.mark.parametrize(
    "applicant",
    [
        SENT,
        replace(SENT, role="representative", ground="guardian", proof="후견등기사항증명서"),
        replace(SENT, role="ground", ground="creditor", proof="확정판결문 2026가단1"),
    ],
    ids=lambda applicant: applicant.role,
)
def test_who_asked_is_recorded_and_in_the_chain_without_a_name(
    counter: Counter, clerk: Actor, request_: Request, sql: Sql, applicant: Applicant
) -> None:
    wanted = replace(request_, applicant=applicant)
    issued = counter.certificates.issue(clerk, wanted, action_id="a")
    ((asked,),) = sql("SELECT asked FROM certificate")
    assert json.loads(str(asked))["applicant"]["name"] == "김대리"
    ((detail,),) = sql("SELECT detail FROM audit WHERE action = 'certificate.prepared'")
    noted = json.loads(str(detail))
    assert (noted["role"], noted["identity"]) == (applicant.role, "passport")
    assert noted["ground"] == applicant.ground
    assert "김대리" not in str(detail)
    assert counter.certificates.issue(clerk, wanted, action_id="a") == issued
    other = replace(wanted, applicant=replace(applicant, name="박대리"))
    issue = counter.certificates.issue
    assert refusal(lambda: issue(clerk, other, action_id="a")) == "certificates.action_used"


def test_a_child_does_not_ask_itself(
    counter: Counter, clerk: Actor, clock: FixedClock, request_: Request, sql: Sql
) -> None:
    """From 17 full years on, in every kind that states a person."""
    today = clock.now().date()
    born = today.replace(year=today.year - 17)
    parent = replace(SENT, role="representative", ground="parent", proof="가족관계 증명서")
    preview = counter.certificates.preview
    for kind in kinds():
        assert kind.self_from == 17
        assert any(ground.minors for ground in kind.who["representative"])
    for birth, young in ((born, False), (born + timedelta(days=1), True)):
        sql(f"UPDATE resident SET birth_date = '{birth}' WHERE id = {request_.resident_id}")
        if young:
            assert refusal(lambda: preview(clerk, request_)) == "certificates.under_age"
        else:
            assert preview(clerk, request_)
        assert preview(clerk, replace(request_, applicant=parent))


def test_parents_ask_for_a_child_until_it_is_of_age(
    counter: Counter, clerk: Actor, clock: FixedClock, request_: Request, sql: Sql
) -> None:
    asker = replace(SENT, role="representative", ground="parent", proof="가족관계 증명서")
    wanted = replace(request_, applicant=asker)
    sql(f"UPDATE resident SET birth_date = '2007-11-17' WHERE id = {request_.resident_id}")
    assert counter.certificates.preview(clerk, wanted)
    clock.at += timedelta(days=1)
    told = refusal(lambda: counter.certificates.preview(clerk, wanted))
    assert told == "certificates.of_age"


def test_the_person_s_own_name_may_be_said_again(
    counter: Counter, clerk: Actor, request_: Request
) -> None:
    person = counter.residents.open(clerk, request_.resident_id, "certificate")
    for name in (person.name_roman.lower(), person.name_hangul):
        named = replace(request_, applicant=Applicant(name=name))
        assert counter.certificates.preview(clerk, named)


def test_every_paper_that_the_window_offers_proves_its_ground() -> None:
    every = [g for kind in kinds() for grounds in kind.who.values() for g in grounds]
    assert every
    for ground in every:
        assert ground.papers
        for paper in ground.papers:
            assert ground.paper(paper.name.ko) == ground.paper(paper.name.en) == paper


@pytest.mark.parametrize(
    ("proof", "code"),
    [
        ("고용", "proof_other"),
        ("채무가 있다고 함", "proof_other"),
        ("확정판결문", "proof_numbered"),
        ("final judgment of the court", "proof_numbered"),
        ("차용증 2026. 11. 17.", "proof_day"),
        ("차용증 2026-02-30", "proof_day"),
    ],
)
def test_a_proof_is_a_paper_of_the_ground_with_its_number_and_a_day_that_was(
    counter: Counter, clerk: Actor, request_: Request, proof: str, code: str
) -> None:
    creditor = replace(SENT, role="ground", ground="creditor", proof=proof)
    asked = replace(request_, applicant=creditor)
    told = refusal(lambda: counter.certificates.preview(clerk, asked))
    assert told == f"certificates.{code}"
    for good in ("확정 판결문 2026가단1 (2026. 11. 16.)", "차용증", "Loan note 2026-11-02"):
        asked = replace(request_, applicant=replace(creditor, proof=good))
        assert counter.certificates.preview(clerk, asked)


def test_a_temporary_confirmation_needs_a_lost_card_and_another_proof_of_identity(
    counter: Counter, clerk: Actor, home: Path, sql: Sql
) -> None:
    who = people.one(home, "id_kind = 'FRN' AND centre = '1144066000' AND passport_number <> ''")
    wanted = Request(who, "신분 확인", "temporary-registration")
    preview = counter.certificates.preview
    sql(f"UPDATE resident SET card_lost_on = NULL WHERE id = {who}")
    assert refusal(lambda: preview(clerk, wanted)) == "certificates.lacks_card_lost_on"
    sql(f"UPDATE resident SET card_lost_on = '2026-11-10' WHERE id = {who}")
    assert refusal(lambda: preview(clerk, wanted)) == "certificates.identity_not_accepted"
    preview(clerk, replace(wanted, applicant=Applicant(identity="passport")))


@pytest.mark.parametrize(
    ("kind", "details", "code"),
    [
        ("moved-in-households", (), "detail_needed"),
        ("entry-departure", (("from", "yesterday"),), "detail_day"),
        ("entry-departure", (("from", "2026-02-01"), ("until", "2026-01-01")), "detail_days"),
        ("entry-departure", (("until", "2030-01-01"),), "detail_days"),
        ("alien-registration", (("building", "서울"),), "detail_unknown"),
        ("certified-copy", (("document", "계약서"),), "enclosure_needed"),
    ],
)
def test_what_a_kind_asks_must_be_answered(
    counter: Counter,
    clerk: Actor,
    request_: Request,
    kind: str,
    details: tuple[tuple[str, str], ...],
    code: str,
) -> None:
    owner = Applicant(ground="owner", proof="등기사항증명서")
    asker = owner if kind == "moved-in-households" else SELF
    wrong = replace(request_, kind=kind, details=details, applicant=asker)
    told = refusal(lambda: counter.certificates.preview(clerk, wrong))
    assert told == f"certificates.{code}"


def test_the_paper_states_who_asked_not_about_whom_it_was_asked(
    counter: Counter, clerk: Actor, request_: Request, home: Path
) -> None:
    officer = Applicant("ground", "card", "박집행", "court", "명령서 2026타경1")
    place = (("building", building(home, citizen=True)),)
    wanted = replace(
        request_, kind="moved-in-households", applicant=officer, details=place, history=False
    )
    issued = counter.certificates.issue(clerk, wanted, action_id="a")
    printed = home / "prints" / f"{issued.issue_number}.pdf"
    words = " ".join(run("pdftotext", "-layout", printed, "-").split())
    person = counter.residents.open(clerk, wanted.resident_id, "certificate")
    assert "박집행" in words
    assert "법원 집행관" in words
    assert person.name_roman not in words
    assert counter.archive.document(issued.id) == printed.read_bytes()
    assert counter.archive.verify(printed.read_bytes()).verdict is Verdict.GENUINE


@pytest.mark.parametrize(
    ("kind", "option"),
    [("residence", "history"), ("entry-departure", "history"), ("certified-copy", "mask_number")],
)
def test_what_a_kind_does_not_offer_is_not_passed_over_in_silence(
    counter: Counter, clerk: Actor, home: Path, sql: Sql, kind: str, option: str
) -> None:
    offered = next(request for request in requests(home) if request.kind == kind)
    history, masked = option == "history", option == "mask_number"
    asked = replace(offered, history=history, mask_number=masked)
    for act in (
        lambda: counter.certificates.preview(clerk, asked, whole=False),
        lambda: counter.certificates.issue(clerk, asked, action_id="a"),
        lambda: counter.trays.issue(clerk, Tray((asked,)), action_id="b"),
    ):
        assert refusal(act) == f"certificates.{option}_unwanted"
    untouched(counter, sql)

"""counter matter: begun, ticked, carried on and shown, as a program meets it."""

from pathlib import Path

from PIL import Image

from counter_app.main import Counter
from db.identity import IdKind
from tests.asking import Sql
from tests.cli.conftest import Run, called
from tests.matters.desk import HOME, somebody


def test_a_move_in_a_terminal(run: Run, counter: Counter, tmp_path: Path) -> None:
    person = str(somebody(counter))
    address, day = f"address={HOME}", "moved_in=2026-11-10"
    start = ("matter", "start", "residence-change", address, day, "--resident", person, "--json")
    begun = run(*start, "--action-id", "one").answer
    assert run(*start, "--action-id", "one").answer["line"]["number"] == begun["line"]["number"]
    number = begun["line"]["number"]
    assert [one["lacks"] for one in begun["acts"]] == ["matters.papers_missing", None, None]
    lease = tmp_path / "lease.png"
    Image.new("RGB", (300, 400), "white").save(lease)
    run("matter", "attach", number, "proof_of_address", str(lease), "--json")
    for key in ("card", "card_endorsed"):
        ticked = run("matter", "tick", number, key, "--json")
        assert ticked.status == 0
    stale = run("matter", "propose", number, "--ver", "2", "--json")
    assert (stale.status, stale.error["code"]) == (1, "matters.stale")
    form = tmp_path / "form.pdf"
    assert run("matter", "print", number, "form", "--file", str(form), "--json").status == 0
    assert form.read_bytes().startswith(b"%PDF")
    assert run("matter", "propose", number, "--json").answer["line"]["state"] == "proposed"
    assert run("matter", "finish", number, "--json").answer["line"]["closed"]
    assert run("matter", "list", "--json").answer == {"matters": []}
    (kept,) = run("matter", "list", "--resident", person, "--json").answer["matters"]
    assert (kept["number"], kept["state"]) == (number, "done")


def test_a_file_that_is_there_is_not_written_over(
    run: Run, counter: Counter, tmp_path: Path, sql: Sql
) -> None:
    person, file, lease = str(somebody(counter)), tmp_path / "x.pdf", tmp_path / "lease.png"
    Image.new("RGB", (300, 400), "white").save(lease)
    told = ("residence-change", f"address={HOME}", "moved_in=2026-11-10", "--resident", person)
    number = run("matter", "start", *told, "--json").answer["line"]["number"]
    run("matter", "attach", number, "card", str(lease))
    form = ("matter", "print", number, "form")
    kept = "SELECT count(*) FROM audit WHERE action LIKE 'matter.%'"
    look = ("matter", "paper", number, "1", "--purpose", "확인")
    for words in (form, look):
        before = sql(kept)
        file.write_bytes(b"%PDF-1.7 somebody else's")
        refused = run(*words, "--file", str(file), "--json")
        assert refused.error["code"] == "printing.path_taken"
        assert file.read_bytes() == b"%PDF-1.7 somebody else's"
        assert sql(kept) == before
        file.unlink()
        assert run(*words, "--file", str(file)).status == 0
        assert file.stat().st_mode & 0o777 == 0o600
        file.unlink()


def test_what_is_wrong_is_said(run: Run, counter: Counter) -> None:
    person = str(somebody(counter, IdKind.RRN))
    for words, code in (
        (("start", "move-in", "moved_in", "--resident", person), "matters.answer_form"),
        (
            ("start", "move-in", "moved_in=2026-11-10", "--resident", person),
            "matters.answer_needed",
        ),
        (("start", "move-up"), "matters.no_procedure"),
        (("show", "M-1"), "matters.unknown"),
    ):
        refused = run("matter", *words, "--json")
        assert (refused.status, refused.error["code"]) == (1, code)
    listed = run("matter", "procedures", "--json").answer["procedures"]
    assert "residence-change" in [one["code"] for one in listed]
    assert (
        "새 주소"
        in run("matter", "start", "move-in", "moved_in=20261110", "--resident", person).err
    )


def test_what_was_told_is_masked_until_a_purpose_is_said(
    run: Run, counter: Counter, sql: Sql
) -> None:
    taken = counter.tickets.take("E", "vi", action_id="ticket")
    ticket, person = str(taken.id), str(somebody(counter))
    told = ("residence-change", f"address={HOME}", "moved_in=2026-11-10", "--resident", person)
    early = run("matter", "start", *told, "--ticket", ticket, "--json")
    assert early.error["code"] == "queue.not_served_here"
    called(counter)
    begun = run("matter", "start", *told, "--ticket", ticket, "--json").answer
    number = begun["line"]["number"]
    assert begun["facts"]["address"] == "서울특별시 마포구 와우산로 ***"
    assert "302호" not in run("matter", "show", number).out
    assert not run("matter", "show", number, "--purpose", " ").out
    shown = run("matter", "show", number, "--purpose", "확인", "--ticket", ticket, "--json").answer
    assert shown["facts"]["address"] == HOME
    kept = "SELECT detail ->> '$.ticket' FROM audit WHERE action = 'matter.revealed'"
    assert sql(kept) == [(taken.number,)]
    none = run("matter", "show", number, "--ticket", "999999", "--json")
    assert none.error["code"] == "queue.no_ticket"


def test_what_is_offered_and_why_it_was_turned_down(
    run: Run, counter: Counter, sql: Sql, tmp_path: Path
) -> None:
    person = str(somebody(counter))
    offered = run("matter", "offers", "--resident", person, "--json").answer["offers"]
    assert {"code": "card-reissue", "refusal": None} in offered
    looked = "SELECT subject FROM audit WHERE action = 'matter.offered'"
    assert sql(looked) == [(f"resident:{person}",)]
    start = ("matter", "start", "card-reissue", "lost_on=2026-11-10", "--resident", person)
    begun = run(*start, "--json").answer
    number = begun["line"]["number"]
    for check in begun["documents"]:
        run("matter", "tick", number, check["key"])
    fee = tmp_path / "fee.pdf"
    pay = ("matter", "pay", number, "--pay", "cash:10000,stamp:20000:A1", "--received", "10000")
    paid = run(*pay, "--out", str(fee), "--json").answer["paid"]
    assert (paid["tenders"], paid["won"]) == (["cash", "stamp"], 30_000)
    again = run("till", "give-back", paid["receipt"], "--reason", "x", "--json")
    assert again.error["code"] == "certificates.second_needed"
    assert fee.read_bytes().startswith(b"%PDF")
    assert run("matter", "act", number, "forward", "--json").status == 0
    lacks = run("matter", "act", number, "turn_down", "--json")
    assert lacks.error["code"] == "matters.reason_needed"
    down = run("matter", "act", number, "turn_down", "--reason", "reason_papers", "--json").answer
    assert down["line"]["turned_down"] == "reason_papers"
    assert "불수리" in run("matter", "show", number).out
    refused = run(*start, "--language", "fr")
    assert (refused.status, "fr" in refused.err) == (1, True)


def test_a_paper_is_listed_looked_at_and_removed(
    run: Run, counter: Counter, tmp_path: Path
) -> None:
    person, lease, out = str(somebody(counter)), tmp_path / "lease.png", tmp_path / "seen.pdf"
    Image.new("RGB", (300, 400), "white").save(lease)
    told = (f"address={HOME}", "moved_in=2026-11-10")
    begun = run("matter", "start", "residence-change", *told, "--resident", person, "--json")
    number = begun.answer["line"]["number"]
    assert run("matter", "attach", number, "card", str(lease), "--json").status == 0
    (listed,) = run("matter", "papers", number, "--json").answer["papers"]
    assert (listed["document"], listed["kind"], listed["pages"]) == ("card", "png", 1)
    which = str(listed["id"])
    look = ("matter", "paper", number, which, "--file", str(out), "--purpose")
    assert run(*look, " ", "--json").error["code"] == "residents.purpose_needed"
    assert run(*look, "확인").status == 0 and out.read_bytes().startswith(b"%PDF")
    remove = ("matter", "detach", number, which, "--reason")
    assert run(*remove, "", "--json").error["code"] == "matters.why_gone"
    assert not run(*remove, "다른 사람", "--json").answer["documents"][0]["ticked"]
    assert run("matter", "papers", number, "--json").answer["papers"] == []

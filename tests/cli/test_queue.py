"""All that the window can do with a number or a desk, asked of the command."""

import pytest

from tests.cli.conftest import Done, Run
from tests.conftest import PASSWORD

VISITOR = ("--lang", "vi", "--interpreter", "--priority", "senior", "--task", "증명서 2, 전입신고")


def take(run: Run, *options: str, category: str = "E") -> dict[str, object]:
    taken = run("ticket", "take", "--category", category, *options, "--json").answer
    assert isinstance(taken, dict)
    return taken


def ticket(run: Run, act: str, of: dict[str, object], *options: str) -> dict[str, object]:
    done = run("ticket", act, str(of["id"]), *options, "--json").answer
    assert isinstance(done, dict)
    return done


def refused(run: Run, *command: str) -> object:
    done = run(*command, "--json")
    assert done.status == 1
    return done.error["code"]


def test_what_a_visitor_wishes(run: Run) -> None:
    taken = take(run, *VISITOR, "--note", "휠체어")
    says = {"language": "vi", "interpreter": True, "priority": "senior"}
    assert taken | says | {"tasks": "증명서 2, 전입신고"} == taken
    amended = ticket(run, "amend", taken, "--no-interpreter", "--priority", "none", "--task", "")
    says = {"language": "vi", "interpreter": False, "priority": None, "tasks": ""}
    assert amended | says == amended
    same = str(taken["id"])
    assert refused(run, "ticket", "amend", same, "--priority", "vip") == "queue.no_ground"
    assert refused(run, "ticket", "amend", same, "--lang", "xx") == "queue.no_language"
    assert refused(run, "ticket", "amend", same, "--note", "x" * 501) == "queue.note_long"
    assert run("ticket", "take", "--category", "E", "--priority", "vip").status == 2


def test_a_visit_by_every_way_round(run: Run) -> None:
    first, second = take(run), take(run)
    called = ticket(run, "call-this", second, "--window", "3", "--reason", "몸이 불편함")
    assert (called["state"], called["window"]) == ("called", 3)
    assert ticket(run, "start", second)["state"] == "serving"
    assert ticket(run, "hold", second)["state"] == "held"
    assert ticket(run, "resume", second)["state"] == "serving"
    assert ticket(run, "back-office", second)["state"] == "back_office"
    sent = ticket(run, "transfer", second, "--category", "B", "--note", "서류 확인")
    assert (sent["state"], sent["category"], sent["number"]) == ("waiting", "B", "E-002")
    sent = ticket(run, "transfer", second, "--window", "4")
    assert (sent["for_window"], sent["category"]) == (4, "B")
    assert run("ticket", "next", "--window", "3", "--json").answer["id"] == first["id"]
    assert ticket(run, "no-show", first)["state"] == "no_show"
    assert ticket(run, "restore", first)["state"] == "waiting"


def test_the_last_act_is_taken_back(run: Run) -> None:
    taken = take(run)
    run("ticket", "next", "--window", "3", "--json")
    undone = ticket(run, "undo", taken, "--action-id", "undo-1")
    assert undone["state"] == "waiting"
    assert ticket(run, "undo", taken, "--action-id", "undo-1") == undone
    assert refused(run, "ticket", "undo", str(taken["id"])) == "queue.illegal_undo"


def test_a_clerk_acts_from_where_they_sit(run: Run) -> None:
    called = take(run)
    run("ticket", "next", "--window", "3", "--json")
    jihun = ("--clerk", "jihun", "--json")

    def asked(*command: str) -> Done:
        return run(*command, *jihun, password=PASSWORD)

    of = str(called["id"])
    assert asked("ticket", "finish", of).error["code"] == "clerks.window_taken"
    assert asked("desk", "open", "--window", "4").answer["clerk"]
    for act in ("recall", "start", "hold", "finish", "no-show", "cancel"):
        assert asked("ticket", act, of).error["code"] == "queue.other_window", act
    assert asked("ticket", "transfer", of, "--category", "B").error["code"] == "queue.other_window"
    assert asked("ticket", "undo", of).error["code"] == "queue.other_window"
    assert ticket(run, "hold", called)["state"] == "held"
    resumed = asked("ticket", "resume", of).answer
    assert (resumed["state"], resumed["window"]) == ("serving", 4)
    assert refused(run, "ticket", "finish", of) == "queue.other_window"


def test_somebody_without_a_number(run: Run) -> None:
    quick = ("ticket", "quick", "--category", "A", "--window", "3", "--task", "증명서")
    served = run(*quick, "--action-id", "quick-1", "--json").answer
    assert (served["number"], served["state"], served["tasks"]) == ("Q-001", "serving", "증명서")
    assert run(*quick, "--action-id", "quick-1", "--json").answer == served
    assert refused(run, *quick) == "queue.window_busy"
    assert ticket(run, "finish", served)["state"] == "done"


@pytest.mark.parametrize("act", ["call-this", "transfer", "amend", "hold"])
def test_an_act_sent_again_is_one(run: Run, act: str) -> None:
    options = {
        "call-this": ("--window", "3", "--reason", "예약"),
        "transfer": ("--category", "B"),
        "amend": ("--note", "휠체어"),
        "hold": (),
    }[act]
    taken = take(run)
    if act == "hold":
        run("ticket", "next", "--window", "3")
    again = (*options, "--action-id", "same")
    assert ticket(run, act, taken, *again) == ticket(run, act, taken, *again)


def test_what_cannot_be(run: Run) -> None:
    taken = str(take(run)["id"])
    call = ("ticket", "call-this", taken, "--window", "3")
    assert refused(run, *call, "--reason", " ") == "queue.reason_needed"
    assert run(*call).status == 2
    assert refused(run, "ticket", "transfer", taken) == "queue.transfer_where"
    both = ("--category", "B", "--window", "4")
    assert refused(run, "ticket", "transfer", taken, *both) == "queue.transfer_where"
    nowhere = ("ticket", "transfer", taken, "--window", "99")
    assert refused(run, *nowhere) == "queue.no_such_window"
    for act in ("hold", "resume", "back-office", "restore"):
        code = act.replace("-", "_")
        assert refused(run, "ticket", act, taken) == f"queue.illegal_{code}"
    assert refused(run, "ticket", "undo", "99") == "queue.no_ticket"
    assert refused(run, "ticket", "amend", "99", "--note", "x") == "queue.no_ticket"


def test_desks(run: Run) -> None:
    def desk(act: str, *options: str) -> dict[str, object]:
        done = run("desk", act, *options, "--window", "3", "--json").answer
        assert isinstance(done, dict)
        return done

    listed = run("desk", "list", "--json").answer["desks"]
    assert {d["state"] for d in listed} == {"closed"}
    opened = desk("open")
    assert opened | {"window": 3, "state": "open", "clerk": "김민서", "serves": "all"} == opened
    assert (desk("pause", "--reason", "회의")["reason"], desk("lunch")["state"]) == (
        "회의",
        "lunch",
    )
    assert desk("auto", "on")["auto_call"] is True
    assert desk("auto", "off")["auto_call"] is False
    assert desk("serve", "A, B>E")["serves"] == "A, B > E"
    assert desk("serve", "all")["serves"] == "all"
    closed = desk("close")
    assert closed["state"] == "closed"
    assert run("desk", "list", "--json").answer["desks"][2] == closed
    plain = run("desk", "list")
    assert (plain.status, plain.err) == (0, "")


def test_what_a_desk_cannot(run: Run) -> None:
    at = ("--window", "3")
    assert refused(run, "desk", "pause", *at, "--reason", "") == "queue.reason_needed"
    assert refused(run, "desk", "serve", "Z", *at) == "queue.no_category"
    assert refused(run, "desk", "serve", ">", *at) == "queue.serves_nobody"
    assert refused(run, "desk", "open", "--window", "99") == "clerks.no_such_window"
    assert run("desk", "auto", "perhaps", *at).status == 2


def test_a_month_tried_out(run: Run) -> None:
    groups = run("queue", "simulate", "--visitors", "40", "--json").answer["groups"]
    assert [(g["group"], g["order"]) for g in groups][:2] == [
        ("ordinary", "arrival"),
        ("ordinary", "rule"),
    ]
    assert all(0 <= g["median"] <= g["ninetieth"] <= g["longest"] for g in groups)
    assert run("queue", "simulate", "--visitors", "0").status == 2


def test_what_a_clerk_speaks(run: Run) -> None:
    def speaks(codes: str, login: str = "minseo") -> Done:
        asked = ("clerk", "languages", login, codes, "--clerk", "admin", "--json")
        return run(*asked, password=PASSWORD)

    assert speaks("vi,en").answer["languages"] == "vi,en"
    assert run("desk", "open", "--window", "3", "--json").answer["languages"] == "vi,en"
    assert speaks("xx").error["code"] == "clerks.no_language"
    assert speaks("vi", "nobody").error["code"] == "clerks.unknown"
    assert speaks("none").answer["languages"] == ""
    assert run("clerk", "languages", "jihun", "vi", "--json").error["code"] == (
        "clerks.not_permitted"
    )

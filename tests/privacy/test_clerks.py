"""Who may sign in, where they sit, and who is kept out."""

import pytest

from counter_app.main import Counter
from counter_app.privacy.actor import Actor
from db.clerks import Role
from tests.asking import Sql, refusal
from tests.conftest import PASSWORD


def test_a_clerk_signs_in_at_a_window(counter: Counter, clerk: Actor) -> None:
    assert (clerk.login, clerk.window) == ("minseo", 3)
    assert {w.number: w.clerk_name for w in counter.clerks.windows()}[3] == "김민서"


def test_passwords_are_kept_as_argon2id_of_64_mb(counter: Counter, sql: Sql) -> None:
    counter.clerks.add("new", "새 직원", Role.CLERK, PASSWORD)
    ((kept,),) = sql("SELECT password_hash FROM clerk WHERE login = 'new'")
    assert str(kept).startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert counter.clerks.sign_in("new", PASSWORD, 5).login == "new"


@pytest.mark.parametrize(
    ("login", "password"),
    [
        ("minseo", "wrong"),
        ("nobody", PASSWORD),
        ("", ""),
        ("minseo", ""),
        ("' OR 1=1 --", PASSWORD),
        ("minseo", "x" * 10_000),
    ],
)
def test_a_wrong_login_or_password_is_refused_alike(
    counter: Counter, login: str, password: str
) -> None:
    code = refusal(lambda: counter.clerks.sign_in(login, password, 3))
    assert code == "clerks.wrong_password"


def test_five_failures_lock_until_an_administrator_lifts_it(
    counter: Counter, administrator: Actor
) -> None:
    codes = [refusal(lambda: counter.clerks.sign_in("minseo", "wrong")) for _ in range(5)]
    assert codes == ["clerks.wrong_password"] * 4 + ["clerks.locked"]
    assert refusal(lambda: counter.clerks.sign_in("minseo", PASSWORD)) == "clerks.locked"
    minseo = next(p for p in counter.accounts.people(administrator) if p.login == "minseo")
    counter.accounts.restore(administrator, minseo.id, "복직")
    assert counter.clerks.sign_in("minseo", PASSWORD).login == "minseo"


def test_a_success_forgets_failures(counter: Counter) -> None:
    for _ in range(3):
        for _ in range(4):
            refusal(lambda: counter.clerks.sign_in("minseo", "wrong"))
        counter.clerks.sign_in("minseo", PASSWORD)


def test_a_locked_screen_opens_for_its_own_clerk_only(counter: Counter, clerk: Actor) -> None:
    assert refusal(lambda: counter.clerks.unlock(clerk, "wrong")) == "clerks.wrong_password_here"
    counter.clerks.unlock(clerk, PASSWORD)


def test_two_clerks_do_not_share_a_window(counter: Counter, clerk: Actor) -> None:
    code = refusal(lambda: counter.clerks.sign_in("jihun", PASSWORD, clerk.window))
    assert code == "clerks.window_taken"


def test_a_seat_that_a_crash_left_taken_is_taken_over_on_record(
    counter: Counter, clerk: Actor, sql: Sql
) -> None:
    actor = counter.clerks.sign_in("jihun", PASSWORD, clerk.window, take_over=True)
    assert actor.window == clerk.window
    (seat,) = [w for w in counter.clerks.windows() if w.number == clerk.window]
    assert seat.clerk_name == actor.name
    said = sql("SELECT clerk, detail FROM audit WHERE action = 'clerk.took_over'")
    assert said == [("jihun", f'{{"from": {clerk.clerk_id}}}')]


def test_there_is_no_window_that_is_not_configured(counter: Counter) -> None:
    code = refusal(lambda: counter.clerks.sign_in("jihun", PASSWORD, 7))
    assert code == "clerks.no_such_window"


def test_who_does_not_serve_does_not_sit_at_a_window(counter: Counter) -> None:
    assert counter.clerks.sign_in("haneul", PASSWORD, 3).window is None
    assert counter.clerks.sign_in("admin", PASSWORD, 3).window is None
    assert all(window.clerk_name is None for window in counter.clerks.windows())


def test_signing_out_frees_the_window(counter: Counter, clerk: Actor) -> None:
    counter.clerks.sign_out(clerk)
    assert counter.clerks.sign_in("jihun", PASSWORD, 3).window == 3


def test_a_suspended_clerk_is_stopped_in_the_middle_of_work(
    counter: Counter, clerk: Actor, administrator: Actor
) -> None:
    counter.tickets.take("E", action_id="t")
    counter.accounts.suspend(administrator, clerk.clerk_id, "leaves today")
    code = refusal(lambda: counter.tickets.call_next(clerk, action_id="c"))
    assert code == "clerks.suspended"
    assert refusal(lambda: counter.clerks.sign_in("minseo", PASSWORD)) == "clerks.suspended"
    counter.accounts.restore(administrator, clerk.clerk_id, "복직")
    assert counter.clerks.sign_in("minseo", PASSWORD)

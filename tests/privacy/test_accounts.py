"""Accounts: suspended and restored, given roles, what they speak."""

from functools import partial

from counter_app.main import Counter
from counter_app.privacy.actor import Actor
from counter_app.privacy.audit import verify
from db.clerks import Role
from tests.asking import Sql, refusal
from tests.conftest import PASSWORD


def test_a_supervisor_suspends_clerks_and_nobody_else(
    counter: Counter, clerk: Actor, administrator: Actor
) -> None:
    accounts = counter.accounts
    supervisor = counter.clerks.sign_in("sujin", PASSWORD, 5)
    accounts.suspend(supervisor, clerk.clerk_id, "on leave")
    accounts.restore(supervisor, clerk.clerk_id, "복직")
    for act in (
        lambda: accounts.suspend(supervisor, administrator.clerk_id, "mistake"),
        lambda: accounts.restore(supervisor, administrator.clerk_id, "복직"),
        lambda: accounts.restore(supervisor, supervisor.clerk_id, "복직"),
    ):
        assert refusal(act) == "clerks.administrators_only"
    manageable = {p.login for p in accounts.people(supervisor) if p.manageable}
    assert manageable == {"minseo", "jihun"}


def test_a_suspended_manager_manages_nothing_more(
    counter: Counter, clerk: Actor, administrator: Actor
) -> None:
    accounts = counter.accounts
    supervisor = counter.clerks.sign_in("sujin", PASSWORD, 5)
    accounts.suspend(administrator, clerk.clerk_id, "on leave")
    accounts.suspend(administrator, supervisor.clerk_id, "on leave too")
    assert (
        refusal(lambda: accounts.restore(supervisor, clerk.clerk_id, "복직")) == "clerks.suspended"
    )
    assert (
        refusal(lambda: accounts.suspend(supervisor, clerk.clerk_id, "mistake"))
        == "clerks.suspended"
    )
    assert refusal(lambda: accounts.people(supervisor)) == "clerks.suspended"


def test_clerks_suspend_nobody_and_no_one_themselves(
    counter: Counter, clerk: Actor, colleague: Actor, administrator: Actor
) -> None:
    accounts = counter.accounts
    by_clerk = refusal(lambda: accounts.suspend(clerk, colleague.clerk_id, "mistake"))
    assert by_clerk == "clerks.not_permitted"
    own = refusal(lambda: accounts.suspend(administrator, administrator.clerk_id, "mistake"))
    assert own == "clerks.not_oneself"
    silent = refusal(lambda: accounts.suspend(administrator, clerk.clerk_id, "  "))
    assert silent == "clerks.reason_needed"
    wordy = refusal(lambda: accounts.suspend(administrator, clerk.clerk_id, "reason " * 30))
    assert wordy == "clerks.reason_long"
    assert refusal(lambda: accounts.suspend(administrator, 999, "mistake")) == "clerks.unknown"


def test_restoring_takes_a_reason_that_is_kept(
    counter: Counter, clerk: Actor, administrator: Actor, sql: Sql
) -> None:
    accounts = counter.accounts
    accounts.suspend(administrator, clerk.clerk_id, "휴직")
    assert refusal(lambda: accounts.restore(administrator, clerk.clerk_id, " ")) == (
        "clerks.reason_needed"
    )
    accounts.restore(administrator, clerk.clerk_id, " 복직 ")
    assert sql("SELECT detail FROM audit WHERE action = 'clerk.restored'") == [
        ('{"reason": "복직"}',)
    ]


def test_what_a_clerk_speaks_is_set_once_and_on_record(
    counter: Counter, clerk: Actor, administrator: Actor, sql: Sql
) -> None:
    accounts = counter.accounts
    for _ in range(2):
        accounts.speaks(administrator, clerk.clerk_id, ["vi", "en", "vi"])
    assert counter.clerks.serving(clerk) == "vi en"
    (view,) = (person for person in accounts.people(administrator) if person.login == clerk.login)
    assert view.languages == ("vi", "en")
    assert sql("SELECT detail FROM audit WHERE action = 'clerk.speaks'") == [
        ('{"languages": ["vi", "en"]}',)
    ]
    for spoken in (["ko"], ["xx"], ["vi", ""]):
        speak = partial(accounts.speaks, administrator, clerk.clerk_id, spoken)
        assert refusal(speak) == "clerks.no_language"
    assert refusal(lambda: accounts.speaks(clerk, clerk.clerk_id, [])) == "clerks.not_permitted"
    accounts.speaks(administrator, clerk.clerk_id, [])
    assert counter.clerks.serving(clerk) == ""
    assert verify(counter.engine).ok


def test_a_role_is_given_by_administrators_and_stays_on_record(
    counter: Counter, clerk: Actor, administrator: Actor
) -> None:
    accounts = counter.accounts
    accounts.grant(administrator, clerk.clerk_id, Role.SUPERVISOR, "승진")
    accounts.grant(administrator, clerk.clerk_id, Role.SUPERVISOR, "again")
    newest, *older = accounts.grants(administrator)
    assert (newest.act, newest.login, newest.role, newest.reason, newest.by) == (
        *("clerk.role_granted", "minseo", "supervisor", "승진"),
        "admin",
    )
    assert {grant.act for grant in older} == {"clerk.added"}
    assert counter.clerks.sign_in("minseo", PASSWORD).role is Role.SUPERVISOR


def test_a_right_taken_away_is_gone_at_once(
    counter: Counter, clerk: Actor, administrator: Actor
) -> None:
    counter.accounts.grant(administrator, clerk.clerk_id, Role.PRIVACY, "전보")
    assert refusal(lambda: counter.residents.find(clerk, "nguyen")) == "clerks.not_permitted"
    assert {w.number: w.clerk_name for w in counter.clerks.windows()}[3] is None


def test_an_administrator_always_remains(counter: Counter, administrator: Actor) -> None:
    """Nobody takes the role from themselves, and who has lost it takes it from nobody."""
    accounts = counter.accounts
    second = counter.clerks.sign_in("jihun", PASSWORD)
    accounts.grant(administrator, second.clerk_id, Role.ADMINISTRATOR, "대리")
    second = counter.clerks.sign_in("jihun", PASSWORD)
    accounts.grant(second, administrator.clerk_id, Role.CLERK, "전보")
    for act in (
        lambda: accounts.grant(administrator, second.clerk_id, Role.CLERK, "mistake"),
        lambda: accounts.suspend(administrator, second.clerk_id, "mistake"),
    ):
        assert refusal(act) == "clerks.not_permitted"
    assert refusal(lambda: accounts.grant(second, second.clerk_id, Role.CLERK, "mistake")) == (
        "clerks.not_own_role"
    )
    assert (
        refusal(lambda: accounts.suspend(second, second.clerk_id, "mistake"))
        == "clerks.not_oneself"
    )
    assert [p.login for p in accounts.people(second) if p.role is Role.ADMINISTRATOR] == ["jihun"]


def test_roles_are_refused(counter: Counter, clerk: Actor, administrator: Actor) -> None:
    grant, before = counter.accounts.grant, counter.accounts.grants(administrator)
    for act, code in (
        (
            lambda: grant(clerk, administrator.clerk_id, Role.CLERK, "mistake"),
            "clerks.not_permitted",
        ),
        (
            lambda: grant(administrator, administrator.clerk_id, Role.PRIVACY, "mistake"),
            "clerks.not_own_role",
        ),
        (lambda: grant(administrator, clerk.clerk_id, Role.PRIVACY, ""), "clerks.reason_needed"),
        (lambda: grant(administrator, 999, Role.PRIVACY, "mistake"), "clerks.unknown"),
        (lambda: counter.accounts.grants(clerk), "clerks.not_permitted"),
    ):
        assert refusal(act) == code
    assert counter.accounts.grants(administrator) == before

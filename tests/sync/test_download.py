"""What comes down: the own centre's people and nobody else, as the district has them."""

import pytest
from sqlalchemy import text

from counter_app.privacy.accounts import SUSPENDED_THERE
from counter_app.privacy.actor import Actor
from counter_app.privacy.audit import verify
from counter_app.privacy.staff import SET_THERE
from counter_app.residents import spellings
from counter_app.residents.indexing import spelt_of
from counter_app.sync.packing import Malformed
from counter_app.sync.views import SyncState
from counter_app.sync.wire import Table
from db.clerks import Role
from db.engine import reading
from db.sync import records
from tests.district.served import YEONNAM
from tests.sync.joined import Joined, documents


def test_the_first_copy_is_the_centres_register(joined: Joined, clerk: Actor) -> None:
    assert joined.counter.sync.view().state is SyncState.FIRST
    joined.sync()
    assert joined.here() == documents()
    assert joined.counter.sync.view().state is SyncState.SYNCED
    with reading(joined.counter.engine) as session:
        assert [pk for pk, _ in records(session, Table.CODE)] == ["statuses/D-2"]
        kept = session.connection().execute(text("SELECT key, word FROM spelling")).all()
    words = {word for one in documents().values() for word in spelt_of(one, one["addresses"])}
    assert sorted(map(tuple, kept)) == spellings.entries(words)
    person = documents()["7"]
    found = joined.counter.residents.find(clerk, person["name_roman"])
    assert 7 in [hit.id for hit in found.hits]


@pytest.mark.parametrize("odd", ["a\0b", r"a\u0000b", "'\"];--\n\u2028", "𝄞 ½ é"])
def test_what_is_odd_comes_as_it_is(joined: Joined, odd: str) -> None:
    told = documents()["7"] | {"restricted": odd}
    joined.put("7", told)
    joined.sync()
    assert joined.here() == documents() | {"7": told}


def test_a_change_comes(joined: Joined, clerk: Actor) -> None:
    joined.sync()
    changed = documents()["7"] | {"name_roman": "KANT IMMANUEL", "addresses": []}
    joined.put("7", changed)
    joined.sync()
    assert joined.here()["7"] == changed
    assert [hit.id for hit in joined.counter.residents.find(clerk, "KANT").hits] == [7]


def test_who_moves_away_leaves_with_everything(joined: Joined, clerk: Actor) -> None:
    joined.sync()
    joined.put("7", documents()["7"] | {"centre": YEONNAM}, YEONNAM)
    joined.delete("8")
    joined.sync()
    assert joined.here() == {k: v for k, v in documents().items() if k not in ("7", "8")}
    name = documents()["7"]["name_roman"]
    assert 7 not in [hit.id for hit in joined.counter.residents.find(clerk, name).hits]


def test_who_moves_here_comes(joined: Joined) -> None:
    joined.sync()
    joined.put("900", documents()["7"] | {"number": "9901015000000"})
    joined.sync()
    assert "900" in joined.here()


@pytest.mark.parametrize("wrong", [{"household": None}, {"birth_date": "2005-02-29"}])
def test_a_record_no_row_may_be_is_told_and_ends_with_its_correction(
    joined: Joined, wrong: dict[str, object]
) -> None:
    joined.put("7", documents()["7"] | wrong)
    for _ in range(2):
        with pytest.raises(Malformed):
            joined.sync()
        told = joined.counter.sync.view()
        assert told.reason and told.reason.code == "sync.malformed"
    joined.put("7", documents()["7"])
    joined.sync()
    assert joined.here() == documents()
    assert joined.counter.sync.view().state is SyncState.SYNCED


def test_roles_the_district_gives_and_takes_are_on_record(
    joined: Joined, administrator: Actor
) -> None:
    """Once each; of who has no account here nothing is."""

    def told(pk: str, role: str, *, suspended: bool = False) -> None:
        said = {"login": pk, "name": "x", "role": role, "suspended": suspended}
        joined.put(pk, said, table=Table.STAFF)

    def noted() -> list[tuple[str, str, str]]:
        grants = reversed(joined.counter.accounts.grants(administrator))
        return [(one.login, one.act, one.role) for one in grants if one.act.endswith("_there")]

    told("minseo", "clerk")  # as it is here
    told("jihun", "supervisor")
    told("stranger", "administrator")
    joined.sync()
    assert noted() == [("jihun", SET_THERE, "supervisor")]
    told("minseo", "clerk", suspended=True)
    joined.sync()
    joined.sync()
    assert noted()[1:] == [("minseo", SUSPENDED_THERE, "clerk")]
    joined.delete("jihun", Table.STAFF)
    joined.sync()
    assert noted()[2:] == [("jihun", SET_THERE, "clerk")]
    accounts = joined.counter.accounts
    jihun = next(one for one in accounts.people(administrator) if one.login == "jihun")
    accounts.grant(administrator, jihun.id, Role.SUPERVISOR, "대행")
    told("jihun", "supervisor")  # as it is here by now
    joined.sync()
    joined.delete("jihun", Table.STAFF)
    joined.sync()
    assert noted()[3:] == []
    told("jihun", "clerk")
    joined.sync()
    assert noted()[3:] == [("jihun", SET_THERE, "clerk")]
    assert verify(joined.counter.engine).ok

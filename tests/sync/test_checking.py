"""What is here is compared with the district as it really stands in the rows."""

import pytest

from counter_app.clock import FixedClock
from counter_app.sync.checking import check
from counter_app.sync.outcome import Outcome
from counter_app.sync.pulling import pull
from counter_app.sync.wire import Table
from tests.asking import Sql
from tests.sync.joined import Joined, documents


def test_what_is_the_same_is_said_to_be(joined: Joined, clock: FixedClock) -> None:
    joined.sync()
    assert check(joined.ends).different == 0
    assert joined.counter.sync.view().checked == clock.now()
    assert joined.counter.sync.work_items() == ()


@pytest.mark.parametrize(
    "silently",
    [
        "UPDATE resident SET stay_expires = '2099-01-01' WHERE id = 7",
        "UPDATE resident SET number = x'00' WHERE id = 7",
        "UPDATE address SET text_ko = '다른 곳' WHERE resident_id = 7",
        "DELETE FROM crossing WHERE resident_id = (SELECT min(resident_id) FROM crossing)",
        "INSERT INTO address (resident_id, moved_in, text_ko) VALUES (7, '2020-01-01', '없는 곳')",
        "UPDATE replica SET payload = '{}' WHERE tbl = 'code'",
        "DELETE FROM replica WHERE tbl = 'code'",
        "INSERT INTO resident SELECT 5000, id_kind, '1', name_roman, name_hangul, name_original,"
        " name_key, sex, birth_date, nationality, NULL, NULL, NULL, NULL, NULL, NULL, NULL, centre,"
        " household, NULL, NULL, NULL FROM resident WHERE id = 7",
    ],
)
def test_what_was_altered_silently_is_found_and_put_right(
    joined: Joined, sql: Sql, silently: str
) -> None:
    joined.sync()
    sql(silently)
    checked = check(joined.ends)
    assert (checked.done, checked.different, checked.whole) == (True, 1, False)
    assert joined.here() == documents()
    (item,) = joined.counter.sync.work_items()
    assert (item.outcome, item.code) == (Outcome.FOUND, "sync.altered")
    assert check(joined.ends).different == 0


def test_what_is_altered_again_is_fetched_anew_as_a_whole(joined: Joined, sql: Sql) -> None:
    joined.sync()
    for _ in range(2):
        sql("UPDATE resident SET sex = 'F', birth_date = '1950-01-01' WHERE id = 7")
        checked = check(joined.ends)
    assert checked.whole
    assert [item.code for item in joined.counter.sync.work_items()] == [
        "sync.altered",
        "sync.differs",
    ]
    while not pull(joined.ends).complete:
        pass
    assert joined.here() == documents()
    reason = joined.counter.sync.view().reason
    assert reason
    assert reason.code == "sync.differs"
    assert check(joined.ends).different == 0
    assert joined.counter.sync.view().reason is None


def test_a_copy_that_replaces_another_keeps_nothing_of_it(joined: Joined, sql: Sql) -> None:
    """Though what is written down about the rows says that they are right."""
    from counter_app.sync.copying import begin

    joined.sync()
    sql("UPDATE resident SET stay_expires = '2099-01-01' WHERE id = 7")
    sql("DELETE FROM replica WHERE pk = '8'")
    begin(joined.ends)
    joined.put("9", documents()["9"] | {"passport_number": "X1"})
    joined.delete("10")
    while not pull(joined.ends).complete:
        pass
    expected = {pk: said for pk, said in documents().items() if pk != "10"}
    assert joined.here() == expected | {"9": documents()["9"] | {"passport_number": "X1"}}
    assert check(joined.ends).different == 0


def test_changes_under_way_put_the_comparison_off(joined: Joined) -> None:
    joined.sync()
    joined.put("7", documents()["7"] | {"passport_number": "X1"})
    assert not check(joined.ends).done
    joined.sync()
    assert check(joined.ends).done


def test_records_of_other_kinds_are_compared_too(joined: Joined) -> None:
    joined.sync()
    code = {"code": "D-4", "ko": "일반연수", "en": "General trainee"}
    joined.put("statuses/D-4", code, "*", Table.CODE)
    joined.sync()
    assert check(joined.ends).different == 0

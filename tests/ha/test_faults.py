"""What the cluster loses, the counters do not: nothing acknowledged is lost, nothing done twice."""

import time
from collections.abc import Callable
from functools import partial

import pytest
from sqlalchemy import Engine

from counter_app.errors import Refusal
from counter_app.queue.by_hand import ByHand
from counter_app.queue.moves import Move, TicketState
from tests.ha.cluster import Cluster
from tests.ha.load import Load, Seat, Work, steadily, working
from tests.ha.machines import Machine
from tests.ha.report import Report
from tests.ha.stubborn import stubborn
from tests.queue.acts import assert_whole

pytestmark = pytest.mark.xdist_group("ha")
TTL = 20
"""Of the leader's lock, as deploy/patroni sets it."""
ACTS = 10
"""Of each who acts, before and after a fault."""
LOOKS = 6
"""One a second, at a queue that must stay lost."""
HELD = TTL + 10
"""Seconds for which etcd is without its quorum: well beyond the leader's lock."""


def assert_nothing_lost(load: Load, seats: list[Seat]) -> None:
    assert load.lost() == []
    assert load.twice() == 0
    windows = [work for work in load.works if work.name.startswith("window")]
    taken = seats[0].pc.tickets.today()
    assert len(taken) == sum(len(work.acknowledged) for work in windows)
    assert_whole(seats[0].pc)


def refused(seat: Seat) -> bool:
    """Whether the window is told, when it acts, that the queue is lost."""
    try:
        seat.pc.tickets.call_next(seat.clerk, action_id=f"refused-{seat.clerk.window}")
    except Refusal:
        return seat.pc.queue.link.view.lost_since is not None
    return False


def test_33_the_leader_is_killed(
    cluster: Cluster, seats: list[Seat], works: list[Work], report: Report
) -> None:
    leader = cluster.leader()
    with working(works) as load:
        steadily(load, ACTS, cluster.wait_for)
        leader.kill_patroni()
        leader.kill_postgres()
        leader.kill_etcd()
        steadily(load, ACTS, cluster.wait_for)
    assert_nothing_lost(load, seats)
    report.add("leader killed, its machine with it", load, f"≤ {TTL + 10}")
    assert load.longest_pause() <= TTL + 10


def test_34_patroni_is_frozen_and_its_server_lives(
    cluster: Cluster, seats: list[Seat], works: list[Work], district: Engine, report: Report
) -> None:
    load = orphaned(cluster, seats, works, district, Machine.freeze_patroni)
    report.add("Patroni frozen, its PostgreSQL alive", load)


def test_35_patroni_is_killed_and_its_server_lives(
    cluster: Cluster, seats: list[Seat], works: list[Work], district: Engine, report: Report
) -> None:
    load = orphaned(cluster, seats, works, district, Machine.kill_patroni)
    report.add("Patroni killed, its PostgreSQL alive", load)


def orphaned(
    cluster: Cluster,
    seats: list[Seat],
    works: list[Work],
    district: Engine,
    leave_alone: Callable[[Machine], None],
) -> Load:
    """A server that goes on as if it led acknowledges nothing once another does; everybody who
    asks who leads is routed away."""
    orphan = cluster.leader()
    with working(works) as load, stubborn(district, cluster.url_of(orphan, "district")) as left:
        steadily(load, ACTS, cluster.wait_for)
        leave_alone(orphan)
        cluster.other_leader(orphan)
        routed = time.monotonic()
        steadily(load, ACTS, cluster.wait_for)
        left.wait_for_refusals(2)
        assert orphan.postgres()
        assert load.since(routed)
    assert_nothing_lost(load, seats)
    assert [at for at, _ in left.acknowledged if at > routed] == []
    cluster.heal()  # whoever led before comes back, and must not lead again by what it knew
    assert_nothing_lost(load, seats)
    assert left.lost() == []
    return load


def test_36_etcd_loses_its_quorum(
    cluster: Cluster, seats: list[Seat], works: list[Work], report: Report
) -> None:
    leader = cluster.leader()
    with working(works) as load:
        steadily(load, ACTS, cluster.wait_for)
        for machine in cluster.standbys():
            machine.kill_etcd()
        without = time.monotonic()
        while time.monotonic() < without + HELD:
            steadily(load, 1, cluster.wait_for)
        assert leader.leads()
    assert_nothing_lost(load, seats)
    report.add(f"etcd without quorum for {HELD} s", load, f"< {TTL}")
    assert load.longest_pause() < TTL


def test_37_both_standbys_are_lost(
    cluster: Cluster, seats: list[Seat], works: list[Work], report: Report
) -> None:
    """No act is acknowledged that one machine alone has; the windows are told, and go on by hand.

    What they called then is posted, each once, when a standby is back.
    """
    with working(works) as load:
        steadily(load, ACTS, cluster.wait_for)
    visitors = [seats[0].pc.tickets.take("E", action_id=f"visitor-{n}") for n in range(2)]
    standbys = cluster.standbys()
    for machine in standbys:
        machine.kill_patroni()
        machine.kill_postgres()
    for seat in seats:
        cluster.wait_for(partial(refused, seat), "a refusal")
        cluster.wait_for(partial(lost, seat, "shared.no_standby"), "its reason")
    for _ in range(LOOKS):
        time.sleep(1)
        assert [reason(seat) for seat in seats] == ["shared.no_standby"] * 2
    for seat, visitor in zip(seats, visitors, strict=True):
        by_hand(seat).call(seat.clerk, visitor.number, action_id=f"hand-{visitor.id}")
    for machine in standbys:
        machine.start_patroni()
    for seat in seats:
        cluster.wait_for(partial(lost, seat, None), "the queue")
        view = by_hand(seat).view(seat.clerk.window or 0)
        assert (view.kept, view.conflicts) == (0, ())
    for seat, visitor in zip(seats, visitors, strict=True):
        ticket = seat.pc.tickets.ticket(visitor.id)
        assert (ticket.state, ticket.window) == (TicketState.CALLED, seat.clerk.window)
        moves = [event.move for event in seat.pc.tickets.history(visitor.id)]
        assert moves in ([Move.TAKE, Move.CALL], [Move.TAKE, Move.CALL_THIS])
    assert load.lost() == []
    assert_whole(seats[0].pc)
    report.row("both standbys lost", load.acknowledged(), 0, 0, "until one is back", "refused")


def reason(seat: Seat) -> str | None:
    """Why the queue is lost at this window."""
    why = seat.pc.queue.link.view.reason
    return why.code if why else None


def lost(seat: Seat, why: str | None) -> bool:
    return reason(seat) == why


def by_hand(seat: Seat) -> ByHand:
    assert seat.pc.by_hand
    return seat.pc.by_hand

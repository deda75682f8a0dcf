"""Kiosks on PCs that have nothing else, giving numbers of a queue on a server."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import pytest

from counter_app.clock import FixedClock
from counter_app.errors import Refusal
from counter_app.kiosk.kiosk import Kiosk, Visit
from counter_app.main import Counter
from counter_app.queue.news import News
from tests.kiosk.places import kiosk_in
from tests.proxy import Proxy
from tests.queue.shared.conftest import built_server, home, proxy, server
from tests.queue.shared.server import Server

__all__ = ["built_server", "home", "proxy", "server"]


@pytest.fixture
def lobby(
    tmp_path: Path, home: Path, clock: FixedClock, server: Server, proxy: Proxy
) -> Iterator[Callable[[], Kiosk]]:
    """Puts up another PC with a kiosk alone, its cable the proxy."""
    url = server.url.replace(f":{server.port}", f":{proxy.port}")
    file = (home / "counter.toml").read_text("utf-8")
    office = file[file.index("[office]") : file.index("issuer_ko")]
    own = f'language = "ko"\n{office}\n[windows]\ncount = 6\n[queue]\nurl = "{url}"\n'
    with ExitStack() as open_ones:

        def put_up() -> Kiosk:
            pc = tmp_path / f"lobby-{len(list(tmp_path.iterdir()))}"
            pc.mkdir()
            (pc / "counter.toml").touch(mode=0o600)
            (pc / "counter.toml").write_text(own, "utf-8")
            return open_ones.enter_context(kiosk_in(pc, clock))

        yield put_up


def test_a_number_taken_there_waits_at_every_window(
    lobby: Callable[[], Kiosk], counter: Counter
) -> None:
    kiosk = lobby()
    taken = kiosk.take(Visit("vi", "E"), "touch-1")
    assert [ticket.number for ticket in counter.tickets.view(3).waiting] == ["E-001"]
    assert taken.wait is not None
    assert kiosk.waits()["E"].ahead == 1


def test_four_kiosks_at_once_give_no_number_twice(
    lobby: Callable[[], Kiosk], counter: Counter
) -> None:
    kiosks = [lobby() for _ in range(4)]

    def crowd(at: int) -> list[str]:
        takes = (kiosks[at].take(Visit("ko", "A"), f"touch-{at}-{n}") for n in range(15))
        return [taken.ticket.number for taken in takes]

    with ThreadPoolExecutor(4) as people:
        numbers = [number for given in people.map(crowd, range(4)) for number in given]
    assert sorted(numbers) == [f"A-{n:03d}" for n in range(1, 61)]
    assert len(counter.tickets.today()) == 60


def test_while_the_cable_is_cut_no_number_is_given_and_none_is_lost(
    lobby: Callable[[], Kiosk], counter: Counter, proxy: Proxy
) -> None:
    kiosk = lobby()
    news = kiosk.news()
    heard = iter(news.listen())
    assert next(heard) is News.CHANGED
    first = kiosk.take(Visit("ko", "A"), "touch-1")
    proxy.part()
    with pytest.raises(Refusal, match=r"shared\."):
        kiosk.take(Visit("ko", "A"), "touch-2")
    proxy.mend()
    while next(heard) is not News.BACK:
        pass
    second = kiosk.take(Visit("ko", "A"), "touch-2")
    news.close()
    assert list(heard) == []  # it ends, and its connection with it
    numbers = [ticket.number for ticket in counter.tickets.today()]
    assert numbers == [first.ticket.number, second.ticket.number]


@pytest.mark.parametrize("fail", [Server.restart, Server.crash])
def test_a_server_that_goes_away_costs_no_number(
    lobby: Callable[[], Kiosk],
    counter: Counter,
    server: Server,
    fail: Callable[[Server], None],
) -> None:
    kiosk = lobby()
    kiosk.take(Visit("ko", "A"), "touch-1")
    fail(server)
    again = kiosk.take(Visit("ko", "A"), "touch-1")
    assert again.ticket.number == "A-001"
    assert kiosk.take(Visit("ko", "A"), "touch-2").ticket.number == "A-002"
    assert len(counter.tickets.today()) == 2

"""Where the queue is kept: in this PC's own store, or in one that several PCs share."""

from sqlalchemy import Engine

from counter_app.clock import Clock
from counter_app.config import SharedQueue
from counter_app.queue.link import Link
from counter_app.queue.news import LocalNews, Source
from db.queue_sql import PLANS


class QueueStore:
    """`engine` holds the queue and `link` says whether it can be reached."""

    def __init__(self, engine: Engine, link: Link) -> None:
        self.engine = engine
        self.link = link

    def news(self) -> Source:
        """For one thread to listen to. When a lost queue can be reached again, it is prepared and
        the link restored before anybody hears of it."""
        if not self.link.view.shared:
            return LocalNews(self.engine)
        from counter_app.queue.shared_news import SharedNews  # noqa: PLC0415 - loads the driver

        return SharedNews(self.engine, self.link)

    def close(self) -> None:
        self.engine.dispose()


def local_queue(engine: Engine, clock: Clock) -> QueueStore:
    """In the store that everything else of this PC is in."""
    return QueueStore(engine, Link(clock))


def shared_queue(shared: SharedQueue, clock: Clock) -> QueueStore:
    """Nothing is connected before the first act or news. Raises Refusal shared.bad_url,
    shared.not_protected."""
    from db.migrate_shared import prepare  # noqa: PLC0415 - loads the driver
    from db.shared import open_shared  # noqa: PLC0415

    engine = open_shared(shared.url, shared.patroni, more=PLANS)
    return QueueStore(engine, Link(clock, lambda: prepare(engine)))

"""The composition root: builds every service once and hands them over."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Engine

from counter_app.certificates.archive import Archive
from counter_app.certificates.issuing import Certificates
from counter_app.certificates.marking import Marking
from counter_app.certificates.numbers import Numbers
from counter_app.certificates.preparing import Preparing
from counter_app.certificates.putting_back import settle
from counter_app.certificates.reprinting import Reprinting
from counter_app.certificates.spooling import Spooling
from counter_app.certificates.trays import Trays
from counter_app.certificates.voiding import Voiding
from counter_app.clock import Clock, SystemClock
from counter_app.config import Config, read_config, read_file
from counter_app.keys import read_key
from counter_app.matters.matters import Matters
from counter_app.matters.papers import Papers
from counter_app.printing.configured import configured_printers
from counter_app.printing.printers import Printers
from counter_app.privacy.accounts import Accounts
from counter_app.privacy.clerks import Clerks
from counter_app.privacy.moments import Moments
from counter_app.queue.desks import Desks
from counter_app.queue.estimates import Estimates
from counter_app.queue.reports import Reports
from counter_app.queue.store import QueueStore, local_queue, shared_queue
from counter_app.queue.tickets import Tickets
from counter_app.replicated import Replicated
from counter_app.residents.jurisdiction import Jurisdiction
from counter_app.residents.residents import Residents
from counter_app.residents.worklist import Worklist
from counter_app.rules import Rules
from counter_app.stationery.stationery import Stationery
from counter_app.sync.sync import Sync
from counter_app.till.closing import Closing
from counter_app.till.receipts import Receipts
from counter_app.till.reversing import Reversing
from counter_app.till.till import Till
from db.engine import open_store
from db.migrate import migrate

if TYPE_CHECKING:
    from counter_app.certificates.sealed import Sealed
    from counter_app.certificates.sealing import SealKey
    from counter_app.matters.sheets import Sheets
    from counter_app.privacy.accesses import Accesses
    from counter_app.privacy.pruning import Pruning
    from counter_app.privacy.review import Review
    from counter_app.proof.keys import Keys
    from counter_app.proof.known import KnownKeys
    from counter_app.proof.verification import Verification
    from counter_app.queue.by_hand import ByHand
    from counter_app.queue.forgetting import Forgetting


@dataclass(frozen=True, slots=True)
class Counter:
    config: Config
    clock: Clock
    engine: Engine
    clerks: Clerks
    accounts: Accounts
    tickets: Tickets
    residents: Residents
    jurisdiction: Jurisdiction
    worklist: Worklist
    moments: Moments
    certificates: Certificates
    trays: Trays
    archive: Archive
    numbers: Numbers
    rules: Rules
    till: Till
    receipts: Receipts
    closing: Closing
    reversing: Reversing
    stationery: Stationery
    voiding: Voiding
    reprinting: Reprinting
    printers: Printers
    queue: QueueStore
    matters: Matters
    papers: Papers
    desks: Desks
    estimates: Estimates
    reports: Reports
    sync: Sync
    replicated: Replicated
    by_hand: ByHand | None
    """None where the queue is this PC's own and cannot be lost."""

    @property
    def accesses(self) -> Accesses:
        from counter_app.privacy.accesses import Accesses  # noqa: PLC0415 - seldom asked for

        config = self.config
        return Accesses(self.engine, self.clock, config.office, self.residents, config.clerk_names)

    @property
    def sheets(self) -> Sheets:
        from counter_app.matters.sheets import Sheets  # noqa: PLC0415 - no start needs to draw

        config = self.config
        return Sheets(self.engine, self.clock, self.rules, config.office, self.residents)

    @property
    def review(self) -> Review:
        from counter_app.kiosk.settings import read_kiosk  # noqa: PLC0415 - seldom asked for
        from counter_app.privacy.review import Review  # noqa: PLC0415

        config = self.config
        hours = read_kiosk(read_file(config.home), config.queue).hours
        return Review(self.engine, self.clock, config.office, hours, config.thresholds)

    @property
    def pruning(self) -> Pruning:
        from counter_app.privacy.pruning import Pruning  # noqa: PLC0415 - seldom asked for

        return Pruning(self.engine, self.clock)

    @property
    def forgetting(self) -> Forgetting:
        from counter_app.queue.forgetting import Forgetting  # noqa: PLC0415 - seldom asked for

        return Forgetting(self.queue, self.engine, self.clock)

    @property
    def keys(self) -> Keys:
        from counter_app.proof.keys import Keys  # noqa: PLC0415 - no start needs cryptography

        return Keys(self.engine, self.clock, self.config.office)

    @property
    def sealed(self) -> Sealed:
        from counter_app.certificates.sealed import Sealed  # noqa: PLC0415
        from counter_app.certificates.sealing import seal_key  # noqa: PLC0415

        def key() -> SealKey:
            return seal_key(self.known_keys.sealing())

        return Sealed(
            self.engine, self.clock, self.archive, key, self.clerks, self.config.time_stamps
        )

    @property
    def known_keys(self) -> KnownKeys:
        from counter_app.proof.known import KnownKeys  # noqa: PLC0415

        return KnownKeys(self.engine, self.clock, self.config.office)

    @property
    def verification(self) -> Verification:
        from counter_app.proof.verification import Verification  # noqa: PLC0415

        return Verification(self.engine, self.clock, self.config.office, self.archive)

    def read_enclosed(
        self, path: Path, told: Callable[[int, int], object] = lambda _done, _total: None
    ) -> tuple[bytes, ...]:
        """The pages of a file that is to be copied. Raises what proof.enclosed.read_enclosed
        raises."""
        from counter_app.proof.enclosed import read_enclosed  # noqa: PLC0415 - few visits do

        return read_enclosed(path, self.verification.of_file, told)

    def close(self) -> None:
        self.engine.dispose()
        self.queue.close()


def open_counter(
    home: Path, clock: Clock | None = None, *, printers: Callable[[Config], Printers] | None = None
) -> Counter:
    """The centre that lives in `home`; its store is brought up to date first, and one that was put
    back from a copy goes on behind the numbers given since.

    `printers` makes other printers than the configuration names.
    Raises Refusal config.*, store.*, shared.*, printing.*.
    """
    clock = clock or SystemClock()
    config = read_config(home)
    key = read_key(home, config.key)
    engine = open_store(config.store, key)
    try:
        upgraded = migrate(engine, config.store, key, clock.now())
        if upgraded and config.demo:
            from counter_app.demo.centre import complete  # noqa: PLC0415

            complete(engine, config, clock)
        if upgraded:
            Marking(engine, clock).renew()
        settle(engine, clock)
        counter = compose(config, clock, engine, (printers or configured_printers)(config))
        counter.residents.fill_keys()
        return counter
    except BaseException:
        engine.dispose()
        raise


def compose(config: Config, clock: Clock, engine: Engine, printers: Printers) -> Counter:
    replicated = Replicated(engine)
    replicated.refresh()
    rules = Rules(config.rules, replicated.rules)
    archive = Archive(engine)
    numbers = Numbers(engine, clock, config.office.code, config.numbers)
    residents = Residents(engine, clock, rules, config.office.code)
    clerks = Clerks(engine, clock, config.failures_allowed, config.grace)
    stationery = Stationery(engine, clock, config.stationery, clerks)
    office = partial(replicated.sealed, config.office)
    preparing = Preparing(clock, office, rules, residents, numbers, stationery)
    spooling = Spooling(engine, clock, archive, stationery, clerks)
    queue = shared_queue(config.shared, clock) if config.shared else local_queue(engine, clock)
    return Counter(
        config=config,
        clock=clock,
        engine=engine,
        clerks=clerks,
        accounts=Accounts(engine, clock),
        tickets=Tickets(queue.engine, clock, config.queue, clerks.serving, queue.link),
        residents=residents,
        jurisdiction=Jurisdiction(engine, clock, config.office.code),
        worklist=Worklist(engine, clock, rules, config.office.code),
        moments=Moments(engine, clock, clerks),
        certificates=Certificates(
            engine, clock, numbers, preparing, spooling, archive, printers, stationery, clerks
        ),
        trays=Trays(engine, clock, numbers, preparing, spooling, archive, printers),
        archive=archive,
        numbers=numbers,
        rules=rules,
        till=Till(engine, clock),
        receipts=Receipts(engine, clock),
        closing=Closing(engine, clock, config.office.name_ko, clerks, config.language),
        reversing=Reversing(engine, clock, numbers, residents, clerks),
        stationery=stationery,
        voiding=Voiding(engine, clock, numbers, clerks),
        reprinting=Reprinting(engine, clock, printers, stationery, rules, clerks),
        printers=printers,
        queue=queue,
        matters=Matters(engine, clock, rules, config.office, numbers),
        papers=Papers(engine, clock),
        desks=Desks(queue.engine, clock, config.queue, clerks.serving, queue.link),
        estimates=Estimates(queue.engine, clock, config.queue, queue.link),
        reports=Reports(queue, engine, clock, config.queue),
        sync=Sync(engine, clock),
        replicated=replicated,
        by_hand=_by_hand(config, clock, engine, queue) if config.shared else None,
    )


def _by_hand(config: Config, clock: Clock, engine: Engine, queue: QueueStore) -> ByHand:
    """Posts what was called by hand before the link is restored."""
    from counter_app.queue.by_hand import ByHand  # noqa: PLC0415 - not where nothing can be lost
    from counter_app.queue.posting import Posting  # noqa: PLC0415

    posting = Posting(queue.engine, clock, queue.link.another())
    made = ByHand(engine, clock, config.queue, queue.link, posting)
    queue.link.returning = made.post
    return made

"""Papers in the hands of somebody whose store has never heard of them."""

import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from counter_app.clock import FixedClock
from counter_app.main import Counter, open_counter
from db.certificates import Certificate
from db.engine import reading
from tests.conftest import MORNING, PASSWORD


@contextmanager
def stranger(home: Path, to: Path, known: Counter) -> Iterator[Counter]:
    """A store without the papers of `known`, to which its keys and lists were told. `home`: as it
    was before they were issued."""
    with closing(open_counter(Path(shutil.copytree(home, to)), FixedClock(MORNING))) as counter:
        counter.known_keys.take_in(
            counter.clerks.sign_in("admin", PASSWORD), known.known_keys.export()
        )
        yield counter


def stored(counter: Counter, certificate_id: int) -> str:
    """What the certificate states, as JSON."""
    with reading(counter.engine) as session:
        row = session.get(Certificate, certificate_id)
        assert row is not None
        return row.content

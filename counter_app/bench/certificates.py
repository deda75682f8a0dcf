"""Certificates by the thousand: issued, sealed, told from forgeries, and read from bad scans."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from io import BytesIO
from itertools import cycle, islice
from random import Random
from typing import TYPE_CHECKING

from counter_app.bench.bed import SEED, Bed
from counter_app.bench.figures import Figure, milliseconds, percentile
from counter_app.bench.paper import draw_bare, strings
from counter_app.bench.scans import Place, plain, scanned
from counter_app.bench.search import SUPERVISOR, demo_clerk, some_residents
from counter_app.bench.window import growth
from counter_app.certificates.content import CertificateContent
from counter_app.certificates.requests import Request
from counter_app.cli.progress import Tell
from counter_app.errors import Refusal
from counter_app.main import Counter
from counter_app.memory import resident_bytes
from counter_app.privacy.actor import Actor
from db.certificates import Certificate
from db.engine import reading
from db.identity import IdKind

if TYPE_CHECKING:
    from counter_app.certificates.sealing import SealKey

DOCUMENTS, SCANS = 1_000, 200
_WARM = 5
"""Documents after which everything is loaded; their times do not count."""
_DRAWN = 100
"""Documents drawn again by the bare library, and verified."""


@dataclass(slots=True)
class _Batch:
    """What the documents came to; `times` in milliseconds, `memory` in bytes."""

    times: list[float] = field(default_factory=list)
    memory: list[int] = field(default_factory=list)
    contents: list[CertificateContent] = field(default_factory=list)
    sealed: list[bytes] = field(default_factory=list)


def certificates(
    bed: Bed, tell: Tell, count: int = DOCUMENTS, scans: int = SCANS
) -> Iterator[Figure]:
    """`count` documents one after the other, each from the fields to the sealed PDF; some of them
    drawn and verified again, and `scans` bad scans of their codes."""
    with bed.open() as counter:
        done = _issue(counter, bed, tell, count)
        bare = _bare(counter, done)
        for percent in (50, 99):
            value = percentile(done.times[_WARM:], percent)
            yield Figure(
                f"certificates.signed.p{percent}", value, "ms", percentile(bare.signed, percent)
            )
        drawn, floor = percentile(bare.drawn, 50), percentile(bare.floor, 50)
        yield Figure("certificates.render.p50", drawn, "ms", floor)
        yield Figure("certificates.render.ratio", drawn / floor, "×")
        yield Figure("certificates.batch.each", sum(done.times) / len(done.times), "ms")
        if memory := done.memory[count // 10 :]:
            yield Figure("certificates.batch.growth", growth(memory) / 1e3, "kB/document")
        yield Figure("certificates.size", max(map(len, done.sealed)) / 1e3, "kB")
        yield from _verified(counter, done)
    yield Figure("certificates.scans.unread", _unread(done, tell, scans), "scans")


def _issue(counter: Counter, bed: Bed, tell: Tell, count: int) -> _Batch:
    clerk, done, sealed = demo_clerk(counter), _Batch(), counter.sealed
    if counter.stationery.used:
        pack = ("BENCH", "00001", f"{count:05d}")
        counter.stationery.load(demo_clerk(counter, SUPERVISOR), *pack, action_id="bench-paper")
    random = Random(SEED)
    ids = random.sample(range(1, bed.residents + 1), min(bed.residents, 3 * count))
    people = [r.id for r in some_residents(counter.engine, ids) if r.id_kind is IdKind.FRN]
    able = [id_ for id_ in people if id_ and _able(counter, clerk, id_)][:count]
    for n, person in enumerate(islice(cycle(able), count)):
        ids.clear()

        def one(person: int = person, n: int = n) -> None:
            request = Request(person, "은행 제출")
            issued = counter.certificates.issue(clerk, request, action_id=f"bench-{n}")
            ids.append(issued.id)
            done.sealed.append(sealed.document(issued.id))

        done.times.append(milliseconds(one))
        if len(done.contents) < _DRAWN:
            with reading(counter.engine) as session:
                row = session.get(Certificate, ids[0])
                done.contents.append(CertificateContent.from_json(row.content if row else ""))
        else:
            done.sealed.pop()
        if (held := resident_bytes()) is not None:
            done.memory.append(held)
        tell("bench.issuing", n + 1, count)
    return done


def _able(counter: Counter, clerk: Actor, person: int) -> bool:
    """Whether nothing has to be asked or confirmed first."""
    try:
        counter.certificates.preview(clerk, Request(person, "은행 제출"))
    except Refusal:
        return False
    return True


@dataclass(frozen=True, slots=True)
class _Bare:
    """Milliseconds for each document: drawn by us; its strings by reportlab; those sealed too."""

    drawn: list[float]
    floor: list[float]
    signed: list[float]


def _bare(counter: Counter, done: _Batch) -> _Bare:
    from counter_app.certificates.render import draw_certificate  # noqa: PLC0415
    from counter_app.certificates.sealing import seal, seal_key  # noqa: PLC0415

    key: SealKey = seal_key(counter.known_keys.sealing())
    made = _Bare([], [], [])
    for content, pdf in zip(done.contents, done.sealed, strict=True):
        page = strings(pdf)
        made.drawn.append(milliseconds(partial(draw_certificate, content)))
        made.floor.append(milliseconds(partial(draw_bare, page)))
        bare = draw_bare(page)
        made.signed.append(made.floor[-1] + milliseconds(partial(seal, bare, key)))
    return made


def _verified(counter: Counter, done: _Batch) -> Iterator[Figure]:
    """From the text of the code, and from a picture of the page; the floors check one signature
    and only look for the code."""
    from counter_app.proof import cose, held  # noqa: PLC0415
    from counter_app.proof.qr_text import from_text  # noqa: PLC0415
    from counter_app.proof.reading import codes_in  # noqa: PLC0415

    with reading(counter.engine) as session:
        public = cose.public_of(held.private(held.signing_key(session, counter.clock.now())))
    tokens = [cose.read(from_text(content.code)) for content in done.contents]
    pictures = [_png(pdf) for pdf in done.sealed]
    verify = counter.verification
    for name, work, floor in (
        (
            "text",
            [partial(verify.of_text, content.code) for content in done.contents],
            [partial(token.holds, public) for token in tokens],
        ),
        (
            "picture",
            [partial(verify.of_file, picture) for picture in pictures],
            [partial(codes_in, picture) for picture in pictures],
        ),
    ):
        times, floors = (list(map(milliseconds, what[1:])) for what in (work, floor))
        for percent in (50, 99):
            yield Figure(
                f"certificates.verify_{name}.p{percent}",
                percentile(times, percent),
                "ms",
                percentile(floors, percent),
            )


def _unread(done: _Batch, tell: Tell, scans: int) -> int:
    """Of so many scans, each slanted and blotted anew, those whose code is not read."""
    from counter_app.proof.reading import codes_in  # noqa: PLC0415

    lost = 0
    for n in range(scans):
        at = n % len(done.contents)
        code = done.contents[at].code
        scan = scanned(done.sealed[at], _place(code), Random(n))
        lost += codes_in(scan) != (code,)
        tell("bench.scanning", n + 1, scans)
    return lost


def _place(code: str) -> Place:
    from counter_app.certificates.furniture import place_of_code  # noqa: PLC0415
    from counter_app.proof.qr import MODULE  # noqa: PLC0415

    left, bottom, side = place_of_code(code)
    return Place(left, bottom, side, round(side / MODULE))


def _png(pdf: bytes) -> bytes:
    buffer = BytesIO()
    plain(pdf).save(buffer, "PNG")
    return buffer.getvalue()

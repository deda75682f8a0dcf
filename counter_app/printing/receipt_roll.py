"""Receipts on a roll of 80 mm: the very page that a PDF printer gets, burnt dot by dot."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from counter_app.errors import Refusal
from counter_app.printing.escpos_ways import way_to
from counter_app.printing.jobs import Job, PrinterStatus
from counter_app.printing.roll_jobs import NOTHING, PRINTED, SENDING, RollJobs
from counter_app.printing.tickets import Kick, Part, Picture, Size, Text

if TYPE_CHECKING:
    from PIL.Image import Image

    from counter_app.printing.escpos import EscposPrinter

WAYS = ("escpos:", "tcp:", "usb:", "serial:")
_REACHED = 72 * 72 / 25.4
"""Points of the 80 mm that a head of such a printer reaches."""
_LEAST = 512
"""Dots of a line in which a receipt's smallest letters and its bars are still legible."""


class ReceiptRoll:
    """`device` loads what takes time to load. `drawer`: open it with each receipt."""

    def __init__(
        self,
        name: str,
        device: Callable[[], EscposPrinter],
        model: str,
        jobs: RollJobs,
        *,
        drawer: bool,
    ) -> None:
        self.name = name
        self._device = device
        self._model = model
        self._jobs = jobs
        self._drawer = drawer
        self._turn = Lock()

    def submit(self, pdf: bytes, title: str, copies: int) -> str:
        """What may have come out before is marked, as on tickets: it comes out twice rather than
        not at all."""
        from counter_app.printing.escpos import ticket_bytes  # noqa: PLC0415

        with self._turn:
            device = self._device()
            parts = self._parts(pdf, again=self._jobs.state(title) != NOTHING)
            data = ticket_bytes(parts * copies, self._model)
            device.torn = device.torn or self._jobs.torn(title)
            self._jobs.write(title, SENDING, len(data))
            try:
                device.put(data)
            except Refusal:
                if not device.torn:
                    self._jobs.write(title, NOTHING)
                raise
            self._jobs.write(title, PRINTED)
            return title

    def status(self) -> PrinterStatus:
        try:
            return self._device().status()
        except Refusal as refusal:
            return PrinterStatus(False, refusal.code)

    def find_job(self, title: str) -> Job | None:
        """As far as the printer confirmed it."""
        return Job(title, "completed") if self._jobs.state(title) == PRINTED else None

    def _parts(self, pdf: bytes, *, again: bool) -> list[Part]:
        from counter_app.certificates.facts import template  # noqa: PLC0415

        words = template("receipt-1")["again"]
        mark: list[Part] = [Text(f"{words['ko']} {words['en']}", Size.LARGE)] if again else []
        kick: list[Part] = [Kick()] if self._drawer else []
        return [*kick, *mark, Picture(_picture(pdf, self._model))]


def receipt_rolls(
    spec: str, model: str, *, answers: bool, base: Path
) -> tuple[ReceiptRoll, ReceiptRoll]:
    """The printer at "escpos:HOST[:PORT]", or as tickets.ticket_printer says, once leaving the
    drawer alone and once opening it. Jobs are kept in `base`.

    Raises Refusal printing.bad_spec; later printing.bad_roll_model.
    """
    kind, _, place = spec.partition(":")
    way = f"tcp:{place}" if kind == "escpos" else spec
    try:
        way_to(way)
    except ValueError:
        raise Refusal("printing.bad_spec", spec=spec) from None

    @cache
    def device() -> EscposPrinter:
        from counter_app.printing.escpos import EscposPrinter  # noqa: PLC0415 - half a second

        _require(model)
        return EscposPrinter(place, way_to(way), model, answers=answers)

    jobs = RollJobs(base / "receipts", place)
    plain, opening = (
        ReceiptRoll(place, device, model, jobs, drawer=drawer) for drawer in (False, True)
    )
    return plain, opening


def _require(model: str) -> None:
    """Raises Refusal printing.bad_roll_model."""
    from counter_app.printing.escpos import dots_of, models  # noqa: PLC0415

    wide = [name for name in models() if dots_of(name) >= _LEAST]
    if model not in wide:
        raise Refusal("printing.bad_roll_model", model=model, models=", ".join(wide))


def _picture(pdf: bytes, model: str) -> Image:
    """What the head reaches of the page, without the white above and below."""
    from counter_app.printing.escpos import dots_of  # noqa: PLC0415
    from counter_app.printing.ticket_bytes import pictured  # noqa: PLC0415

    dots = dots_of(model)
    page = pictured(pdf, dots / _REACHED)
    left = (page.width - dots) // 2
    _, top, _, bottom = page.convert("L").point(lambda grey: 255 - grey).getbbox() or (0, 0, 0, 1)
    return page.crop((left, top, left + dots, bottom))

"""reportlab and pdfium keep one state for the whole process: whoever draws or reads is alone."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from threading import RLock
from typing import TYPE_CHECKING, ParamSpec, TypeVar

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

Params = ParamSpec("Params")
Result = TypeVar("Result")

LOCK = RLock()


def alone(function: Callable[Params, Result]) -> Callable[Params, Result]:
    """Makes other threads wait until the call is over."""

    @wraps(function)
    def guarded(*args: Params.args, **kwargs: Params.kwargs) -> Result:
        with LOCK:
            return function(*args, **kwargs)

    return guarded


@contextmanager
def opened(pdf: bytes) -> Iterator["PdfDocument"]:
    """A document to read; other threads wait until it is closed. Raises pypdfium2.PdfiumError."""
    from pypdfium2 import PdfDocument  # noqa: PLC0415 - a start without printing need not wait

    with LOCK:
        document = PdfDocument(pdf)
        try:
            yield document
        finally:
            document.close()

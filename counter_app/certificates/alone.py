"""reportlab and pdfium keep one state for the whole process: whoever draws or reads is alone."""

from collections.abc import Callable
from functools import wraps
from threading import RLock
from typing import ParamSpec, TypeVar

Params = ParamSpec("Params")
Result = TypeVar("Result")

_ALONE = RLock()


def alone(function: Callable[Params, Result]) -> Callable[Params, Result]:
    """Makes other threads wait until the call is over."""

    @wraps(function)
    def guarded(*args: Params.args, **kwargs: Params.kwargs) -> Result:
        with _ALONE:
            return function(*args, **kwargs)

    return guarded

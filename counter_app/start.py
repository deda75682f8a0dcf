"""The `counter` command: loads the program in one go, then runs what is asked for."""

import gc
from collections.abc import Callable


def load() -> Callable[[], None]:
    """The command, loaded; it ends the process with the contract's exit status (counter_app.cli).

    Before Qt: PySide reads the source of every module that is loaded after it.
    """
    gc.disable()  # loading makes much and drops nothing: looking for garbage takes a tenth of it
    from counter_app.cli import run  # noqa: PLC0415 - not before

    gc.freeze()
    gc.enable()
    return run


def run() -> None:
    load()()

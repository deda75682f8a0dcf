"""The `counter` command: loads the program in one go, then runs what is asked for."""

import gc


def run() -> None:
    """Ends the process with the contract's exit status (counter_app.cli)."""
    gc.disable()  # loading makes much and drops nothing: looking for garbage takes a tenth of it
    from counter_app.cli import run as command  # noqa: PLC0415 - not before

    gc.freeze()
    gc.enable()
    command()

"""Programs of the system that make or play sound, one at a time."""

import subprocess


class Unheard(Exception):
    """Something could not be said or played; what it says is for the log."""


class Commands:
    """One worker runs programs; any thread may stop them."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._running: subprocess.Popen[bytes] | None = None
        self._stopped = False

    def run(self, argv: tuple[str, ...], given: bytes = b"") -> None:
        """Returns when the program has ended well; after so many seconds it is ended.

        Raises Unheard.
        """
        try:
            with subprocess.Popen(
                argv,
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            ) as running:
                self._running = running
                if self._stopped:
                    running.kill()
                try:
                    running.communicate(given, self._seconds)
                finally:
                    running.kill()
        except (OSError, subprocess.TimeoutExpired) as error:
            raise Unheard(f"{argv[0]}: {type(error).__name__}") from error
        if running.returncode:
            raise Unheard(f"{argv[0]}: status {running.returncode}")

    def stop(self) -> None:
        """Ends what runs, and whatever would run after it."""
        self._stopped = True
        if self._running:
            self._running.kill()

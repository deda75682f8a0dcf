from pathlib import Path

import pytest

from counter_app.errors import Refusal
from counter_app.printing.cups import CupsPrinter
from counter_app.printing.files import FilePrinter
from counter_app.printing.printers import printer_from
from counter_app.words import catalogue


def test_a_configuration_names_a_folder_or_a_queue() -> None:
    folder = printer_from("file:/srv/paper")
    local = printer_from("cups:민원실")
    relative = printer_from("file:paper", Path("/srv"))
    remote = printer_from("cups:desk@print.example:8631")
    assert isinstance(folder, FilePrinter)
    assert (folder.name, relative.name) == ("/srv/paper", "/srv/paper")
    assert (local.name, remote.name) == ("민원실", "desk")
    assert isinstance(local, CupsPrinter)
    assert isinstance(remote, CupsPrinter)
    assert (local.server, remote.server) == ("", "print.example:8631")


@pytest.mark.parametrize(
    "spec",
    [
        *("", "desk", "lpr:desk", "file:", "windows:", "cups", "cups:", "cups:@host"),
        *("cups:desk@", "cups:desk@host:port", "cups:desk@host:99999", "cups:desk@host/path"),
        "cups:desk@user@host",
    ],
)
def test_anything_else_is_refused(spec: str) -> None:
    with pytest.raises(Refusal) as refused:
        printer_from(spec)
    assert refused.value.code == "printing.bad_spec"


def test_a_windows_printer_needs_the_window() -> None:
    with pytest.raises(Refusal) as refused:
        printer_from("windows:민원실 프린터")
    assert refused.value.code == "printing.needs_window"


def test_every_sentence_is_there_in_both_languages_with_the_same_fields() -> None:
    def fields(language: str) -> dict[str, set[str]]:
        return {
            code: {name for name in ("printer", "spec", "status") if f"{{{name}}}" in text}
            for code, text in catalogue(language).items()
            if code.startswith("printing.")
        }

    assert fields("ko") == fields("en")

"""The store's key: in the keyring or in a private file, never anywhere else."""

import stat
from collections.abc import Callable
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends.fail import Keyring as NoKeyring

from counter_app.errors import Refusal
from counter_app.keys import make_key, read_key
from tests.asking import refusal


class Drawer(KeyringBackend):
    """A keyring in memory: the machine that tests run on has none."""

    priority = 1.0

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # keyring has no types
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password


@pytest.fixture
def use() -> Callable[[KeyringBackend], None]:
    return keyring.set_keyring


@pytest.fixture(autouse=True)
def restored() -> object:
    before = keyring.get_keyring()
    yield
    keyring.set_keyring(before)


def test_a_key_file_is_private_and_read_back(tmp_path: Path) -> None:
    key = make_key(tmp_path, "file:store.key")
    assert len(key) == 32
    assert stat.S_IMODE((tmp_path / "store.key").stat().st_mode) == 0o600
    assert read_key(tmp_path, "file:store.key") == key


def test_a_key_is_never_overwritten(tmp_path: Path) -> None:
    key = make_key(tmp_path, "file:store.key")
    assert refusal(lambda: make_key(tmp_path, "file:store.key")) == "store.key_exists"
    assert read_key(tmp_path, "file:store.key") == key


def test_a_key_others_can_read_is_refused(tmp_path: Path) -> None:
    make_key(tmp_path, "file:store.key")
    (tmp_path / "store.key").chmod(0o640)
    assert refusal(lambda: read_key(tmp_path, "file:store.key")) == "store.key_open_to_others"


@pytest.mark.parametrize("content", [b"", b"abc", b"zz" * 32, b"ab" * 31, b"\xff" * 64])
def test_what_is_no_key_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "store.key"
    path.touch(mode=0o600)
    path.write_bytes(content)
    assert refusal(lambda: read_key(tmp_path, "file:store.key")) == "store.key_malformed"


def test_every_complaint_names_the_file_in_one_way(tmp_path: Path) -> None:
    path = tmp_path / "store.key"
    told = []
    for harm in (lambda: None, lambda: path.write_text("x"), lambda: path.chmod(0o640)):
        harm()
        with pytest.raises(Refusal) as caught:
            read_key(tmp_path, "file:store.key")
        told.append(caught.value.fields["place"])
        path.touch(mode=0o600)
    assert told == [path, path, path]


def test_a_missing_key_is_refused(tmp_path: Path) -> None:
    assert refusal(lambda: read_key(tmp_path, "file:store.key")) == "store.key_missing"


@pytest.mark.parametrize("place", ["", "file:", "plain", "keyring:x"])
def test_a_place_that_is_none_is_refused(tmp_path: Path, place: str) -> None:
    assert refusal(lambda: read_key(tmp_path, place)) == "config.out_of_range"


def test_the_keyring_keeps_one_key_a_home(
    tmp_path: Path, use: Callable[[KeyringBackend], None]
) -> None:
    use(Drawer())
    assert refusal(lambda: read_key(tmp_path, "keyring")) == "store.key_missing"
    key = make_key(tmp_path, "keyring")
    assert read_key(tmp_path, "keyring") == key
    assert refusal(lambda: read_key(tmp_path / "other", "keyring")) == "store.key_missing"
    assert refusal(lambda: make_key(tmp_path, "keyring")) == "store.key_exists"
    assert list(tmp_path.iterdir()) == []


def test_without_a_keyring_nothing_is_kept_elsewhere(
    tmp_path: Path, use: Callable[[KeyringBackend], None]
) -> None:
    use(NoKeyring())  # type: ignore[no-untyped-call]  # keyring has no types
    assert refusal(lambda: make_key(tmp_path, "keyring")) == "store.no_keyring"
    assert refusal(lambda: read_key(tmp_path, "keyring")) == "store.no_keyring"
    assert list(tmp_path.iterdir()) == []

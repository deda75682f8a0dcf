"""Where the store's key is kept: the OS keyring, or a 0600 file that the configuration names."""

import secrets
import stat
import sys
from pathlib import Path

from counter_app.errors import Refusal
from db.engine import KEY_BYTES

SERVICE = "counter"


def read_key(home: Path, place: str) -> bytes:
    """The key at `place` ("keyring" or "file:PATH", relative to home).

    Raises Refusal store.key_missing, store.key_open_to_others, store.key_unreadable,
    store.key_malformed, store.no_keyring. There is no fallback from one place to another.
    """
    if place == "keyring":
        return _key_of(_from_keyring(home), place)
    path = _path(home, place)
    return _key_of(_from_file(path), path)


def make_key(home: Path, place: str) -> bytes:
    """A new random key, put at `place`. Never overwrites one: Refusal store.key_exists."""
    key = secrets.token_bytes(KEY_BYTES)
    if place == "keyring":
        _to_keyring(home, key)
        return key
    path = _path(home, place)
    try:
        path.touch(mode=0o600, exist_ok=False)
    except FileExistsError:
        raise Refusal("store.key_exists", place=path) from None
    path.write_text(key.hex() + "\n", "ascii")
    return key


def _key_of(text: str, place: Path | str) -> bytes:
    try:
        key = bytes.fromhex(text)
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES:
        raise Refusal("store.key_malformed", place=place)
    return key


def _path(home: Path, place: str) -> Path:
    kind, _, name = place.partition(":")
    if kind != "file" or not name:
        raise Refusal("config.out_of_range", key="[store] key", allowed='"keyring", "file:PATH"')
    return home / name


def _from_file(path: Path) -> str:
    try:
        mode = path.stat().st_mode
        text = path.read_text("ascii").strip()
    except FileNotFoundError:
        raise Refusal("store.key_missing", place=path) from None
    except UnicodeDecodeError:
        raise Refusal("store.key_malformed", place=path) from None
    except OSError as error:
        raise Refusal("store.key_unreadable", place=path, problem=error.strerror) from None
    if sys.platform != "win32" and stat.S_IMODE(mode) & 0o077:
        raise Refusal("store.key_open_to_others", place=path)
    return text


def _from_keyring(home: Path) -> str:
    import keyring  # noqa: PLC0415 - slow to load, and most homes of one PC do not need it
    from keyring.errors import KeyringError  # noqa: PLC0415

    try:
        text = keyring.get_password(SERVICE, str(home.resolve()))
    except KeyringError:
        raise Refusal("store.no_keyring") from None
    if text is None:
        raise Refusal("store.key_missing", place="keyring")
    return text


def _to_keyring(home: Path, key: bytes) -> None:
    import keyring  # noqa: PLC0415
    from keyring.errors import KeyringError  # noqa: PLC0415

    try:
        if keyring.get_password(SERVICE, str(home.resolve())) is not None:
            raise Refusal("store.key_exists", place="keyring")
        keyring.set_password(SERVICE, str(home.resolve()), key.hex())
    except KeyringError:
        raise Refusal("store.no_keyring") from None

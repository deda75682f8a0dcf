"""counter keys …: the keys that sign certificates, and whom others may believe."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from counter_app.cli.terminal import Answer, AsJson, ClerkName, Home, Terminal, terminal
from counter_app.errors import Refusal

if TYPE_CHECKING:
    from counter_app.proof.known import KeyView
    from counter_app.proof.trust import Bundle

app = typer.Typer(
    no_args_is_help=True, help="Signing keys: make, endorse, rotate, revoke, exchange."
)

Given = Annotated[Path, typer.Argument(help="A key file: JSON of public keys and signed words.")]
Out = Annotated[Path, typer.Option("--out", help="The key file to write.")]
Day = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"])]


@app.command()
def new(out: Out, home: Home = None, clerk: ClerkName = None, as_json: AsJson = False) -> None:
    """Make a key that may sign from today, and the request for the district to endorse: the first
    one, or another where none signs. While one signs, `rotate` makes the next."""
    with terminal(home, as_json) as t:
        actor, signs = t.actor(clerk), t.counter.known_keys.standing().signs
        _write(out, t.counter.keys.new(actor).to_json())
        _answer(t, {"file": str(out)}, "proof.takes_over_at_once" if signs else None)


@app.command()
def root(
    district: Annotated[str, typer.Argument(help="The district's name.")],
    home: Home = None,
    clerk: ClerkName = None,
    as_json: AsJson = False,
) -> None:
    """Make the district's root key; only in the district's own home."""
    from counter_app.proof.known import fingerprint  # noqa: PLC0415

    with terminal(home, as_json) as t:
        made = t.counter.keys.new_root(t.actor(clerk), district)
        t.answer({"district": district, "fingerprint": fingerprint(made)})


@app.command()
def endorse(
    file: Given,
    out: Out,
    since: Day = None,
    until: Day = None,
    home: Home = None,
    clerk: ClerkName = None,
    as_json: AsJson = False,
) -> None:
    """Put the district's name to the keys that a request holds."""
    with terminal(home, as_json) as t:
        actor, asked = t.actor(clerk), _read(file)
        days = (day.date() if day else None for day in (since, until))
        _write(out, t.counter.keys.endorse(actor, asked, *days).to_json())
        itself = t.counter.known_keys.both()
        _answer(t, {"file": str(out)}, "proof.endorsed_itself" if itself else None)


@app.command()
def rotate(out: Out, home: Home = None, clerk: ClerkName = None, as_json: AsJson = False) -> None:
    """Make the next key while one signs, and its request: it takes over a week from now, or when
    the present one ends if that is sooner. Where none signs it is as `new`."""
    with terminal(home, as_json) as t:
        _write(out, t.counter.keys.rotate(t.actor(clerk)).to_json())
        t.answer({"file": str(out)})


@app.command()
def revoke(
    key: Annotated[str, typer.Argument(help="The key's id.")],
    reason: Annotated[str, typer.Option("--reason", help="Kept in the audit log.")],
    out: Out,
    home: Home = None,
    clerk: ClerkName = None,
    as_json: AsJson = False,
) -> None:
    """Nothing signed with this key counts any more; needs the district's root."""
    with terminal(home, as_json) as t:
        _write(out, t.counter.keys.revoke(t.actor(clerk), key, reason).to_json())
        t.answer({"file": str(out)})


@app.command("import")
def take_in(
    file: Given,
    pin: Annotated[
        str | None, typer.Option("--pin", help="Fingerprint of a root to trust from now on.")
    ] = None,
    home: Home = None,
    clerk: ClerkName = None,
    as_json: AsJson = False,
) -> None:
    """Keep what trusted roots have signed; a file that is known already changes nothing."""
    with terminal(home, as_json) as t:
        actor = t.actor(clerk)
        new = t.counter.known_keys.take_in(actor, _read(file), pin)
        _answer(t, {"new": new}, None if new else "proof.known_already")


@app.command()
def export(
    out: Annotated[Path, typer.Argument(help="The trust file to write.")],
    home: Home = None,
    clerk: ClerkName = None,
    as_json: AsJson = False,
) -> None:
    """Write what strangers need to verify: roots, endorsements and today's list of void papers."""
    with terminal(home, as_json) as t:
        t.actor(clerk)
        _publish(t, out, lambda found: found.to_json())


@app.command()
def page(
    out: Annotated[Path, typer.Argument(help="The HTML file to write.")],
    home: Home = None,
    clerk: ClerkName = None,
    as_json: AsJson = False,
) -> None:
    """Write the page that anybody can check certificates with, the trust file inside it."""
    from counter_app.proof import page as made  # noqa: PLC0415

    with terminal(home, as_json) as t:
        t.actor(clerk)
        _publish(t, out, made.page)


@app.command("list")
def list_keys(home: Home = None, clerk: ClerkName = None, as_json: AsJson = False) -> None:
    """Every key known here, which one signs, and a warning when none will soon."""
    with terminal(home, as_json) as t:
        t.actor(clerk)
        known = t.counter.known_keys
        keys, standing = [_shown(view) for view in known.views()], known.standing()
        message = None if standing.well else t.say(standing.code, **standing.fields)
        if as_json:
            warning = standing.code if message else None
            t.answer({"keys": keys, "warning": warning, "message": message})
            return
        t.table("keys", keys)
        if message:
            print(message)


def _publish(t: Terminal, out: Path, text: Callable[["Bundle"], str]) -> None:
    """Writes what strangers need, and says what it lacks. Raises Refusal
    printing.path_unwritable."""
    from counter_app.proof.known import fingerprint  # noqa: PLC0415

    known = t.counter.known_keys
    found = known.export()
    _write(out, text(found))
    answer: Answer = {"file": str(out), "roots": [fingerprint(root) for root in found.roots]}
    _answer(t, answer, "proof.lists_left_out" if known.unlisted() else None)


def _answer(t: Terminal, answer: Answer, warning: str | None) -> None:
    """The answer, and after it what a warning says."""
    message = t.say(warning) if warning else None
    t.answer({**answer, "warning": warning, "message": message} if t.as_json else answer)
    if message and not t.as_json:
        print(message)


def _read(path: Path) -> "Bundle":
    """Raises Refusal proof.unreadable, proof.not_a_bundle."""
    from counter_app.proof.cose import Malformed  # noqa: PLC0415 - no other command needs it
    from counter_app.proof.trust import Bundle  # noqa: PLC0415

    try:
        return Bundle.from_json(path.read_text("utf-8"))
    except (Malformed, UnicodeDecodeError):
        raise Refusal("proof.not_a_bundle", path=path) from None
    except OSError as error:
        raise Refusal("proof.unreadable", path=path, problem=error.strerror) from None


def _write(path: Path, text: str) -> None:
    """Raises Refusal printing.path_unwritable."""
    try:
        path.write_text(text, "utf-8")
    except OSError:
        raise Refusal("printing.path_unwritable", path=path) from None


def _shown(view: "KeyView") -> Answer:
    return {
        "id": view.id,
        "name": view.office,
        "state": view.state.value,
        "here": view.here,
        "not_before": view.not_before,
        "not_after": view.not_after,
    }

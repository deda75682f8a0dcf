"""Where a district lies: its folder, its database, the address its counters know."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from counter_app.errors import Refusal

PORT = 8443
_FILE = "district.json"


@dataclass(frozen=True, slots=True)
class Settings:
    """`patroni`: the port of Patroni's REST interface on the database's hosts. `address`: by which
    the counters reach the server; `listen`: where it hears them."""

    folder: Path
    db: str
    patroni: int | None = None
    address: str = "127.0.0.1"
    listen: str = "127.0.0.1"
    port: int = PORT
    name: str = "district"

    @property
    def url(self) -> str:
        shown = f"[{self.address}]" if ":" in self.address else self.address
        return f"https://{shown}:{self.port}"

    def keep(self) -> None:
        """For the other commands; the database's URL holds its password."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = self.folder / _FILE
        path.touch(mode=0o600)
        said = {name: value for name, value in asdict(self).items() if name != "folder"}
        path.write_text(json.dumps(said, ensure_ascii=False, indent=1), "utf-8")


def kept(folder: Path) -> Settings | None:
    """What was said last of the district in `folder`."""
    try:
        said = json.loads((folder / _FILE).read_text("utf-8"))
    except FileNotFoundError:
        return None
    return Settings(folder, **said)


def known(folder: Path) -> Settings:
    """Raises Refusal district.absent."""
    found = kept(folder)
    if found is None:
        raise Refusal("district.absent", folder=folder)
    return found

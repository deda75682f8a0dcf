"""What is wrong with the district's database: told in its log where it begins and where it ends."""

from dataclasses import dataclass

from counter_app.logs import log


@dataclass
class Trouble:
    """`code`: the sentence of what is wrong now, "" for nothing."""

    code: str = ""

    def begins(self, code: str) -> None:
        if code != self.code:
            log.error("district database: %s", code)
        self.code = code

    def ends(self) -> None:
        if self.code:
            log.info("district database: answers again")
        self.code = ""

"""Which licences let figures be passed on: the open ones, as publishers write them."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from loaders.rows.cells import normalised


@dataclass(frozen=True)
class OpenLicence:
    """A licence that lets anybody use and pass on: its common identifier, and where it can be read."""

    name: str
    path: str


_RESERVED = re.compile(r"\b(nc|nd|non-?commercial|no ?deriv\w*|not open|ikke åpne?|inte öppna?|closed)\b")
_NUMBER = re.compile(r"\b([1-4]\.0)\b")


def _numbered(name: str, path: str, default: str) -> Callable[[str], OpenLicence]:
    def licence(text: str) -> OpenLicence:
        found = _NUMBER.search(text)
        number = found[1] if found else default
        return OpenLicence(f"{name}-{number}", path.replace("{number}", number))

    return licence


_LICENCES: tuple[tuple[str, Callable[[str], OpenLicence]], ...] = (
    (
        r"\bcc[ -]?(0|zero)\b",
        lambda _text: OpenLicence("CC0-1.0", "https://creativecommons.org/publicdomain/zero/1.0/"),
    ),
    (
        r"\b(cc[ -])?by[ -]sa\b",
        _numbered("CC-BY-SA", "https://creativecommons.org/licenses/by-sa/{number}/", "4.0"),
    ),
    (
        r"\bcc[ -]by\b|creative commons attribution",
        _numbered("CC-BY", "https://creativecommons.org/licenses/by/{number}/", "4.0"),
    ),
    (
        r"\bnlod\b|norwegian licen[cs]e for open",
        _numbered("NLOD", "https://data.norge.no/nlod/en/{number}", "2.0"),
    ),
    (
        r"\bodc[ -]by\b",
        lambda _text: OpenLicence("ODC-BY-1.0", "https://opendatacommons.org/licenses/by/1-0/"),
    ),
    (r"\bodbl\b", lambda _text: OpenLicence("ODbL-1.0", "https://opendatacommons.org/licenses/odbl/1-0/")),
    (r"\bpddl\b", lambda _text: OpenLicence("PDDL-1.0", "https://opendatacommons.org/licenses/pddl/1-0/")),
    (r"^(open|öppna|åpne) data\b", lambda _text: OpenLicence("other-open", "")),
)


def open_licence(text: str | None) -> OpenLicence | None:
    """The open licence that a dataset's licence text names; None where none is stated, or one that reserves
    use or change.

    text: as the publisher or the municipality wrote it ("Open data (CC BY 4.0)", "NLOD")."""
    plain = normalised(text)
    if not plain or _RESERVED.search(plain):
        return None
    return next((licence(plain) for pattern, licence in _LICENCES if re.search(pattern, plain)), None)

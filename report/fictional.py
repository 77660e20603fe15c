"""What every document says that tells of a municipality of the demonstration."""

from collections.abc import Iterable

from data.demo import is_fictional
from texts import _


def fictional_notice(municipality_ids: Iterable[str]) -> str:
    """The sentence, in the current language, if one of the municipalities is invented; empty if all are real."""
    if not any(map(is_fictional, municipality_ids)):
        return ""
    return _("Demonstration data: every municipality and figure here is fictional.")

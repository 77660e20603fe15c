"""What a new release changed, in one sentence that may be quoted as it stands."""

from metrics.registry import STATUSES
from metrics.release_changes import Revision, VerdictChange
from sentences import formats
from texts import N_, Text, _


def press_sentence(
    publisher: str, name: str, *, revision: Revision, verdict: VerdictChange | None, unit: str
) -> str:
    """One sentence on a municipality: facts only. unit: of the totals."""
    places = {
        "publisher": publisher,
        "name": name,
        **_revised_words(revision, unit),
        **_verdict_words(verdict),
    }
    return _(_press_text(revision, verdict), **places)


def _press_text(revision: Revision, verdict: VerdictChange | None) -> Text:
    """The sentence by what happened: revised upwards, downwards or not at all; the verdict turned, stayed, or is none."""
    if revision.year is None or revision.old_tco2e is None or revision.new_tco2e is None:
        way = "same"
    else:
        way = "higher" if revision.new_tco2e > revision.old_tco2e else "lower"
    judged = "none" if verdict is None else "turned" if verdict.flips else "stayed"
    return _PRESS[(way, judged)]


_PRESS = {
    ("higher", "none"): N_(
        "{publisher} has revised its figures: emissions in {name} in {year} were {new}, {difference} ({percent}) more than "
        "the earlier release said."
    ),
    ("higher", "stayed"): N_(
        "{publisher} has revised its figures: emissions in {name} in {year} were {new}, {difference} ({percent}) more than "
        "the earlier release said; the verdict on the climate target is still “{after}”."
    ),
    ("higher", "turned"): N_(
        "{publisher} has revised its figures: emissions in {name} in {year} were {new}, {difference} ({percent}) more than "
        "the earlier release said; the verdict on the climate target turns from “{before}” to “{after}”."
    ),
    ("lower", "none"): N_(
        "{publisher} has revised its figures: emissions in {name} in {year} were {new}, {difference} ({percent}) less than "
        "the earlier release said."
    ),
    ("lower", "stayed"): N_(
        "{publisher} has revised its figures: emissions in {name} in {year} were {new}, {difference} ({percent}) less than "
        "the earlier release said; the verdict on the climate target is still “{after}”."
    ),
    ("lower", "turned"): N_(
        "{publisher} has revised its figures: emissions in {name} in {year} were {new}, {difference} ({percent}) less than "
        "the earlier release said; the verdict on the climate target turns from “{before}” to “{after}”."
    ),
    ("same", "none"): N_("{publisher}'s new release leaves the earlier emissions of {name} as they were."),
    ("same", "stayed"): N_(
        "{publisher}'s new release leaves the earlier emissions of {name} as they were; the verdict on the climate target is "
        "still “{after}”."
    ),
    ("same", "turned"): N_(
        "{publisher}'s new release leaves the earlier emissions of {name} as they were; with its new year the verdict on the "
        "climate target turns from “{before}” to “{after}”."
    ),
}  # fmt: skip


def _revised_words(revision: Revision, unit: str) -> dict[str, str]:
    if revision.year is None or revision.old_tco2e is None or revision.new_tco2e is None:
        return {}
    difference = revision.new_tco2e - revision.old_tco2e
    percent = 100 * difference / abs(revision.old_tco2e) if revision.old_tco2e else None
    return {
        "year": str(revision.year),
        "new": formats.amount(revision.new_tco2e, unit),
        "difference": formats.amount(abs(difference), unit),
        "percent": formats.percent(abs(percent) if percent is not None else None, digits=1),
    }


def _verdict_words(verdict: VerdictChange | None) -> dict[str, str]:
    if verdict is None:
        return {}
    return {
        "before": _(STATUSES[verdict.before.status].word),
        "after": _(STATUSES[verdict.after.status].word),
    }

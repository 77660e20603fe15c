"""Which chapters of the council report have nothing to tell about a municipality, known without making them."""

from collections.abc import Collection

from data.store import Store
from metrics.notes import notes_in_report
from metrics.registry import INDICATORS
from ui import budget_reports, choices, project_reads, reads, what_changed
from ui.remembered import remembered


@remembered()
def silent(
    store: Store, area_id: str, snapshot: str | None, waste_indicators: tuple[str, ...]
) -> frozenset[str]:
    """The keys of the chapters (report.council_report.council.CHAPTERS) that would only say that there is nothing yet.

    snapshot: the frozen climate budget that is shown; None = today's. waste_indicators: those of the chapter on materials."""
    has_emissions = _has_values(store, area_id, (choices.headline_indicator(store, area_id),))
    has_budget = snapshot is not None or not reads.climate_budget(store, area_id).empty
    told = {
        "emissions": has_emissions,
        "targets": has_emissions or not reads.targets_in_force(store, area_id).empty,
        "budget": has_budget,
        "projects": not project_reads.projects(store, (area_id,)).empty,
        "materials": _has_values(store, area_id, waste_indicators),
        "indicators": _has_values(store, area_id, tuple(INDICATORS)),
        "changes": bool(what_changed.newest_sentence(store, area_id))
        or (has_budget and _has_earlier_report(store, area_id, snapshot)),
        "notes": not notes_in_report(store, area_id).empty,
    }
    return frozenset(key for key, is_told in told.items() if not is_told)


def _has_values(store: Store, area_id: str, indicators: Collection[str]) -> bool:
    return bool(reads.values(store, (area_id,), tuple(indicators))["value"].notna().any())


def _has_earlier_report(store: Store, area_id: str, snapshot: str | None) -> bool:
    """Whether a climate budget was frozen before the one shown."""
    oldest = budget_reports.labels(store, area_id)[-1:]  # they stand newest first
    return bool(oldest) and oldest != [snapshot]

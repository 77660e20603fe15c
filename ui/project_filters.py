"""What the table of projects can be narrowed to: whose they are, sector, stage, status, side of the helix, late reports."""

from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass

import streamlit as st

from data.code_lists import HELIX_SIDES, INNOVATION_STAGES, PROJECT_STATUSES, SECTORS
from data.store import Store
from texts import Text, _
from ui import choices, project_reads
from ui.remembered import remembered

ALL, LATE = "all", "late"
OWN, EVERYBODY = "own", "everybody"


@dataclass(frozen=True)
class Narrowed:
    """What the table is narrowed to: codes, or ALL. scope: OWN, or EVERYBODY with the shared projects of others."""

    scope: str = OWN
    sector: str = ALL
    stage: str = ALL
    status: str = ALL
    side: str = ALL
    report: str = ALL


def choose(store: Store, area_id: str) -> Narrowed:
    """What the reader narrows the table to; every choice stands in the address, and only what occurs is offered."""
    scope = _scope(store, area_id)
    found = known(store, area_id, scope)
    with st.container(horizontal=True, key="vk-controls"):
        sector = _code("project-sector", _("Sector"), SECTORS, found["sector"])
        stage = _code("project-stage", _("Innovation stage"), INNOVATION_STAGES, found["innovation_stage"])
        status = _code("project-status", _("Project status"), PROJECT_STATUSES, found["status"])
        side = _code("project-side", _("Side of the helix"), HELIX_SIDES, found["helix_side"])
        late = choices.one_of("project-reports", _("Reports"), [ALL, LATE], ALL, words=_report_words)
    return Narrowed(scope, sector, stage, status, side, late)


@remembered()
def known(store: Store, area_id: str, scope: str) -> dict[str, frozenset[str]]:
    """The codes that occur among the projects of a scope, by column."""
    found = project_reads.projects_of(store, area_id, is_everybody=scope == EVERYBODY)
    sides = project_reads.partners(store, project_reads.municipalities(found))["helix_side"]
    columns = {name: found[name] for name in ("sector", "innovation_stage", "status")} | {"helix_side": sides}
    return {name: frozenset(codes) for name, codes in columns.items()}


@remembered()
def _has_others(store: Store, area_id: str) -> bool:
    return bool((project_reads.shared_projects(store)["municipality_id"] != area_id).any())


def _scope(store: Store, area_id: str) -> str:
    """Whose projects; asked where there are own ones and others share some."""
    if not _has_others(store, area_id):
        return OWN
    if project_reads.projects(store, (area_id,)).empty:
        return EVERYBODY
    return choices.one_of_few(
        "whose-projects", _("Whose projects"), [OWN, EVERYBODY], OWN, words=_scope_words
    )


def _code(name: str, label: str, titles: Mapping[str, Text], found: Container[str]) -> str:
    options = [ALL, *(code for code in titles if code in found)]
    return choices.one_of(name, label, options, ALL, words=_words_of(titles))


def _words_of(titles: Mapping[str, Text]) -> Callable[[str], str]:
    return lambda code: _("All") if code == ALL else _(titles[code])


def _scope_words(scope: str) -> str:
    return _("This municipality") if scope == OWN else _("All municipalities")


def _report_words(code: str) -> str:
    return _("All") if code == ALL else _("Late")

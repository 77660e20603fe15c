"""How much of an expected effect counts at each stage: the weights in force with their source, and what others would give."""

import pandas as pd
import streamlit as st

from data.store import Store
from metrics.constants import Constant
from metrics.portfolio import STAGE_WEIGHTS
from sentences import formats
from texts import _
from ui import layout, project_reads, projects, view
from ui.project_reads import Weights
from ui.upload_flow import as_written

PERCENTS = tuple(str(percent) for percent in range(101))
SLIDER_PX = 260
MOVED = tuple(
    stage for stage in STAGE_WEIGHTS if stage != "stopped"
)  # what is stopped counts nothing, whatever is asked


def asked(store: Store, area_id: str) -> Weights | None:
    """The weights that the reader tries out, as the address says; None while they are those in force."""
    in_force = project_reads.weights(store, area_id)
    tried = {
        stage: percent
        for stage in MOVED
        if (percent := _tried(area_id, stage)) not in (None, _percent(in_force[stage]))
    }
    if not tried:
        return None
    return tuple(
        (in_force | {stage: int(percent) / 100 for stage, percent in tried.items() if percent}).items()
    )


def _tried(area_id: str, stage: str) -> str | None:
    return view.chosen_if_any(_name(area_id, stage), PERCENTS)


def _name(area_id: str, stage: str) -> str:
    """In the address; of one municipality, since another has weights of its own."""
    return f"weight-{area_id}-{stage}"


def _percent(weight: float) -> str:
    return str(round(100 * weight))


def notice(store: Store, area_id: str, year: int, weights: Weights) -> None:
    """Says that the page shows weights that nobody decided, what those in force give, and leads back to them."""
    decided = projects.whole(project_reads.portfolio(store, area_id, year))
    mid = formats.short_amount(decided["weighted_mid_tco2e"], projects.UNIT, like=(decided["gap_tco2e"],))
    in_force = project_reads.weights(store, area_id)
    named = ", ".join(f"{projects.stage_words(stage)} {formats.percent(100 * weight)}"
                      for stage, weight in weights if weight != in_force[stage])  # fmt: skip
    with st.container(horizontal=True, vertical_alignment="center"):
        st.info(_("You are trying out other weights ({named}). With those in force {mid} are expected.", named=named,
                  mid=mid), icon=":material/tune:")  # fmt: skip
        st.button(
            _("Back to the weights in force"),
            key="weights-back",
            on_click=_took_back,
            args=(area_id, in_force),
        )


def section(store: Store, area_id: str) -> None:
    """The table of weights with their source, and a slider for each."""
    in_force, stated = project_reads.weights(store, area_id), project_reads.constants(store, area_id)
    layout.table(table(in_force, stated), _("Stage weights"))
    st.caption(
        _(
            "A municipality decides its own weights on the sheet Constants: stage_weight_idea and so on, 0 to 1."
        )
    )
    st.markdown(_("Try out other weights. They stand in the address and are not stored."))
    with st.container(horizontal=True, key="vk-weights"):
        for stage in MOVED:
            _slider(area_id, stage, in_force[stage])


def table(in_force: dict[str, float], stated: dict[str, Constant]) -> pd.DataFrame:
    """Each stage with its weight and where it comes from."""
    return pd.DataFrame(
        {
            _("Stage"): [projects.stage_words(stage) for stage in in_force],
            _("Weight"): [formats.percent(100 * weight) for weight in in_force.values()],
            _("Where it comes from"): [_source(stated.get(stage)) for stage in in_force],
        }
    )


def _source(constant: Constant | None) -> str:
    if constant is None:
        return _("Default (Methods, portfolio)")
    return _("{source}, from {day}", source=constant.source, day=f"{constant.valid_from:%Y-%m-%d}")


def _slider(area_id: str, stage: str, weight: float) -> None:
    name, value = _name(area_id, stage), int(_tried(area_id, stage) or _percent(weight))
    st.slider(
        projects.stage_words(stage), 0, 100, key=view.widget_key(name, value), format="%d %%", width=SLIDER_PX,
        on_change=_took, args=(name,),
    )  # fmt: skip


def _took(name: str) -> None:
    view.choose(name, str(st.session_state[f"choice-{name}"]))


def _took_back(area_id: str, in_force: dict[str, float]) -> None:
    for stage in MOVED:
        if _tried(area_id, stage) is not None:
            view.choose(_name(area_id, stage), _percent(in_force[stage]))


def words_of(weights: dict[str, float]) -> str:
    """The weights in one line, for the method."""
    return ", ".join(
        f"{as_written(projects.stage_words(stage))} {formats.percent(100 * weight)}"
        for stage, weight in weights.items()
    )

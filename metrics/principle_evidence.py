"""What respondents name as evidence of the eight principles, without telling who wrote it (docs/methods.md, principles)."""

from collections.abc import Sequence

import pandas as pd

from data.code_lists import PRINCIPLES
from data.store import Store
from metrics.principles import FEWEST
from texts import N_

EVIDENCE = ("municipality_id", "assessment_id", "principle", "evidence", "reason")


def principle_evidence(store: Store, municipality_ids: Sequence[str] | None = None) -> pd.DataFrame:
    """The texts that respondents wrote as evidence, as written, by assessment and principle.

    In the order of their letters and without group or number, so that no text leads to its respondent or a score. Where
    fewer than three respondents scored the principle in that round: one row without a text, and the reason. Returns the
    columns of EVIDENCE; nothing written gives no row."""
    written = store.query(
        _WRITTEN, {"areas": None if municipality_ids is None else list(municipality_ids), "fewest": FEWEST}
    )
    few = N_("Fewer than {count} respondents: what they wrote is not shown.", count=str(FEWEST))
    reasons = [None if is_told else few for is_told in written["is_told"]]
    told = written.assign(reason=pd.Series(reasons, index=written.index, dtype=object))
    places = {principle: place for place, principle in enumerate(PRINCIPLES)}
    order = ["municipality_id", "assessment_id", "_principle"]
    placed = told.assign(_principle=told["principle"].map(places)).sort_values(order, kind="stable")
    return placed[list(EVIDENCE)].reset_index(drop=True)


_WRITTEN = """
with answers as (
    select
        area_id as municipality_id, record_id as assessment_id, principle, trim(evidence) as evidence,
        count(score) over (partition by area_id, record_id, principle) >= $fewest as is_told
    from live_principle_scores
    where is_speaking and ($areas::varchar[] is null or area_id in (select unnest($areas::varchar[])))
),
written as (
    select municipality_id, assessment_id, principle, evidence, is_told
    from answers
    where is_told and evidence <> ''
    union all
    select distinct municipality_id, assessment_id, principle, null, is_told
    from answers
    where not is_told and evidence <> ''
)
select municipality_id, assessment_id, principle, evidence, is_told
from written
order by municipality_id, assessment_id, principle, lower(evidence), evidence
"""

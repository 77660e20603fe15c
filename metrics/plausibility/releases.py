"""A newer release that moves the history."""

import pyarrow as pa

from data.code_lists import OUTSIDE_TOTAL
from metrics.plausibility.given import Given
from metrics.release_changes import AGREES_TCO2E

RELEASE_SHARE = 0.05  # a new release against the one before, per year

# The release that speaks against the newest of the others that are kept, for the publisher's own total.
_MOVES = """
with kept as (
    select
        live.slice_id, live.area_id, live.dataset, live.release, live.year, live.upload_id, live.is_speaking,
        datasets.gas_coverage
    from live_slices live
    join datasets on datasets.dataset = live.dataset
    join areas on areas.area_id = live.area_id
    left join releases on releases.dataset = live.dataset and releases.release = live.release
    where
        live.table_name = 'emissions' and live.is_headline and datasets.basis = 'territorial'
        and if(
            $areas::varchar[] is null,
            areas.kind = 'municipality' and areas.valid_to is null,
            live.area_id in (select unnest($areas::varchar[]))
        )
    qualify live.is_speaking or row_number() over (
        partition by live.area_id, live.dataset, live.year, live.is_speaking
        order by releases.released_on desc nulls last, live.first_event desc, live.release
    ) = 1
),
compared_years as (
    select area_id, dataset, year
    from kept
    group by area_id, dataset, year
    having count(*) = 2
),
totals as (
    select
        kept.area_id, kept.dataset, kept.gas_coverage, kept.year, kept.is_speaking, kept.release,
        if(count(*) = count(fact.emissions_tco2e), fsum(fact.emissions_tco2e), null) as total,
        min({
            'upload_id': kept.upload_id, 'sheet': fact.source_sheet, 'row': fact.source_row,
            'width': length(fact.source_column), 'letters': fact.source_column
        }) as place
    from kept
    join compared_years using (area_id, dataset, year)
    join emissions fact on fact.slice_id = kept.slice_id
    where
        fact.is_counted and fact.basis = 'territorial'
        and coalesce(fact.sector, '') not in (select unnest($outside::varchar[]))
    group by kept.area_id, kept.dataset, kept.gas_coverage, kept.year, kept.is_speaking, kept.release
)
select
    now.area_id, 'total' as subject, now.year::integer as year,
    coalesce(abs(now.total - earlier.total) / nullif(abs(earlier.total), 0), 1) as size, now.total as value,
    earlier.total as other, now.release, earlier.release as earlier_release,
    if(now.gas_coverage = 'co2', 't CO2', 't CO2e') as unit, now.place.upload_id as upload_id, now.place.sheet as sheet,
    now.place.letters || now.place.row as cell
from totals now
join totals earlier using (area_id, dataset, year)
where
    now.is_speaking and not earlier.is_speaking and abs(now.total - earlier.total) >= $agrees
    and abs(now.total - earlier.total) > $share * abs(earlier.total)
order by now.area_id, now.year
"""


def moved_by_release(given: Given) -> pa.Table:
    """Years that the release that speaks has moved by more than 5 % against the one before. other: the earlier total."""
    parameters = {
        "areas": given.named,
        "outside": list(OUTSIDE_TOTAL),
        "share": RELEASE_SHARE,
        "agrees": AGREES_TCO2E,
    }
    return given.store.arrow(_MOVES, parameters)

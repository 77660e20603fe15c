"""Which slices are live, which speak, and which are headline: one statement that replays the events of the
uploads.

Parameters: $until_event, the last event to replay (an earlier one gives the store as it stood then);
$upload_id, to judge only the areas which that upload names, or null for all. Areas are judged one by one, so
an event changes no other area."""

# The rules (design: the store). An upload is live when its last event is committed or restored. Of the live
# slices with one key, the one committed last speaks; restoring puts an upload back in its old place, so the
# first commit orders them. A recomputed dataset speaks for an area from exactly one release, the newest; an
# accumulating one from the newest per year. Releases without a date come last, in the order of their first
# upload: loading one again corrects it and moves nothing. Headline: a stored choice, else a national
# inventory or register before own accounts, all gases before CO2, first loaded.
LIVE_SLICES = """
with states as (
    select upload_id, arg_max(event, event_id) as event, min(event_id) as committed_event
    from upload_events
    where event_id <= $until_event
    group by upload_id
),
standing as (
    select slices.*, states.committed_event
    from slices
    join states on states.upload_id = slices.upload_id
    where
        states.event in ('committed', 'restored')
        and ($upload_id is null or slices.area_id in (select area_id from slices where upload_id = $upload_id))
),
first_events as (
    select table_name, area_id, dataset, release, min(committed_event) as first_event
    from standing
    where dataset is not null
    group by table_name, area_id, dataset, release
),
live as (
    select *
    from standing
    qualify row_number() over (
        partition by table_name, area_id, dataset, release, year, record_id order by committed_event desc
    ) = 1
),
dated as (
    select
        live.*, first_events.first_event, releases.released_on, datasets.revision, datasets.kind, datasets.gas_coverage,
        coalesce(datasets.basis, '') as basis
    from live
    left join first_events
        on first_events.table_name = live.table_name and first_events.area_id = live.area_id
        and first_events.dataset = live.dataset and first_events.release = live.release
    left join releases on releases.dataset = live.dataset and releases.release = live.release
    left join datasets on datasets.dataset = live.dataset
),
ranked as (
    select
        dated.*,
        dense_rank() over (
            partition by dated.table_name, dated.area_id, dated.dataset, if(dated.revision = 'recomputed', null, dated.year)
            order by dated.released_on desc nulls last, dated.first_event desc, dated.release
        ) as release_rank
    from dated
),
choices as (
    select dated.area_id, chosen.table_name, coalesce(chosen.basis, '') as basis, chosen.dataset
    from dataset_choices chosen
    join dated on dated.slice_id = chosen.slice_id
),
headline as (
    select ranked.table_name, ranked.area_id, ranked.basis, ranked.dataset
    from ranked
    left join choices
        on choices.area_id = ranked.area_id and choices.table_name = ranked.table_name
        and choices.basis = ranked.basis and choices.dataset = ranked.dataset
    where ranked.dataset is not null
    group by ranked.table_name, ranked.area_id, ranked.basis, ranked.dataset
    qualify row_number() over (
        partition by ranked.table_name, ranked.area_id, ranked.basis
        order by
            max(choices.dataset is not null) desc,
            max(ranked.kind = 'own_accounts'),
            max(ranked.gas_coverage = 'co2'),
            min(ranked.first_event),
            ranked.dataset
    ) = 1
)
select
    ranked.slice_id, ranked.table_name, ranked.area_id, ranked.dataset, ranked.release, ranked.year, ranked.record_id,
    ranked.upload_id, ranked.committed_event, ranked.first_event,
    ranked.dataset is null or ranked.release_rank = 1 as is_speaking,
    ranked.dataset is null or headline.dataset is not null as is_headline
from ranked
left join headline
    on headline.table_name = ranked.table_name and headline.area_id = ranked.area_id
    and headline.basis = ranked.basis and headline.dataset = ranked.dataset
"""

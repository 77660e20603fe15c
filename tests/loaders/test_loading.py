"""From bytes to the store: what is kept, what is refused before that, and which release speaks afterwards."""

import gc
from datetime import UTC, date, datetime

import pandas as pd
import pytest

from data.datasets import Release
from data.store import Store
from loaders.loading import Preview, commit, prepare
from loaders.own_workbooks.templates import filled_template
from loaders.reading import chosen_release, release_day
from loaders.sheets import guards, workbook
from tests.loaders.published_layouts import bytes_of, context, miljodirektoratet

OSLO = "NO-0301"


@pytest.fixture
def store():
    opened = Store.open("duckdb::memory:")
    yield opened
    opened.close()


def kept_originals(store: Store) -> int:
    return int(store.query("select count(*) as files from originals")["files"].iloc[0])


def published(amount: float) -> bytes:
    """Oslo's file in the publisher's layout, with an invented figure; a recomputed dataset."""
    details = [(2024, "Veitrafikk", "Personbiler", "CO2", amount)]
    return bytes_of(miljodirektoratet(area="Oslo", details=details, overview=[(2024, "Veitrafikk", amount)]))


def loaded(store: Store, content: bytes, **choices: str) -> Preview:
    preview = prepare(store, content, "file.xlsx", **choices)
    commit(store, preview, actor="a test")
    return preview


def speaking(store: Store) -> list[tuple[str, float]]:
    rows = store.query(
        "select release, sum(emissions_tco2e) as tonnes from live_emissions where is_speaking and is_counted group by release"
    )
    return list(rows.itertuples(index=False, name=None))


def test_a_file_above_the_size_limit_is_refused_before_anything_of_it_is_kept(store, monkeypatch):
    monkeypatch.setattr(guards, "LARGEST_FILE_BYTES", 1000)
    preview = prepare(store, bytes(1001), "huge.xlsx")
    assert [problem.code for problem in preview.problems] == ["file_too_large"]
    assert not preview.is_committable
    assert kept_originals(store) == 0


def test_the_sentence_for_a_file_too_large_names_limit_and_size():
    with pytest.raises(workbook.LoadRefused) as refused:
        workbook.refuse_too_large(bytes(guards.LARGEST_FILE_BYTES + 1))
    # 40 MB and one byte are 41 MB begun
    assert [str(problem.sentence) for problem in refused.value.problems] == [
        "The file: expected a file of at most 40 MB, found a file of 41 MB. Remove pictures and sheets that are "
        "not needed, or split the workbook by year."
    ]


def living_workbooks() -> int:
    gc.collect()
    return sum(type(thing) is workbook.Workbook for thing in gc.get_objects())


def test_the_cells_of_a_workbook_are_let_go_before_its_rows_are_checked(store):
    before, living = living_workbooks(), {}
    prepare(
        store,
        published(100.0),
        "oslo.xlsx",
        on_progress=lambda share, text: living.update({str(text): living_workbooks() - before}),
    )
    assert living == {
        "Reading the file": 0,
        "Recognising the layout": 1,
        "Checking 2 rows": 0,
        "Comparing 2 rows with what is already there": 0,
        "Ready": 0,
    }


def test_a_template_with_the_year_2050_asks_for_an_acknowledgement(store):
    frame = pd.DataFrame(
        [(OSLO, 2050, "transport", 500_000.0)], columns=["area_id", "year", "sector", "emissions_tco2e"]
    )
    preview = prepare(store, filled_template("emissions", {"emissions": frame}, {}), "path.xlsx")
    assert [problem.code for problem in preview.warnings] == ["future_year"]


def test_any_smaller_file_is_kept_even_if_it_is_refused(store):
    assert not prepare(store, b"not a workbook", "notes.txt").is_committable
    assert kept_originals(store) == 1


@pytest.mark.parametrize(
    ("label", "day"),
    [
        ("corrected 2025-03-31", date(2025, 3, 31)),
        ("2025-03-31", date(2025, 3, 31)),
        ("2025-03", date(2025, 3, 1)),
        ("2025", date(2025, 1, 1)),
        ("corrected", date(2026, 4, 1)),
        ("2025-13", date(2026, 4, 1)),
        ("2025-02-30", date(2026, 4, 1)),
    ],
)
def test_a_release_counts_from_the_day_or_period_its_label_names_or_else_from_the_day_it_came(label, day):
    assert release_day(label, received_on=date(2026, 4, 1)) == day
    assert chosen_release(None, context(release=label)) == Release(label, day, "given")


def test_a_corrected_file_loaded_under_a_name_without_a_date_speaks(store):
    loaded(store, published(100.0))
    loaded(store, published(90.0), release="corrected")
    assert speaking(store) == [("corrected", 90.0)]


def test_an_older_edition_named_by_its_year_stays_a_vintage(store):
    loaded(store, published(100.0))
    preview = loaded(store, published(120.0), release="2020")
    received = f"received {datetime.now(UTC).date().isoformat()}"
    assert preview.changes[0].older_release_than == received
    assert speaking(store) == [(received, 100.0)]


def test_of_two_editions_named_by_year_or_month_the_later_speaks_in_whatever_order_they_came(store):
    loaded(store, published(100.0), release="2021-06")
    loaded(store, published(120.0), release="2021")
    assert speaking(store) == [("2021-06", 100.0)]


def test_a_corrected_template_takes_the_years_it_has_and_leaves_the_others(store):
    def filled(*rows: tuple[int, float]) -> bytes:
        frame = pd.DataFrame([(OSLO, year, "transport", tonnes) for year, tonnes in rows])
        frame.columns = ["area_id", "year", "sector", "emissions_tco2e"]
        return filled_template("emissions", {"emissions": frame}, {})

    loaded(store, filled((2023, 500_000.0), (2024, 480_000.0)), release="first")
    loaded(store, filled((2024, 470_000.0)), release="second")
    rows = store.query(
        "select year, emissions_tco2e from live_emissions where is_speaking and is_counted order by year"
    )
    assert list(rows.itertuples(index=False, name=None)) == [(2023, 500_000.0), (2024, 470_000.0)]


def test_a_file_of_which_nothing_can_be_loaded_says_so(store):
    heading = "Year Reported to CDP,Organization,City,Country,access,Accounting year,TOTAL BASIC Emissions (GPC),Population"
    content = f"{heading}\n2021,City of Elsewhere,Elsewhere,Canada,public,2019-01-01 - 2019-12-31,1000,50\n".encode()
    preview = prepare(store, content, "cities.csv")
    assert not preview.is_committable
    assert [problem.code for problem in preview.errors] in (["no_rows"], ["unknown_layout"])

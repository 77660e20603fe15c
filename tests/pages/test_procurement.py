"""Which tenders should we join? The page empty, with some of the data, full, and with others' closed tenders kept away."""

import io

import pandas as pd
import pytest
from docx import Document

from data.staging import staged
from data.store import NewUpload, Store
from tests.pages.conftest import charts, commit_series, words
from texts import set_language

PAGE = "pages/procurement.py"
OREBRO, OSLO, BERGEN = "SE-1880", "NO-0301", "NO-4601"


def put(url, table, *rows):
    store = Store.shared(url)
    sha256 = store.keep_original(repr(rows).encode(), file_name="plans.xlsx")
    store.commit(
        NewUpload(sha256, "plans.xlsx", "test", "tester", {table: staged(table, pd.DataFrame(rows))})
    )


def tender(area_id, record_id, **fields):
    row = {"area_id": area_id, "record_id": record_id, "title": f"Mail {record_id}", "cpv_code": "60161000",
           "planned_quarter": "2027-Q1", "currency": "NOK", "status": "planned", "is_open_to_joint_buying": True}  # fmt: skip
    return row | fields


def need(area_id, record_id, **fields):
    row = {"area_id": area_id, "record_id": record_id, "what": f"Need {record_id}", "cpv_code": "34136000",
           "earliest_quarter": "2027-Q3", "is_open_to_dialogue": True}  # fmt: skip
    return row | fields


@pytest.fixture
def planned(own_url):
    """Oslo and Bergen have tenders of one class, Örebro one of the division; Bergen keeps one closed, Oslo another."""
    put(
        own_url,
        "procurements",
        tender(OSLO, "A", contract_value=3_200_000.0, deliveries_per_year=5_200, zero_emission_step="required_from_start",
               has_environmental_criteria=True),
        tender(OSLO, "B", title="Own closed desks", cpv_code="39130000", is_open_to_joint_buying=False),
        tender(BERGEN, "C", planned_quarter="2027-Q2", contract_value=7_500_000.0, deliveries_per_year=9_400,
               zero_emission_step="award_criterion"),
        tender(BERGEN, "D", title="Secret desks", cpv_code="39130000", is_open_to_joint_buying=False),
        tender(OREBRO, "E", cpv_code="60100000", planned_quarter="2027-Q2", contract_value=1_100_000.0, currency="SEK"),
    )  # fmt: skip
    return own_url


def opened_in(opened, **address):
    return opened(PAGE, area=OSLO, **address)


def test_an_empty_store_says_what_to_do_next(opened):
    assert "There is nothing to show yet." in words(opened(PAGE))


def test_a_municipality_without_tenders_learns_what_they_are_for(opened, own_url):
    commit_series(own_url, {2022: 79_000.0})
    text = words(opened(PAGE))
    assert "Örebro: no tenders and no needs here yet." in text
    assert "whom you could buy it together with" in text


def test_the_answer_tells_what_with_whom_and_how_much(opened, planned):
    # 3.2 + 7.5 = 10.7 million NOK, 5 200 + 9 400 = 14 600 deliveries; the division with Örebro is one more
    text = words(opened_in(opened))
    assert "Which tenders should Oslo join?" in text
    assert (
        "Mail A (CPV 6016), together with Bergen: 2 tenders of 2027, 10.7 million NOK, 14 600 deliveries a year. "
        "There is one more possibility." in text
    )


def test_the_group_that_the_address_names_is_open_with_its_tenders_and_parts(opened, planned):
    # classes 6016, 6016, 6010: (1 + 0.5 + 0.5) / 3 = 0.67; quarters 1, 2, 2: (2/3 + 2/3 + 1) / 3 = 0.78; steps 2 apart: 0.60
    text = words(opened_in(opened, joint="60-2027-Q1"))
    assert (
        "same CPV division, some of one class (0.67); 0.7 quarters apart (0.78); 2 steps apart on the ladder (0.60)"
        in text
    )
    assert "Mail E Örebro 60100000" in text
    assert "All could ask for at once Award criterion Strictest wish Required from the start" in text
    assert "One of them states no step on the ladder." in text


def test_amounts_without_a_common_rate_are_not_added(opened, planned):
    text = words(opened_in(opened, joint="60-2027-Q1"))
    assert "Not in the value: 3 tenders without a value, a currency or a rate." in text
    assert "There is no rate of NOK in euro" in text


def test_others_closed_tenders_stay_away_and_ones_own_are_shown(opened, planned, downloads):
    text = words(opened_in(opened, scope="chosen", **{"tender-areas": f"{OSLO},{BERGEN},{OREBRO}"}))
    assert "Own closed desks" in text
    assert "Secret desks" not in text
    assert "Of others only what they have opened to joint buying or dialogue" in text
    files = [content() if callable(content) else content for _name, content in downloads.values()]
    assert not any(b"Secret desks" in file for file in files)
    assert "Secret desks" not in " ".join(
        chart.spec + chart.alt for chart in charts(opened_in(opened, scope="chosen"))
    )


def test_among_chosen_municipalities_only_their_tenders_are_joined(opened, planned):
    text = words(opened_in(opened, scope="chosen", **{"tender-areas": f"{OSLO},{OREBRO}"}))
    assert "Mail A (CPV 60), together with Örebro: 2 tenders of 2027" in text
    assert "Mail C" not in text


def test_what_fits_all_that_were_chosen_is_said_beside_the_best(opened, planned):
    text = words(opened_in(opened, scope="chosen", **{"tender-areas": f"{OSLO},{BERGEN},{OREBRO}"}))
    assert "together with Bergen: 2 tenders" in text
    assert "Fits all 3 of them: Mail A (CPV 60), 3 tenders, 14 600 deliveries a year." in text


def test_one_chosen_municipality_is_too_few(opened, planned):
    assert "Choose at least two municipalities" in words(
        opened_in(opened, scope="chosen", **{"tender-areas": OSLO})
    )


def test_the_summary_is_a_word_document_in_the_readers_language(opened, planned, downloads):
    set_language("nb")
    opened_in(opened, joint="60-2027-Q1", lang="nb")
    name, content = downloads["joint-need"]
    document = Document(io.BytesIO(content()))
    assert name == "joint-need-60-2027-Q1.docx"
    assert document.core_properties.language == "nb-NO"
    assert len(document.tables) == 3


@pytest.mark.parametrize(
    ("rows", "reason"),
    [([tender(OSLO, "A", status="ended")], "Oslo has no planned tender and no need."),
     ([tender(OSLO, "A", is_open_to_joint_buying=False)],
      "the only planned tender or need of Oslo is not opened to joint buying or dialogue."),
     ([tender(OSLO, "A"), tender(BERGEN, "B", planned_quarter="2028-Q1")],
      "nobody else has opened a tender or need of the same CPV division within two quarters of those of Oslo.")],
)  # fmt: skip
def test_it_says_why_nothing_can_be_joined(opened, own_url, rows, reason):
    put(own_url, "procurements", *rows)
    assert f"None yet: {reason}" in words(opened_in(opened))


def test_needs_are_put_together_before_there_are_tenders(opened, own_url):
    put(own_url, "needs", need(OSLO, "N", volume=24.0, volume_unit="vehicles"),
        need(BERGEN, "M", volume=11.0, volume_unit="vehicles"))  # fmt: skip
    text = words(opened_in(opened))
    assert "Need N (CPV 3413), together with Bergen: 2 needs of 2027, 35 vehicles." in text
    assert "Need N Oslo 34136000 24 vehicles" in text


def test_the_ladder_tells_each_tenders_next_step(opened, planned):
    text = words(opened_in(opened)).replace("\u2011", "-")
    assert "Mail A Oslo 2027-Q1 Required from the start Verify it during the contract" in text
    assert "Own closed desks Oslo 2027-Q1 Not stated State where it stands" in text


def test_a_share_of_few_tenders_says_so(opened, planned):
    text = words(opened_in(opened, criterion="zero_emission"))
    assert "Zero-emission delivery: 100 % of the tenders of 2027 (1 of 1 that state it)" in text
    assert "fewer than 5 tenders state it" in text
    assert "One tender does not state it: neither yes nor no." in text


def test_what_lacks_a_statement_is_listed_with_the_reason(opened, own_url):
    put(own_url, "procurements", tender(OSLO, "A", cpv_code=None))
    text = words(opened_in(opened))
    assert "Mail A Oslo Sums of values It has no contract value." in text
    assert "Mail A Oslo Calendar and joint tenders It has no CPV code." in text


def test_the_demonstration_has_tenders_to_join(opened, demo_path):
    text = words(opened(PAGE, demo=demo_path))
    assert "Which tenders should Fjordvik join?" in text
    assert "together with" in text


def test_the_municipality_of_the_question_is_always_among_the_chosen(opened, planned):
    text = words(opened_in(opened, scope="chosen", **{"tender-areas": f"{BERGEN},{OREBRO}"}))
    assert "has no planned tender and no need" not in text
    assert "Fits all 3 of them" in text

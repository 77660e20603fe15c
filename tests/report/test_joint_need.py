"""The summary of a joint need as a Word document: what it says, what it keeps to itself, and that it is accessible."""

import io
from datetime import date

import pandas as pd
import pytest
from docx import Document
from docx.oxml.ns import qn

from data.demo import demo_areas, demo_changes
from data.staging import staged
from data.store import NewUpload
from metrics.joint_tenders import joint_tenders
from report.joint_need import joint_need, joint_need_docx, questions
from texts import in_language

OSLO, BERGEN, OREBRO = "NO-0301", "NO-4601", "SE-1880"
DAY = date(2026, 11, 27)


def put(store, table, *rows):
    sha256 = store.keep_original(repr(rows).encode(), file_name="plans.xlsx")
    frame = staged(table, pd.DataFrame(rows))
    store.commit(NewUpload(sha256, "plans.xlsx", "test", "tester", {table: frame}))


def tender(area_id, record_id, **fields):
    row = {"area_id": area_id, "record_id": record_id, "title": f"Mail {record_id}", "cpv_code": "60161000",
           "planned_quarter": "2027-Q1", "currency": "NOK", "status": "planned", "is_open_to_joint_buying": True}  # fmt: skip
    return row | fields


@pytest.fixture
def full(store):
    put(
        store,
        "procurements",
        tender(OSLO, "A", contract_value=3_200_000.0, deliveries_per_year=5_200, zero_emission_step="required_from_start"),
        tender(BERGEN, "B", planned_quarter="2027-Q2", contract_value=7_500_000.0, deliveries_per_year=9_400,
               zero_emission_step="award_criterion", asks_take_back=True),
        tender(BERGEN, "C", title="Secret parcels", is_open_to_joint_buying=False, contract_value=1.0),
        tender(OSLO, "D", title="Parcels without a price"),
    )  # fmt: skip
    put(
        store,
        "needs",
        {"area_id": OREBRO, "record_id": "N", "what": "Electric vans", "cpv_code": "60161000", "volume": 24.0,
         "volume_unit": "vehicles", "earliest_quarter": "2027-Q2", "is_open_to_dialogue": True},
    )  # fmt: skip
    return store


def need_of(store, **choices):
    return joint_need(store, joint_tenders(store).iloc[0].to_dict(), **choices)


def written(need):
    return Document(io.BytesIO(joint_need_docx(need, written_on=DAY)))


def words(document):
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def headings(document):
    return [each.text for each in document.paragraphs if each.style.name == "Heading 1"]


def test_it_opens_with_who_when_and_how_much(full):
    # 3.2 + 7.5 = 10.7 million NOK, 5 200 + 9 400 = 14 600 deliveries
    text = words(written(need_of(full))).replace("\u00a0", " ").replace("\u202f", " ")
    assert (
        "Oslo, Bergen and Örebro could go to the market together between 2027-Q1 and 2027-Q2, with 3 tenders and one need. "
        "Together: 10 700 000 NOK, 14 600 deliveries a year, 24 vehicles." in text
    )


def test_its_sections_are_headings_by_style(full):
    document = written(need_of(full))
    assert headings(document) == [
        "Who takes part", "What is needed", "Volumes by quarter", "Requirements wished for", "Questions to the market",
        "Method and sources",
    ]  # fmt: skip
    assert document.paragraphs[0].style.name == "Title"


def test_every_table_repeats_its_head_and_says_what_it_holds(full):
    tables = written(need_of(full)).tables
    heads = [table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None for table in tables]
    captions = [table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val")) for table in tables]
    assert heads == [True, True, True]
    assert captions == ["What is needed", "Volumes by quarter", "Requirements wished for"]


def test_what_is_closed_never_leaves_the_house(full):
    assert "Secret parcels" not in words(written(need_of(full)))


def test_quarters_add_up_and_what_is_in_no_sum_is_said(full):
    document = written(need_of(full))
    [*_head_and_quarters, last] = [
        [cell.text.replace("\u00a0", " ").replace("\u202f", " ") for cell in row.cells]
        for row in document.tables[1].rows
    ]
    assert last == ["Together", "3", "1", "10 700 000 NOK", "14 600", "24 vehicles"]
    assert "Not in the value: one tender without a value, a currency or a rate." in words(document)


def test_each_stands_on_its_step_with_the_next_one(full):
    rows = [[cell.text for cell in row.cells] for row in written(need_of(full)).tables[2].rows]
    assert ["Bergen", "Mail B", "Award criterion", "Require it from a date", "Asks for take-back"] in rows
    assert ["Oslo", "Parcels without a price", "Not stated", "State where it stands", "–"] in rows


def test_questions_follow_from_what_is_asked_for(full):
    asked = questions(need_of(full))
    assert asked[0].startswith(
        "Can you deliver without emissions to Oslo, Bergen and Örebro from 2027-Q1 on?"
    )
    assert "How do you take goods back, and what becomes of them?" in asked


def test_without_any_wish_the_standing_questions_are_asked(store):
    put(store, "procurements", tender(OSLO, "A"), tender(BERGEN, "B"))
    asked = questions(need_of(store))
    assert asked[0].startswith("From when could you deliver without emissions to Oslo and Bergen")
    assert "What can you offer that is used, can be repaired, or is taken back after use?" in asked


def test_columns_of_which_nothing_is_known_are_left_out(store):
    put(store, "procurements", tender(OSLO, "A"), tender(BERGEN, "B"))
    head = [cell.text for cell in written(need_of(store)).tables[0].rows[0].cells]
    assert head == ["Municipality", "What", "CPV code", "Quarter"]


def test_the_rates_that_were_used_are_told(store):
    put(store, "procurements", tender(OSLO, "A", contract_value=1000.0),
        tender(BERGEN, "B", contract_value=50.0, currency="EUR"))  # fmt: skip
    put(store, "exchange_rates", {"area_id": OSLO, "record_id": "R", "currency": "NOK", "rate_on": date(2026, 1, 1),
        "euro_per_unit": 0.1, "source": "Norges Bank"})  # fmt: skip
    text = words(written(need_of(store)))
    assert (
        "Amounts in other currencies are changed at these rates: NOK 0.1 EUR, 2026-01-01, Norges Bank."
        in text
    )
    assert "150\u00a0EUR" in text


def test_version_and_day_are_told(full):
    text = words(written(need_of(full)))
    assert f"(data version {full.version})" in text
    assert "Written on 2026-11-27." in text


def test_fictional_data_are_said_to_be_fictional(full, store):
    assert "fictional" not in words(written(need_of(full)))
    store.add_areas(pd.DataFrame(demo_areas()), pd.DataFrame(demo_changes()))
    put(store, "procurements", *(tender(area, area, cpv_code="90511000") for area in ("NO-D01", "SE-D01")))
    group = joint_tenders(store, ["NO-D01"]).iloc[0].to_dict()
    assert "every municipality and figure here is fictional" in words(written(joint_need(store, group)))


def test_a_title_with_a_sign_that_no_file_can_hold_is_written_with_a_space(store):
    put(store, "procurements", tender(OSLO, "A", title="Post\x0bpakker\ufffe"), tender(BERGEN, "B"))
    document = written(need_of(store))
    assert "Post pakker" in document.core_properties.title
    assert "Post pakker" in [cell.text.strip() for cell in document.tables[0].columns[1].cells]


@pytest.mark.parametrize(("code", "tag"), [("en", "en-GB"), ("nb", "nb-NO"), ("sv", "sv-SE")])
def test_the_file_knows_its_language_and_title(full, code, tag):
    with in_language(code):
        document = written(need_of(full))
    language = document.styles.element.find(f".//{qn('w:lang')}").get(qn("w:val"))
    about = document.core_properties
    assert (language, about.language) == (tag, tag)
    assert about.title == document.paragraphs[0].text
    assert about.created.date() == DAY


def test_the_same_data_make_the_same_words(full):
    assert words(written(need_of(full))) == words(written(need_of(full)))

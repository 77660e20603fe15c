"""What a person does on the Upload page, and what is in the store afterwards."""

from io import BytesIO

import openpyxl
import pandas as pd
from streamlit.testing.v1 import AppTest

from data.store import Store
from loaders.own_workbooks import templates
from tests.loaders.workbooks import saved

THREE_YEARS = {2021: 100_000.0, 2022: 98_000.0, 2023: 96_000.0}
TOTALS = """
select year, sum(emissions_tco2e) as total_tco2e
from live_emissions
where is_counted and is_speaking
group by year
order by year
"""


def accounts(totals: dict[int, float], *, area: str = "NO-3201", **about) -> bytes:
    """The emissions template with one sector of one municipality."""
    rows = [
        {"area_id": area, "year": year, "sector": "transport", "emissions_tco2e": tonnes}
        for year, tonnes in totals.items()
    ]
    return templates.filled_template("emissions", {"emissions": pd.DataFrame(rows)}, about)


def records(table: str, *rows: dict[str, object], theme: str | None = None) -> bytes:
    """The template of a record table with rows about Bærum."""
    frame = pd.DataFrame([{"area_id": "NO-3201", **row} for row in rows])
    return templates.filled_template(theme or table, {table: frame}, {})


def with_cell(content: bytes, cell: str, value: object, *, sheet: str = "Emissions") -> bytes:
    """The same workbook with another value in one cell."""
    book = openpyxl.load_workbook(BytesIO(content))
    book[sheet][cell] = value
    return saved(book)


def cell_of(content: bytes, heading: str, row: int) -> str:
    """The address of a column's cell in the sheet Emissions, such as H3."""
    sheet = openpyxl.load_workbook(BytesIO(content))["Emissions"]
    return next(
        cell.coordinate for cell in sheet[row] if str(sheet.cell(1, cell.column).value).startswith(heading)
    )


def choose(app: AppTest, content: bytes, name: str = "accounts.xlsx") -> AppTest:
    app.file_uploader[0].upload(name, content)
    return app.run()


def give_name(app: AppTest, name: str = "Kari") -> AppTest:
    return app.text_input(key="actor-asked").set_value(name).run()


def commit(app: AppTest) -> AppTest:
    return app.button(key="commit").click().run()


def load(app: AppTest, content: bytes, name: str = "accounts.xlsx") -> AppTest:
    return commit(choose(give_name(app), content, name))


def labelled(elements, label: str):
    """The one widget with this label."""
    return next(element for element in elements if element.label == label)


def totals(url: str) -> dict[int, float]:
    """The counted tonnes per year that speak in a store."""
    store = Store.open(url)
    rows = store.arrow(TOTALS).to_pylist()
    store.close()
    return {row["year"]: row["total_tco2e"] for row in rows}


def areas(url: str) -> list[str]:
    """The areas whose emissions speak in a store."""
    store = Store.open(url)
    rows = store.arrow(
        "select distinct area_id from live_emissions where is_speaking order by area_id"
    ).to_pylist()
    store.close()
    return [row["area_id"] for row in rows]


def uploads(url: str) -> pd.DataFrame:
    store = Store.open(url)
    listed = store.uploads()
    store.close()
    return listed

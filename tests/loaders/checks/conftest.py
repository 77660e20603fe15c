"""A store that knows the invented municipalities."""

import pandas as pd
import pytest

from data.store import Store
from tests.loaders.published_layouts import AREAS


@pytest.fixture
def store():
    opened = Store.open("duckdb::memory:")
    frame = pd.DataFrame([vars(area) for area in AREAS if area.area_id not in opened.register().areas])
    opened.add_areas(frame.astype({"valid_to": "datetime64[s]"}))
    yield opened
    opened.close()

"""Who names a project as where their idea comes from. All places and projects are fictional."""

import pandas as pd
import pytest

from data.demo import demo_areas
from data.staging import staged
from data.store import NewUpload
from metrics.project_origin import named_as_origin

FJORDVIK, ELVESUND = "NO-D01", "NO-D02"


@pytest.fixture
def named(store):
    """named(origin, title=..., is_shareable=...) tells who names Fjordvik's P-01 when Elvesund's P-11 says so."""
    store.add_areas(pd.DataFrame(demo_areas()))

    def found(
        origin: str | None, *, title: str = "Electric ferry", is_shareable: bool | None = True
    ) -> list[str]:
        rows = [
            {"area_id": FJORDVIK, "record_id": "P-01", "title": title, "innovation_stage": "running",
             "idea_origin": "Our own Electric ferry"},
            {"area_id": ELVESUND, "record_id": "P-11", "title": "Ours", "innovation_stage": "idea", "idea_origin": origin,
             "is_shareable": is_shareable},
        ]  # fmt: skip
        sha256 = store.keep_original(repr(rows).encode(), file_name="plans.xlsx")
        tables = {"projects": staged("projects", pd.DataFrame(rows))}
        store.commit(NewUpload(sha256, "plans.xlsx", "test", "Kari", tables))
        return named_as_origin(store, FJORDVIK, "P-01")["project_id"].tolist()

    return found


def test_a_project_whose_title_is_in_the_origin_is_named_whatever_the_letters(named):
    assert named("Seen in Fjordvik: the ELECTRIC FERRY") == ["P-11"]


def test_the_id_counts_together_with_the_name_of_the_municipality(named):
    assert named("From Fjordvik, their P-01") == ["P-11"]


@pytest.mark.parametrize("origin", ["P-01 of somebody", "Fjordvik, P-014", "A trip to Fjordvik", None])
def test_an_id_or_a_place_alone_names_nothing(named, origin):
    assert named(origin) == []


def test_a_short_title_is_only_a_word(named):
    assert named("More buses", title="Buses") == []


@pytest.mark.parametrize("is_shareable", [False, None])
def test_a_project_that_is_not_shared_is_not_told(named, is_shareable):
    assert named("The electric ferry of Fjordvik", is_shareable=is_shareable) == []


def test_a_project_does_not_name_itself(named):
    # Fjordvik's own origin holds its own title
    assert named(None) == []

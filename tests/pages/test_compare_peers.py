"""Peers suggested and explained, and from whom to learn: as the command line has it, in sentences."""

import pytest

from data.store import Store
from metrics.learning import learn_from
from metrics.peers import peers
from tests.pages.conftest import commit_series, unfolded, words

PAGE = "pages/compare.py"


@pytest.fixture
def store(demo_path):
    opened_store = Store.open(f"duckdb:{demo_path}", read_only=True)
    yield opened_store
    opened_store.close()


def test_the_nearest_peers_are_those_of_the_command_line(opened, demo_path, store):
    text = words(opened(PAGE, demo=demo_path, areas="NO-D01,NO-D02", view="peers"))
    found = peers(store, "NO-D01")
    assert found["name"].head(3).tolist() == ["Elvesund", "Koivuharju", "Rautasalmi"]
    assert "Most like Fjordvik: Elvesund, Koivuharju, Rautasalmi." in text
    # root of the mean of 0.366 and 1.238 = 0.896
    assert "Elvesund fairly similar size, another sector mix, density not known 0.90 0.37 – 1.24" in text


def test_who_cut_more_is_as_on_the_command_line(opened, demo_path, store):
    lessons = learn_from(store, "NO-D01")
    assert lessons["change_percent"].tolist() == [-81.25, -75.0]
    text = words(opened(PAGE, demo=demo_path, areas="NO-D01,NO-D02", view="peers"))
    assert (
        "Heating and stationary energy: Fjordvik −71 % from 2009 to 2024, the median of its peers −75 %."
        in text
    )
    assert "Elvesund −81.2 2009–2024 No shared project explains the cut; a plant may have closed." in text


def test_a_peer_is_added_with_one_click(opened, demo_path):
    app = unfolded(opened(PAGE, demo=demo_path, areas="NO-D01,NO-D02"), "add-a-peer")
    app.button(key="add-FI-D01").click().run()
    assert app.multiselect(key="choice-areas").value == ["NO-D01", "NO-D02", "FI-D01"]


def test_who_is_chosen_already_is_not_suggested(opened, demo_path):
    app = unfolded(opened(PAGE, demo=demo_path, areas="NO-D01,NO-D02"), "add-a-peer")
    offered = [button.key for button in app.button if str(button.key).startswith("add-")]
    assert offered == ["add-FI-D01", "add-FI-D02", "add-DK-D02", "add-NO-D04", "add-NO-D03"]


def test_twelve_chosen_leave_no_room_for_another(opened, demo_path):
    twelve = "NO-D01,NO-D02,NO-D03,NO-D04,SE-D01,SE-D02,FI-D01,FI-D02,DK-D01,DK-D02,IS-D01,IS-D02"
    app = unfolded(opened(PAGE, demo=demo_path, areas=twelve, view="peers"), "add-a-peer")
    assert "Twelve are chosen already." in words(app)


def test_without_inhabitants_and_sectors_that_others_have_there_is_no_peer(opened, own_url):
    commit_series(own_url, {2022: 100.0})
    commit_series(own_url, {2022: 200.0}, area_id="NO-0301", gas_coverage="ghg", dataset="other-series")
    text = words(opened(PAGE, view="peers"))
    assert "Nobody can be called a peer of" in text

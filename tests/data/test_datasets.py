from datetime import date

import pytest

from data.datasets import KNOWN_DATASETS, Dataset, Release


@pytest.mark.parametrize("dataset", KNOWN_DATASETS.values(), ids=lambda dataset: dataset.key)
def test_every_known_dataset_says_who_publishes_it(dataset: Dataset):
    assert dataset.title
    assert dataset.publisher


@pytest.mark.parametrize("key", ["miljodirektoratet-ghg", "smhi-co2", "scb-population"])
def test_every_published_dataset_has_its_licence_and_address(key: str):
    assert KNOWN_DATASETS[key].licence
    assert KNOWN_DATASETS[key].url.startswith("https://")


def test_known_datasets_are_found_by_their_own_keys():
    assert all(key == dataset.key for key, dataset in KNOWN_DATASETS.items())


def test_smhi_covers_fossil_co2_only_and_the_norwegian_inventory_all_gases():
    assert KNOWN_DATASETS["smhi-co2"].gas_coverage == "co2"
    assert KNOWN_DATASETS["miljodirektoratet-ghg"].gas_coverage == "ghg"


def test_population_is_not_emissions_and_is_counted_on_31_december():
    population = KNOWN_DATASETS["scb-population"]
    assert (population.gas_coverage, population.basis, population.population_rule) == ("", "", "31 December")


def test_national_inventories_are_recomputed_and_own_figures_accumulate():
    assert KNOWN_DATASETS["smhi-co2"].revision == "recomputed"
    assert KNOWN_DATASETS["own-accounts"].revision == "accumulating"
    assert KNOWN_DATASETS["scb-population"].revision == "accumulating"


def test_a_file_without_a_vintage_is_labelled_by_the_day_it_came():
    assert Release.received(date(2026, 3, 1)) == Release("received 2026-03-01", date(2026, 3, 1), "received")

"""Why somebody is a peer, in words made of the parts of the distance."""

import math

import pandas as pd
import pytest

from ui import peer_suggestions


def peer(population, density, sector_mix):
    return pd.Series(
        {"population_part": population, "density_part": density, "sector_mix_part": sector_mix}, dtype=float
    )


@pytest.mark.parametrize(
    ("squared", "words"),
    [
        (0.0, "similar size"),
        (0.25, "similar size"),  # half a standard deviation
        (0.26, "fairly similar size"),
        (1.0, "fairly similar size"),
        (1.01, "another size"),
        (math.nan, "size not known"),
    ],
)
def test_half_a_deviation_is_similar_and_one_fairly(squared, words):
    assert words in peer_suggestions.why(peer(squared, 9.0, 9.0)).split(", ")


def test_the_most_alike_part_stands_first_and_the_unknown_last():
    assert (
        peer_suggestions.why(peer(0.5, math.nan, 0.1))
        == "similar sector mix, fairly similar size, density not known"
    )

"""Fictional municipalities to compare: two that count otherwise than each other, six, and twelve."""

import math

import pandas as pd

from charts.comparison import ComparedArea

FJORDVIK = ComparedArea("NO-9901", "Fjordvik", "greenhouse gases")
NORDBY = ComparedArea("NO-9902", "Nordby", "greenhouse gases")
LILLA = ComparedArea("SE-9903", "Lilla Strandköping", "fossil CO2 only", is_differing=True)
SIX = [
    FJORDVIK,
    NORDBY,
    LILLA,
    ComparedArea("IS-9904", "Höfðabyggð á Ströndum", "greenhouse gases"),
    ComparedArea("FI-9905", "Sund", "greenhouse gases"),
    ComparedArea("DK-9906", "Østerø", "greenhouse gases"),
]
YEARS = [2009, 2011, 2015, 2020, 2023]


def rows(**values):
    made = [
        (area_id.replace("_", "-"), year, value)
        for area_id, given in values.items()
        for year, value in zip(YEARS, given, strict=True)
    ]
    return pd.DataFrame(made, columns=["area_id", "year", "value"])


def six_rows():
    return rows(
        **{
            area.area_id.replace("-", "_"): [
                (index + 1) * 40_000.0 * share for share in (1, 0.97, 0.9, 0.8, 0.7 + index / 40)
            ]
            for index, area in enumerate(SIX)
        }
    )


TWELVE = [*SIX, *(ComparedArea(f"XX-{index}", f"Town {index}", "greenhouse gases") for index in range(6))]


def twelve_rows():
    others = {f"XX_{index}": [100.0, 98.0, 90.0 + index, 80.0, 60.0 + 3 * index] for index in range(6)}
    return pd.concat([six_rows(), rows(**others)])


def words_in(chart):
    return " | ".join(label.text for label in chart.figure.layout.annotations)


TWO = rows(
    NO_9901=[139_000.0, 134_000.0, 125_000.0, 110_000.0, 98_000.0],
    SE_9903=[math.nan, 200_000.0, 190_000.0, 180_000.0, 150_000.0],
)

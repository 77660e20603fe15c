"""A fictional municipality's emissions by sector, and the breakdown of them."""

import pandas as pd

from charts.breakdown import breakdown_chart

TITLES = {
    "transport": "Transport",
    "stationary_energy": "Heating and stationary energy",
    "energy_generation": "Power and district heat production",
    "agriculture": "Agriculture",
    "waste": "Waste and wastewater",
    "industry": "Industry (energy and process)",
    "off_road": "Off-road machinery",
    "other": "Other",
    "lulucf": "Land use and forests",
}
LEVELS = {
    "transport": 52_000.0,
    "stationary_energy": 21_000.0,
    "industry": 15_000.0,
    "agriculture": 13_000.0,
    "energy_generation": 9_000.0,
    "off_road": 7_000.0,
    "waste": 6_500.0,
    "other": 8_000.0,
}
YEARS = [2009, 2011, 2013, 2015, 2016]


def rows(codes=tuple(LEVELS), years=YEARS, **changes):
    made = [
        (year, code, LEVELS.get(code, 0.0) * (1 - 0.02 * (year - 2009))) for code in codes for year in years
    ]
    frame = pd.DataFrame(made, columns=["year", "category", "value"])
    for code, values in changes.items():
        extra = pd.DataFrame({"year": years, "category": code, "value": values})
        frame = pd.concat([frame[frame["category"] != code], extra], ignore_index=True)
    return frame


def breakdown_of(numbers, frame, **more):
    options = {"dimension": "sector", "titles": TITLES, "unit_label": "t CO2e", **more}
    return breakdown_chart(frame, format=numbers, **options)


def words_in(chart):
    return " | ".join(label.text for label in chart.figure.layout.annotations)

"""Writes docs/indicators/ from the registry of indicators: `make docs`.

One page per indicator, and README.md with the table of all and what does not apply to municipalities. The folder is
made whole each time: a page of an indicator that is gone goes, and a second run changes nothing."""

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))

from metrics.default_targets import goal_of  # noqa: E402
from metrics.indicator import Indicator  # noqa: E402
from metrics.input_rows import input_rows  # noqa: E402
from metrics.registry import INDICATORS, NOT_APPLICABLE  # noqa: E402
from metrics.sdg_targets import TITLES, by_target, target_of  # noqa: E402

FOLDER = ROOT / "docs" / "indicators"
CLASSES = {"core": "core", "optional": "optional", "context": "national context"}
BETTER = {"down": "less", "up": "more", "none": "neither"}
SCALES = {
    "amount": "an amount",
    "share": "a share of a whole",
    "score": "a self-assessed score from 0 to 1",
    "binary": "yes (1) or no (0)",
}
BASES = {
    "territorial": "territory",
    "consumption": "consumption",
    "own_operations": "own operations of the municipal organisation",
}
COVERED = {"ghg": "all greenhouse gases", "co2": "fossil CO2 only"}
MADE = "_Made from the registry by `make docs`; change metrics/catalogue/ and not this page._\n"


def pages() -> dict[str, str]:
    """Every file of docs/indicators/: its text by its name."""
    return {"README.md": _readme()} | {f"{key}.md": _page(each) for key, each in INDICATORS.items()}


def write(folder: Path = FOLDER) -> None:
    """Make the folder hold exactly these pages."""
    folder.mkdir(parents=True, exist_ok=True)
    wanted = pages()
    for path in folder.iterdir():
        if path.name not in wanted:
            path.unlink()
    for name, text in wanted.items():
        (folder / name).write_text(text, encoding="utf-8")


def _readme() -> str:
    count = {kind: sum(each.indicator_class == kind for each in INDICATORS.values()) for kind in CLASSES}
    parts = [
        "# Indicators\n",
        MADE,
        f"{len(INDICATORS)} indicators for SDG 12 and 13: {count['core']} core ones that every municipality is shown, "
        f"{count['optional']} optional ones that appear when data are loaded, and {count['context']} national figures "
        "that stand beside a municipality as context and never as its own result. How they are put together is in "
        "[methods.md](../methods.md) and [ADR 0016](../adr/0016-indicators-as-roles.md).\n",
        "*Proxy* means that the indicator stands for the official one and is not that itself; its page says why.\n",
        *(_of_target(target, found) for target, found in by_target().items()),
        "## Not applicable to municipalities\n",
        "These official indicators are left out with a reason, and not silently.\n",
        _table(
            ("Official indicator", "What it is about", "Why it does not apply"),
            [(each.sdg_indicator, str(each.title), str(each.reason)) for each in NOT_APPLICABLE],
        ),
    ]
    return "\n".join(parts)


def _of_target(target: str, indicators: Sequence[Indicator]) -> str:
    rows = [
        (
            each.sdg_target,
            f"[{each.title}]({each.key}.md)",
            f"`{each.key}`",
            each.unit,
            BETTER[each.direction],
            CLASSES[each.indicator_class],
            "" if each.is_direct else "proxy",
        )
        for each in indicators
    ]
    names = ("SDG", "Indicator", "Key", "Unit", "Better", "Class", "Proxy")
    return f"## {target} {TITLES[target]}\n\n{_table(names, rows)}"


def _page(indicator: Indicator) -> str:
    parts = [f"# {indicator.title}\n", MADE, _table(("Field", "Value"), _fields(indicator))]
    if indicator.indicator_class == "context":
        parts.append(
            "A national figure, shown as context only: it is accepted for nations and no municipality is judged by it.\n"
        )
    parts += [
        "## Formula\n",
        f"{indicator.formula}.\n",
        f"Worked example: {indicator.worked_example}.\n",
        "## Input rows\n",
        _inputs(indicator),
        "## Default targets\n",
        _defaults(indicator),
    ]
    if indicator.caveat is not None:
        parts += ["## Mind\n", f"{indicator.caveat}.\n"]
    return "\n".join(parts)


def _fields(indicator: Indicator) -> list[tuple[str, str]]:
    limit = "" if indicator.natural_limit is None else f"{indicator.natural_limit:g}"
    other = indicator.counterpart
    fields = [
        ("Key", f"`{indicator.key}`"),
        ("SDG", f"{indicator.sdg_target} ({TITLES[target_of(indicator.sdg_target)]})"),
        ("Class", CLASSES[indicator.indicator_class]),
        ("Unit", indicator.unit),
        ("Scale", SCALES[indicator.scale]),
        ("Natural limit", limit),
        ("Better", BETTER[indicator.direction]),
        ("Boundary", str(indicator.boundary)),
        ("Basis of a target", BASES[indicator.basis]),
        ("Land use included", _yes(indicator.includes_lulucf)),
        ("Compensation included", _yes(indicator.includes_compensation)),
        ("Gases", COVERED.get(indicator.gas_coverage, "")),
        ("Counterpart", f"[`{other}`]({other}.md), never mixed with it" if other else ""),
        ("Proxy", "" if indicator.is_proxy_because is None else f"Yes. {indicator.is_proxy_because}"),
        ("Progress method", f"`{indicator.progress_method}`"),
        ("Ranked across countries", _yes(indicator.is_ranked_across_borders)),
        ("Data status", str(indicator.data_status)),
        ("Source", str(indicator.source)),
        ("Other sets", ", ".join(indicator.tags)),
    ]
    return [(name, value) for name, value in fields if value]


def _inputs(indicator: Indicator) -> str:
    rows = [
        (
            f"{each.definition.title}" + (f" (`{each.definition.key}`)" if each.definition.key else ""),
            str(each.part),
            f"`{each.table}`",
            ", ".join(f"`{name}`" for name in each.rows),
            "yes" if each.is_required else "no, added where it is stated",
        )
        for each in input_rows(indicator)
    ]
    return _table(("Definition", "Part", "Table", "Rows", "Required"), rows)


def _defaults(indicator: Indicator) -> str:
    if not indicator.defaults:
        return "None: the council decides.\n"
    rows = [
        (
            str(goal_of(indicator, each)),
            str(each.source),
            ", ".join(each.countries) or "everywhere",
            "seen in published material" if each.is_verified else "**default, unverified**",
            f"`{each.key}`",
        )
        for each in indicator.defaults
    ]
    note = (
        "Reference, not decided: drawn beside the figures and never judged. "
        "One that is unverified says so until somebody confirms it.\n"
    )
    return f"{note}\n{_table(('Goal', 'Source', 'Where', 'Standing', 'Key'), rows)}"


def _yes(is_so: bool) -> str:
    return "yes" if is_so else "no"


def _table(names: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    return "".join(f"{_line(cells)}\n" for cells in (names, ["---"] * len(names), *rows))


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


if __name__ == "__main__":
    write()

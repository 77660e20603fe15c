"""The targets of the Sustainable Development Goals that the registry's indicators belong to, in short words of our own,
and the indicators in their order."""

from metrics.indicator import Indicator
from metrics.registry import INDICATORS
from texts import N_, Text

TITLES: dict[str, Text] = {
    "7.2": N_("More renewable energy"),
    "12.2": N_("Natural resources used sustainably"),
    "12.3": N_("Food waste halved"),
    "12.4": N_("Chemicals and waste handled safely"),
    "12.5": N_("Less waste, more recycling and reuse"),
    "12.6": N_("Sustainable practice in companies"),
    "12.7": N_("Sustainable public procurement"),
    "12.8": N_("Knowledge of sustainable development"),
    "12.a": N_("Capacity for sustainable consumption and production"),
    "12.b": N_("Sustainable tourism followed up"),
    "12.c": N_("Fossil-fuel subsidies phased out"),
    "13.1": N_("Resilience to climate hazards"),
    "13.2": N_("Climate action in policy and planning"),
    "13.a": N_("Climate finance"),
    "13.b": N_("Climate planning in the poorest countries"),
}


def target_of(code: str) -> str:
    """The SDG target that an indicator's code stands under: 12.5 for 12.5.1, and for 12.5 itself."""
    return ".".join(code.split(".")[:2])


def by_target() -> dict[str, list[Indicator]]:
    """The indicators of the registry under their SDG targets: targets in the order of the goals, each with its core
    indicators first and otherwise in the order of the registry."""
    classes = ("core", "optional", "context")
    found: dict[str, list[Indicator]] = {}
    for indicator in INDICATORS.values():
        found.setdefault(target_of(indicator.sdg_target), []).append(indicator)
    return {
        target: sorted(found[target], key=lambda each: classes.index(each.indicator_class))
        for target in sorted(found, key=_place)
    }


def _place(code: str) -> tuple[tuple[int, int, str], ...]:
    """Numbers by their size, and letters after them: 12.8 before 12.a, 2.4 before 12.2."""
    return tuple((0, int(part), "") if part.isdigit() else (1, 0, part) for part in code.split("."))

"""The United Nations' indicators of goals 12 and 13, each in a few words of our own, and which of them no municipality can
answer. Source: the global indicator framework; marks of what was seen published: docs/reporting.md."""

from collections.abc import Mapping

from texts import N_, Text

UN_INDICATORS: Mapping[str, Text] = {
    "12.1.1": N_("Countries with plans for sustainable consumption and production"),
    "12.2.1": N_("Material footprint, per head and of the economy"),
    "12.2.2": N_("Domestic material consumption, per head and of the economy"),
    "12.3.1": N_("Food loss index and food waste index"),
    "12.4.1": N_("Obligations met under treaties on hazardous waste and chemicals"),
    "12.4.2": N_("Hazardous waste per head, and how it was treated"),
    "12.5.1": N_("National recycling rate, tonnes recycled"),
    "12.6.1": N_("Companies that publish sustainability reports"),
    "12.7.1": N_("Degree of sustainable public procurement"),
    "12.8.1": N_("Education for sustainable development"),
    "12.a.1": N_("Installed renewable power per head"),
    "12.b.1": N_("Accounting tools for sustainable tourism"),
    "12.c.1": N_("Fossil-fuel subsidies"),
    "13.1.1": N_("Deaths, missing and affected people by disasters"),
    "13.1.2": N_("National strategies for disaster risk reduction"),
    "13.1.3": N_("Local governments with a strategy for disaster risk reduction"),
    "13.2.1": N_("Countries with climate contributions, strategies and adaptation plans"),
    "13.2.2": N_("Greenhouse gas emissions a year"),
    "13.3.1": N_("Education for sustainable development"),
    "13.a.1": N_("Climate finance to developing countries"),
    "13.b.1": N_("Least developed countries with climate plans"),
}
OF_NATIONS_ONLY = ("12.1.1", "12.4.1", "12.c.1", "13.1.2", "13.a.1", "13.b.1")
SAME_AS: Mapping[str, str] = {"13.3.1": "12.8.1"}  # one indicator under two numbers


def un_code(sdg_target: str) -> str:
    """The indicator's code where the registry names one (12.5.1); "" where it names a target only (12.5)."""
    return sdg_target if sdg_target.count(".") == 2 else ""

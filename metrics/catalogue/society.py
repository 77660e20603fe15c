"""Certified workplaces, schools and accommodation (SDG 12.6, 12.8 and 12.b): proxies, all of them optional."""

from metrics.indicator import DefaultTarget, Indicator, one_definition, ratio_of_figures
from texts import N_


def indicators() -> tuple[Indicator, ...]:
    """Workplaces, schools, tourism."""
    return (_ORGANISATIONS, _SCHOOLS, _TOURISM)


_ORGANISATIONS = Indicator(
    key="certified_orgs",
    sdg_target="12.6.1",
    title=N_("Environmentally certified workplaces per 1000 enterprises"),
    short_title=N_("Certified workplaces"),
    unit="per 1000",
    direction="up",
    boundary=N_("Workplaces within the borders certified by ISO 14001, EMAS, Eco-Lighthouse or similar"),
    formula=N_("1000 × certified workplaces / enterprises"),
    worked_example=N_("36 workplaces and 1 800 enterprises give 20 per 1000"),
    source=N_("UN indicator 12.6.1"),
    definitions=one_definition(ratio_of_figures("workplaces_certified", "enterprises"), factor=1000),
    is_proxy_because=N_("Certificates stand for companies' sustainability reports"),
    indicator_class="optional",
)

_SCHOOLS = Indicator(
    key="eco_schools",
    sdg_target="12.8.1",
    title=N_("Schools with an environmental certificate"),
    short_title=N_("Certified schools"),
    unit="%",
    direction="up",
    boundary=N_("Schools and preschools within the borders"),
    formula=N_("100 × certified schools and preschools / all of them"),
    worked_example=N_("12 of 40 give 30 %"),
    source=N_("UN indicators 12.8.1 and 13.3.1"),
    scale="share",
    natural_limit=100.0,
    definitions=one_definition(ratio_of_figures("schools_certified", "schools_all"), factor=100),
    defaults=(
        DefaultTarget(
            "all-schools", 2030, N_("Often decided by cities; the council's own decision counts"),
            is_verified=False, target_value=100.0,
        ),
    ),
    is_proxy_because=N_("Certificates stand for education for sustainable development"),
    indicator_class="optional",
)  # fmt: skip

_TOURISM = Indicator(
    key="certified_tourism",
    sdg_target="12.b.1",
    title=N_("Ecolabelled accommodation"),
    short_title=N_("Ecolabelled beds"),
    unit="%",
    direction="up",
    boundary=N_("Beds in tourist accommodation within the borders"),
    formula=N_("100 × beds in ecolabelled accommodation / all beds"),
    worked_example=N_("150 of 600 beds give 25 %"),
    source=N_("UN indicator 12.b.1"),
    scale="share",
    natural_limit=100.0,
    definitions=one_definition(ratio_of_figures("beds_certified", "beds_all"), factor=100),
    is_proxy_because=N_("Labels stand for accounts of sustainable tourism"),
    indicator_class="optional",
)

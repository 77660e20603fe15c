"""The code lists: every entry that a coded column allows, with its title for people."""

from texts import N_, Text

BASES: dict[str, Text] = {
    "territorial": N_("Territorial: what is emitted within the borders"),
    "consumption": N_("Consumption: what the inhabitants' consumption causes"),
    "own_operations": N_("Own operations of the municipal organisation"),
}
SCOPES: dict[str, Text] = {
    "1": N_("Scope 1: emitted inside the boundary"),
    "2": N_("Scope 2: from grid-supplied energy used inside"),
    "3": N_("Scope 3: outside, caused from inside"),
}
SECTORS: dict[str, Text] = {
    "stationary_energy": N_("Heating and stationary energy"),
    "energy_generation": N_("Power and district heat production"),
    "energy": N_("Energy (not separable)"),
    "transport": N_("Transport"),
    "off_road": N_("Off-road machinery"),
    "industry": N_("Industry (energy and process)"),
    "ippu": N_("Products and industrial processes"),
    "agriculture": N_("Agriculture"),
    "waste": N_("Waste and wastewater"),
    "international_transport": N_("International transport"),
    "lulucf": N_("Land use and forests"),
    "credits": N_("Credits"),
    "other": N_("Other"),
}
# What the headline total leaves out; only these may be below zero as a matter of course.
OUTSIDE_TOTAL = ("lulucf", "credits")
GASES: dict[str, Text] = {
    "CO2": N_("Carbon dioxide"),
    "CH4": N_("Methane"),
    "N2O": N_("Nitrous oxide"),
    "HFC": N_("Hydrofluorocarbons"),
    "PFC": N_("Perfluorocarbons"),
    "SF6": N_("Sulphur hexafluoride"),
    "NF3": N_("Nitrogen trifluoride"),
    "F-gases": N_("Fluorinated gases"),
}
VALUE_STATUSES: dict[str, Text] = {
    "reported": N_("Reported"),
    "estimated": N_("Estimated"),
    "modelled": N_("Modelled"),
}
MISSING_REASONS: dict[str, Text] = {
    "not_occurring": N_("Not occurring (zero)"),
    "not_estimated": N_("Not estimated"),
    "included_elsewhere": N_("Included elsewhere"),
    "confidential": N_("Confidential"),
    "not_applicable": N_("Not applicable"),
}
UNITS_OF_MASS: dict[str, Text] = {
    "t": N_("t"),
    "kt": N_("kt"),
    "Mt": N_("Mt"),
    "kg": N_("kg"),
}
YES_NO: dict[str, Text] = {"yes": N_("Yes"), "no": N_("No")}
CURRENCIES: dict[str, Text] = {
    "NOK": N_("Norwegian kroner"),
    "SEK": N_("Swedish kronor"),
    "DKK": N_("Danish kroner"),
    "ISK": N_("Icelandic krónur"),
    "EUR": N_("Euro"),
}

# Materials ---------------------------------------------------------------------------------------------------

ORIGINS: dict[str, Text] = {
    "household": N_("Households"),
    "municipal": N_("Municipal waste: households and what resembles it"),
    "industry": N_("Industry"),
    "construction": N_("Construction and demolition"),
    "own_operations": N_("Own operations of the municipal organisation"),
    "other": N_("Other"),
}
STAGES: dict[str, Text] = {
    "purchased": N_("Purchased"),
    "used": N_("Used"),
    "generated": N_("Waste generated"),
    "reuse": N_("Prepared for reuse"),
    "recycling": N_("Recycled"),
    "composting_digestion": N_("Composted or digested"),
    "energy_recovery": N_("Burnt with energy recovery"),
    "landfill": N_("Landfilled"),
    "other": N_("Other"),
    "unknown": N_("Unknown"),
}
MATERIALS: dict[str, Text] = {
    "all": N_("All materials together"),
    "residual": N_("Residual waste"),
    "food": N_("Food waste"),
    "garden": N_("Garden waste"),
    "organic": N_("Other organic"),
    "paper_cardboard": N_("Paper and cardboard"),
    "plastic": N_("Plastic"),
    "glass": N_("Glass"),
    "metal": N_("Metal"),
    "wood": N_("Wood"),
    "textiles": N_("Textiles"),
    "rubber": N_("Rubber"),
    "electronics": N_("Electrical and electronic equipment"),
    "furniture": N_("Furniture and fittings"),
    "hazardous": N_("Hazardous waste"),
    "medical": N_("Medical waste"),
    "bulky": N_("Bulky waste"),
    "construction_mixed": N_("Mixed construction waste"),
    "concrete_brick": N_("Concrete and brick"),
    "asphalt": N_("Asphalt"),
    "soil_stone": N_("Soil and stone"),
    "inorganic": N_("Other inorganic"),
    "sludge": N_("Sludge"),
    "other": N_("Other"),
}

# Projects and measures --------------------------------------------------------------------------------------

INNOVATION_STAGES: dict[str, Text] = {
    "idea": N_("Idea"),
    "concept": N_("Concept"),
    "pilot": N_("Pilot"),
    "implementation": N_("Implementation"),
    "running": N_("Running"),
    "verified": N_("Verified"),
    "stopped": N_("Stopped"),
}
PROJECT_STATUSES: dict[str, Text] = {
    "planned": N_("Planned"),
    "ongoing": N_("Ongoing"),
    "paused": N_("Paused"),
    "finished": N_("Finished"),
    "stopped": N_("Stopped"),
}
ORGANISATION_KINDS: dict[str, Text] = {
    "municipality": N_("Municipality"),
    "region": N_("County or region"),
    "state": N_("State agency"),
    "port": N_("Port"),
    "energy_company": N_("Energy company"),
    "waste_company": N_("Waste and water company"),
    "housing_company": N_("Housing company"),
    "transport_company": N_("Transport company"),
    "business": N_("Other business"),
    "academia": N_("University or research institute"),
    "civil_society": N_("Civil society"),
    "other": N_("Other"),
}
HELIX_SIDES: dict[str, Text] = {
    "public": N_("Public sector"),
    "business": N_("Business"),
    "academia": N_("Academia"),
    "civil_society": N_("Civil society"),
}
DECISIONS: dict[str, Text] = {
    "proposed": N_("Proposed"),
    "adopted": N_("Adopted"),
    "rejected": N_("Rejected"),
}

# Procurement and exchange -----------------------------------------------------------------------------------

ZERO_EMISSION_STEPS: dict[str, Text] = {
    "none": N_("No requirement"),
    "dialogue": N_("Asked about in dialogue"),
    "award_criterion": N_("Award criterion"),
    "required_from_date": N_("Required from a date"),
    "required_from_start": N_("Required from the start"),
    "verified": N_("Required and verified"),
}
PROCUREMENT_STATUSES: dict[str, Text] = {
    "planned": N_("Planned"),
    "market_dialogue": N_("Market dialogue"),
    "published": N_("Published"),
    "awarded": N_("Awarded"),
    "running": N_("Contract running"),
    "ended": N_("Contract ended"),
    "cancelled": N_("Cancelled"),
}
OFFER_KINDS: dict[str, Text] = {"offers": N_("Offers"), "wants": N_("Wants")}

# Principles -------------------------------------------------------------------------------------------------

PRINCIPLES: dict[str, Text] = {
    "people": N_("People in the centre"),
    "bigger_picture": N_("The bigger picture"),
    "climate_first": N_("Climate and environment first"),
    "inclusion": N_("Inclusion and co-creation"),
    "business": N_("Next-generation business"),
    "open_data": N_("Share and use open data"),
    "readiness": N_("Competence and readiness to change"),
    "act_local": N_("Act local, think global"),
}
RESPONDENT_GROUPS: dict[str, Text] = {
    "politicians": N_("Politicians"),
    "administration": N_("Administration"),
    "business": N_("Business"),
    "academia": N_("Academia"),
    "civil_society": N_("Civil society"),
    "residents": N_("Residents"),
}

# Figures ----------------------------------------------------------------------------------------------------

# Every other input of an indicator (docs: indicators), each in one unit.
FIGURES: dict[str, Text] = {
    "vehicles_all": N_("Municipal vehicles, all"),
    "vehicles_fossil_free": N_("Municipal vehicles that are fossil-free"),
    "building_energy_kwh": N_("Energy bought for municipal buildings, degree-day corrected"),
    "building_heated_area_m2": N_("Heated area of municipal buildings"),
    "solar_wind_power_kw": N_("Installed solar and wind power"),
    "power_production_mwh": N_("Local power production"),
    "renewable_production_mwh": N_("Local renewable power production"),
    "compensation_tco2e": N_("Eligible compensation"),
    "carbon_budget_tco2e": N_("Carbon budget that holds from this year on"),
    "climate_plan_adopted": N_("Climate plan adopted, followed up yearly, younger than four years"),
    "adaptation_elements": N_("Risk reduction and adaptation strategy, mean of its ten elements"),
    "insured_damage_eur": N_("Insured damage by weather events"),
    "people_affected": N_("People affected by weather events"),
    "food_waste_tonnes": N_("Food waste of households, shops and food service"),
    "kitchen_food_waste_g": N_("Serving and plate waste of municipal kitchens"),
    "kitchen_portions": N_("Portions served by municipal kitchens"),
    "contracts_value": N_("Value of contracts awarded"),
    "contracts_value_with_criteria": N_("Value of contracts awarded with sustainability criteria"),
    "food_cost": N_("Cost of food in municipal kitchens"),
    "food_cost_organic": N_("Cost of organic food in municipal kitchens"),
    "enterprises": N_("Enterprises in the municipality"),
    "workplaces_certified": N_("Environmentally certified workplaces"),
    "schools_all": N_("Schools and preschools"),
    "schools_certified": N_("Schools and preschools with an environmental certificate"),
    "beds_all": N_("Beds in tourist accommodation"),
    "beds_certified": N_("Beds in ecolabelled accommodation"),
    "diesel_litres": N_("Diesel bought"),
    "petrol_litres": N_("Petrol bought"),
    "hvo_litres": N_("Renewable diesel bought"),
    "biogas_kg": N_("Biogas bought as fuel"),
    "electricity_kwh": N_("Electricity used"),
    "district_heat_kwh": N_("District heat used"),
    "residual_waste_kg": N_("Residual waste collected"),
    "domestic_material_consumption_t_per_capita": N_("Domestic material consumption (national)"),
    "material_footprint_t_per_capita": N_("Material footprint (national)"),
    "circular_material_use_percent": N_("Circular material use rate (national)"),
    "waste_kg_per_capita": N_("Municipal waste per inhabitant"),
    "residual_food_waste_kg_per_capita": N_("Food and residual waste per inhabitant"),
    "packaging_paper_kg_per_capita": N_("Packaging and waste paper per inhabitant"),
    "bulky_waste_kg_per_capita": N_("Bulky waste per inhabitant"),
    "hazardous_waste_kg_per_capita": N_("Hazardous waste per inhabitant"),
    "material_recycling_percent": N_("Household waste sent to material recycling, share"),
    "area_km2": N_("Area"),
    "household_waste_kg_per_capita": N_("Household waste per inhabitant"),
    "household_recycling_percent": N_("Household waste to recycling of every kind, share"),
}
# Figures of a country as a whole, context beside a municipality: no row gives one to a municipality or county.
NATIONAL_FIGURES = (
    "domestic_material_consumption_t_per_capita",
    "material_footprint_t_per_capita",
    "circular_material_use_percent",
)
FIGURE_UNITS: dict[str, str] = {
    "vehicles_all": "vehicles",
    "vehicles_fossil_free": "vehicles",
    "building_energy_kwh": "kWh",
    "building_heated_area_m2": "m2",
    "solar_wind_power_kw": "kW",
    "power_production_mwh": "MWh",
    "renewable_production_mwh": "MWh",
    "compensation_tco2e": "t CO2e",
    "carbon_budget_tco2e": "t CO2e",
    "climate_plan_adopted": "0/1",
    "adaptation_elements": "0-1",
    "insured_damage_eur": "EUR",
    "people_affected": "persons",
    "food_waste_tonnes": "t",
    "kitchen_food_waste_g": "g",
    "kitchen_portions": "portions",
    "contracts_value": "own currency",
    "contracts_value_with_criteria": "own currency",
    "food_cost": "own currency",
    "food_cost_organic": "own currency",
    "enterprises": "enterprises",
    "workplaces_certified": "workplaces",
    "schools_all": "schools",
    "schools_certified": "schools",
    "beds_all": "beds",
    "beds_certified": "beds",
    "diesel_litres": "l",
    "petrol_litres": "l",
    "hvo_litres": "l",
    "biogas_kg": "kg",
    "electricity_kwh": "kWh",
    "district_heat_kwh": "kWh",
    "residual_waste_kg": "kg",
    "domestic_material_consumption_t_per_capita": "t/inhabitant",
    "material_footprint_t_per_capita": "t/inhabitant",
    "circular_material_use_percent": "%",
    "waste_kg_per_capita": "kg/inhabitant",
    "residual_food_waste_kg_per_capita": "kg/inhabitant",
    "packaging_paper_kg_per_capita": "kg/inhabitant",
    "bulky_waste_kg_per_capita": "kg/inhabitant",
    "hazardous_waste_kg_per_capita": "kg/inhabitant",
    "material_recycling_percent": "%",
    "area_km2": "km2",
    "household_waste_kg_per_capita": "kg/inhabitant",
    "household_recycling_percent": "%",
}
# Units that are words; all others are symbols, the same in every language.
UNIT_WORDS: dict[str, Text] = {
    "vehicles": N_("vehicles"),
    "persons": N_("persons"),
    "years": N_("years"),
    "portions": N_("portions"),
    "own currency": N_("own currency"),
    "enterprises": N_("enterprises"),
    "workplaces": N_("workplaces"),
    "schools": N_("schools"),
    "beds": N_("beds"),
    "t/inhabitant": N_("t/inhabitant"),
    "kg/inhabitant": N_("kg/inhabitant"),
}

# Constants whose value lies between 0 and this.
CONSTANT_LIMITS: dict[str, float] = {
    "discount_rate_percent": 100.0, **{f"stage_weight_{stage}": 1.0 for stage in INNOVATION_STAGES},
}  # fmt: skip

FEWEST_RESPONDENTS = 3  # of a group whose answers to the principles are told by themselves

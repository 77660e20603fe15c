"""The schema as data: every table, column and unit is declared here once.

The DDL, the checks of every loader, the Excel templates, the data dictionary and the open-data schema are
made from it. Code lists are in data/code_lists.py."""

from dataclasses import replace

from data.code_lists import (
    BASES,
    CURRENCIES,
    DECISIONS,
    FIGURES,
    GASES,
    HELIX_SIDES,
    INNOVATION_STAGES,
    MATERIALS,
    MISSING_REASONS,
    OFFER_KINDS,
    ORGANISATION_KINDS,
    ORIGINS,
    PRINCIPLES,
    PROCUREMENT_STATUSES,
    PROJECT_STATUSES,
    RESPONDENT_GROUPS,
    SCOPES,
    SECTORS,
    STAGES,
    VALUE_STATUSES,
    ZERO_EMISSION_STEPS,
)
from data.columns import Column, Table
from texts import N_, Text

_AREA = Column(
    "area_id", "text", N_("Municipality"), N_("Country and official code, such as NO-0301"),
    is_required=True, is_key=True,
)  # fmt: skip
_DATASET = Column(
    "dataset", "text", N_("Dataset"), N_("The publisher's series the figure belongs to"),
    is_required=True, is_key=True, is_on_sheet=False,
)  # fmt: skip
_YEAR = Column(
    "year", "integer", N_("Year"), N_("Calendar year of the figure"),
    is_required=True, is_key=True, minimum=1900, maximum=2100,
)  # fmt: skip
_RECORD = Column(
    "record_id", "text", N_("Id"), N_("Stable id of the record"), is_required=True, is_key=True,
    is_on_sheet=False,
)  # fmt: skip
_STATUS = (
    Column(
        "value_status", "text", N_("Status"), N_("How the figure came about"),
        codes=VALUE_STATUSES, default="reported",
    ),
    Column(
        "is_preliminary", "boolean", N_("Preliminary"), N_("Yes when the publisher will still revise it"),
        default="no",
    ),
    Column(
        "missing_reason", "text", N_("Reason if missing"), N_("Why there is no figure; a missing figure is never zero"),
        codes=MISSING_REASONS,
    ),
)  # fmt: skip
_CURRENCY = Column(
    "currency", "text", N_("Currency"), N_("Currency of the amounts in the row"),
    codes=CURRENCIES, shows_codes=True,
)  # fmt: skip
_SECTOR = Column("sector", "text", N_("Sector"), N_("Sector whose emissions it concerns"), codes=SECTORS)
_CPV = Column(
    "cpv_code", "text", N_("CPV code"), N_("Eight digits of the common procurement vocabulary, such as 60161000"),
    pattern=r"\d{8}(-\d)?", example="60161000",
)  # fmt: skip


def _own_id(title: Text, meaning: Text) -> Column:
    """The id that people give a record themselves."""
    return replace(_RECORD, title=title, meaning=meaning, is_on_sheet=True)


_PROJECT_ID = _own_id(
    N_("Project id"), N_("A short id of your own that never changes, such as P-014; the same on every sheet")
)
_MEASURE_ID = _own_id(
    N_("Measure id"), N_("A short id of your own that never changes, such as M-07; the same on every sheet")
)
_EFFECT_YEAR = replace(_YEAR, meaning=N_("Calendar year of the effect"))

SOURCE_COLUMNS: tuple[Column, ...] = (
    Column("source_sheet", "text", N_("Sheet"), N_("Sheet of the original file")),
    Column(
        "source_row", "integer", N_("Row"), N_("Row in the original sheet, counted as the spreadsheet does")
    ),
    Column("source_column", "text", N_("Column"), N_("Column letter in the original sheet")),
    Column("source_label", "text", N_("Label"), N_("The publisher's own label of the row")),
    Column("source_code", "text", N_("Source code"), N_("The area's code as published")),
    Column("source_name", "text", N_("Source name"), N_("The area's name as published")),
)

_FACTS = (
    Table(
        "emissions",
        N_("Emissions"),
        N_("Greenhouse gas or fossil CO2 emissions of an area in a year"),
        "yearly",
        (
            _AREA,
            _DATASET,
            _YEAR,
            Column(
                "basis", "text", N_("Basis"), N_("What the boundary counts"),
                is_required=True, is_key=True, codes=BASES, default="territorial",
            ),
            Column("scope", "text", N_("Scope"), N_("1, 2, 3 or empty"), is_key=True, codes=SCOPES, shows_codes=True),
            Column(
                "sector", "text", N_("Sector"), N_("Empty for the total"), is_key=True, codes=SECTORS,
                needs_heading=True,
            ),
            Column("subsector", "text", N_("Source"), N_("Emission source within the sector, in own words"), is_key=True),
            Column(
                "gas", "text", N_("Gas"), N_("Empty when gases are not told apart"),
                is_key=True, codes=GASES, shows_codes=True,
            ),
            Column(
                "emissions_tco2e", "number", N_("Emissions"),
                N_("Tonnes of CO2 equivalents in the year; negative for sinks"),
                unit="t CO2e", has_unit_choice=True, needs_heading=True,
            ),
            Column(
                "is_counted", "boolean", N_("Counted"), N_("Whether sums take this row: one level per area and year"),
                is_on_sheet=False,
            ),
            *_STATUS,
        ),
        sheet=N_("Emissions"),
        value="emissions_tco2e",
        dataset="own-accounts",
        sharing="always",
    ),
    Table(
        "population",
        N_("Population"),
        N_("Inhabitants of an area at the end of the year"),
        "yearly",
        (
            _AREA,
            _DATASET,
            _YEAR,
            Column(
                "inhabitants", "integer", N_("Inhabitants"), N_("Persons on 31 December"), unit="persons", minimum=0,
                needs_heading=True,
            ),
            *_STATUS,
        ),
        sheet=N_("Population"),
        value="inhabitants",
        dataset="own-population",
        sharing="always",
    ),
    Table(
        "materials",
        N_("Materials and waste"),
        N_("Materials bought and used, waste generated, and what became of it, in a year"),
        "yearly",
        (
            _AREA,
            _DATASET,
            _YEAR,
            Column(
                "origin", "text", N_("Origin"), N_("Whose material or waste it is; industrial waste is never municipal"),
                is_required=True, is_key=True, codes=ORIGINS,
            ),
            Column(
                "material", "text", N_("Material"), N_("Kind of material or waste"),
                is_required=True, is_key=True, codes=MATERIALS,
            ),
            Column(
                "stage", "text", N_("Stage"), N_("Bought, used, generated as waste, or how the waste was treated"),
                is_required=True, is_key=True, codes=STAGES,
            ),
            Column(
                "source_entity", "text", N_("Who"), N_("Unit, plant or company it comes from; empty for all together"),
                is_key=True,
            ),
            Column(
                "amount_tonnes", "number", N_("Amount"), N_("Tonnes in the year"),
                unit="t", minimum=0, has_unit_choice=True, needs_heading=True,
            ),
            Column(
                "secondary_percent", "number", N_("Reused or recycled content"), N_("Share of the mass, 0 to 100"),
                unit="%", minimum=0, maximum=100,
            ),
            Column(
                "renewable_percent", "number", N_("Renewable content"), N_("Share of the mass, 0 to 100"),
                unit="%", minimum=0, maximum=100,
            ),
            *_STATUS,
        ),
        sheet=N_("Materials"),
        value="amount_tonnes",
        dataset="own-materials",
        sharing="always",
    ),
    Table(
        "figures",
        N_("Figures"),
        N_("Every other yearly input of an indicator, such as vehicles, energy or food"),
        "yearly",
        (
            _AREA,
            _DATASET,
            _YEAR,
            Column("figure", "text", N_("Figure"), N_("What is counted"), is_required=True, is_key=True, codes=FIGURES),
            Column(
                "value", "number", N_("Value"), N_("In the unit of the figure, which the sheet with the lists shows"),
                needs_heading=True,
            ),
            Column(
                "unit", "text", N_("Unit of the value"),
                N_("May stay empty; when it is written it must be the unit of the figure"),
            ),
            *_STATUS,
        ),
        sheet=N_("Figures"),
        value="value",
        dataset="own-figures",
        area_kinds=("municipality", "county", "nation"),
        sharing="always",
    ),
    Table(
        "readings",
        N_("Readings"),
        N_("Dated readings within a year, such as fuel, electricity or residual waste, for tertial reports"),
        "yearly",
        (
            _AREA,
            _DATASET,
            replace(_YEAR, is_on_sheet=False),
            Column("figure", "text", N_("Figure"), N_("What is counted"), is_required=True, is_key=True, codes=FIGURES),
            Column(
                "read_on", "date", N_("Date"), N_("Last day of the period that was read"),
                is_required=True, is_key=True, example="2026-04-30",
            ),
            Column(
                "value", "number", N_("Value"), N_("In the unit of the figure, which the sheet with the lists shows"),
                needs_heading=True,
            ),
            Column(
                "unit", "text", N_("Unit of the value"),
                N_("May stay empty; when it is written it must be the unit of the figure"),
            ),
            *_STATUS,
        ),
        sheet=N_("Readings"),
        value="value",
        dataset="own-readings",
    ),
)  # fmt: skip

_DECIDED = (
    Table(
        "targets",
        N_("Targets"),
        N_("A decided target of an area for one indicator; the newest decision per boundary speaks"),
        "record",
        (
            _AREA,
            _RECORD,
            Column(
                "indicator", "text", N_("Indicator"), N_("Key of the indicator the target belongs to"),
                is_required=True, example="ghg_total",
            ),
            Column(
                "unit", "text", N_("Unit of the target"), N_("Unit of the indicator; a mismatch is refused"),
                is_required=True, example="t CO2e",
            ),
            Column(
                "base_year", "integer", N_("Base year"), N_("Year the target is compared with"),
                minimum=1900, maximum=2100,
            ),
            Column(
                "target_year", "integer", N_("Target year"), N_("Year the target is due"),
                is_required=True, minimum=1990, maximum=2100,
            ),
            Column(
                "target_value", "number", N_("Target value"),
                N_("In the indicator's unit; empty when a percentage is given"),
            ),
            Column(
                "reduction_percent", "number", N_("Reduction"), N_("Cut on the base year in percent"),
                unit="%", maximum=200,
            ),
            Column(
                "basis", "text", N_("Basis"), N_("What the boundary counts; empty = as the indicator does"), codes=BASES,
                default="territorial",
            ),
            Column("includes_lulucf", "boolean", N_("Includes land use"), N_("Whether sinks count towards the target")),
            Column("includes_compensation", "boolean", N_("Includes compensation"), N_("Whether bought compensation counts")),
            Column("is_interim", "boolean", N_("Interim"), N_("An interim target on the way")),
            Column("decided_on", "date", N_("Decided on"), N_("Date of the council's decision")),
            Column("decision_url", "text", N_("Decision"), N_("Where the decision can be read")),
        ),
        sheet=N_("Targets"),
        value="target_value",
        record_from=("indicator", "basis", "target_year"),
        sharing="always",
    ),
    Table(
        "dataset_choices",
        N_("Headline choices"),
        N_("Which dataset speaks for an area, table and basis"),
        "record",
        (
            _AREA,
            _RECORD,
            Column(
                "table_name", "text", N_("Table"), N_("emissions or population"), is_required=True,
                codes={table.name: table.title for table in _FACTS},
            ),
            Column("basis", "text", N_("Basis"), N_("What the boundary counts"), codes=BASES),
            Column("dataset", "text", N_("Dataset"), N_("The dataset that speaks"), is_required=True),
        ),
        sheet=N_("Headline choices"),
        record_from=("table_name", "basis"),
    ),
    Table(
        "budget_ceilings",
        N_("Climate budget: ceilings"),
        N_("The emissions that the council allows in a year, in all or in one sector"),
        "record",
        (
            _AREA,
            _RECORD,
            replace(_YEAR, meaning=N_("Budget year")),
            replace(_SECTOR, meaning=N_("Empty for all sectors together"), is_key=True),
            Column(
                "ceiling_tco2e", "number", N_("Ceiling"), N_("Tonnes of CO2 equivalents allowed in the year"),
                unit="t CO2e", is_required=True,
            ),
            Column("decided_on", "date", N_("Decided on"), N_("Date of the council's decision")),
            Column("source", "text", N_("Decision or source"), N_("Where it can be read")),
        ),
        sheet=N_("Ceilings"),
        value="ceiling_tco2e",
        record_from=("year",),
    ),
    Table(
        "reference_paths",
        N_("Climate budget: reference path"),
        N_("The emissions expected without new measures, in all or in one sector"),
        "record",
        (
            _AREA,
            _RECORD,
            _YEAR,
            replace(_SECTOR, meaning=N_("Empty for all sectors together"), is_key=True),
            Column(
                "reference_tco2e", "number", N_("Reference"), N_("Tonnes of CO2 equivalents expected in the year"),
                unit="t CO2e", is_required=True,
            ),
            Column("decided_on", "date", N_("Decided on"), N_("Date of the decision or of the calculation")),
            Column("source", "text", N_("Decision or source"), N_("Where it can be read")),
        ),
        sheet=N_("Reference path"),
        value="reference_tco2e",
        record_from=("year",),
    ),
)  # fmt: skip

_ACTION = (
    Table(
        "measures",
        N_("Measures"),
        N_("What is proposed or adopted to cut emissions, with its money and who is responsible"),
        "record",
        (
            _AREA,
            _MEASURE_ID,
            Column("title", "text", N_("Title"), N_("What is done, in a few words"), is_required=True),
            Column(
                "decision", "text", N_("Decision"), N_("Proposed, adopted or rejected"),
                is_required=True, codes=DECISIONS,
            ),
            replace(_SECTOR, meaning=N_("Sector whose emissions it cuts")),
            Column("project_id", "text", N_("Belongs to project"), N_("Id of the project that carries it out; may stay empty")),
            Column("responsible_unit", "text", N_("Responsible unit"), N_("Unit that answers for it")),
            Column(
                "responsible_person", "text", N_("Responsible person"), N_("Who answers for it; never leaves the municipality"),
                is_personal=True,
            ),
            Column("investment", "number", N_("Investment"), N_("Once, in the currency of the row"), minimum=0),
            Column(
                "yearly_cost", "number", N_("Yearly cost"),
                N_("Running cost a year, in the currency of the row"), minimum=0,
            ),
            Column(
                "yearly_saving", "number", N_("Yearly saving"),
                N_("Money saved a year, in the currency of the row"), minimum=0,
            ),
            _CURRENCY,
            Column("lifetime_years", "number", N_("Lifetime"), N_("Years that the investment lasts"), unit="years", minimum=0),
            Column("indicator", "text", N_("Indicator moved"), N_("Key of the indicator it moves, such as ghg_transport")),
            Column(
                "result_indicator", "text", N_("Result indicator"),
                N_("What shows that it works, such as charging points built"),
            ),
        ),
        sheet=N_("Measures"),
    ),
    Table(
        "measure_effects",
        N_("Effects of measures"),
        N_("How much a measure cuts in a year, and the money set aside for it"),
        "record",
        (
            _AREA,
            _MEASURE_ID,
            _EFFECT_YEAR,
            Column(
                "effect_low_tco2e", "number", N_("Cut, low"),
                N_("Cautious estimate; below zero when emissions rise"), unit="t CO2e",
            ),
            Column(
                "effect_mid_tco2e", "number", N_("Cut, middle"),
                N_("Best estimate; below zero when emissions rise"), unit="t CO2e",
            ),
            Column(
                "effect_high_tco2e", "number", N_("Cut, high"),
                N_("Hopeful estimate; below zero when emissions rise"), unit="t CO2e",
            ),
            Column(
                "budget_amount", "number", N_("Money in the budget"),
                N_("Set aside in that budget year, in the measure's currency"),
            ),
        ),
        sheet=N_("Measure effects"),
        value="effect_mid_tco2e",
        parent="measures",
    ),
    Table(
        "projects",
        N_("Projects"),
        N_("What is tried and done, on which step of the innovation ladder it stands, and who leads it"),
        "record",
        (
            _AREA,
            _PROJECT_ID,
            Column("title", "text", N_("Title"), N_("What the project is called"), is_required=True),
            Column("summary", "text", N_("Summary"), N_("What is done, for whom, in a few sentences")),
            replace(_SECTOR, meaning=N_("Sector whose emissions it cuts")),
            Column("sdg_targets", "text", N_("SDG targets"), N_("Such as 12.5, 13.2"), example="12.5, 13.2"),
            Column(
                "innovation_stage", "text", N_("Innovation stage"), N_("Step on the ladder from idea to verified effect"),
                is_required=True, codes=INNOVATION_STAGES,
            ),
            Column(
                "status", "text", N_("Project status"),
                N_("Planned, ongoing, paused, finished or stopped"), codes=PROJECT_STATUSES,
            ),
            Column("starts_on", "date", N_("Starts on"), N_("First day")),
            Column("ends_on", "date", N_("Ends on"), N_("Last day as planned")),
            Column("lead_organisation", "text", N_("Lead organisation"), N_("Who leads it")),
            Column(
                "lead_kind", "text", N_("Kind of lead organisation"),
                N_("What kind of organisation leads it"), codes=ORGANISATION_KINDS,
            ),
            Column("idea_origin", "text", N_("Origin of the idea"), N_("Where the idea comes from, such as another city")),
            Column("business_model", "text", N_("Business model"), N_("Who pays, who gains, and why it lasts")),
            Column(
                "is_shareable", "boolean", N_("May be shared"),
                N_("Yes lets partner cities see the project and its contact"),
            ),
            Column("what_it_took", "text", N_("What it took"), N_("People, money, decisions and time it needed")),
            Column("obstacles", "text", N_("Obstacles"), N_("What stood in the way, and how it was solved")),
            Column("who_can_help", "text", N_("Who can help"), N_("Whom another city may ask"), is_personal=True),
            Column("contact", "text", N_("Contact"), N_("Name, e-mail or telephone for partner cities"), is_personal=True),
        ),
        sheet=N_("Projects"),
        sharing="when_shareable",
        shareable_column="is_shareable",
    ),
    Table(
        "project_effects",
        N_("Effects of projects"),
        N_("How much a project cuts in a year: expected, and verified afterwards"),
        "record",
        (
            _AREA,
            _PROJECT_ID,
            _EFFECT_YEAR,
            Column(
                "expected_low_tco2e", "number", N_("Expected cut, low"),
                N_("Cautious estimate; below zero when emissions rise"), unit="t CO2e",
            ),
            Column(
                "expected_mid_tco2e", "number", N_("Expected cut, middle"),
                N_("Best estimate; below zero when emissions rise"), unit="t CO2e",
            ),
            Column(
                "expected_high_tco2e", "number", N_("Expected cut, high"),
                N_("Hopeful estimate; below zero when emissions rise"), unit="t CO2e",
            ),
            Column(
                "verified_tco2e", "number", N_("Verified cut"),
                N_("Measured or verified afterwards; empty until then"), unit="t CO2e",
            ),
        ),
        sheet=N_("Project effects"),
        value="expected_mid_tco2e",
        parent="projects",
        sharing="when_shareable",
    ),
    Table(
        "project_partners",
        N_("Partners of projects"),
        N_("Who takes part in a project, and for which side of the quadruple helix"),
        "record",
        (
            _AREA,
            _PROJECT_ID,
            Column("partner", "text", N_("Partner"), N_("Organisation that takes part"), is_required=True, is_key=True),
            Column(
                "helix_side", "text", N_("Side of the helix"), N_("Public sector, business, academia or civil society"),
                is_required=True, codes=HELIX_SIDES,
            ),
        ),
        sheet=N_("Partners"),
        parent="projects",
        sharing="when_shareable",
    ),
    Table(
        "project_funding",
        N_("Funding of projects"),
        N_("Who pays how much for a project"),
        "record",
        (
            _AREA,
            _PROJECT_ID,
            Column(
                "funder", "text", N_("Funder"),
                N_("Who pays, such as the municipality or a national scheme"), is_required=True, is_key=True,
            ),
            Column("amount", "number", N_("Amount of money"), N_("Granted in all, in the currency of the row"), minimum=0),
            replace(_CURRENCY, is_key=True),
        ),
        sheet=N_("Funding"),
        value="amount",
        parent="projects",
        sharing="when_shareable",
    ),
    Table(
        "project_reports",
        N_("Reports of projects"),
        N_("What was reported on a date: stage, status, how far, what next"),
        "record",
        (
            _AREA,
            _PROJECT_ID,
            Column(
                "reported_on", "date", N_("Reported on"),
                N_("Date of the report"), is_required=True, is_key=True, example="2026-04-30",
            ),
            Column(
                "innovation_stage", "text", N_("Innovation stage"),
                N_("Step on the ladder on that date"), codes=INNOVATION_STAGES,
            ),
            Column(
                "status", "text", N_("Project status"),
                N_("Planned, ongoing, paused, finished or stopped"), codes=PROJECT_STATUSES,
            ),
            Column(
                "done_percent", "number", N_("Done"),
                N_("How much of the work is done, 0 to 100"), unit="%", minimum=0, maximum=100,
            ),
            Column("report_text", "text", N_("Report"), N_("What has happened since the last report")),
            Column("next_step", "text", N_("Next step"), N_("What comes next")),
        ),
        sheet=N_("Reports"),
        value="done_percent",
        parent="projects",
        sharing="when_shareable",
    ),
)  # fmt: skip

_TOGETHER = (
    Table(
        "needs",
        N_("Needs"),
        N_("What the municipality will need, before there is a tender"),
        "record",
        (
            _AREA,
            _own_id(N_("Need id"), N_("A short id of your own that never changes, such as N-03")),
            Column("what", "text", N_("What is needed"), N_("In a few words"), is_required=True),
            _CPV,
            Column("volume", "number", N_("Volume"), N_("How much, in the unit beside it"), minimum=0),
            Column("volume_unit", "text", N_("Unit of the volume"), N_("Such as vehicles, m2 or tonnes a year")),
            Column(
                "earliest_quarter", "quarter", N_("Earliest quarter"), N_("Earliest quarter of a tender"),
                example="2027-Q1",
            ),
            Column(
                "wished_requirement", "text", N_("Requirement wished"), N_("Zero-emission step that is wished for"),
                codes=ZERO_EMISSION_STEPS,
            ),
            Column("is_open_to_dialogue", "boolean", N_("Open to joint dialogue"), N_("Yes lets partner cities see the need")),
        ),
        sheet=N_("Needs"),
        value="volume",
        sharing="when_shareable",
        shareable_column="is_open_to_dialogue",
    ),
    Table(
        "procurements",
        N_("Procurements"),
        N_("Planned, running and ended tenders with their environmental requirements"),
        "record",
        (
            _AREA,
            _own_id(N_("Procurement id"), N_("A short id of your own that never changes, such as A-2027-12")),
            Column("title", "text", N_("Title"), N_("What is bought"), is_required=True),
            _CPV,
            Column(
                "planned_quarter", "quarter", N_("Planned quarter"), N_("Quarter in which the tender is planned"),
                example="2027-Q1",
            ),
            Column(
                "contract_value", "number", N_("Contract value"),
                N_("Estimated or agreed, in the currency of the row"), minimum=0,
            ),
            _CURRENCY,
            Column("deliveries_per_year", "number", N_("Deliveries a year"), N_("Number of deliveries in a year"), minimum=0),
            Column(
                "zero_emission_step", "text", N_("Zero-emission delivery"),
                N_("Step on the ladder"), codes=ZERO_EMISSION_STEPS,
            ),
            Column("has_environmental_criteria", "boolean", N_("Environmental criteria"), N_("Whether any are set")),
            Column("asks_reuse", "boolean", N_("Asks for reuse"), N_("Circular criterion: reused or reusable goods")),
            Column("asks_repair", "boolean", N_("Asks for repair"), N_("Circular criterion: repair and spare parts")),
            Column(
                "asks_take_back", "boolean", N_("Asks for take-back"),
                N_("Circular criterion: the supplier takes goods back"),
            ),
            Column("status", "text", N_("Tender status"), N_("Where the tender stands"), codes=PROCUREMENT_STATUSES),
            Column("market_answers", "integer", N_("Market answers"), N_("Number of bids or answers"), minimum=0),
            Column(
                "is_open_to_joint_buying", "boolean", N_("Open to joint buying"),
                N_("Yes lets partner cities see the tender"),
            ),
        ),
        sheet=N_("Procurements"),
        value="contract_value",
        sharing="when_shareable",
        shareable_column="is_open_to_joint_buying",
    ),
    Table(
        "exchange_offers",
        N_("Exchange offers"),
        N_("Materials and things that somebody offers or wants"),
        "record",
        (
            _AREA,
            _own_id(N_("Offer id"), N_("A short id of your own that never changes, such as X-21")),
            Column("actor", "text", N_("Actor"), N_("Organisation that offers or wants"), is_required=True),
            Column(
                "offer_kind", "text", N_("Offers or wants"),
                N_("Whether it is offered or wanted"), is_required=True, codes=OFFER_KINDS,
            ),
            Column(
                "material", "text", N_("Material"),
                N_("Kind of material; empty for a thing that is shared"), codes=MATERIALS,
            ),
            Column("thing", "text", N_("What exactly"), N_("The material or the thing shared, in own words")),
            Column("amount", "number", N_("Quantity"), N_("How much, in the unit beside it"), minimum=0),
            Column("amount_unit", "text", N_("Unit of the quantity"), N_("Such as t, m3 or pieces")),
            Column("starts_on", "date", N_("Available from"), N_("First day")),
            Column("ends_on", "date", N_("Available until"), N_("Last day")),
            Column("contact", "text", N_("Contact"), N_("Name, e-mail or telephone for partner cities"), is_personal=True),
        ),
        sheet=N_("Exchange offers"),
        value="amount",
        sharing="always",
    ),
    Table(
        "principle_scores",
        N_("Principles"),
        N_("How respondents see the municipality on the eight principles of the road map"),
        "record",
        (
            _AREA,
            _own_id(N_("Assessment id"), N_("The same for all answers of one round, such as 2026-spring")),
            Column(
                "respondent_number", "integer", N_("Respondent"), N_("A running number; no names"),
                is_required=True, is_key=True, minimum=1,
            ),
            Column(
                "principle", "text", N_("Principle"),
                N_("One of the eight principles"), is_required=True, is_key=True, codes=PRINCIPLES,
            ),
            Column("assessed_on", "date", N_("Date"), N_("When it was answered")),
            Column(
                "respondent_group", "text", N_("Group"),
                N_("Which group the respondent belongs to"), is_required=True, codes=RESPONDENT_GROUPS,
            ),
            Column(
                "score", "integer", N_("Score"),
                N_("0 not started, 1 talked about, 2 planned, 3 practised, 4 learned from and shared"),
                minimum=0, maximum=4,
            ),
            Column("evidence", "text", N_("Evidence"), N_("What shows it"), is_personal=True),
        ),
        sheet=N_("Principles"),
        value="score",
        sharing="always",
    ),
)  # fmt: skip

_BACKGROUND = (
    Table(
        "notes",
        N_("Notes"),
        N_("What explains a figure, such as a plant that closed"),
        "record",
        (
            replace(_AREA, title=N_("Area")),
            _RECORD,
            Column("subject", "text", N_("Subject"), N_("What it is about, such as transport 2022"), is_required=True),
            Column("noted_on", "date", N_("Date"), N_("When it was written"), is_required=True, example="2026-04-30"),
            Column("note", "text", N_("Note"), N_("The explanation"), is_required=True),
            Column("author", "text", N_("Author"), N_("Who wrote it"), is_personal=True),
            Column("is_in_report", "boolean", N_("In the report"), N_("Whether the council report quotes it")),
        ),
        sheet=N_("Notes"),
        record_from=("subject", "noted_on"),
        area_kinds=("municipality", "county", "nation"),
    ),
    Table(
        "exchange_rates",
        N_("Exchange rates"),
        N_("What a currency is worth on a date, with its source"),
        "record",
        (
            replace(_AREA, title=N_("Area"), meaning=N_("Municipality or country whose calculations use it, such as NO")),
            _RECORD,
            replace(_CURRENCY, is_required=True, meaning=N_("Currency that is changed into euro")),
            Column("rate_on", "date", N_("Date"), N_("Day of the rate"), is_required=True, example="2026-06-30"),
            Column(
                "euro_per_unit", "number", N_("Euro for one"), N_("Euro that one unit of the currency is worth"),
                unit="EUR", is_required=True, minimum=0,
            ),
            Column("source", "text", N_("Source"), N_("Who published the rate")),
        ),
        sheet=N_("Exchange rates"),
        value="euro_per_unit",
        record_from=("currency", "rate_on"),
        area_kinds=("municipality", "county", "nation"),
    ),
    Table(
        "constants",
        N_("Constants"),
        N_("Dated values that calculations use, such as carbon budgets, stage weights or a discount rate"),
        "record",
        (
            replace(_AREA, title=N_("Area"), meaning=N_("Municipality or country whose calculations use it, such as NO")),
            _RECORD,
            Column(
                "constant", "text", N_("Constant"),
                N_("Key, such as discount_rate_percent"), is_required=True, example="discount_rate_percent",
            ),
            Column(
                "valid_from", "date", N_("Valid from"),
                N_("First day on which it is used"), is_required=True, example="2026-01-01",
            ),
            Column("value", "number", N_("Value"), N_("In the unit beside it"), is_required=True),
            Column("unit", "text", N_("Unit of the value"), N_("Such as %, t CO2e or years")),
            Column("source", "text", N_("Source"), N_("Where the value comes from"), is_required=True),
        ),
        sheet=N_("Constants"),
        value="value",
        record_from=("constant", "valid_from"),
        area_kinds=("municipality", "county", "nation"),
    ),
)  # fmt: skip

TABLES: dict[str, Table] = {
    table.name: table for table in (*_FACTS, *_DECIDED, *_ACTION, *_TOGETHER, *_BACKGROUND)
}

"""Words that people and agencies head their columns with, in English, Norwegian, Swedish, Danish, Finnish and
Icelandic, by the columns and tables they mean; data for loaders/mappings/mapping_suggestions.py.

Our own headings in every language need not be repeated here. Words are in lower case; units, years and brackets are
taken off a heading before it is looked up."""

# By column, whatever tables have it.
HEADING_WORDS: dict[str, tuple[str, ...]] = {
    "area_id": (
        "municipality code", "municipality id", "city", "town", "area", "area code", "region code", "kommune",
        "kommunenummer", "kommunenr", "kommunenavn", "komm.nr", "knr", "område", "region", "kommun",
        "kommunkod", "kommunnamn", "kommunnr", "kom", "kommunekode", "by", "stad", "kunta", "kuntanumero",
        "kunnan nimi", "kunnan numero", "kuntakoodi", "alue", "kaupunki", "sveitarfélag", "sveitarfélagsnúmer",
        "númer sveitarfélags", "svæði",
    ),
    "year": (
        "calendar year", "reporting year", "årstall", "år", "årtal", "kalenderår", "regnskapsår",
        "redovisningsår", "rapporteringsår", "budsjettår", "budgetår", "regnskabsår", "vuosi",
        "kalenterivuosi", "tilastovuosi", "ár", "almanaksár", "period", "periode", "tid",
    ),
    "sector": (
        "main sector", "category", "sektor", "hovedsektor", "huvudsektor", "samfunnssektor", "samhällssektor",
        "sektori", "pääsektori", "päästösektori", "geiri", "flokkur", "kategori", "utslippssektor",
        "utsläppssektor", "hovedkategori", "område", "sektorområde",
    ),
    "subsector": (
        "subsector", "emission source", "utslippskilde", "kilde", "undersektor", "delsektor", "utsläppskälla",
        "källa", "undersektorer", "udledningskilde", "alasektori", "päästölähde", "lähde", "undirgeiri",
        "losunaruppspretta", "uppspretta", "underkategori",
    ),
    "gas": (
        "greenhouse gas", "substance", "klimagass", "gass", "växthusgas", "ämne", "drivhusgas", "stof",
        "komponent", "kasvihuonekaasu", "kaasu", "gróðurhúsalofttegund", "lofttegund",
    ),
    "scope": ("scope", "omfang", "omfattning", "scope 1-3", "umfang"),
    "basis": ("boundary", "avgrensning", "avgränsning", "perspektiv", "rajaus", "systemgräns", "systemgrense"),
    "emissions_tco2e": (
        "emissions", "ghg emissions", "greenhouse gas emissions", "co2 emissions", "co2e", "co2-eq",
        "co2 equivalents", "utslipp", "klimagassutslipp", "co2-utslipp", "utslipp co2-ekvivalenter",
        "klimagasser", "co2-ekv", "co2-ekvivalenter", "utsläpp", "växthusgasutsläpp",
        "utsläpp av växthusgaser", "klimatutsläpp", "koldioxidutsläpp", "emissioner", "koldioxid",
        "co2-utsläpp", "udledning", "udledninger", "drivhusgasudledning", "co2-udledning", "co2-ækvivalenter",
        "päästöt", "päästö", "kasvihuonekaasupäästöt", "khk-päästöt", "co2-päästöt", "hiilidioksidipäästöt",
        "losun", "losun gróðurhúsalofttegunda", "koltvísýringsígildi", "co2", "ghg",
    ),
    "unit": ("enhet", "enhed", "måleenhet", "måttenhet", "yksikkö", "mittayksikkö", "eining", "mælieining"),
    "value_status": ("value status", "kvalitet", "datakvalitet", "laatu", "tila", "gæði"),
    "is_preliminary": (
        "preliminary", "foreløpig", "preliminär", "foreløbig", "alustava", "ennakkotieto", "bráðabirgðatala",
    ),
    "inhabitants": (
        "population", "inhabitants", "number of inhabitants", "residents", "folketall", "folkemengde",
        "innbyggere", "antall innbyggere", "innbyggertall", "folkmängd", "invånare", "antal invånare",
        "befolkning", "folketal", "indbyggere", "indbyggertal", "antal indbyggere", "väkiluku", "asukasluku",
        "asukkaat", "väestö", "asukkaita", "íbúafjöldi", "íbúar", "mannfjöldi",
    ),
    # Materials and waste
    "origin": (
        "waste origin", "opphav", "opprinnelse", "avfallstype", "kilde", "ursprung", "källa", "oprindelse",
        "alkuperä", "uppruni",
    ),
    "material": (
        "fraction", "waste fraction", "waste type", "material type", "materiale", "fraksjon",
        "avfallsfraksjon", "avfallstype", "materiell", "fraktion", "avfallsfraktion", "avfallsslag",
        "materialslag", "affaldsfraktion", "affaldstype", "materiaali", "jae", "jätejae", "jätelaji", "efni",
        "úrgangsflokkur", "efnisflokkur",
    ),
    "stage": (
        "treatment", "treatment method", "behandling", "behandlingsmåte", "behandlingsmetode", "disponering",
        "behandlingssätt", "behandlingsform", "käsittely", "käsittelytapa", "hyödyntäminen", "meðhöndlun",
        "ráðstöfun",
    ),
    "source_entity": (
        "unit", "plant", "company", "department", "enhet", "virksomhet", "anlegg", "avdeling", "verksamhet",
        "anläggning", "förvaltning", "virksomhed", "anlæg", "afdeling", "forvaltning", "yksikkö", "laitos",
        "toimiala", "fyrirtæki", "eining",
    ),
    "amount_tonnes": (
        "amount", "quantity", "weight", "tonnage", "mengde", "vekt", "avfallsmengde", "mängd", "vikt",
        "avfallsmängd", "kvantitet", "mængde", "vægt", "affaldsmængde", "määrä", "paino", "jätemäärä", "magn",
        "þyngd", "tonn", "ton", "tonnia",
    ),
    "secondary_percent": (
        "recycled content", "resirkulert andel", "andel återvunnet", "genanvendt andel", "kierrätysaste",
    ),
    "renewable_percent": (
        "renewable share", "fornybar andel", "förnybar andel", "vedvarende andel", "uusiutuva osuus",
    ),
    # Figures and readings
    "figure": (
        "indicator", "key figure", "measure", "nøkkeltall", "indikator", "måltall", "nyckeltal", "mätetal",
        "nøgletal", "tunnusluku", "mittari", "mælikvarði", "lykiltala",
    ),
    "value": (
        "value", "amount", "verdi", "tall", "värde", "utfall", "värdet", "værdi", "resultat", "arvo", "lukema",
        "gildi", "tala",
    ),
    "read_on": (
        "date", "reading date", "dato", "avlest", "avlesningsdato", "datum", "avläst", "aflæst", "päivämäärä",
        "pvm", "dagsetning",
    ),
    # Targets and the climate budget
    "indicator": ("indicator", "indikator", "måleindikator", "mittari", "mælikvarði"),
    "base_year": (
        "base year", "baseline", "referanseår", "basisår", "basår", "referensår", "perusvuosi",
        "vertailuvuosi", "viðmiðunarár",
    ),
    "target_year": ("due year", "målår", "tavoitevuosi", "markmiðsár", "år for måloppnåelse"),
    "target_value": (
        "target", "goal", "mål", "måltall", "målvärde", "målverdi", "målværdi", "tavoite", "tavoitearvo",
        "markmið",
    ),
    "reduction_percent": (
        "reduction", "cut", "reduksjon", "kutt", "minskning", "reduktion", "vähennys", "samdráttur",
    ),
    "decided_on": (
        "decided", "vedtatt", "vedtaksdato", "beslutad", "beslutsdatum", "vedtaget", "päätetty", "samþykkt",
    ),
    "decision_url": ("decision", "vedtak", "beslut", "beslutning", "päätös", "samþykkt"),
    "ceiling_tco2e": (
        "budget", "cap", "utslippsramme", "utslippstak", "klimabudsjett", "utsläppstak", "utsläppsutrymme",
        "klimatbudget", "koldioxidbudget", "udledningsloft", "päästökatto", "hiilibudjetti", "losunarþak",
    ),
    "reference_tco2e": (
        "baseline", "reference", "referansebane", "referanseutslipp", "referensbana", "basfremskrivning",
        "perusura", "viðmiðunarferill",
    ),
    "source": ("source", "kilde", "källa", "lähde", "heimild"),
    # Projects and measures
    "record_id": (
        "id", "no", "nr", "nr.", "number", "project number", "prosjektnr", "prosjektnummer", "prosjekt-id",
        "tiltaksnr", "tiltaksnummer", "projektnummer", "projektnr", "projekt-id", "åtgärdsnummer",
        "åtgärds-id", "løpenummer", "löpnummer", "diarienummer", "saksnummer", "sagsnummer", "tunnus",
        "hankenumero", "numero", "toimenpidenumero", "númer", "verkefnisnúmer", "auðkenni", "ref", "referanse",
        "referens",
    ),
    "title": (
        "name", "project", "project name", "measure", "action", "navn", "prosjekt", "prosjektnavn",
        "prosjekttittel", "tiltak", "tittel", "namn", "projekt", "projektnamn", "åtgärd", "rubrik",
        "benämning", "titel", "projektnavn", "indsats", "virkemiddel", "hanke", "hankkeen nimi", "nimi",
        "projekti", "toimenpide", "otsikko", "verkefni", "heiti", "aðgerð", "anskaffelse", "upphandling",
        "udbud", "hankinta", "útboð", "innkaup", "contract", "kontrakt", "avtal", "avtale", "sopimus",
    ),
    "summary": (
        "description", "about", "beskrivelse", "omtale", "sammendrag", "beskrivning", "sammanfattning",
        "kuvaus", "tiivistelmä", "lýsing",
    ),
    "sdg_targets": (
        "sdg", "sdgs", "bærekraftsmål", "fn-mål", "globala mål", "agenda 2030", "verdensmål",
        "kestävän kehityksen tavoite", "heimsmarkmið",
    ),
    "innovation_stage": (
        "stage", "phase", "fase", "prosjektfase", "innovasjonsfase", "fas", "skede", "projektfas", "trin",
        "vaihe", "áfangi", "stig",
    ),
    "status": (
        "state", "progress", "tilstand", "prosjektstatus", "läge", "projektstatus", "tila", "tilanne", "staða",
    ),
    "decision": ("status", "vedtak", "vedtatt", "beslut", "beslutsstatus", "beslutning", "päätös", "ákvörðun"),
    "starts_on": (
        "start", "start date", "from", "oppstart", "startdato", "fra", "startdatum", "från", "start dato",
        "alku", "alkaa", "aloitus", "upphaf", "byrjar",
    ),
    "ends_on": (
        "end", "end date", "until", "slutt", "sluttdato", "ferdig", "til", "slut", "slutdatum", "klart",
        "slutdato", "loppu", "päättyy", "lok", "lýkur",
    ),
    "lead_organisation": (
        "lead", "owner", "organisation", "eier", "prosjekteier", "ansvarlig", "ägare", "projektägare",
        "huvudman", "ansvarig", "ejer", "projektejer", "omistaja", "vastuutaho", "toteuttaja", "ábyrgðaraðili",
        "eigandi",
    ),
    "idea_origin": ("idea", "idé", "opphav til ideen", "idéns ursprung", "idean alkuperä", "hugmynd"),
    "is_shareable": ("shareable", "kan deles", "får delas", "må deles", "saa jakaa", "má deila"),
    "contact": (
        "contact person", "e-mail", "email", "kontakt", "kontaktperson", "e-post", "epost", "yhteyshenkilö",
        "sähköposti", "tengiliður",
    ),
    "responsible_unit": (
        "responsible", "department", "ansvarlig enhet", "ansvarlig", "avdeling", "ansvarig",
        "ansvarig förvaltning", "förvaltning", "ansvarlig forvaltning", "vastuutaho", "vastuuyksikkö",
        "ábyrgð",
    ),
    "responsible_person": (
        "responsible person", "ansvarlig person", "ansvarig person", "vastuuhenkilö", "ábyrgðarmaður",
    ),
    "investment": (
        "cost", "investment cost", "investering", "investeringskostnad", "kostnad", "kostnader", "omkostning",
        "anlægsudgift", "investointi", "kustannus", "fjárfesting", "kostnaður",
    ),
    "yearly_cost": (
        "running cost", "operating cost", "driftskostnad", "årlig kostnad", "driftsudgift", "käyttökustannus",
        "vuosikustannus", "rekstrarkostnaður",
    ),
    "yearly_saving": ("saving", "savings", "besparelse", "innsparing", "besparing", "säästö", "sparnaður"),
    "currency": ("valuta", "valuutta", "gjaldmiðill", "mynt"),
    "lifetime_years": ("lifetime", "levetid", "livslängd", "käyttöikä", "líftími"),
    "partner": (
        "partner", "partners", "samarbeidspartner", "samarbetspartner", "samarbejdspartner", "kumppani",
        "samstarfsaðili",
    ),
    "funder": (
        "funder", "finansiør", "finansiär", "tilskuddsgiver", "rahoittaja", "fjármögnun", "styrkveitandi",
    ),
    "amount": (
        "amount", "sum", "funding", "beløp", "tilskudd", "belopp", "bidrag", "tilskud", "summa", "rahoitus",
        "upphæð", "mängd", "mengde", "mængde", "määrä", "magn",
    ),
    "reported_on": (
        "date", "report date", "dato", "rapportdato", "datum", "rapportdatum", "päivämäärä", "dagsetning",
    ),
    "effect_mid_tco2e": (
        "effect", "emission reduction", "effekt", "utslippsreduksjon", "utslippskutt", "klimaeffekt",
        "utsläppsminskning", "klimateffekt", "reduktion", "co2-reduktion", "vaikutus", "päästövähennys",
        "samdráttur", "áhrif",
    ),
    "expected_mid_tco2e": (
        "expected effect", "forventet effekt", "forventet reduksjon", "förväntad effekt",
        "förväntad minskning", "forventet reduktion", "arvioitu vaikutus", "päästövähennys", "utslippskutt",
        "utsläppsminskning", "áætlaður samdráttur",
    ),
    "verified_tco2e": (
        "verified effect", "verifisert effekt", "målt effekt", "verifierad effekt", "uppmätt effekt",
        "todennettu vähennys",
    ),
    # Needs, procurement, exchange
    "what": ("need", "behov", "hva", "vad", "hvad", "tarve", "þörf", "beskrivelse", "beskrivning", "kuvaus"),
    "cpv_code": ("cpv", "cpv code", "cpv-kode", "cpv-kod", "cpv-koodi", "cpv-númer", "cpv kode", "cpv kod"),
    "volume": (
        "volume", "quantity", "antall", "volum", "mengde", "antal", "volym", "mängd", "mængde", "määrä",
        "magn", "fjöldi",
    ),
    "earliest_quarter": (
        "quarter", "when", "kvartal", "når", "tidligst", "när", "hvornår", "ajankohta", "vuosineljännes",
        "ársfjórðungur", "tidspunkt", "tidpunkt",
    ),
    "planned_quarter": (
        "quarter", "planned", "kvartal", "planlagt", "planerad", "tidspunkt", "tidpunkt", "utlysning",
        "annonsering", "ajankohta", "suunniteltu", "vuosineljännes", "ársfjórðungur",
    ),
    "contract_value": (
        "value", "estimated value", "verdi", "kontraktsverdi", "estimert verdi", "värde", "kontraktsvärde",
        "uppskattat värde", "værdi", "kontraktværdi", "arvo", "sopimuksen arvo", "hankinnan arvo", "virði",
        "samningsfjárhæð",
    ),
    "deliveries_per_year": (
        "deliveries", "leveranser", "leveringer", "leveranser per år", "toimitukset", "afhendingar",
    ),
    "zero_emission_step": (
        "zero emission", "utslippsfri", "nullutslipp", "utslippskrav", "fossilfri", "utsläppsfri",
        "emissionsfri", "päästötön", "losunarlaus",
    ),
    "has_environmental_criteria": (
        "environmental criteria", "miljøkrav", "miljökrav", "klimakrav", "ympäristökriteerit",
        "umhverfisskilyrði",
    ),
    "market_answers": (
        "bids", "tenders", "tilbud", "antall tilbud", "anbud", "antal anbud", "tarjoukset", "tilboð",
    ),
    "actor": ("actor", "organisation", "aktør", "aktör", "virksomhet", "företag", "toimija", "yritys", "aðili"),
    "offer_kind": (
        "type", "offer or want", "tilbyr eller ønsker", "typ", "erbjuder eller söker", "udbyder eller søger",
        "tarjotaan tai etsitään", "tegund",
    ),
    "thing": (
        "thing", "item", "gjenstand", "ting", "vare", "föremål", "sak", "genstand", "tavara", "esine",
        "hlutur",
    ),
    "amount_unit": ("unit", "enhet", "enhed", "yksikkö", "eining"),
    # Principles and notes
    "respondent_number": (
        "respondent", "respondent no", "svarer", "svarande", "respondentnummer", "vastaaja", "svarandi",
    ),
    "principle": ("principle", "prinsipp", "princip", "periaate", "meginregla"),
    "respondent_group": ("group", "gruppe", "grupp", "ryhmä", "hópur"),
    "score": ("score", "points", "poeng", "skår", "poäng", "point", "pisteet", "stig", "einkunn"),
    "evidence": (
        "evidence", "begrunnelse", "dokumentasjon", "motivering", "begrundelse", "perustelu", "rökstuðningur",
    ),
    "note": ("note", "comment", "merknad", "kommentar", "anteckning", "bemærkning", "huomautus", "athugasemd"),
}  # fmt: skip

# By table: words in the name of the sheet or in the lines above the headings.
TABLE_WORDS: dict[str, tuple[str, ...]] = {
    "emissions": (
        "emission", "utslipp", "utsläpp", "udledning", "päästö", "losun", "klimaregnskap", "klimatbokslut",
        "klimaregnskab", "co2", "ghg", "klimagass", "växthusgas",
    ),
    "population": (
        "population", "folketall", "folkmängd", "befolkning", "folketal", "väkiluku", "väestö", "íbúa",
        "innbygger", "invånare", "indbygger",
    ),
    "materials": (
        "waste", "material", "avfall", "affald", "jäte", "úrgang", "gjenvinning", "återvinning",
        "genanvendelse", "kierrätys",
    ),
    "figures": ("figures", "key figures", "nøkkeltall", "nyckeltal", "nøgletal", "tunnusluvut", "lykiltölur"),
    "readings": ("readings", "avlesninger", "avläsningar", "aflæsninger", "lukemat", "tertial"),
    "targets": ("targets", "klimamål", "klimatmål", "miljømål", "miljömål", "tavoitteet", "markmið"),
    "budget_ceilings": (
        "climate budget", "klimabudsjett", "klimatbudget", "klimabudget", "hiilibudjetti", "utslippsramme",
        "utsläppstak", "ceiling",
    ),
    "reference_paths": (
        "reference path", "referansebane", "referensbana", "fremskrivning", "framskrivning", "perusura",
        "baseline",
    ),
    "measures": ("measures", "tiltak", "åtgärd", "virkemidler", "toimenpiteet", "aðgerð", "action plan"),
    "measure_effects": ("effects of measures", "tiltakseffekt", "åtgärdseffekt", "effekt av tiltak"),
    "projects": ("project", "prosjekt", "projekt", "hanke", "hankkeet", "verkefni"),
    "project_effects": ("project effects", "prosjekteffekt", "projekteffekt"),
    "project_partners": ("partners", "samarbeidspartnere", "samarbetspartner", "kumppanit"),
    "project_funding": ("funding", "finansiering", "rahoitus", "fjármögnun"),
    "project_reports": ("project reports", "prosjektrapport", "projektrapport"),
    "needs": ("needs", "behov", "tarpeet", "þarfir"),
    "procurements": (
        "procurement", "tender", "anskaffelse", "innkjøp", "upphandling", "inköp", "udbud", "indkøb",
        "hankinnat", "innkaup", "útboð",
    ),
    "exchange_offers": (
        "exchange", "offers", "bytte", "gjenbruk", "återbruk", "genbrug", "delning", "vaihto", "skipti",
    ),
    "principle_scores": ("principles", "prinsipper", "principer", "principper", "periaatteet"),
    "notes": ("notes", "merknader", "anteckningar", "huomautukset"),
}  # fmt: skip

# Words for entries of our lists that people use beside the titles; a person confirms them in the mapping.
ENTRY_WORDS: dict[str, dict[str, tuple[str, ...]]] = {
    "sector": {
        "transport": (
            "veitrafikk", "vegtrafikk", "biltrafikk", "samferdsel", "transporter", "inrikes transporter",
            "vägtrafik", "biltrafik", "vejtransport", "liikenne", "tieliikenne", "samgöngur", "vegasamgöngur",
            "road traffic", "sjøfart", "shipping",
        ),
        "stationary_energy": (
            "oppvarming", "uppvärmning", "egen uppvärmning",
            "egen uppvärmning av bostäder och lokaler", "opvarmning", "lämmitys", "rakennusten lämmitys",
            "upphitun", "heating", "bygninger", "byggnader",
        ),
        "energy_generation": (
            "energiforsyning", "el och fjärrvärme", "fjernvarme", "fjärrvärme", "kaukolämpö",
            "sähkö ja kaukolämpö", "orkuframleiðsla", "energy supply",
        ),
        "energy": ("energi", "energia", "orka", "energy"),
        "off_road": (
            "annen mobil forbrenning", "arbetsmaskiner", "arbeidsmaskiner", "anleggsmaskiner",
            "ikke-vejgående maskiner", "työkoneet", "vinnuvélar",
        ),
        "industry": ("industri", "industri, olje og gass", "teollisuus", "iðnaður"),
        "ippu": (
            "produktanvändning", "produktanvändning inklusive lösningsmedel", "industriprosesser", "f-kaasut",
            "efnanotkun", "produkter med fluorgasser",
        ),
        "agriculture": ("jordbruk", "landbruk", "landbrug", "lantbruk", "maatalous", "landbúnaður", "farming"),
        "waste": (
            "avfall", "avfall og avløp", "avfall inkl. avlopp", "affald", "affald og spildevand", "jäte",
            "jätehuolto", "jätteiden käsittely", "úrgangur",
        ),
        "international_transport": (
            "utrikes transporter", "utenriks luftfart", "international transport", "ulkomaanliikenne",
        ),
        "lulucf": (
            "skog og arealbruk", "arealbruk", "markanvändning", "skog", "arealanvendelse", "maankäyttö",
            "landnotkun", "land use",
        ),
    },
    "stage": {
        "generated": ("oppstått", "uppkommet", "genereret", "syntynyt", "total mengde", "total mängd"),
        "recycling": (
            "materialgjenvinning", "materialåtervinning", "genanvendelse", "kierrätys", "endurvinnsla",
            "recycled",
        ),
        "reuse": (
            "ombruk", "gjenbruk", "återbruk", "återanvändning", "genbrug", "uudelleenkäyttö", "endurnotkun",
        ),
        "composting_digestion": (
            "kompostering", "rötning", "biogass", "biologisk behandling", "kompostointi", "mädätys", "molta",
        ),
        "energy_recovery": (
            "energigjenvinning", "energiåtervinning", "forbrenning", "förbränning", "forbrænding", "poltto",
            "energiahyödyntäminen", "brennsla", "incineration",
        ),
        "landfill": ("deponi", "deponering", "kaatopaikka", "urðun"),
    },
    "origin": {
        "household": (
            "husholdninger", "husholdning", "hushåll", "kotitaloudet", "heimili", "husholdningsavfall",
            "hushållsavfall",
        ),
        "industry": ("næring", "næringsavfall", "verksamhetsavfall", "erhverv", "yritykset", "fyrirtæki"),
        "construction": (
            "bygg og anlegg", "bygg- og anleggsavfall", "bygg och anläggning", "bygge og anlæg",
            "rakentaminen", "byggingar",
        ),
        "own_operations": (
            "kommunens egen virksomhet", "egen verksamhet", "egen virksomhed", "oma toiminta", "eigin rekstur",
        ),
    },
    "material": {
        "residual": ("restavfall", "brännbart", "restaffald", "sekajäte", "blandaður úrgangur"),
        "food": ("matavfall", "madaffald", "biojäte", "lífúrgangur", "matsvinn", "våtorganisk"),
        "garden": ("hageavfall", "trädgårdsavfall", "haveaffald", "puutarhajäte"),
        "paper_cardboard": ("papir", "papp", "papp og papir", "papper", "pap", "paperi", "kartonki", "pappír"),
        "plastic": ("plast", "plastemballasje", "plastförpackningar", "muovi"),
        "glass": ("glass", "glas", "lasi", "gler"),
        "metal": ("metall", "metal", "metalli", "málmar"),
        "wood": ("trevirke", "trä", "træ", "puu", "timbur"),
        "textiles": ("tekstiler", "textil", "tekstiilit", "textíll"),
        "hazardous": ("farlig avfall", "farligt avfall", "farligt affald", "vaarallinen jäte", "spilliefni"),
        "electronics": ("ee-avfall", "elektronikk", "elektronik", "elavfall", "ser", "raftæki"),
    },
    "innovation_stage": {
        "idea": ("idé", "ide", "idéfase", "idea", "hugmynd"),
        "concept": ("konsept", "koncept", "planlegging", "forprosjekt", "förstudie", "konsepti"),
        "pilot": ("pilot", "pilotprosjekt", "pilotprojekt", "test", "pilotti", "tilraun"),
        "implementation": (
            "gjennomføring", "genomförande", "implementering", "gennemførelse", "toteutus", "framkvæmd",
        ),
        "running": ("drift", "i drift", "käytössä", "rekstur"),
        "stopped": ("stoppet", "avbrutt", "avbruten", "stoppad", "keskeytetty", "hætt"),
    },
    "status": {
        "planned": ("planlagt", "planerad", "suunniteltu", "fyrirhugað", "ikke startet", "ej påbörjad"),
        "ongoing": ("pågår", "pågående", "i gang", "i arbeid", "igangværende", "käynnissä", "í gangi", "aktiv"),
        "paused": ("på vent", "pausat", "vilande", "tauolla", "í bið"),
        "finished": (
            "ferdig", "avsluttet", "klar", "klart", "avslutad", "afsluttet", "valmis", "lokið", "done",
        ),
        "stopped": ("stoppet", "avbrutt", "avbruten", "stoppad", "keskeytetty", "hætt"),
    },
    "decision": {
        "proposed": ("foreslått", "föreslagen", "forslag", "förslag", "foreslået", "ehdotettu", "tillaga"),
        "adopted": ("vedtatt", "beslutad", "antagen", "vedtaget", "päätetty", "hyväksytty", "samþykkt"),
        "rejected": ("avvist", "avslått", "avslagen", "afvist", "hylätty", "hafnað"),
    },
}  # fmt: skip

# Words that a line of sums begins with, where it is no entry of a list.
SUM_WORDS = (
    "sum", "summa", "total", "totalt", "totalsum", "i alt", "samlet", "yhteensä", "kaikki yhteensä", "alls",
    "samtals", "hela kommunen", "hele kommunen",
)  # fmt: skip

# Words that make a figure something else than an amount: a share, a rate, a change.
NO_AMOUNT = (
    "per capita", "per person", "per inhabitant", "per innbygger", "pr. innbygger", "per invånare",
    "pr. indbygger", "per indbygger", "asukasta kohti", "á íbúa", "/inv", "/innb", "/capita", "andel", "share",
    "endring", "förändring", "ændring", "change", "muutos", "indeks", "index", "indeksi",
)  # fmt: skip

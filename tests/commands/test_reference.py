"""areas."""

from tests.commands.conftest import another_program_holding, rows_of, run, table


def test_areas_finds_official_codes_with_their_leading_zeros(folder):
    assert run("areas", "herøy").stdout == (
        "area_id,country_code,code,name,other_name,kind,region,valid_to\n"
        "NO-1515,NO,1515,Herøy,,municipality,Møre og Romsdal,\n"
        "NO-1818,NO,1818,Herøy,,municipality,Nordland,\n"
    )
    assert [row["code"] for row in table("areas", "0301")] == ["0301"]


def test_areas_offers_the_nearest_names_for_a_slip_of_the_pen(folder):
    result = run("areas", "Trondhiem")
    assert rows_of(result)[0]["name"].startswith("Trondheim")
    assert result.stderr == "No area is called Trondhiem; these are the nearest.\n"


def test_while_another_program_holds_the_store_areas_answers_from_the_register_that_comes_with_veikart(
    folder,
):
    with another_program_holding(f"duckdb:{folder / 'store.duckdb'}", read_only=False):
        result = run("areas", "herøy")
    assert result.exit_code == 0
    assert [row["area_id"] for row in rows_of(result)] == ["NO-1515", "NO-1818"]
    assert result.stderr == (
        "The store is in use by another program; these areas are from Veikart's own register.\n"
    )


def test_areas_of_a_file_that_is_no_store_is_a_wrong_call(folder):
    (folder / "letter.txt").write_text("Dear council", encoding="utf-8")
    result = run("areas", "herøy", "--store", "duckdb:letter.txt")
    assert (result.exit_code, result.stdout) == (2, "")

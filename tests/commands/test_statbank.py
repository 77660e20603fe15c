"""A StatBank table that does not say what it is: the command line says how to answer, and takes the answer."""

from tests.commands.conftest import rows_of, run

TABLE = "OMRÅDE;TID;INDHOLD\r\nHele landet;2021;510,5\r\nHele landet;2022;500\r\n"


def test_the_command_line_asks_which_table_it_is_and_takes_the_answer(folder):
    (folder / "table.csv").write_bytes(TABLE.encode("utf-8-sig"))
    asked = run("check", "table.csv")
    assert [row["code"] for row in rows_of(asked)] == ["which_statbank_table"]
    assert "--dataset" in asked.stdout
    answered = run("load", "table.csv", "--dataset", "dst-laby25-waste")
    assert answered.stdout.splitlines()[1] == "table.csv,1,figures,2,0,0,0"

"""A rerun of the Emissions page at the websocket, one session that goes from municipality to municipality."""

from pathlib import Path

from benchmarks.figures import Figure, median, percentile_95
from benchmarks.servers import Server, empty_page_server, our_server
from benchmarks.session import Answer, Session, municipalities

PAGE = "sources"
ROUNDS = 6  # through all municipalities; the first finds nothing remembered
MEDIAN_MILLISECONDS, SLOW_MILLISECONDS, MOST_KILOBYTES = 80.0, 120.0, 60.0
FLOOR = "empty page"


def figures(demo: Path) -> list[Figure]:
    """Median and 95th percentile of the reruns and their bytes, in turn with an empty page behind the same server."""
    with our_server(demo) as ours, empty_page_server() as empty:
        answers, floors = _reruns(ours, empty)
    again = answers[len(answers) // ROUNDS :]
    first = answers[: len(answers) // ROUNDS]
    floor = 1000 * median(answer.seconds for answer in floors)
    milliseconds = [1000 * answer.seconds for answer in again]
    slow_floor = 1000 * percentile_95([answer.seconds for answer in floors])
    first_look = 1000 * median(answer.seconds for answer in first)
    kilobytes = max(answer.size_bytes for answer in answers) / 1000
    floor_kilobytes = median(answer.size_bytes for answer in floors) / 1000
    typical, slow = median(milliseconds), percentile_95(milliseconds)
    return [
        Figure(
            "Rerun of the Emissions page, median", typical, "ms", floor, FLOOR, at_most=MEDIAN_MILLISECONDS
        ),
        Figure("  95 % of the reruns within", slow, "ms", slow_floor, FLOOR, at_most=SLOW_MILLISECONDS),
        Figure(
            "  a municipality nobody has looked at yet",
            first_look,
            "ms",
            floor,
            FLOOR,
            at_most=SLOW_MILLISECONDS,
        ),
        Figure(
            "  bytes of a rerun, largest", kilobytes, "kB", floor_kilobytes, FLOOR, at_most=MOST_KILOBYTES
        ),
    ]


def _reruns(ours: Server, empty: Server) -> tuple[list[Answer], list[Answer]]:
    with Session(ours, PAGE) as session, Session(empty, "") as floor:
        floor.run()
        widget, options = municipalities(session.run().messages)
        others = [
            *options[1:],
            options[0],
        ]  # the first shown is remembered already; it comes last in each round
        answers, floors = [], []
        for option in others * ROUNDS:
            answers.append(session.run((widget, option)))
            floors.append(floor.run())
    return answers, floors

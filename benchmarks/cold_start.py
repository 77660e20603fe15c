"""From the start of the process to the first healthy answer, and to the first page."""

import time
from pathlib import Path

from benchmarks.figures import Figure, median
from benchmarks.servers import bare_streamlit, our_server
from benchmarks.session import Session

ROUNDS = 5
MOST_SECONDS = 1.0


def figures(demo: Path) -> list[Figure]:
    """Our server and plain Streamlit, started in turn."""
    healthy, whole, bare = [], [], []
    for _ in range(ROUNDS):
        with our_server(demo) as server:
            healthy.append(server.seconds_to_healthy)
            start = time.perf_counter()
            with Session(server, "") as session:
                session.run()
            whole.append(server.seconds_to_healthy + time.perf_counter() - start)
        with bare_streamlit() as server:
            bare.append(server.seconds_to_healthy)
    return [
        Figure(
            "Cold start to healthy",
            median(healthy),
            "s",
            median(bare),
            "bare streamlit run",
            at_most=MOST_SECONDS,
        ),
        Figure("  to the first whole Overview at the websocket", median(whole), "s"),
    ]

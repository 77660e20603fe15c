"""A first visit in a headless Chromium that has nothing in its cache: bytes over the wire, and time until the chart is seen."""

import os
import time
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright

from benchmarks.figures import Figure, median
from benchmarks.servers import Server, empty_page_server, our_server
from tests.browser.find_browser import find_browser

ROUNDS = 5
MOST_MEGABYTES, MOST_SECONDS = 3.0, 3.0
QUIET_MILLISECONDS = 1_500  # so long after the page stands, late files have come too
CHART, LINE = ".js-plotly-plot .main-svg", "[data-testid=stMarkdownContainer] p"


def figures(demo: Path) -> list[Figure]:
    """First visits to two pages of ours and to an empty one, in turn; none where there is no Chromium."""
    path = find_browser()
    if path is None:
        print("First load: no Chromium found. Install it, or name it with BROWSER_PATH.")
        return []
    arguments = [
        "--disable-gpu",
        "--disable-background-networking",
        *(["--no-sandbox"] if os.geteuid() == 0 else []),
    ]
    with our_server(demo) as ours, empty_page_server() as empty, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(path), args=arguments)
        visits = {
            "Overview": (ours, "/", CHART),
            "Emissions": (ours, "/sources", CHART),
            "empty": (empty, "/", LINE),
        }
        runs = [{name: _visit(browser, *visit) for name, visit in visits.items()} for _ in range(ROUNDS)]
        browser.close()
    seconds, megabytes = (
        {name: median(run[name][part] for run in runs) for name in visits} for part in (0, 1)
    )
    return [
        figure
        for name in ("Overview", "Emissions")
        for figure in (
            Figure(
                f"First load of {name}, over the wire",
                megabytes[name],
                "MB",
                megabytes["empty"],
                "empty page",
                at_most=MOST_MEGABYTES,
            ),
            Figure(
                "  until the chart is seen",
                seconds[name],
                "s",
                seconds["empty"],
                "empty page",
                at_most=MOST_SECONDS,
            ),
        )
    ]


def _visit(browser: Browser, server: Server, address: str, sign: str) -> tuple[float, float]:
    """Seconds until the sign is visible, and megabytes received, with an empty cache."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-GB")
    page = context.new_page()
    network = context.new_cdp_session(page)
    received: list[float] = []
    network.on("Network.loadingFinished", lambda event: received.append(event["encodedDataLength"]))
    network.on(
        "Network.webSocketFrameReceived", lambda event: received.append(_frame_bytes(event["response"]))
    )
    network.send("Network.enable")
    start = time.perf_counter()
    page.goto(f"{server.url}{address}", wait_until="commit")
    page.locator(sign).first.wait_for(state="visible", timeout=60_000)
    seconds = time.perf_counter() - start
    page.wait_for_timeout(QUIET_MILLISECONDS)
    context.close()
    return seconds, sum(received) / 1e6


def _frame_bytes(frame: dict[str, Any]) -> float:
    """The size of a websocket frame; binary ones are given in base64."""
    is_text = frame["opcode"] == 1
    return len(frame["payloadData"]) * (1.0 if is_text else 0.75)

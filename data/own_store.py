"""Where the municipality's own store lies: the same for the app, its server and the command line, and known without
loading the database."""

import os
from pathlib import Path

DEFAULT_URL = "duckdb:var/veikart.duckdb"
ROOT = Path(__file__).resolve().parents[1]


def own_url() -> str:
    """The address of the own store: what VEIKART_STORE names, else the one in the project's folder."""
    return rooted(os.environ.get("VEIKART_STORE") or DEFAULT_URL)


def rooted(url: str) -> str:
    """A store address with its path seen from the project."""
    engine, _, path = url.partition(":")
    return url if path == ":memory:" else f"{engine}:{ROOT / path}"

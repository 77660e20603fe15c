"""Plausibility of what the store holds: what is unusual, to be looked at. Warns, never changes, and accuses nobody
(docs/methods.md section 5)."""

from metrics.plausibility.checks import CHECKS, subject_title
from metrics.plausibility.given import TOTAL
from metrics.plausibility.grouping import group_warnings, in_one_line
from metrics.plausibility.warning_rows import (
    check_named,
    indicators_of,
    needs_attention,
    plausibility,
    unusual_series,
    warning_id,
)

__all__ = [
    "CHECKS",
    "TOTAL",
    "check_named",
    "group_warnings",
    "in_one_line",
    "indicators_of",
    "needs_attention",
    "plausibility",
    "subject_title",
    "unusual_series",
    "warning_id",
]

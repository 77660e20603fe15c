"""Demonstration data: twelve fictional Nordic municipalities with the irregularities that real data have.

Everything here is invented: no figure describes a real place, no name is that of a Nordic municipality."""

from data.demo.action import demo_records, demo_reports
from data.demo.generator import (
    DEMO_VERSION,
    DemoWorkbook,
    demo_areas,
    demo_changes,
    demo_targets,
    demo_workbooks,
)
from data.demo.municipalities import is_fictional

__all__ = [
    "DEMO_VERSION",
    "DemoWorkbook",
    "demo_areas",
    "demo_changes",
    "demo_records",
    "demo_reports",
    "demo_targets",
    "demo_workbooks",
    "is_fictional",
]

"""What reading a known statistics table gives."""

from dataclasses import dataclass, field

import pyarrow as pa

from data.datasets import Dataset
from loaders.problems import Problem
from texts import Text


@dataclass
class Meaning:
    """Staged rows by table, the datasets they belong to, the problems, and sentences for the preview.

    tables is empty where any problem is an error."""

    datasets: tuple[Dataset, ...] = ()
    tables: dict[str, pa.Table] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    summary: list[Text] = field(default_factory=list)

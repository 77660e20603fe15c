"""What a metric refuses, as a sentence a person can act on."""

from texts import Text


class MetricError(ValueError):
    """An input a metric cannot work with; `text` says what was expected, what was found and what to do."""

    def __init__(self, text: Text) -> None:
        super().__init__(str(text))
        self.text = text

"""Points in time as the reader's clock shows them."""

from datetime import datetime

import pandas as pd
import streamlit as st


def moment(when: datetime) -> str:
    """A point in time where the reader is: 2026-03-01 14:05."""
    return pd.Timestamp(when).tz_convert(st.context.timezone or "UTC").strftime("%Y-%m-%d %H:%M")

"""A page with one line: the floor under every page."""

import streamlit as st

st.write("Nothing to see here.")

"""Marking a person's own workbook without touching the rest of it; runs in a child process of its own."""

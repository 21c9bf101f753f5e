"""Numbers: pure functions and frozen dataclasses, tables in and tables out; no Django."""

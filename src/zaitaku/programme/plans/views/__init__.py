"""Pages of the plan: reading it, editing a draft, settling a version, importing a table."""

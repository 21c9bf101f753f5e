"""Pages of people, organisations and the audit."""

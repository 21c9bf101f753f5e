"""Community groups that support home care, entered by themselves."""

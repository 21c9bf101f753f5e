"""What every record of a value has in common: state, as-of date, who recorded it and what replaced it."""

"""The municipality's programme, one Django app per subject."""

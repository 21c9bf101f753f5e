"""What happens within meetings, for tests; one module per subject."""

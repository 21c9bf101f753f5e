"""What people may type about materials."""

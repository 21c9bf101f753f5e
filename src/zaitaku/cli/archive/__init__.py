"""What `backup` and `restore` share: the archive and how each database is copied into and out of it."""

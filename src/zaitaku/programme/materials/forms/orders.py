"""Orders of guidebooks."""

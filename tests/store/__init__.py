"""Sessions on a real disk: what was written is read back, whatever happens in between."""

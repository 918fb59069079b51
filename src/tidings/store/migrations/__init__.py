"""Numbered SQL files, applied in order by `tidings.store.migrate`; an applied one never changes."""

"""The store: registers that were checked once, kept by the hash of their content."""

from rrs_data.intake.store.memory import Memory
from rrs_data.intake.store.store import Store, StoredSet, open_store

__all__ = ["Memory", "Store", "StoredSet", "open_store"]

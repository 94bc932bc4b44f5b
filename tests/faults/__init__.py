"""Everything that can go wrong between ledger and gradebook, and the proof that nothing is lost."""

"""Hospital records: episodes, spells, bed days and lengths of stay."""

"""The invented England: one declared world, and one writer per official layout."""

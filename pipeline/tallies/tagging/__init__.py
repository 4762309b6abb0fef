"""What each tagger sees: pure functions over a tape."""

"""The trained tagger as pure functions over arrays: features, linear chain, model."""

"""From entities to facts, comparisons and routes: pure functions."""

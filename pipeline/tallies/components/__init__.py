"""The spaCy components: thin faces on the pure functions of the layers below."""

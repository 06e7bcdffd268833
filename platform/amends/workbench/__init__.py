"""How staff arrange their work: tags, following, lists they keep, and several cases at once."""

"""Finding cases by what is written in them, in Chinese and English, through an index of keyed hashes."""

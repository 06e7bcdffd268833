"""Outside bodies in a case: what a regulator, a platform or a petition office passed on, its number there, and until when it
wants an answer. The earlier time rules."""

"""Texts that staff write again and again: their own, and those everybody shares."""

"""What open pages are told at once: that a case has changed, and who else has it open. Lost without harm."""

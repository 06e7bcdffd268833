"""Words that leave the house only with somebody else's approval: proposed, approved or sent back, and then said exactly so."""

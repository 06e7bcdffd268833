"""Business records kept elsewhere: a case names them and leads there; nothing of them is fetched or kept here."""

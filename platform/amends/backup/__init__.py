"""A whole deployment, database and store, put into a folder and taken out of it again."""

"""What is printed: Typst templates, filled with data and never with markup."""

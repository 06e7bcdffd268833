"""What of a case a document can show, a module for each area of it: from what is known to blocks on paper."""

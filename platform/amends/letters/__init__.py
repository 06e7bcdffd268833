"""Letters on paper: written for a case, approved where the policy says so, printed and posted."""

-- Its link says which notice it was followed from, where the policy has that noted. NULL: it does not.
ALTER TABLE notice ADD COLUMN marked boolean;

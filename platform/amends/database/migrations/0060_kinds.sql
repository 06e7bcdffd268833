-- Kinds of case beside the complaint. What is of a confidential kind is read by those alone who handle it or may.
ALTER TABLE complaint ADD COLUMN kind text NOT NULL DEFAULT 'complaint';
ALTER TABLE complaint ADD COLUMN confidential boolean NOT NULL DEFAULT false;

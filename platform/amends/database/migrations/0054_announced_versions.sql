-- An announcement may be for those alone who are still on an earlier version of a template.
ALTER TABLE announcement ADD COLUMN template text;
ALTER TABLE announcement ADD COLUMN template_version text;
ALTER TABLE announcement ADD CONSTRAINT announcement_of_version
    CHECK ((template IS NULL) = (template_version IS NULL));

-- Articles that help to answer complaints: what is being written, and every text that was approved.
CREATE TABLE knowledge_article (
    id uuid PRIMARY KEY,
    tenant_id uuid NOT NULL REFERENCES tenant (id),
    state text NOT NULL CHECK (state IN ('draft', 'proposed', 'approved', 'retired')),
    in_use integer,
    audience text NOT NULL CHECK (audience IN ('staff', 'complainants')),
    categories jsonb NOT NULL,
    title_zh text NOT NULL,
    title_en text NOT NULL,
    body_zh text NOT NULL,
    body_en text NOT NULL,
    review_months integer NOT NULL CHECK (review_months BETWEEN 1 AND 60),
    review_on date,
    changes integer NOT NULL,
    authors jsonb NOT NULL,
    created_at timestamptz NOT NULL,
    changed_at timestamptz NOT NULL,
    changed_by uuid,
    proposed_at timestamptz,
    proposed_by uuid,
    returned_at timestamptz,
    returned_by uuid,
    returned_reason text NOT NULL,
    UNIQUE (tenant_id, id),
    CHECK ((state = 'approved') <= (in_use IS NOT NULL)),
    CHECK ((state = 'retired') <= (in_use IS NULL)),
    CHECK ((in_use IS NULL) = (review_on IS NULL)),
    FOREIGN KEY (tenant_id, changed_by) REFERENCES person (tenant_id, id),
    FOREIGN KEY (tenant_id, proposed_by) REFERENCES person (tenant_id, id),
    FOREIGN KEY (tenant_id, returned_by) REFERENCES person (tenant_id, id)
);
COMMENT ON COLUMN knowledge_article.title_zh IS 'personal: may name people';
COMMENT ON COLUMN knowledge_article.title_en IS 'personal: may name people';
COMMENT ON COLUMN knowledge_article.body_zh IS 'personal: may name people';
COMMENT ON COLUMN knowledge_article.body_en IS 'personal: may name people';
COMMENT ON COLUMN knowledge_article.authors IS 'personal: who wrote it';
COMMENT ON COLUMN knowledge_article.returned_reason IS 'personal: may name people';
CREATE INDEX knowledge_article_changed ON knowledge_article (tenant_id, changed_at DESC, id);

-- A text as it was approved: added to, never changed.
CREATE TABLE knowledge_version (
    id uuid PRIMARY KEY,
    tenant_id uuid NOT NULL REFERENCES tenant (id),
    article_id uuid NOT NULL,
    number integer NOT NULL CHECK (number > 0),
    audience text NOT NULL CHECK (audience IN ('staff', 'complainants')),
    categories jsonb NOT NULL,
    title_zh text NOT NULL,
    title_en text NOT NULL,
    body_zh text NOT NULL,
    body_en text NOT NULL,
    authors jsonb NOT NULL,
    approved_at timestamptz NOT NULL,
    approved_by uuid NOT NULL,
    UNIQUE (tenant_id, id),
    UNIQUE (tenant_id, article_id, number),
    -- Nobody approves what they wrote.
    CHECK (jsonb_array_length(authors) > 0 AND NOT authors ? approved_by::text),
    FOREIGN KEY (tenant_id, article_id) REFERENCES knowledge_article (tenant_id, id) ON DELETE CASCADE,
    FOREIGN KEY (tenant_id, approved_by) REFERENCES person (tenant_id, id)
);
COMMENT ON COLUMN knowledge_version.title_zh IS 'personal: may name people';
COMMENT ON COLUMN knowledge_version.title_en IS 'personal: may name people';
COMMENT ON COLUMN knowledge_version.body_zh IS 'personal: may name people';
COMMENT ON COLUMN knowledge_version.body_en IS 'personal: may name people';
COMMENT ON COLUMN knowledge_version.authors IS 'personal: who wrote it';

-- What a version is found by, so that no text is read to learn whether it fits.
CREATE TABLE knowledge_word (
    id uuid PRIMARY KEY,
    tenant_id uuid NOT NULL REFERENCES tenant (id),
    article_id uuid NOT NULL,
    version integer NOT NULL,
    word text NOT NULL,
    weight integer NOT NULL CHECK (weight > 0),
    UNIQUE (tenant_id, id),
    FOREIGN KEY (tenant_id, article_id) REFERENCES knowledge_article (tenant_id, id) ON DELETE CASCADE
);
COMMENT ON COLUMN knowledge_word.word IS 'personal: may be of a name';
CREATE INDEX knowledge_word_found ON knowledge_word (tenant_id, word) INCLUDE (article_id, version, weight);

-- How often somebody said that it answered what they came for, by day; not who.
CREATE TABLE knowledge_answered (
    id uuid PRIMARY KEY,
    tenant_id uuid NOT NULL REFERENCES tenant (id),
    article_id uuid NOT NULL,
    day date NOT NULL,
    times integer NOT NULL CHECK (times > 0),
    UNIQUE (tenant_id, id),
    UNIQUE (tenant_id, article_id, day),
    FOREIGN KEY (tenant_id, article_id) REFERENCES knowledge_article (tenant_id, id) ON DELETE CASCADE
);

DO $$
DECLARE walled text;
BEGIN
    FOREACH walled IN ARRAY ARRAY['knowledge_article', 'knowledge_version', 'knowledge_word', 'knowledge_answered'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', walled);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', walled);
        EXECUTE format($wall$CREATE POLICY tenant_wall ON %I TO {app}
            USING (tenant_id = (SELECT current_setting('amends.tenant')::uuid))
            WITH CHECK (tenant_id = (SELECT current_setting('amends.tenant')::uuid))$wall$, walled);
        IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'amends_backup') THEN
            EXECUTE format('CREATE POLICY backup_reads ON %I FOR SELECT TO amends_backup USING (true)', walled);
            EXECUTE format('GRANT SELECT ON %I TO amends_backup', walled);
        END IF;
    END LOOP;
END $$;
GRANT SELECT, INSERT, UPDATE ON knowledge_article, knowledge_answered TO {app};
GRANT SELECT, INSERT ON knowledge_version, knowledge_word TO {app};

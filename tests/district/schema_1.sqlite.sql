CREATE TABLE alarm (
    store VARCHAR(60) NOT NULL,
    kind VARCHAR(40) NOT NULL,
    detail VARCHAR(200) NOT NULL,
    at VARCHAR(32) NOT NULL,
    CONSTRAINT pk_alarm PRIMARY KEY (store, kind, detail)
)
--
CREATE TABLE block (
    id VARCHAR(36) NOT NULL,
    request VARCHAR(60) NOT NULL,
    store VARCHAR(60) NOT NULL,
    series VARCHAR(60) NOT NULL,
    first INTEGER NOT NULL,
    last INTEGER NOT NULL,
    granted_at VARCHAR(32) NOT NULL,
    closed_at VARCHAR(32),
    CONSTRAINT pk_block PRIMARY KEY (id),
    CONSTRAINT uq_block_request UNIQUE (request)
)
--
CREATE INDEX ix_block_series ON block (series)
--
CREATE INDEX ix_block_store ON block (store)
--
CREATE TABLE client (
    id VARCHAR(36) NOT NULL,
    centre VARCHAR(10) NOT NULL,
    thumbprint VARCHAR(64) NOT NULL,
    spki VARCHAR NOT NULL,
    enrolled_at VARCHAR(32) NOT NULL,
    expires_at VARCHAR(32) NOT NULL,
    revoked_at VARCHAR(32),
    CONSTRAINT pk_client PRIMARY KEY (id),
    CONSTRAINT uq_client_thumbprint UNIQUE (thumbprint)
)
--
CREATE TABLE deposit (
    store VARCHAR(60) NOT NULL,
    seq BIGINT NOT NULL,
    hash VARCHAR(128) NOT NULL,
    at VARCHAR(32) NOT NULL,
    CONSTRAINT pk_deposit PRIMARY KEY (store, seq, hash)
)
--
CREATE TABLE enrolment (
    code_sha256 VARCHAR(64) NOT NULL,
    centre VARCHAR(10) NOT NULL,
    expires_at VARCHAR(32) NOT NULL,
    client VARCHAR(36),
    CONSTRAINT pk_enrolment PRIMARY KEY (code_sha256)
)
--
CREATE TABLE fact (
    op_id VARCHAR(36) NOT NULL,
    store VARCHAR(60) NOT NULL,
    centre VARCHAR(10) NOT NULL,
    kind VARCHAR(60) NOT NULL,
    at VARCHAR(32) NOT NULL,
    payload VARCHAR NOT NULL,
    CONSTRAINT pk_fact PRIMARY KEY (op_id)
)
--
CREATE INDEX ix_fact_store ON fact (store)
--
CREATE TABLE meta (
    name VARCHAR(40) NOT NULL,
    value VARCHAR NOT NULL,
    CONSTRAINT pk_meta PRIMARY KEY (name)
)
--
CREATE TABLE number_taken (
    number VARCHAR(80) NOT NULL,
    store VARCHAR(60) NOT NULL,
    op_id VARCHAR(36) NOT NULL,
    CONSTRAINT pk_number_taken PRIMARY KEY (number)
)
--
CREATE TABLE op_applied (
    op_id VARCHAR(36) NOT NULL,
    store VARCHAR(60) NOT NULL,
    op_seq BIGINT NOT NULL,
    body_sha256 VARCHAR(64) NOT NULL,
    outcome VARCHAR(10) NOT NULL,
    code VARCHAR(60) NOT NULL,
    fields VARCHAR NOT NULL,
    CONSTRAINT pk_op_applied PRIMARY KEY (op_id),
    CONSTRAINT uq_op_applied_store_op_seq UNIQUE (store, op_seq)
)
--
CREATE TABLE own_range (
    op_id VARCHAR(36) NOT NULL,
    store VARCHAR(60) NOT NULL,
    series VARCHAR(60) NOT NULL,
    first INTEGER NOT NULL,
    last INTEGER NOT NULL,
    CONSTRAINT pk_own_range PRIMARY KEY (op_id)
)
--
CREATE INDEX ix_own_range_series ON own_range (series)
--
CREATE INDEX ix_own_range_store ON own_range (store)
--
CREATE TABLE record (
    tbl VARCHAR(20) NOT NULL,
    pk VARCHAR(120) NOT NULL,
    centre VARCHAR(10) NOT NULL,
    payload VARCHAR,
    ver INTEGER DEFAULT '1' NOT NULL,
    row_hash VARCHAR(16),
    bucket INTEGER DEFAULT '0' NOT NULL,
    CONSTRAINT pk_record PRIMARY KEY (tbl, pk)
)
--
CREATE INDEX ix_record_centre_tbl_pk ON record (centre, tbl, pk)
--
CREATE TABLE store (
    id VARCHAR(60) NOT NULL,
    client VARCHAR(36) NOT NULL,
    centre VARCHAR(10) NOT NULL,
    mark VARCHAR NOT NULL,
    offered VARCHAR NOT NULL,
    next_op_seq BIGINT NOT NULL,
    seen_at VARCHAR(32) NOT NULL,
    superseded_at VARCHAR(32),
    CONSTRAINT pk_store PRIMARY KEY (id)
)
--
CREATE INDEX ix_store_client ON store (client)
--
CREATE TABLE upload (
    store VARCHAR(60) NOT NULL,
    sha256 VARCHAR(64) NOT NULL,
    first_seq BIGINT NOT NULL,
    last_seq BIGINT NOT NULL,
    signature VARCHAR NOT NULL,
    at VARCHAR(32) NOT NULL,
    CONSTRAINT pk_upload PRIMARY KEY (store, sha256)
)
--
CREATE TABLE IF NOT EXISTS feed (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, xid INTEGER GENERATED ALWAYS AS (seq) VIRTUAL,
    centre TEXT NOT NULL, tbl TEXT NOT NULL, pk TEXT NOT NULL,
    op TEXT NOT NULL, ver INTEGER NOT NULL, schema_v INTEGER NOT NULL,
    payload TEXT, row_hash TEXT, at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ')))
--
CREATE INDEX IF NOT EXISTS ix_feed_centre_xid_seq ON feed (centre, xid, seq)
--
DROP TRIGGER IF EXISTS record_feed_insert
--
CREATE TRIGGER record_feed_insert AFTER INSERT ON record BEGIN
    UPDATE record SET row_hash = row_hash(NEW.payload), bucket = bucket(NEW.pk)
        WHERE tbl = NEW.tbl AND pk = NEW.pk;
    INSERT INTO feed (centre, tbl, pk, op, ver, schema_v, payload, row_hash)
    VALUES (NEW.centre, NEW.tbl, NEW.pk, CASE WHEN NEW.payload IS NULL THEN 'delete' ELSE 'put' END,
        NEW.ver, 2, NEW.payload, row_hash(NEW.payload));
END
--
DROP TRIGGER IF EXISTS record_feed_update
--
CREATE TRIGGER record_feed_update AFTER UPDATE OF centre, payload ON record BEGIN
    UPDATE record SET ver = OLD.ver + 1, row_hash = row_hash(NEW.payload)
        WHERE tbl = NEW.tbl AND pk = NEW.pk;
    INSERT INTO feed (centre, tbl, pk, op, ver, schema_v)
    SELECT OLD.centre, NEW.tbl, NEW.pk, 'remove', OLD.ver + 1, 2
        WHERE OLD.centre <> NEW.centre AND OLD.payload IS NOT NULL;
    INSERT INTO feed (centre, tbl, pk, op, ver, schema_v, payload, row_hash)
    VALUES (NEW.centre, NEW.tbl, NEW.pk, CASE WHEN NEW.payload IS NULL THEN 'delete' ELSE 'put' END,
        OLD.ver + 1, 2, NEW.payload, row_hash(NEW.payload));
END
--
INSERT INTO meta VALUES ('schema', '1'), ('restores', '0'), ('floor', '0'), ('token_secret', 'abababababababababababababababababababababababababababababababab'), ('system', '0011223344556677')

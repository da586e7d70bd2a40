-- The ground that every module stands on: classes of tables, row scope, parties, principals, sessions, audit, tasks.
--
-- Each table says in its comment which module owns it and of which class it is; the catalogue test reads that.
--   business   about a party: party_id first in its key, scope_no, the one row-security policy
--   reference  the same on every node and open to every signed-in principal: organisation, policy, dictionary
--   local      of one node: sessions, tasks, audit, idempotency
-- Roles (zhike_owner, zhike_app, zhike_search) are made before the first migration, by platform/database/roles.ts.

CREATE SCHEMA zhike;
GRANT USAGE ON SCHEMA zhike TO zhike_app, zhike_search;
SET LOCAL search_path = zhike, public;

CREATE FUNCTION enter_class(entered regclass, module text, class text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('COMMENT ON TABLE %s IS %L', entered, module || ' ' || class);
  IF class = 'business' THEN
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', entered);
    EXECUTE format($policy$
      CREATE POLICY scope ON %s USING (
        scope_no BETWEEN nullif(current_setting('zhike.lo', true), '')::int AND nullif(current_setting('zhike.hi', true), '')::int
        OR party_id = ANY (coalesce(nullif(current_setting('zhike.granted', true), ''), '{}')::uuid[]))
    $policy$, entered);
  END IF;
END $$;
REVOKE ALL ON FUNCTION enter_class FROM public;

-- Parties ------------------------------------------------------------------------------------------------------------

CREATE TABLE party (
  party_id    uuid PRIMARY KEY,
  scope_no    integer NOT NULL,
  kind        text COLLATE "C" NOT NULL CHECK (kind IN ('person', 'organisation', 'household', 'unit')),
  public_name text COLLATE "C" CHECK (kind <> 'person' OR public_name IS NULL),
  sort_key    text COLLATE "C",
  search_text text COLLATE "C",
  created_at  timestamptz NOT NULL,
  merged_into uuid
);
COMMENT ON COLUMN party.public_name IS 'Of organisations and units. A person''s name is sealed in the owner module''s row and found through the vault.';
COMMENT ON COLUMN party.search_text IS 'Normalised name, every reading in full pinyin, and its initials, separated by spaces.';
SELECT enter_class('party', 'platform', 'business');
CREATE INDEX party_search ON party USING gin (search_text public.gin_trgm_ops) WHERE search_text IS NOT NULL;
CREATE POLICY search ON party FOR SELECT TO zhike_search USING (true);
GRANT SELECT (party_id, scope_no, search_text) ON party TO zhike_search;
GRANT SELECT, INSERT, UPDATE ON party TO zhike_app;

CREATE TABLE party_role (
  party_id uuid NOT NULL,
  role     text COLLATE "C" NOT NULL,
  scope_no integer NOT NULL,
  stage    text COLLATE "C" NOT NULL,
  since    date NOT NULL,
  PRIMARY KEY (party_id, role)
);
SELECT enter_class('party_role', 'platform', 'business');
GRANT SELECT, INSERT, UPDATE ON party_role TO zhike_app;

-- Ids of the organisations whose name, pinyin or initials contain `query`, best first, inside a range or among the granted.
CREATE FUNCTION search_party(query text, lo integer, hi integer, granted uuid[], at_most integer)
RETURNS TABLE (party_id uuid) LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = zhike, public, pg_temp AS $$
BEGIN
  RETURN QUERY
    SELECT p.party_id FROM party p
    WHERE p.search_text LIKE '%' || replace(replace(replace(query, '\', '\\'), '%', '\%'), '_', '\_') || '%'
      AND (p.scope_no BETWEEN lo AND hi OR p.party_id = ANY (granted))
    ORDER BY strpos(' ' || p.search_text, ' ' || query) = 0, length(p.search_text), p.party_id
    LIMIT at_most;
END $$;
REVOKE ALL ON FUNCTION search_party FROM public;
GRANT EXECUTE ON FUNCTION search_party TO zhike_app;
-- A function's owner needs CREATE on its schema at the moment it becomes so, not after.
GRANT CREATE ON SCHEMA zhike TO zhike_search;
ALTER FUNCTION search_party OWNER TO zhike_search;
REVOKE CREATE ON SCHEMA zhike FROM zhike_search;

-- Principals and sessions --------------------------------------------------------------------------------------------

CREATE TABLE principal (
  principal_id uuid PRIMARY KEY,
  kind         text COLLATE "C" NOT NULL CHECK (kind IN ('staff', 'outside', 'link', 'service')),
  name         text COLLATE "C" NOT NULL,
  created_at   timestamptz NOT NULL,
  disabled_at  timestamptz,
  disabled_by  uuid REFERENCES principal
);
SELECT enter_class('principal', 'platform', 'reference');
GRANT SELECT, INSERT, UPDATE ON principal TO zhike_app;
INSERT INTO principal (principal_id, kind, name, created_at) VALUES ('00000000-0000-7000-8000-000000000001', 'service', '系统', now());

CREATE TABLE credential (
  principal_id  uuid PRIMARY KEY REFERENCES principal,
  login_name    text COLLATE "C" NOT NULL UNIQUE,
  password_hash text COLLATE "C",
  changed_at    timestamptz
);
COMMENT ON COLUMN credential.password_hash IS 'argon2id in PHC form; NULL until the first password is chosen with a one-time code.';
SELECT enter_class('credential', 'platform', 'reference');
GRANT SELECT, INSERT, UPDATE ON credential TO zhike_app;

CREATE TABLE one_time_code (
  code_hash    bytea PRIMARY KEY,
  principal_id uuid NOT NULL REFERENCES principal,
  expires_at   timestamptz NOT NULL,
  used_at      timestamptz
);
SELECT enter_class('one_time_code', 'platform', 'local');
GRANT SELECT, INSERT, UPDATE, DELETE ON one_time_code TO zhike_app;

CREATE TABLE session (
  token_hash   bytea PRIMARY KEY,
  principal_id uuid NOT NULL REFERENCES principal,
  capacity     text COLLATE "C",
  created_at   timestamptz NOT NULL,
  seen_at      timestamptz NOT NULL,
  expires_at   timestamptz NOT NULL
);
COMMENT ON COLUMN session.capacity IS 'The post in which its holder acts, as the organisation names it; NULL: the widest.';
SELECT enter_class('session', 'platform', 'local');
CREATE INDEX session_principal ON session (principal_id);
GRANT SELECT, INSERT, UPDATE, DELETE ON session TO zhike_app;

CREATE TABLE login_limit (
  key    text COLLATE "C" PRIMARY KEY,
  points integer NOT NULL DEFAULT 0,
  expire bigint
);
COMMENT ON COLUMN login_limit.expire IS 'Milliseconds since 1970; the shape is rate-limiter-flexible''s.';
SELECT enter_class('login_limit', 'platform', 'local');
GRANT SELECT, INSERT, UPDATE, DELETE ON login_limit TO zhike_app;

-- Audit --------------------------------------------------------------------------------------------------------------
-- The application appends; nobody updates or deletes. An event carries a MAC made in its own transaction; a seal then
-- chains a batch of events, so that a removed or added event shows as well as a changed one.

CREATE TABLE audit_event (
  event_id     uuid PRIMARY KEY,
  at           timestamptz NOT NULL,
  principal_id uuid NOT NULL,
  act          text COLLATE "C" NOT NULL,
  party_id     uuid,
  clause       text COLLATE "C",
  detail       text COLLATE "C" NOT NULL,
  mac          bytea NOT NULL
);
COMMENT ON COLUMN audit_event.detail IS 'Canonical JSON without any `identify` value.';
SELECT enter_class('audit_event', 'platform', 'local');
CREATE INDEX audit_event_party ON audit_event (party_id, at) WHERE party_id IS NOT NULL;
GRANT SELECT, INSERT ON audit_event TO zhike_app;

CREATE TABLE audit_seal (
  seal_no    bigint PRIMARY KEY,
  at         timestamptz NOT NULL,
  event_ids  uuid[] NOT NULL,
  total      bigint NOT NULL,
  previous   bytea NOT NULL,
  digest     bytea NOT NULL
);
COMMENT ON COLUMN audit_seal.digest IS 'HMAC over previous digest, number, time, running total and the MACs of the events in order.';
SELECT enter_class('audit_seal', 'platform', 'local');
GRANT SELECT, INSERT ON audit_seal TO zhike_app;

CREATE TABLE audit_unsealed (
  event_id uuid PRIMARY KEY
);
SELECT enter_class('audit_unsealed', 'platform', 'local');
GRANT SELECT, INSERT, DELETE ON audit_unsealed TO zhike_app;

-- Idempotency --------------------------------------------------------------------------------------------------------

CREATE TABLE idempotency (
  principal_id uuid NOT NULL,
  key          text COLLATE "C" NOT NULL,
  request_hash bytea NOT NULL,
  status       integer,
  body         text,
  created_at   timestamptz NOT NULL,
  PRIMARY KEY (principal_id, key)
);
SELECT enter_class('idempotency', 'platform', 'local');
CREATE INDEX idempotency_age ON idempotency (created_at);
GRANT SELECT, INSERT, UPDATE, DELETE ON idempotency TO zhike_app;

-- Tasks: any work that takes longer than a request, with progress, cancel and resume ----------------------------------

CREATE TABLE task (
  task_id      uuid PRIMARY KEY,
  kind         text COLLATE "C" NOT NULL,
  title        text NOT NULL,
  state        text COLLATE "C" NOT NULL CHECK (state IN ('queued', 'running', 'done', 'failed', 'cancelled')),
  input        jsonb NOT NULL,
  total        bigint,
  done         bigint NOT NULL DEFAULT 0,
  checkpoint   jsonb,
  result       jsonb,
  failure      jsonb,
  principal_id uuid NOT NULL REFERENCES principal,
  lo           integer NOT NULL,
  hi           integer NOT NULL,
  granted      uuid[] NOT NULL DEFAULT '{}',
  acts         text[] NOT NULL,
  runner       uuid,
  created_at   timestamptz NOT NULL,
  started_at   timestamptz,
  beat_at      timestamptz,
  finished_at  timestamptz,
  cancel_at    timestamptz,
  cancel_by    uuid REFERENCES principal
);
COMMENT ON TABLE task IS 'platform local';
COMMENT ON COLUMN task.acts IS 'What its starter might do at that moment: a task resumed after a crash may do no more.';
COMMENT ON COLUMN task.runner IS 'The claim that runs it; a runner that lost its claim to another can save nothing more.';
COMMENT ON COLUMN task.checkpoint IS 'Written in the same transaction as the rows it speaks of: where a resumed task goes on.';
CREATE INDEX task_owner ON task (principal_id, created_at DESC);
CREATE INDEX task_open ON task (state, created_at) WHERE state IN ('queued', 'running');
GRANT SELECT, INSERT, UPDATE ON task TO zhike_app;

-- Selections: a FEEL condition, or a frozen list with its date ---------------------------------------------------------

CREATE TABLE selection (
  selection_id uuid PRIMARY KEY,
  subject      text COLLATE "C" NOT NULL,
  name         text NOT NULL,
  condition    text,
  frozen_on    date,
  created_by   uuid NOT NULL REFERENCES principal,
  created_at   timestamptz NOT NULL,
  CHECK ((condition IS NULL) <> (frozen_on IS NULL))
);
SELECT enter_class('selection', 'platform', 'reference');
GRANT SELECT, INSERT ON selection TO zhike_app;

CREATE TABLE selection_member (
  party_id     uuid NOT NULL,
  selection_id uuid NOT NULL REFERENCES selection,
  scope_no     integer NOT NULL,
  PRIMARY KEY (party_id, selection_id)
);
SELECT enter_class('selection_member', 'platform', 'business');
CREATE INDEX selection_member_list ON selection_member (selection_id);
GRANT SELECT, INSERT ON selection_member TO zhike_app;

/** A rule over the catalogue of the main database, as a query for what breaks it, and a change that breaks it. */
export interface CatalogueRule {
  readonly rule: string
  /** Answers one text column `broken`; no rows: the rule holds. */
  readonly query: string
  /** Run as the owner, it must make the query answer: a rule that nothing breaks checks nothing. */
  readonly mutant: string
}

/** Tables of the schema with the class that their comment states. */
const TABLES = `
  tables AS (
    SELECT c.oid, c.relname, c.relrowsecurity, c.relforcerowsecurity, c.relowner,
           substring(obj_description(c.oid, 'pg_class') from '^[a-z]+ (business|reference|local)$') AS class
    FROM pg_class c WHERE c.relnamespace = 'zhike'::regnamespace AND c.relkind IN ('r', 'p'))`

const KEYS = `
  keys AS (
    SELECT i.indrelid AS oid, i.indexrelid::regclass::text AS name, i.indisprimary, i.indisunique,
           array_agg(a.attname::text ORDER BY k.n) AS columns
    FROM pg_index i, unnest(i.indkey) WITH ORDINALITY k (attnum, n), pg_attribute a
    WHERE a.attrelid = i.indrelid AND a.attnum = k.attnum GROUP BY i.indexrelid, i.indrelid, i.indisprimary, i.indisunique)`

const POLICY = `((scope_no >= (NULLIF(current_setting('zhike.lo'::text, true), ''::text))::integer) AND (scope_no <= (NULLIF(current_setting('zhike.hi'::text, true), ''::text))::integer)) OR (party_id = ANY ((COALESCE(NULLIF(current_setting('zhike.granted'::text, true), ''::text), '{}'::text))::uuid[]))`

/** Functions that run with their owner's rights: each is listed here, with its owner. */
const DEFINERS = `(VALUES ('add_fact', 'zhike_owner'), ('search_party', 'zhike_search'), ('discard_policy_draft', 'zhike_owner'))`

const BARE = 'CREATE TABLE zhike.bare (party_id uuid PRIMARY KEY, scope_no int NOT NULL)'
const BUSINESS = `${BARE}; SELECT zhike.enter_class('zhike.bare', 'test', 'business')`

export const CATALOGUE_RULES: readonly CatalogueRule[] = [
  {
    rule: 'every table states its owner module and its class',
    query: `WITH ${TABLES} SELECT relname AS broken FROM tables WHERE class IS NULL`,
    mutant: BARE,
  },
  {
    rule: 'a business table has party_id first in its primary key',
    query: `WITH ${TABLES}, ${KEYS} SELECT relname AS broken FROM tables t WHERE class = 'business'
            AND NOT EXISTS (SELECT FROM keys k WHERE k.oid = t.oid AND indisprimary AND columns[1] = 'party_id')`,
    mutant: `CREATE TABLE zhike.bare (n int PRIMARY KEY, party_id uuid, scope_no int); SELECT zhike.enter_class('zhike.bare', 'test', 'business')`,
  },
  {
    rule: 'a business table has scope_no int not null',
    query: `WITH ${TABLES} SELECT relname AS broken FROM tables t WHERE class = 'business' AND NOT EXISTS (
              SELECT FROM pg_attribute a WHERE a.attrelid = t.oid AND attname = 'scope_no' AND atttypid = 'int4'::regtype AND attnotnull)`,
    mutant: `${BUSINESS}; ALTER TABLE zhike.bare ALTER scope_no DROP NOT NULL`,
  },
  {
    rule: 'row security is on and forced on every business table',
    query: `WITH ${TABLES} SELECT relname AS broken FROM tables
            WHERE class = 'business' AND NOT (relrowsecurity AND relforcerowsecurity)`,
    mutant: 'ALTER TABLE zhike.customer NO FORCE ROW LEVEL SECURITY',
  },
  {
    rule: 'every business table has the one policy, word for word, for all roles and acts',
    query: `WITH ${TABLES} SELECT relname AS broken FROM tables t WHERE class = 'business' AND NOT EXISTS (
              SELECT FROM pg_policy p WHERE p.polrelid = t.oid AND polname = 'scope' AND polpermissive AND polcmd = '*'
              AND polroles = '{0}' AND polwithcheck IS NULL AND pg_get_expr(polqual, polrelid) = '(${POLICY.replaceAll("'", "''")})')`,
    mutant: 'ALTER POLICY scope ON zhike.customer USING (true)',
  },
  {
    rule: 'no other policy, but that of the search role on parties',
    query: `SELECT polrelid::regclass || ' ' || polname AS broken FROM pg_policy WHERE polname <> 'scope' AND NOT (
              polrelid = 'zhike.party'::regclass AND polname = 'search' AND polcmd = 'r'
              AND polroles = ARRAY['zhike_search'::regrole::oid])`,
    mutant: 'CREATE POLICY all_of_it ON zhike.customer USING (true)',
  },
  {
    rule: 'a unique key of a business table contains party_id',
    query: `WITH ${TABLES}, ${KEYS} SELECT k.name AS broken FROM keys k JOIN tables t USING (oid)
            WHERE class = 'business' AND indisunique AND NOT 'party_id' = ANY (columns)`,
    mutant: 'CREATE UNIQUE INDEX ON zhike.customer (customer_no)',
  },
  {
    rule: 'a foreign key points to a reference table, or from business to business with party_id',
    query: `WITH ${TABLES} SELECT conname::text AS broken FROM pg_constraint k
            JOIN tables f ON f.oid = k.conrelid JOIN tables t ON t.oid = k.confrelid
            WHERE contype = 'f' AND t.class <> 'reference' AND NOT (f.class = 'business' AND t.class = 'business'
              AND EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = f.oid AND attname = 'party_id' AND attnum = ANY (conkey)))`,
    mutant: 'ALTER TABLE zhike.staff ADD FOREIGN KEY (principal_id) REFERENCES zhike.party',
  },
  {
    rule: 'no trigger',
    query: `WITH ${TABLES} SELECT tgname::text AS broken FROM pg_trigger JOIN tables t ON t.oid = tgrelid WHERE NOT tgisinternal`,
    mutant: `CREATE TRIGGER again BEFORE UPDATE ON zhike.customer FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()`,
  },
  {
    rule: 'no sequence, so no default or identity that counts',
    query: `SELECT relname::text AS broken FROM pg_class WHERE relkind = 'S' AND relnamespace = 'zhike'::regnamespace`,
    mutant: 'ALTER TABLE zhike.unit ADD n int GENERATED ALWAYS AS IDENTITY',
  },
  {
    rule: 'every indexed text is ordered by byte',
    query: `SELECT indexrelid::regclass::text AS broken FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid, unnest(i.indcollation) AS coll
            WHERE c.relnamespace = 'zhike'::regnamespace AND coll NOT IN (0, 'pg_catalog."C"'::regcollation)`,
    mutant: 'CREATE INDEX ON zhike.task (title)',
  },
  {
    rule: 'a view reads with the rights of whoever asks',
    query: `SELECT relname::text AS broken FROM pg_class WHERE relnamespace = 'zhike'::regnamespace AND relkind IN ('v', 'm')
            AND NOT coalesce(reloptions @> '{security_invoker=true}', false)`,
    mutant: 'CREATE VIEW zhike.everybody AS SELECT party_id FROM zhike.customer',
  },
  {
    rule: 'functions with their owner’s rights are the listed ones, each with a fixed search_path and closed to the public',
    query: `SELECT proname::text AS broken FROM pg_proc p WHERE pronamespace = 'zhike'::regnamespace AND prosecdef AND (
              (proname, proowner::regrole::text) NOT IN ${DEFINERS}
              OR NOT coalesce(proconfig @> ARRAY['search_path=zhike, public, pg_temp'], false)
              OR has_function_privilege('public', oid, 'EXECUTE'))`,
    mutant: `CREATE FUNCTION zhike.peek() RETURNS bigint LANGUAGE sql SECURITY DEFINER AS 'SELECT count(*) FROM zhike.customer'`,
  },
  {
    rule: 'the application and the search role own nothing',
    query: `SELECT classid::regclass || ' ' || objid AS broken FROM pg_shdepend
            WHERE deptype = 'o' AND refobjid IN ('zhike_app'::regrole) AND dbid = (SELECT oid FROM pg_database WHERE datname = current_database())
            UNION ALL SELECT relname FROM pg_class WHERE relowner = 'zhike_search'::regrole`,
    mutant:
      'ALTER TABLE zhike.book DISABLE ROW LEVEL SECURITY; GRANT CREATE ON SCHEMA zhike TO zhike_search; ALTER TABLE zhike.book OWNER TO zhike_search',
  },
  {
    rule: 'no role of ours is a superuser, passes row security, makes roles or belongs to the owner',
    query: `SELECT rolname::text AS broken FROM pg_roles WHERE rolname IN ('zhike_app', 'zhike_search', 'zhike_owner')
            AND (rolsuper OR rolbypassrls OR rolcreaterole OR rolname <> 'zhike_owner' AND pg_has_role(oid, 'zhike_owner', 'MEMBER'))
            UNION ALL SELECT 'zhike_search grants ' || rolname FROM pg_roles WHERE rolname = 'zhike_app' AND pg_has_role(oid, 'zhike_search', 'MEMBER')`,
    mutant: 'ALTER ROLE zhike_app BYPASSRLS',
  },
  {
    rule: 'the application neither truncates, references nor attaches triggers',
    query: `WITH ${TABLES} SELECT relname || ' ' || privilege AS broken FROM tables, unnest('{TRUNCATE,REFERENCES,TRIGGER}'::text[]) AS privilege
            WHERE has_table_privilege('zhike_app', oid, privilege)`,
    mutant: 'GRANT TRUNCATE ON zhike.customer TO zhike_app',
  },
  {
    rule: 'history and audit are only added to',
    query: `WITH ${TABLES} SELECT relname || ' ' || privilege AS broken FROM tables, unnest('{UPDATE,DELETE}'::text[]) AS privilege
            WHERE (relname LIKE '%\\_history' OR relname IN ('audit_event', 'audit_seal', 'policy_text'))
            AND has_table_privilege('zhike_app', oid, privilege)`,
    mutant: 'GRANT DELETE ON zhike.audit_event TO zhike_app',
  },
]

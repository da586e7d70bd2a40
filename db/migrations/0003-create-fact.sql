-- 数据项与指标: the dictionary, the fact families, their history, and series by month-end.
SET LOCAL search_path = zhike, public;

CREATE TABLE fact_definition (
  subject     text COLLATE "C" NOT NULL,
  identifier  text COLLATE "C" NOT NULL CHECK (identifier ~ '^[a-z][a-z0-9_]{0,62}$'),
  name        text COLLATE "C" NOT NULL,
  type        text COLLATE "C" NOT NULL,
  unit        text COLLATE "C" NOT NULL DEFAULT '',
  codes       text[] NOT NULL DEFAULT '{}',
  protection  text COLLATE "C" NOT NULL CHECK (protection IN ('measure', 'public')),
  source      text NOT NULL DEFAULT '',
  fresh_days  integer,
  family      text COLLATE "C" NOT NULL,
  defined_by  text COLLATE "C",
  created_at  timestamptz NOT NULL,
  PRIMARY KEY (subject, identifier),
  UNIQUE (subject, name)
);
COMMENT ON COLUMN fact_definition.type IS 'As an article writes it: 金额, 比率, 数量, 小数(n), 天数, 月数, 年数, 代码, 文本, 是否, 日期.';
COMMENT ON COLUMN fact_definition.defined_by IS 'The clause that defined it, document/version/clause; NULL for a shipped fact.';
COMMENT ON COLUMN fact_definition.fresh_days IS 'After so many days since as_of the value is stale; NULL: never.';
SELECT enter_class('fact_definition', 'fact', 'reference');
GRANT SELECT ON fact_definition TO zhike_app;

-- A family is one table per subject and owner, one row per party, one typed column per fact, and a twin that keeps each
-- row as it was before a change. Wide history rows: a million changes cost 4–5 s, one row per value 53 s.
CREATE FUNCTION create_fact_family(family text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format($ddl$
    CREATE TABLE %1$I (
      party_id    uuid NOT NULL,
      scope_no    integer NOT NULL,
      source      text COLLATE "C" NOT NULL,
      batch_id    uuid,
      as_of       date NOT NULL,
      recorded_at timestamptz NOT NULL,
      PRIMARY KEY (party_id)
    ) WITH (fillfactor = 80);
    SELECT enter_class(%1$L, 'fact', 'business');
    GRANT SELECT, INSERT, UPDATE ON %1$I TO zhike_app;
    CREATE TABLE %2$I (
      party_id    uuid NOT NULL,
      recorded_at timestamptz NOT NULL,
      scope_no    integer NOT NULL,
      source      text COLLATE "C" NOT NULL,
      batch_id    uuid,
      as_of       date NOT NULL,
      PRIMARY KEY (party_id, recorded_at)
    );
    SELECT enter_class(%2$L, 'fact', 'business');
    GRANT SELECT, INSERT ON %2$I TO zhike_app;
  $ddl$, family, family || '_history');
END $$;
REVOKE ALL ON FUNCTION create_fact_family FROM public;

-- The only way to add a fact: whitelisted types, one nullable column in the family and in its history, a lock timeout.
-- Numbers are scaled integers with a bound that keeps them exact as a JavaScript number (|x| < 2^53).
CREATE FUNCTION add_fact(
  subject text, identifier text, name text, type text, unit text, codes text[], protection text,
  source text, fresh_days integer, family text, defined_by text
) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = zhike, public, pg_temp SET lock_timeout = '3s' AS $$
DECLARE
  column_type text := CASE
    WHEN type IN ('金额', '比率', '数量', '天数', '月数', '年数') OR type ~ '^小数\([0-9]\)$' THEN 'bigint'
    WHEN type IN ('代码', '文本') THEN 'text COLLATE "C"'
    WHEN type = '是否' THEN 'boolean'
    WHEN type = '日期' THEN 'date'
  END;
  bound text := CASE WHEN column_type = 'bigint' THEN format(' CHECK (abs(%I) <= 9000000000000000)', identifier) ELSE '' END;
BEGIN
  IF column_type IS NULL THEN
    RAISE EXCEPTION 'fact type % is not one of the whitelist', type USING ERRCODE = 'invalid_parameter_value';
  END IF;
  IF identifier !~ '^[a-z][a-z0-9_]{0,62}$' OR family !~ '^fact_[a-z][a-z0-9_]{0,40}$' THEN
    RAISE EXCEPTION 'identifier % or family % is not a plain word', identifier, family USING ERRCODE = 'invalid_parameter_value';
  END IF;
  IF EXISTS (SELECT FROM fact_definition d WHERE d.subject = add_fact.subject AND d.identifier = add_fact.identifier) THEN
    RETURN false;
  END IF;
  INSERT INTO fact_definition VALUES (
    subject, identifier, name, type, unit, codes, protection, source, fresh_days, family, defined_by, clock_timestamp());
  EXECUTE format('ALTER TABLE %I ADD COLUMN %I %s%s', family, identifier, column_type, bound);
  EXECUTE format('ALTER TABLE %I ADD COLUMN %I %s', family || '_history', identifier, column_type);
  RETURN true;
END $$;
REVOKE ALL ON FUNCTION add_fact FROM public;
GRANT EXECUTE ON FUNCTION add_fact TO zhike_app;

SELECT create_fact_family('fact_customer_position');
SELECT create_fact_family('fact_customer_finance');
SELECT create_fact_family('fact_customer_credit');
SELECT create_fact_family('fact_customer_trade');
SELECT create_fact_family('fact_customer_judgement');
SELECT create_fact_family('fact_customer_own');

-- Series: one figure of one party at one period end, in the metric's own scaled unit.
CREATE TABLE metric_value (
  party_id uuid NOT NULL,
  metric   text COLLATE "C" NOT NULL,
  period   date NOT NULL,
  scope_no integer NOT NULL,
  value    bigint NOT NULL,
  PRIMARY KEY (party_id, metric, period)
);
SELECT enter_class('metric_value', 'fact', 'business');
GRANT SELECT, INSERT, UPDATE ON metric_value TO zhike_app;

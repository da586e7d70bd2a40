-- What the migrations make; written by tools/dump-schema.ts, read by people. Do not edit.

-- Schema zhike -----------------------------------------------------------------------------------------------

CREATE TABLE assessment ( -- rating business
  party_id    uuid NOT NULL,
  document_id text COLLATE "C" NOT NULL,
  scope_no    integer NOT NULL,
  version     integer NOT NULL,
  run_id      uuid NOT NULL,
  grade       text COLLATE "C",
  score       bigint,
  score_low   bigint,
  score_high  bigint,
  reason      smallint NOT NULL,
  as_of       date NOT NULL,
  facts_at    timestamp with time zone NOT NULL,
  PRIMARY KEY (party_id, document_id),
  FOREIGN KEY (document_id, version) REFERENCES policy_version(document_id, version)
) WITH (fillfactor=80);
-- reason: 0: the value is known; otherwise why it is not, see engine Reason.
-- facts_at: The instant whose recorded facts were read: replay reads the same.
ALTER TABLE assessment ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY scope ON assessment FOR ALL TO public USING (((scope_no >= (NULLIF(current_setting('zhike.lo'::text, true), ''::text))::integer) AND (scope_no <= (NULLIF(current_setting('zhike.hi'::text, true), ''::text))::integer)) OR (party_id = ANY ((COALESCE(NULLIF(current_setting('zhike.granted'::text, true), ''::text), '{}'::text))::uuid[])));
GRANT INSERT, SELECT, UPDATE ON assessment TO zhike_app;

CREATE TABLE assessment_history ( -- rating business
  party_id    uuid NOT NULL,
  document_id text COLLATE "C" NOT NULL,
  run_id      uuid NOT NULL,
  scope_no    integer NOT NULL,
  version     integer NOT NULL,
  grade       text COLLATE "C",
  score       bigint,
  score_low   bigint,
  score_high  bigint,
  reason      smallint NOT NULL,
  as_of       date NOT NULL,
  facts_at    timestamp with time zone NOT NULL,
  replaced_by uuid NOT NULL,
  PRIMARY KEY (party_id, document_id, run_id)
);
ALTER TABLE assessment_history ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY scope ON assessment_history FOR ALL TO public USING (as on assessment);
GRANT INSERT, SELECT ON assessment_history TO zhike_app;

CREATE TABLE audit_event ( -- platform local
  event_id     uuid NOT NULL,
  at           timestamp with time zone NOT NULL,
  principal_id uuid NOT NULL,
  act          text COLLATE "C" NOT NULL,
  party_id     uuid,
  clause       text COLLATE "C",
  detail       text COLLATE "C" NOT NULL,
  mac          bytea NOT NULL,
  PRIMARY KEY (event_id)
);
-- detail: Canonical JSON without any `identify` value.
CREATE INDEX audit_event_party ON zhike.audit_event USING btree (party_id, at) WHERE (party_id IS NOT NULL);
GRANT INSERT, SELECT ON audit_event TO zhike_app;

CREATE TABLE audit_seal ( -- platform local
  seal_no   bigint NOT NULL,
  at        timestamp with time zone NOT NULL,
  event_ids uuid[] NOT NULL,
  total     bigint NOT NULL,
  previous  bytea NOT NULL,
  digest    bytea NOT NULL,
  PRIMARY KEY (seal_no)
);
-- digest: HMAC over previous digest, number, time, running total and the MACs of the events in order.
GRANT INSERT, SELECT ON audit_seal TO zhike_app;

CREATE TABLE audit_unsealed ( -- platform local
  event_id uuid NOT NULL,
  PRIMARY KEY (event_id)
);
GRANT DELETE, INSERT, SELECT ON audit_unsealed TO zhike_app;

CREATE TABLE book ( -- org reference
  scope_no   integer NOT NULL,
  unit_code  text COLLATE "C" NOT NULL,
  name       text COLLATE "C" NOT NULL,
  staff_code text COLLATE "C",
  PRIMARY KEY (scope_no),
  FOREIGN KEY (staff_code) REFERENCES staff(staff_code),
  FOREIGN KEY (unit_code) REFERENCES unit(unit_code)
);
-- staff_code: Who keeps the book; handing it over changes this and no business row. NULL: the unit's own book.
CREATE INDEX book_staff ON zhike.book USING btree (staff_code);
CREATE INDEX book_unit ON zhike.book USING btree (unit_code);
GRANT INSERT, SELECT, UPDATE ON book TO zhike_app;

CREATE TABLE contact_person ( -- customer business
  party_id    uuid NOT NULL,
  scope_no    integer NOT NULL,
  sealed      bytea NOT NULL,
  recorded_at timestamp with time zone NOT NULL,
  PRIMARY KEY (party_id)
);
ALTER TABLE contact_person ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY scope ON contact_person FOR ALL TO public USING (as on assessment);
GRANT INSERT, SELECT, UPDATE ON contact_person TO zhike_app;

CREATE TABLE credential ( -- platform reference
  principal_id  uuid NOT NULL,
  login_name    text COLLATE "C" NOT NULL,
  password_hash text COLLATE "C",
  changed_at    timestamp with time zone,
  PRIMARY KEY (principal_id),
  UNIQUE (login_name),
  FOREIGN KEY (principal_id) REFERENCES principal(principal_id)
);
-- password_hash: argon2id in PHC form; NULL until the first password is chosen with a one-time code.
GRANT INSERT, SELECT, UPDATE ON credential TO zhike_app;

CREATE TABLE customer ( -- customer business
  party_id        uuid NOT NULL,
  scope_no        integer NOT NULL,
  customer_no     text COLLATE "C" NOT NULL,
  kind            text COLLATE "C" NOT NULL,
  stage           text COLLATE "C" NOT NULL,
  public_name     text COLLATE "C",
  registered_code text COLLATE "C",
  industry        text COLLATE "C",
  region          text COLLATE "C",
  founded_on      date,
  birth_date      date,
  customer_since  date,
  sealed          bytea NOT NULL,
  row_version     integer NOT NULL DEFAULT 1,
  source          text COLLATE "C" NOT NULL,
  batch_id        uuid,
  created_at      timestamp with time zone NOT NULL,
  recorded_at     timestamp with time zone NOT NULL,
  PRIMARY KEY (party_id),
  CHECK ((kind = ANY (ARRAY['person'::text, 'sole_trader'::text, 'farmer'::text, 'company'::text, 'institution'::text]))),
  CHECK ((stage = ANY (ARRAY['prospect'::text, 'active'::text, 'dormant'::text, 'closed'::text])))
);
-- registered_code: 统一社会信用代码 of a company or institution, which is public; a person's identity number is sealed.
-- sealed: One ciphertext of name, identity number, phone, e-mail, address and remarks; see platform/vault.
CREATE INDEX customer_number ON zhike.customer USING btree (customer_no, party_id);
CREATE INDEX customer_scope ON zhike.customer USING btree (scope_no, customer_no, party_id);
ALTER TABLE customer ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY scope ON customer FOR ALL TO public USING (as on assessment);
GRANT INSERT, SELECT, UPDATE ON customer TO zhike_app;

CREATE TABLE customer_history ( -- customer business
  party_id        uuid NOT NULL,
  recorded_at     timestamp with time zone NOT NULL,
  scope_no        integer NOT NULL,
  customer_no     text COLLATE "C" NOT NULL,
  kind            text COLLATE "C" NOT NULL,
  stage           text COLLATE "C" NOT NULL,
  public_name     text COLLATE "C",
  registered_code text COLLATE "C",
  industry        text COLLATE "C",
  region          text COLLATE "C",
  founded_on      date,
  birth_date      date,
  customer_since  date,
  sealed          bytea NOT NULL,
  row_version     integer NOT NULL,
  source          text COLLATE "C" NOT NULL,
  batch_id        uuid,
  PRIMARY KEY (party_id, recorded_at)
);
ALTER TABLE customer_history ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY scope ON customer_history FOR ALL TO public USING (as on assessment);
GRANT INSERT, SELECT ON customer_history TO zhike_app;

CREATE TABLE fact_customer_credit ( -- fact business
  party_id          uuid NOT NULL,
  scope_no          integer NOT NULL,
  source            text COLLATE "C" NOT NULL,
  batch_id          uuid,
  as_of             date NOT NULL,
  recorded_at       timestamp with time zone NOT NULL,
  overdue_days      bigint,
  overdue_count     bigint,
  dishonest_debtor  boolean,
  litigation_amount bigint,
  on_time_ratio     bigint,
  inquiry_count     bigint,
  PRIMARY KEY (party_id),
  CHECK ((abs(inquiry_count) <= '9000000000000000'::bigint)),
  CHECK ((abs(litigation_amount) <= '9000000000000000'::bigint)),
  CHECK ((abs(on_time_ratio) <= '9000000000000000'::bigint)),
  CHECK ((abs(overdue_count) <= '9000000000000000'::bigint)),
  CHECK ((abs(overdue_days) <= '9000000000000000'::bigint))
) WITH (fillfactor=80);
ALTER TABLE fact_customer_credit ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY scope ON fact_customer_credit FOR ALL TO public USING (as on assessment);
GRANT INSERT, SELECT, UPDATE ON fact_customer_credit TO zhike_app;

CREATE TABLE fact_customer_credit_history ( -- fact business
  party_id          uuid NOT NULL,
  recorded_at       timestamp with time zone NOT NULL,
  scope_no          integer NOT NULL,
  source            text COLLATE "C" NOT NULL,
  batch_id          uuid,
  as_of             date NOT NULL,
  overdue_days      bigint,
  overdue_count     bigint,
  dishonest_debtor  boolean,
  litigation_amount bigint,
  on_time_ratio     bigint,
  inquiry_count     bigint,
  PRIMARY KEY (party_id, recorded_at)
);
ALTER TABLE fact_customer_credit_history ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY scope ON fact_customer_credit_history FOR ALL TO public USING (as on assessment);
GRANT INSERT, SELECT ON fact_customer_credit_history TO zhike_app;

CREATE TABLE fact_customer_finance ( -- fact business
  party_id           uuid NOT NULL,
  scope_no           integer NOT NULL,
  source             text COLLATE "C" NOT NULL,
  batch_id           uuid,
  as_of              date NOT NULL,
  recorded_at        timestamp with time zone NOT NULL,
  total_assets       bigint,
  total_liabilities  bigint,
  debt_ratio         bigint,
  current_ratio      bigint,
  quick_ratio        bigint,
  receivable_days    bigint,
  revenue            bigint,
  net_profit         bigint,
  registered_capital bigint,
  PRIMARY KEY (party_id),
  CHECK ((abs(current_ratio) <= '9000000000000000'::bigint)),
  CHECK ((abs(debt_ratio) <= '9000000000000000'::bigint)),
  CHECK ((abs(net_profit) <= '9000000000000000'::bigint)),
  CHECK ((abs(quick_ratio) <= '9000000000000000'::bigint)),
  CHECK ((abs(receivable_days) <= '9000000000000000'::bigint)),
  CHECK ((abs(registered_capital) <= '9000000000000000'::bigint)),
  CHECK ((abs(revenue) <= '9000000000000000'::bigint)),
  CHECK ((abs(total_assets) <= '9000000000000000'::bigint)),
  CHECK ((abs(total_liabilities) <= '9000000000000000'::bigint))
) WITH (fillfactor=80);
ALTER TABLE fact_customer_finance ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY scope ON fact_customer_finance FOR ALL TO public USING (as on assessment);
GRANT INSERT, SELECT, UPDATE ON fact_customer_finance TO zhike_app;

CREATE TABLE fact_customer_finance_history ( -- fact business
  party_id           uuid NOT NULL,
  recorded_at        timestamp with time zone NOT NULL,
  scope_no           integer NOT NULL,
  source             text COLLATE "C" NOT NULL,
  batch_id           uuid,
  as_of              date NOT NULL,
  total_assets       bigint,
  total_liabilities  bigint,
  debt_ratio         bigint,
  current_ratio      bigint,
  quick_ratio        bigint,
  receivable_days    bigint,
  revenue            bigint,
  net_profit         bigint,
  registered_capital bigint,
  PRIMARY KEY (party_id, recorded_at)
);
ALTER TABLE fact_customer_finance_history ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY scope ON fact_customer_finance_history FOR ALL TO public USING (as on assessment);
GRANT INSERT, SELECT ON fact_customer_finance_history TO zhike_app;

CREATE TABLE fact_customer_judgement ( -- fact business
  party_id    uuid NOT NULL,
  scope_no    integer NOT NULL,
  source      text COLLATE "C" NOT NULL,
  batch_id    uuid,
  as_of       date NOT NULL,
  recorded_at timestamp with time zone NOT NULL,
  reputation  text COLLATE "C",
  management  text COLLATE "C",
  outlook     text COLLATE "C",
  stability   text COLLATE "C",
  potential   text COLLATE "C",
  PRIMARY KEY (party_id)
) WITH (fillfactor=80);
ALTER TABLE fact_customer_judgement ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY scope ON fact_customer_judgement FOR ALL TO public USING (as on assessment);
GRANT INSERT, SELECT, UPDATE ON fact_customer_judgement TO zhike_app;

CREATE TABLE fact_customer_judgement_history ( -- fact business
  party_id    uuid NOT NULL,
  recorded_at timestamp with time zone NOT NULL,
  scope_no    integer NOT NULL,
  source      text COLLATE "C" NOT NULL,
  batch_id    uuid,
  as_of       date NOT NULL,
  reputation  text COLLATE "C",
  management  text COLLATE "C",
  outlook     text COLLATE "C",
  stability   text COLLATE "C",
  potential   text COLLATE "C",
  PRIMARY KEY (party_id, recorded_at)
);
ALTER TABLE fact_customer_judgement_history ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY scope ON fact_customer_judgement_history FOR ALL TO public USING (as on assessment);
GRANT INSERT, SELECT ON fact_customer_judgement_history TO zhike_app;

CREATE TABLE fact_customer_own ( -- fact business
  party_id    uuid NOT NULL,
  scope_no    integer NOT NULL,
  source      text COLLATE "C" NOT NULL,
  batch_id    uuid,
  as_of       date NOT NULL,
  recorded_at timestamp with time zone NOT NULL,
  PRIMARY KEY (party_id)
) WITH (fillfactor=80);
ALTER TABLE fact_customer_own ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY scope ON fact_customer_own FOR ALL TO public USING (as on assessment);
GRANT INSERT, SELECT, UPDATE ON fact_customer_own TO zhike_app;

CREATE TABLE fact_customer_own_history ( -- fact business
  party_id    uuid NOT NULL,
  recorded_at timestamp with time zone NOT NULL,
  scope_no    integer NOT NULL,
  source      text COLLATE "C" NOT NULL,
  batch_id    uuid,
  as_of       date NOT NULL,
  PRIMARY KEY (party_id, recorded_at)
);
ALTER TABLE fact_customer_own_history ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY scope ON fact_customer_own_history FOR ALL TO public USING (as on assessment);
GRANT INSERT, SELECT ON fact_customer_own_history TO zhike_app;

CREATE TABLE fact_customer_position ( -- fact business
  party_id        uuid NOT NULL,
  scope_no        integer NOT NULL,
  source          text COLLATE "C" NOT NULL,
  batch_id        uuid,
  as_of           date NOT NULL,
  recorded_at     timestamp with time zone NOT NULL,
  deposit_balance bigint,
  deposit_average bigint,
  loan_balance    bigint,
  wealth_balance  bigint,
  product_count   bigint,
  PRIMARY KEY (party_id),
  CHECK ((abs(deposit_average) <= '9000000000000000'::bigint)),
  CHECK ((abs(deposit_balance) <= '9000000000000000'::bigint)),
  CHECK ((abs(loan_balance) <= '9000000000000000'::bigint)),
  CHECK ((abs(product_count) <= '9000000000000000'::bigint)),
  CHECK ((abs(wealth_balance) <= '9000000000000000'::bigint))
) WITH (fillfactor=80);
ALTER TABLE fact_customer_position ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY scope ON fact_customer_position FOR ALL TO public USING (as on assessment);
GRANT INSERT, SELECT, UPDATE ON fact_customer_position TO zhike_app;

CREATE TABLE fact_customer_position_history ( -- fact business
  party_id        uuid NOT NULL,
  recorded_at     timestamp with time zone NOT NULL,
  scope_no        integer NOT NULL,
  source          text COLLATE "C" NOT NULL,
  batch_id        uuid,
  as_of           date NOT NULL,
  deposit_balance bigint,
  deposit_average bigint,
  loan_balance    bigint,
  wealth_balance  bigint,
  product_count   bigint,
  PRIMARY KEY (party_id, recorded_at)
);
ALTER TABLE fact_customer_position_history ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY scope ON fact_customer_position_history FOR ALL TO public USING (as on assessment);
GRANT INSERT, SELECT ON fact_customer_position_history TO zhike_app;

CREATE TABLE fact_customer_trade ( -- fact business
  party_id            uuid NOT NULL,
  scope_no            integer NOT NULL,
  source              text COLLATE "C" NOT NULL,
  batch_id            uuid,
  as_of               date NOT NULL,
  recorded_at         timestamp with time zone NOT NULL,
  annual_use          bigint,
  annual_sales        bigint,
  payment_reputation  text COLLATE "C",
  profit_contribution bigint,
  growth_potential    text COLLATE "C",
  cooperation_years   bigint,
  trade_count         bigint,
  PRIMARY KEY (party_id),
  CHECK ((abs(annual_sales) <= '9000000000000000'::bigint)),
  CHECK ((abs(annual_use) <= '9000000000000000'::bigint)),
  CHECK ((abs(cooperation_years) <= '9000000000000000'::bigint)),
  CHECK ((abs(profit_contribution) <= '9000000000000000'::bigint)),
  CHECK ((abs(trade_count) <= '9000000000000000'::bigint))
) WITH (fillfactor=80);
ALTER TABLE fact_customer_trade ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY scope ON fact_customer_trade FOR ALL TO public USING (as on assessment);
GRANT INSERT, SELECT, UPDATE ON fact_customer_trade TO zhike_app;

CREATE TABLE fact_customer_trade_history ( -- fact business
  party_id            uuid NOT NULL,
  recorded_at         timestamp with time zone NOT NULL,
  scope_no            integer NOT NULL,
  source              text COLLATE "C" NOT NULL,
  batch_id            uuid,
  as_of               date NOT NULL,
  annual_use          bigint,
  annual_sales        bigint,
  payment_reputation  text COLLATE "C",
  profit_contribution bigint,
  growth_potential    text COLLATE "C",
  cooperation_years   bigint,
  trade_count         bigint,
  PRIMARY KEY (party_id, recorded_at)
);
ALTER TABLE fact_customer_trade_history ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY scope ON fact_customer_trade_history FOR ALL TO public USING (as on assessment);
GRANT INSERT, SELECT ON fact_customer_trade_history TO zhike_app;

CREATE TABLE fact_definition ( -- fact reference
  subject    text COLLATE "C" NOT NULL,
  identifier text COLLATE "C" NOT NULL,
  name       text COLLATE "C" NOT NULL,
  type       text COLLATE "C" NOT NULL,
  unit       text COLLATE "C" NOT NULL DEFAULT ''::text,
  codes      text[] NOT NULL DEFAULT '{}'::text[],
  protection text COLLATE "C" NOT NULL,
  source     text NOT NULL DEFAULT ''::text,
  fresh_days integer,
  family     text COLLATE "C" NOT NULL,
  defined_by text COLLATE "C",
  created_at timestamp with time zone NOT NULL,
  PRIMARY KEY (subject, identifier),
  UNIQUE (subject, name),
  CHECK ((identifier ~ '^[a-z][a-z0-9_]{0,62}$'::text)),
  CHECK ((protection = ANY (ARRAY['measure'::text, 'public'::text])))
);
-- type: As an article writes it: 金额, 比率, 数量, 小数(n), 天数, 月数, 年数, 代码, 文本, 是否, 日期.
-- fresh_days: After so many days since as_of the value is stale; NULL: never.
-- defined_by: The clause that defined it, document/version/clause; NULL for a shipped fact.
GRANT SELECT ON fact_definition TO zhike_app;

CREATE TABLE idempotency ( -- platform local
  principal_id uuid NOT NULL,
  key          text COLLATE "C" NOT NULL,
  request_hash bytea NOT NULL,
  status       integer,
  body         text,
  created_at   timestamp with time zone NOT NULL,
  PRIMARY KEY (principal_id, key)
);
CREATE INDEX idempotency_age ON zhike.idempotency USING btree (created_at);
GRANT DELETE, INSERT, SELECT, UPDATE ON idempotency TO zhike_app;

CREATE TABLE login_limit ( -- platform local
  key    text COLLATE "C" NOT NULL,
  points integer NOT NULL DEFAULT 0,
  expire bigint,
  PRIMARY KEY (key)
);
-- expire: Milliseconds since 1970; the shape is rate-limiter-flexible's.
GRANT DELETE, INSERT, SELECT, UPDATE ON login_limit TO zhike_app;

CREATE TABLE metric_value ( -- fact business
  party_id uuid NOT NULL,
  metric   text COLLATE "C" NOT NULL,
  period   date NOT NULL,
  scope_no integer NOT NULL,
  value    bigint NOT NULL,
  PRIMARY KEY (party_id, metric, period)
);
ALTER TABLE metric_value ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY scope ON metric_value FOR ALL TO public USING (as on assessment);
GRANT INSERT, SELECT, UPDATE ON metric_value TO zhike_app;

CREATE TABLE one_time_code ( -- platform local
  code_hash    bytea NOT NULL,
  principal_id uuid NOT NULL,
  expires_at   timestamp with time zone NOT NULL,
  used_at      timestamp with time zone,
  PRIMARY KEY (code_hash),
  FOREIGN KEY (principal_id) REFERENCES principal(principal_id)
);
GRANT DELETE, INSERT, SELECT, UPDATE ON one_time_code TO zhike_app;

CREATE TABLE party ( -- platform business
  party_id    uuid NOT NULL,
  scope_no    integer NOT NULL,
  kind        text COLLATE "C" NOT NULL,
  public_name text COLLATE "C",
  sort_key    text COLLATE "C",
  search_text text COLLATE "C",
  created_at  timestamp with time zone NOT NULL,
  merged_into uuid,
  PRIMARY KEY (party_id),
  CHECK (((kind <> 'person'::text) OR (public_name IS NULL))),
  CHECK ((kind = ANY (ARRAY['person'::text, 'organisation'::text, 'household'::text, 'unit'::text])))
);
-- public_name: Of organisations and units. A person's name is sealed in the owner module's row and found through the vault.
-- search_text: Normalised name, every reading in full pinyin, and its initials, separated by spaces.
CREATE INDEX party_search ON zhike.party USING gin (search_text gin_trgm_ops) WHERE (search_text IS NOT NULL);
ALTER TABLE party ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY scope ON party FOR ALL TO public USING (as on assessment);
CREATE POLICY search ON party FOR SELECT TO zhike_search USING true;
GRANT INSERT, SELECT, UPDATE ON party TO zhike_app;

CREATE TABLE party_role ( -- platform business
  party_id uuid NOT NULL,
  role     text COLLATE "C" NOT NULL,
  scope_no integer NOT NULL,
  stage    text COLLATE "C" NOT NULL,
  since    date NOT NULL,
  PRIMARY KEY (party_id, role)
);
ALTER TABLE party_role ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY scope ON party_role FOR ALL TO public USING (as on assessment);
GRANT INSERT, SELECT, UPDATE ON party_role TO zhike_app;

CREATE TABLE policy_binding ( -- policy reference
  document_id text COLLATE "C" NOT NULL,
  version     integer NOT NULL,
  hook        text COLLATE "C" NOT NULL,
  clause      text COLLATE "C" NOT NULL,
  decision    text COLLATE "C" NOT NULL,
  PRIMARY KEY (document_id, version, hook),
  FOREIGN KEY (document_id, version) REFERENCES policy_version(document_id, version)
);
CREATE INDEX policy_binding_hook ON zhike.policy_binding USING btree (hook);
GRANT INSERT, SELECT ON policy_binding TO zhike_app;

CREATE TABLE policy_text ( -- policy reference
  document_id text COLLATE "C" NOT NULL,
  version     integer NOT NULL,
  file_name   text COLLATE "C" NOT NULL,
  body        text NOT NULL,
  PRIMARY KEY (document_id, version, file_name),
  FOREIGN KEY (document_id, version) REFERENCES policy_version(document_id, version)
);
GRANT INSERT, SELECT ON policy_text TO zhike_app;

CREATE TABLE policy_version ( -- policy reference
  document_id  text COLLATE "C" NOT NULL,
  version      integer NOT NULL,
  title        text NOT NULL,
  subject      text COLLATE "C" NOT NULL,
  units        text[] NOT NULL,
  state        text COLLATE "C" NOT NULL,
  effective_on date NOT NULL,
  repealed_on  date,
  digest       bytea NOT NULL,
  loaded_at    timestamp with time zone NOT NULL,
  loaded_by    uuid NOT NULL,
  PRIMARY KEY (document_id, version),
  FOREIGN KEY (loaded_by) REFERENCES principal(principal_id),
  CHECK ((state = ANY (ARRAY['draft'::text, 'active'::text, 'repealed'::text]))),
  CHECK ((version > 0))
);
-- units: Unit codes the version holds for, each with all below it; empty: the whole institution (全行).
-- digest: SHA-256 over the files in order; the same folder loaded again is no change.
GRANT INSERT, SELECT, UPDATE ON policy_version TO zhike_app;

CREATE TABLE post ( -- org reference
  post_code text COLLATE "C" NOT NULL,
  name      text COLLATE "C" NOT NULL,
  reach     text COLLATE "C" NOT NULL,
  PRIMARY KEY (post_code),
  CHECK ((reach = ANY (ARRAY['book'::text, 'unit'::text, 'subtree'::text, 'institution'::text])))
);
-- reach: 本人 / 本机构 / 辖内 / 全行: which books a holder of the post sees.
GRANT INSERT, SELECT, UPDATE ON post TO zhike_app;

CREATE TABLE post_role ( -- org reference
  post_code text COLLATE "C" NOT NULL,
  role_code text COLLATE "C" NOT NULL,
  PRIMARY KEY (post_code, role_code),
  FOREIGN KEY (post_code) REFERENCES post(post_code),
  FOREIGN KEY (role_code) REFERENCES role(role_code)
);
GRANT DELETE, INSERT, SELECT ON post_role TO zhike_app;

CREATE TABLE principal ( -- platform reference
  principal_id uuid NOT NULL,
  kind         text COLLATE "C" NOT NULL,
  name         text COLLATE "C" NOT NULL,
  created_at   timestamp with time zone NOT NULL,
  disabled_at  timestamp with time zone,
  disabled_by  uuid,
  PRIMARY KEY (principal_id),
  FOREIGN KEY (disabled_by) REFERENCES principal(principal_id),
  CHECK ((kind = ANY (ARRAY['staff'::text, 'outside'::text, 'link'::text, 'service'::text])))
);
GRANT INSERT, SELECT, UPDATE ON principal TO zhike_app;

CREATE TABLE related_party ( -- customer business
  party_id    uuid NOT NULL,
  other_id    uuid NOT NULL,
  relation    text COLLATE "C" NOT NULL,
  scope_no    integer NOT NULL,
  share       bigint,
  note_sealed bytea,
  since       date,
  recorded_at timestamp with time zone NOT NULL,
  PRIMARY KEY (party_id, other_id, relation),
  CHECK (((share >= 0) AND (share <= 1000000)))
);
-- share: Holding of `other_id` in `party_id`, in parts per million.
ALTER TABLE related_party ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY scope ON related_party FOR ALL TO public USING (as on assessment);
GRANT DELETE, INSERT, SELECT, UPDATE ON related_party TO zhike_app;

CREATE TABLE role ( -- org reference
  role_code text COLLATE "C" NOT NULL,
  name      text COLLATE "C" NOT NULL,
  PRIMARY KEY (role_code)
);
GRANT INSERT, SELECT, UPDATE ON role TO zhike_app;

CREATE TABLE role_act ( -- org reference
  role_code text COLLATE "C" NOT NULL,
  act       text COLLATE "C" NOT NULL,
  PRIMARY KEY (role_code, act),
  FOREIGN KEY (role_code) REFERENCES role(role_code)
);
GRANT DELETE, INSERT, SELECT ON role_act TO zhike_app;

CREATE TABLE selection ( -- platform reference
  selection_id uuid NOT NULL,
  subject      text COLLATE "C" NOT NULL,
  name         text COLLATE "C" NOT NULL,
  condition    text,
  frozen_on    date,
  created_by   uuid NOT NULL,
  created_at   timestamp with time zone NOT NULL,
  PRIMARY KEY (selection_id),
  UNIQUE (created_by, subject, name),
  FOREIGN KEY (created_by) REFERENCES principal(principal_id),
  CHECK (((condition IS NULL) <> (frozen_on IS NULL)))
);
GRANT INSERT, SELECT ON selection TO zhike_app;

CREATE TABLE selection_member ( -- platform business
  party_id     uuid NOT NULL,
  selection_id uuid NOT NULL,
  scope_no     integer NOT NULL,
  PRIMARY KEY (party_id, selection_id),
  FOREIGN KEY (selection_id) REFERENCES selection(selection_id)
);
CREATE INDEX selection_member_list ON zhike.selection_member USING btree (selection_id);
ALTER TABLE selection_member ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY scope ON selection_member FOR ALL TO public USING (as on assessment);
GRANT INSERT, SELECT ON selection_member TO zhike_app;

CREATE TABLE session ( -- platform local
  token_hash   bytea NOT NULL,
  principal_id uuid NOT NULL,
  capacity     text COLLATE "C",
  created_at   timestamp with time zone NOT NULL,
  seen_at      timestamp with time zone NOT NULL,
  expires_at   timestamp with time zone NOT NULL,
  PRIMARY KEY (token_hash),
  FOREIGN KEY (principal_id) REFERENCES principal(principal_id)
);
-- capacity: The post in which its holder acts, as the organisation names it; NULL: the widest.
CREATE INDEX session_principal ON zhike.session USING btree (principal_id);
GRANT DELETE, INSERT, SELECT, UPDATE ON session TO zhike_app;

CREATE TABLE staff ( -- org reference
  staff_code   text COLLATE "C" NOT NULL,
  principal_id uuid NOT NULL,
  name         text COLLATE "C" NOT NULL,
  sort_key     text COLLATE "C" NOT NULL,
  left_on      date,
  PRIMARY KEY (staff_code),
  UNIQUE (principal_id),
  FOREIGN KEY (principal_id) REFERENCES principal(principal_id)
);
GRANT INSERT, SELECT, UPDATE ON staff TO zhike_app;

CREATE TABLE staff_post ( -- org reference
  staff_code text COLLATE "C" NOT NULL,
  unit_code  text COLLATE "C" NOT NULL,
  post_code  text COLLATE "C" NOT NULL,
  since      date NOT NULL,
  until      date,
  PRIMARY KEY (staff_code, unit_code, post_code, since),
  FOREIGN KEY (post_code) REFERENCES post(post_code),
  FOREIGN KEY (staff_code) REFERENCES staff(staff_code),
  FOREIGN KEY (unit_code) REFERENCES unit(unit_code)
);
CREATE INDEX staff_post_unit ON zhike.staff_post USING btree (unit_code);
GRANT INSERT, SELECT, UPDATE ON staff_post TO zhike_app;

CREATE TABLE task ( -- platform local
  task_id      uuid NOT NULL,
  kind         text COLLATE "C" NOT NULL,
  title        text NOT NULL,
  state        text COLLATE "C" NOT NULL,
  input        jsonb NOT NULL,
  total        bigint,
  done         bigint NOT NULL DEFAULT 0,
  checkpoint   jsonb,
  result       jsonb,
  failure      jsonb,
  principal_id uuid NOT NULL,
  lo           integer NOT NULL,
  hi           integer NOT NULL,
  granted      uuid[] NOT NULL DEFAULT '{}'::uuid[],
  acts         text[] NOT NULL,
  runner       uuid,
  created_at   timestamp with time zone NOT NULL,
  started_at   timestamp with time zone,
  beat_at      timestamp with time zone,
  finished_at  timestamp with time zone,
  cancel_at    timestamp with time zone,
  cancel_by    uuid,
  PRIMARY KEY (task_id),
  FOREIGN KEY (cancel_by) REFERENCES principal(principal_id),
  FOREIGN KEY (principal_id) REFERENCES principal(principal_id),
  CHECK ((state = ANY (ARRAY['queued'::text, 'running'::text, 'done'::text, 'failed'::text, 'cancelled'::text])))
);
-- checkpoint: Written in the same transaction as the rows it speaks of: where a resumed task goes on.
-- acts: What its starter might do at that moment: a task resumed after a crash may do no more.
-- runner: The claim that runs it; a runner that lost its claim to another can save nothing more.
CREATE INDEX task_open ON zhike.task USING btree (state, created_at) WHERE (state = ANY (ARRAY['queued'::text, 'running'::text]));
CREATE INDEX task_owner ON zhike.task USING btree (principal_id, created_at DESC);
GRANT INSERT, SELECT, UPDATE ON task TO zhike_app;

CREATE TABLE unit ( -- org reference
  unit_code   text COLLATE "C" NOT NULL,
  name        text COLLATE "C" NOT NULL,
  kind        text COLLATE "C" NOT NULL,
  parent_code text COLLATE "C",
  party_id    uuid NOT NULL,
  lo          integer NOT NULL,
  hi          integer NOT NULL,
  since       date NOT NULL,
  until       date,
  PRIMARY KEY (unit_code),
  FOREIGN KEY (parent_code) REFERENCES unit(unit_code),
  CHECK ((lo <= hi))
);
-- lo: First and last book number of the unit and all below it: a subtree is a range.
CREATE INDEX unit_parent ON zhike.unit USING btree (parent_code);
GRANT INSERT, SELECT, UPDATE ON unit TO zhike_app;

-- add_fact(text,text,text,text,text,text[],text,text,integer,text,text): owned by zhike_owner, called by zhike_app
CREATE OR REPLACE FUNCTION zhike.add_fact(subject text, identifier text, name text, type text, unit text, codes text[], protection text, source text, fresh_days integer, family text, defined_by text)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'zhike', 'public', 'pg_temp'
 SET lock_timeout TO '3s'
AS $function$
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
END $function$;

-- create_fact_family(text): owned by zhike_owner, called by its owner only
CREATE OR REPLACE FUNCTION zhike.create_fact_family(family text)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
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
END $function$;

-- discard_policy_draft(text,integer): owned by zhike_owner, called by zhike_app
CREATE OR REPLACE FUNCTION zhike.discard_policy_draft(document text, draft integer)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'zhike', 'public', 'pg_temp'
AS $function$
BEGIN
  PERFORM FROM policy_version v WHERE v.document_id = document AND v.version = draft AND v.state = 'draft' FOR UPDATE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'version % of % is no draft', draft, document USING ERRCODE = 'object_not_in_prerequisite_state';
  END IF;
  DELETE FROM policy_binding b WHERE b.document_id = document AND b.version = draft;
  DELETE FROM policy_text t WHERE t.document_id = document AND t.version = draft;
  DELETE FROM policy_version v WHERE v.document_id = document AND v.version = draft;
END $function$;

-- engine_add_days(date,numeric): owned by zhike_owner, called by public
CREATE OR REPLACE FUNCTION zhike.engine_add_days(given date, days numeric)
 RETURNS date
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE STRICT
AS $function$
BEGIN
  IF NOT isfinite(given) OR abs(days) > 4000000 OR (given - date '0001-01-01') + days NOT BETWEEN 0 AND 3652058 THEN
    RETURN NULL;
  END IF;
  RETURN given + days::integer;
END $function$;

-- engine_add_months(date,numeric): owned by zhike_owner, called by public
CREATE OR REPLACE FUNCTION zhike.engine_add_months(given date, months numeric)
 RETURNS date
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE STRICT
AS $function$
BEGIN
  IF NOT isfinite(given) OR extract(year FROM given) * 12 + extract(month FROM given) - 1 + months NOT BETWEEN 12 AND 119999 THEN
    RETURN NULL;
  END IF;
  RETURN (given + make_interval(months => months::integer))::date;
END $function$;

-- engine_complete_months(date,date): owned by zhike_owner, called by public
CREATE OR REPLACE FUNCTION zhike.engine_complete_months(start date, finish date)
 RETURNS bigint
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE STRICT
AS $function$
DECLARE
  months bigint;
BEGIN
  IF NOT isfinite(start) OR NOT isfinite(finish) THEN
    RETURN NULL;
  END IF;
  months := (extract(year FROM finish) - extract(year FROM start)) * 12 + extract(month FROM finish) - extract(month FROM start);
  IF months > 0 AND extract(day FROM finish) < extract(day FROM start) THEN
    RETURN months - 1;
  ELSIF months < 0 AND extract(day FROM finish) > extract(day FROM start) THEN
    RETURN months + 1;
  END IF;
  RETURN months;
END $function$;

-- engine_date(numeric,numeric,numeric): owned by zhike_owner, called by public
CREATE OR REPLACE FUNCTION zhike.engine_date(year numeric, month numeric, day numeric)
 RETURNS date
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE STRICT
AS $function$
BEGIN
  IF year NOT BETWEEN 1 AND 9999 OR month NOT BETWEEN 1 AND 12 OR day < 1
     OR day > extract(day FROM make_date(year::integer, month::integer, 1) + interval '1 month' - interval '1 day') THEN
    RETURN NULL;
  END IF;
  RETURN make_date(year::integer, month::integer, day::integer);
END $function$;

-- engine_date_part(text,date): owned by zhike_owner, called by public
CREATE OR REPLACE FUNCTION zhike.engine_date_part(part text, given date)
 RETURNS bigint
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
AS $function$
  SELECT CASE WHEN isfinite(given) THEN date_part(part, given)::bigint END
$function$;

-- engine_days_between(date,date): owned by zhike_owner, called by public
CREATE OR REPLACE FUNCTION zhike.engine_days_between(start date, finish date)
 RETURNS bigint
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
AS $function$
  SELECT CASE WHEN isfinite(start) AND isfinite(finish) THEN (finish - start)::bigint END
$function$;

-- engine_divide(numeric,numeric,integer): owned by zhike_owner, called by public
CREATE OR REPLACE FUNCTION zhike.engine_divide(top numeric, bottom numeric, digits integer)
 RETURNS numeric
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE STRICT
AS $function$
DECLARE
  above numeric := abs(top);
  step numeric := abs(bottom);
  unit numeric := 1;
  whole numeric;
  twice numeric;
BEGIN
  IF bottom = 0 THEN
    RETURN NULL;
  END IF;
  whole := div(above, step);
  IF digits > 0 AND length(whole::text) > digits THEN
    unit := ('1' || repeat('0', length(whole::text) - digits))::numeric;
    step := step * unit;
    whole := div(above, step);
  END IF;
  twice := (above - whole * step) * 2;
  IF twice > step OR (twice = step AND mod(whole, 2) = 1) THEN
    whole := whole + 1;
  END IF;
  RETURN CASE WHEN (top < 0) <> (bottom < 0) THEN -(whole * unit) ELSE whole * unit END;
END $function$;

-- engine_exponential(numeric,integer,integer,integer): owned by zhike_owner, called by public
CREATE OR REPLACE FUNCTION zhike.engine_exponential(value numeric, scale integer, kept integer, digits integer)
 RETURNS numeric
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE STRICT
AS $function$
DECLARE
  plain numeric := value * ('0.' || repeat('0', scale) || '1')::numeric * 10;
BEGIN
  IF trunc(plain) > 300 THEN
    RETURN NULL;
  END IF;
  IF trunc(plain) < -300 THEN
    RETURN 0;
  END IF;
  RETURN zhike.engine_within(zhike.engine_divide(
    trunc(exp(round(plain, greatest(100, scale))) * ('1' || repeat('0', 100))::numeric),
    ('1' || repeat('0', 100 - kept))::numeric, digits));
END $function$;

-- engine_logarithm(numeric,integer,integer,integer): owned by zhike_owner, called by public
CREATE OR REPLACE FUNCTION zhike.engine_logarithm(value numeric, scale integer, kept integer, digits integer)
 RETURNS numeric
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE STRICT
AS $function$
BEGIN
  IF value <= 0 THEN
    RETURN NULL;
  END IF;
  RETURN zhike.engine_divide(
    trunc(ln(round(value * ('0.' || repeat('0', scale) || '1')::numeric * 10, greatest(100, scale))) * ('1' || repeat('0', 100))::numeric),
    ('1' || repeat('0', 100 - kept))::numeric, digits);
END $function$;

-- engine_modulo(numeric,numeric): owned by zhike_owner, called by public
CREATE OR REPLACE FUNCTION zhike.engine_modulo(value numeric, divisor numeric)
 RETURNS numeric
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE STRICT
AS $function$
DECLARE
  rest numeric;
BEGIN
  IF divisor = 0 THEN
    RETURN NULL;
  END IF;
  rest := mod(value, divisor);
  RETURN CASE WHEN rest <> 0 AND (rest < 0) <> (divisor < 0) THEN rest + divisor ELSE rest END;
END $function$;

-- engine_power(numeric,numeric,integer,integer,integer): owned by zhike_owner, called by public
CREATE OR REPLACE FUNCTION zhike.engine_power(base numeric, exponent numeric, scale integer, kept integer, digits integer)
 RETURNS numeric
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE STRICT
AS $function$
DECLARE
  times integer;
  square numeric := base;
  raised numeric := 1;
  shift numeric;
  unit numeric := ('1' || repeat('0', kept))::numeric;
BEGIN
  IF abs(exponent) > 1000 OR (base = 0 AND exponent < 0) THEN
    RETURN NULL;
  END IF;
  times := abs(exponent)::integer;
  shift := ('1' || repeat('0', scale * times))::numeric;
  WHILE times > 0 LOOP
    IF times % 2 = 1 THEN
      raised := raised * square;
    END IF;
    times := times / 2;
    IF times > 0 THEN
      square := square * square;
    END IF;
  END LOOP;
  IF exponent < 0 THEN
    RETURN zhike.engine_within(zhike.engine_divide(shift * unit, raised, digits));
  END IF;
  RETURN zhike.engine_within(zhike.engine_divide(raised * unit, shift, digits));
END $function$;

-- engine_round(numeric,text): owned by zhike_owner, called by public
CREATE OR REPLACE FUNCTION zhike.engine_round(quotient numeric, mode text)
 RETURNS numeric
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE STRICT
AS $function$
DECLARE
  whole numeric := trunc(quotient);
  rest numeric := abs(quotient - whole);
BEGIN
  IF (CASE mode
        WHEN 'round up' THEN rest > 0
        WHEN 'round half down' THEN rest > 0.5
        ELSE rest > 0.5 OR (rest = 0.5 AND mod(whole, 2) <> 0)
      END) THEN
    RETURN whole + CASE WHEN quotient < 0 THEN -1 ELSE 1 END;
  END IF;
  RETURN whole;
END $function$;

-- engine_square_root(numeric,integer,integer,integer): owned by zhike_owner, called by public
CREATE OR REPLACE FUNCTION zhike.engine_square_root(value numeric, scale integer, kept integer, digits integer)
 RETURNS numeric
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE STRICT
AS $function$
DECLARE
  raised numeric;
  root numeric;
BEGIN
  IF value < 0 THEN
    RETURN NULL;
  END IF;
  raised := value * ('1' || repeat('0', 2 * (kept + 40) - scale))::numeric;
  root := trunc(sqrt(raised));
  IF root * root > raised THEN
    root := root - 1;
  END IF;
  RETURN zhike.engine_divide(root, ('1' || repeat('0', 40))::numeric, digits);
END $function$;

-- engine_substring(text,numeric,numeric): owned by zhike_owner, called by public
CREATE OR REPLACE FUNCTION zhike.engine_substring(given text, start numeric, length numeric)
 RETURNS text
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE STRICT
AS $function$
DECLARE
  first numeric := CASE WHEN start > 0 THEN start ELSE char_length(given) + start + 1 END;
BEGIN
  IF start = 0 OR first < 1 OR length < 1 THEN
    RETURN NULL;
  END IF;
  IF first > char_length(given) THEN
    RETURN '';
  END IF;
  RETURN substr(given, first::integer, least(length, char_length(given))::integer);
END $function$;

-- engine_within(numeric): owned by zhike_owner, called by public
CREATE OR REPLACE FUNCTION zhike.engine_within(value numeric)
 RETURNS numeric
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
AS $function$
  SELECT CASE WHEN abs(value) <= 1e100 THEN value END
$function$;

-- enter_class(regclass,text,text): owned by zhike_owner, called by its owner only
CREATE OR REPLACE FUNCTION zhike.enter_class(entered regclass, module text, class text)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
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
END $function$;

-- search_party(text,integer,integer,uuid[],integer): owned by zhike_search, called by zhike_app
CREATE OR REPLACE FUNCTION zhike.search_party(query text, lo integer, hi integer, granted uuid[], at_most integer)
 RETURNS TABLE(party_id uuid)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'zhike', 'public', 'pg_temp'
AS $function$
BEGIN
  RETURN QUERY
    SELECT p.party_id FROM party p
    WHERE p.search_text LIKE '%' || replace(replace(replace(query, '\', '\\'), '%', '\%'), '_', '\_') || '%'
      AND (p.scope_no BETWEEN lo AND hi OR p.party_id = ANY (granted))
    ORDER BY strpos(' ' || p.search_text, ' ' || query) = 0, length(p.search_text), p.party_id
    LIMIT at_most;
END $function$;

-- Schema vault -----------------------------------------------------------------------------------------------

CREATE TABLE blind_index ( -- 
  kind     text COLLATE "C" NOT NULL,
  digest   uuid NOT NULL,
  party_id uuid NOT NULL,
  scope_no integer NOT NULL,
  PRIMARY KEY (kind, digest, party_id)
);
CREATE INDEX blind_index_party ON vault.blind_index USING btree (party_id);
GRANT DELETE, INSERT, SELECT, UPDATE ON blind_index TO zhike_vault_app;

CREATE TABLE data_key ( -- 
  party_id   uuid NOT NULL,
  scope_no   integer NOT NULL,
  kek_id     text COLLATE "C" NOT NULL,
  wrapped    bytea NOT NULL,
  created_at timestamp with time zone NOT NULL,
  PRIMARY KEY (party_id)
);
-- wrapped: The party's 256-bit data key under the key-encryption key `kek_id`, AES-256-GCM, the party id as AAD.
GRANT DELETE, INSERT, SELECT, UPDATE ON data_key TO zhike_vault_app;

CREATE TABLE identity ( -- 
  kind     text COLLATE "C" NOT NULL,
  digest   uuid NOT NULL,
  party_id uuid NOT NULL,
  scope_no integer NOT NULL,
  PRIMARY KEY (kind, digest)
);
CREATE INDEX identity_party ON vault.identity USING btree (party_id);
GRANT DELETE, INSERT, SELECT, UPDATE ON identity TO zhike_vault_app;

CREATE TABLE name_token ( -- 
  party_id uuid NOT NULL,
  scope_no integer NOT NULL,
  tokens   bigint[] NOT NULL,
  PRIMARY KEY (party_id)
);
CREATE INDEX name_token_tokens ON vault.name_token USING gin (tokens);
GRANT DELETE, INSERT, SELECT, UPDATE ON name_token TO zhike_vault_app;

CREATE TABLE secret ( -- 
  name       text COLLATE "C" NOT NULL,
  kek_id     text COLLATE "C" NOT NULL,
  wrapped    bytea NOT NULL,
  created_at timestamp with time zone NOT NULL,
  PRIMARY KEY (name)
);
GRANT INSERT, SELECT ON secret TO zhike_vault_app;


-- Customers on parties. `identify` values stand only in `sealed`, under the customer's own key, which the vault holds.
SET LOCAL search_path = zhike, public;

CREATE TABLE customer (
  party_id        uuid PRIMARY KEY,
  scope_no        integer NOT NULL,
  customer_no     text COLLATE "C" NOT NULL,
  kind            text COLLATE "C" NOT NULL CHECK (kind IN ('person', 'sole_trader', 'farmer', 'company', 'institution')),
  stage           text COLLATE "C" NOT NULL CHECK (stage IN ('prospect', 'active', 'dormant', 'closed')),
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
  created_at      timestamptz NOT NULL,
  recorded_at     timestamptz NOT NULL
);
COMMENT ON COLUMN customer.sealed IS 'One ciphertext of name, identity number, phone, e-mail, address and remarks; see platform/vault.';
COMMENT ON COLUMN customer.registered_code IS '统一社会信用代码 of a company or institution, which is public; a person''s identity number is sealed.';
SELECT enter_class('customer', 'customer', 'business');
CREATE INDEX customer_scope ON customer (scope_no, customer_no, party_id);
CREATE INDEX customer_number ON customer (customer_no, party_id);
GRANT SELECT, INSERT, UPDATE ON customer TO zhike_app;

CREATE TABLE customer_history (
  party_id        uuid NOT NULL,
  recorded_at     timestamptz NOT NULL,
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
SELECT enter_class('customer_history', 'customer', 'business');
GRANT SELECT, INSERT ON customer_history TO zhike_app;

-- 关联人与关键人: contacts, kin, shareholders, guarantors: a party beside a party.
CREATE TABLE related_party (
  party_id    uuid NOT NULL,
  other_id    uuid NOT NULL,
  relation    text COLLATE "C" NOT NULL,
  scope_no    integer NOT NULL,
  share       bigint CHECK (share BETWEEN 0 AND 1000000),
  note_sealed bytea,
  since       date,
  recorded_at timestamptz NOT NULL,
  PRIMARY KEY (party_id, other_id, relation)
);
COMMENT ON COLUMN related_party.share IS 'Holding of `other_id` in `party_id`, in parts per million.';
SELECT enter_class('related_party', 'customer', 'business');
GRANT SELECT, INSERT, UPDATE, DELETE ON related_party TO zhike_app;

-- A person beside a customer who is no customer: sealed like a customer.
CREATE TABLE contact_person (
  party_id    uuid PRIMARY KEY,
  scope_no    integer NOT NULL,
  sealed      bytea NOT NULL,
  recorded_at timestamptz NOT NULL
);
SELECT enter_class('contact_person', 'customer', 'business');
GRANT SELECT, INSERT, UPDATE ON contact_person TO zhike_app;

-- 评定: the result in force of each party under each document, and every result it replaced.
SET LOCAL search_path = zhike, public;

CREATE TABLE assessment (
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
  facts_at    timestamptz NOT NULL,
  PRIMARY KEY (party_id, document_id),
  FOREIGN KEY (document_id, version) REFERENCES policy_version
) WITH (fillfactor = 80);
COMMENT ON COLUMN assessment.reason IS '0: the value is known; otherwise why it is not, see engine Reason.';
COMMENT ON COLUMN assessment.facts_at IS 'The instant whose recorded facts were read: replay reads the same.';
SELECT enter_class('assessment', 'rating', 'business');
GRANT SELECT, INSERT, UPDATE ON assessment TO zhike_app;

CREATE TABLE assessment_history (
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
  facts_at    timestamptz NOT NULL,
  replaced_by uuid NOT NULL,
  PRIMARY KEY (party_id, document_id, run_id)
);
SELECT enter_class('assessment_history', 'rating', 'business');
GRANT SELECT, INSERT ON assessment_history TO zhike_app;

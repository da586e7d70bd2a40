-- Policy documents: the text is the source, byte for byte; everything else is derived from it.
SET LOCAL search_path = zhike, public;

CREATE TABLE policy_version (
  document_id  text COLLATE "C" NOT NULL,
  version      integer NOT NULL CHECK (version > 0),
  title        text NOT NULL,
  subject      text COLLATE "C" NOT NULL,
  units        text[] NOT NULL,
  state        text COLLATE "C" NOT NULL CHECK (state IN ('draft', 'active', 'repealed')),
  effective_on date NOT NULL,
  repealed_on  date,
  digest       bytea NOT NULL,
  loaded_at    timestamptz NOT NULL,
  loaded_by    uuid NOT NULL REFERENCES principal,
  PRIMARY KEY (document_id, version)
);
COMMENT ON COLUMN policy_version.units IS 'Unit codes the version holds for, each with all below it; empty: the whole institution (全行).';
COMMENT ON COLUMN policy_version.digest IS 'SHA-256 over the files in order; the same folder loaded again is no change.';
SELECT enter_class('policy_version', 'policy', 'reference');
GRANT SELECT, INSERT, UPDATE ON policy_version TO zhike_app;

CREATE TABLE policy_text (
  document_id text COLLATE "C" NOT NULL,
  version     integer NOT NULL,
  file_name   text COLLATE "C" NOT NULL,
  body        text NOT NULL,
  PRIMARY KEY (document_id, version, file_name),
  FOREIGN KEY (document_id, version) REFERENCES policy_version
);
SELECT enter_class('policy_text', 'policy', 'reference');
GRANT SELECT, INSERT ON policy_text TO zhike_app;

CREATE TABLE policy_binding (
  document_id text COLLATE "C" NOT NULL,
  version     integer NOT NULL,
  hook        text COLLATE "C" NOT NULL,
  clause      text COLLATE "C" NOT NULL,
  decision    text COLLATE "C" NOT NULL,
  PRIMARY KEY (document_id, version, hook),
  FOREIGN KEY (document_id, version) REFERENCES policy_version
);
SELECT enter_class('policy_binding', 'policy', 'reference');
CREATE INDEX policy_binding_hook ON policy_binding (hook);
GRANT SELECT, INSERT ON policy_binding TO zhike_app;

-- The application may not delete texts; of a draft it may ask for it, so that the draft's new text can take its place.
CREATE FUNCTION discard_policy_draft(document text, draft integer) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = zhike, public, pg_temp AS $$
BEGIN
  PERFORM FROM policy_version v WHERE v.document_id = document AND v.version = draft AND v.state = 'draft' FOR UPDATE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'version % of % is no draft', draft, document USING ERRCODE = 'object_not_in_prerequisite_state';
  END IF;
  DELETE FROM policy_binding b WHERE b.document_id = document AND b.version = draft;
  DELETE FROM policy_text t WHERE t.document_id = document AND t.version = draft;
  DELETE FROM policy_version v WHERE v.document_id = document AND v.version = draft;
END $$;
REVOKE ALL ON FUNCTION discard_policy_draft FROM public;
GRANT EXECUTE ON FUNCTION discard_policy_draft TO zhike_app;

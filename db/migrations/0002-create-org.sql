-- Units, posts, staff, books, roles and the acts they may do.
SET LOCAL search_path = zhike, public;

CREATE TABLE unit (
  unit_code   text COLLATE "C" PRIMARY KEY,
  name        text COLLATE "C" NOT NULL,
  kind        text COLLATE "C" NOT NULL,
  parent_code text COLLATE "C" REFERENCES unit,
  party_id    uuid NOT NULL,
  lo          integer NOT NULL,
  hi          integer NOT NULL,
  since       date NOT NULL,
  until       date,
  CHECK (lo <= hi)
);
COMMENT ON COLUMN unit.lo IS 'First and last book number of the unit and all below it: a subtree is a range.';
SELECT enter_class('unit', 'org', 'reference');
CREATE INDEX unit_parent ON unit (parent_code);
GRANT SELECT, INSERT, UPDATE ON unit TO zhike_app;

CREATE TABLE post (
  post_code text COLLATE "C" PRIMARY KEY,
  name      text COLLATE "C" NOT NULL,
  reach     text COLLATE "C" NOT NULL CHECK (reach IN ('book', 'unit', 'subtree', 'institution'))
);
COMMENT ON COLUMN post.reach IS '本人 / 本机构 / 辖内 / 全行: which books a holder of the post sees.';
SELECT enter_class('post', 'org', 'reference');
GRANT SELECT, INSERT, UPDATE ON post TO zhike_app;

CREATE TABLE staff (
  staff_code   text COLLATE "C" PRIMARY KEY,
  principal_id uuid NOT NULL UNIQUE REFERENCES principal,
  name         text COLLATE "C" NOT NULL,
  sort_key     text COLLATE "C" NOT NULL,
  left_on      date
);
SELECT enter_class('staff', 'org', 'reference');
GRANT SELECT, INSERT, UPDATE ON staff TO zhike_app;

CREATE TABLE staff_post (
  staff_code text COLLATE "C" NOT NULL REFERENCES staff,
  unit_code  text COLLATE "C" NOT NULL REFERENCES unit,
  post_code  text COLLATE "C" NOT NULL REFERENCES post,
  since      date NOT NULL,
  until      date,
  PRIMARY KEY (staff_code, unit_code, post_code, since)
);
SELECT enter_class('staff_post', 'org', 'reference');
CREATE INDEX staff_post_unit ON staff_post (unit_code);
GRANT SELECT, INSERT, UPDATE ON staff_post TO zhike_app;

CREATE TABLE book (
  scope_no   integer PRIMARY KEY,
  unit_code  text COLLATE "C" NOT NULL REFERENCES unit,
  name       text COLLATE "C" NOT NULL,
  staff_code text COLLATE "C" REFERENCES staff
);
COMMENT ON COLUMN book.staff_code IS 'Who keeps the book; handing it over changes this and no business row. NULL: the unit''s own book.';
SELECT enter_class('book', 'org', 'reference');
CREATE INDEX book_unit ON book (unit_code);
CREATE INDEX book_staff ON book (staff_code);
GRANT SELECT, INSERT, UPDATE ON book TO zhike_app;

CREATE TABLE role (
  role_code text COLLATE "C" PRIMARY KEY,
  name      text COLLATE "C" NOT NULL
);
SELECT enter_class('role', 'org', 'reference');
GRANT SELECT, INSERT, UPDATE ON role TO zhike_app;

CREATE TABLE role_act (
  role_code text COLLATE "C" NOT NULL REFERENCES role,
  act       text COLLATE "C" NOT NULL,
  PRIMARY KEY (role_code, act)
);
SELECT enter_class('role_act', 'org', 'reference');
GRANT SELECT, INSERT, DELETE ON role_act TO zhike_app;

CREATE TABLE post_role (
  post_code text COLLATE "C" NOT NULL REFERENCES post,
  role_code text COLLATE "C" NOT NULL REFERENCES role,
  PRIMARY KEY (post_code, role_code)
);
SELECT enter_class('post_role', 'org', 'reference');
GRANT SELECT, INSERT, DELETE ON post_role TO zhike_app;

-- Roles with their acts, posts with their reach, and the desk of the system's own administrators. Data, not schema: an
-- institution changes them as it likes.
SET LOCAL search_path = zhike, public;
SET LOCAL zhike.lo = '0';
SET LOCAL zhike.hi = '0';

INSERT INTO role (role_code, name) VALUES
  ('administrator',    '系统管理员'),
  ('customer_manager', '客户经理'),
  ('teller',           '综合柜员'),
  ('branch_head',      '机构负责人'),
  ('credit_reviewer',  '信贷评审'),
  ('policy_officer',   '制度管理'),
  ('auditor',          '审计'),
  ('reader',           '业务查看');

-- The administrator has no business act at all: who runs the system reads no customer.
INSERT INTO role_act (role_code, act)
SELECT role_code, unnest(acts) FROM (VALUES
  ('administrator',    '{org.read, org.manage, task.oversee}'::text[]),
  ('customer_manager', '{customer.read, customer.write, customer.reveal, fact.read, policy.read, rating.read, rating.assess, org.read}'),
  ('teller',           '{customer.read, customer.write, fact.read, policy.read, org.read}'),
  ('branch_head',      '{customer.read, customer.write, customer.reveal, customer.export, import.run, fact.read, policy.read, rating.read, rating.assess, rating.simulate, org.read}'),
  ('credit_reviewer',  '{customer.read, customer.reveal, customer.export, import.run, fact.read, policy.read, rating.read, rating.assess, rating.simulate, org.read}'),
  ('policy_officer',   '{policy.read, policy.import, fact.read, rating.read, rating.simulate, org.read}'),
  ('auditor',          '{audit.read, customer.read, fact.read, policy.read, rating.read, org.read, task.oversee}'),
  ('reader',           '{customer.read, fact.read, policy.read, rating.read, org.read}')
) AS shipped (role_code, acts);

INSERT INTO post (post_code, name, reach) VALUES
  ('administrator',    '系统管理员', 'book'),
  ('customer_manager', '客户经理',   'book'),
  ('teller',           '综合柜员',   'unit'),
  ('branch_head',      '机构负责人', 'subtree'),
  ('credit_reviewer',  '信贷评审岗', 'institution'),
  ('policy_officer',   '制度管理岗', 'institution'),
  ('auditor',          '审计岗',     'institution');

INSERT INTO post_role (post_code, role_code) SELECT post_code, post_code FROM post;

-- Book 0 is nobody's: the desk lies outside the institution's span, which begins at 1.
INSERT INTO party (party_id, scope_no, kind, public_name, created_at)
VALUES ('00000000-0000-7000-8000-000000000002', 0, 'unit', '系统管理', now());
INSERT INTO unit (unit_code, name, kind, parent_code, party_id, lo, hi, since)
VALUES ('system', '系统管理', '系统', NULL, '00000000-0000-7000-8000-000000000002', 0, 0, '2000-01-01');

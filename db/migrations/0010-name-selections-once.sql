-- A person finds a selection again by its name.
ALTER TABLE zhike.selection
  ALTER name TYPE text COLLATE "C",
  ADD UNIQUE (created_by, subject, name);

-- The functions that compiled policy expressions call. Each is total: what has no value is NULL, nothing raises. Numbers are
-- integers, scaled by powers of ten that the caller knows; src/engine/visit says the same in JavaScript, and
-- src/engine/standard.csv holds the two together. PL/pgSQL where the work has steps (a call costs half a microsecond); an SQL function only where the
-- planner inlines it, hence without STRICT: one that is not inlined costs ten.
SET LOCAL search_path = zhike, public;

-- top / bottom rounded half-even to an integer, with at most `digits` significant digits (0: all).
CREATE FUNCTION engine_divide(top numeric, bottom numeric, digits integer) RETURNS numeric
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
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
END $$;

-- No value of an expression has more than a hundred digits; what would is unknown.
CREATE FUNCTION engine_within(value numeric) RETURNS numeric
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN abs(value) <= 1e100 THEN value END
$$;

-- (base × 10^-scale)^exponent × 10^kept; NULL past the exponent 1000, past a hundred digits, and for 0 to a negative power.
CREATE FUNCTION engine_power(base numeric, exponent numeric, scale integer, kept integer, digits integer) RETURNS numeric
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
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
END $$;

-- √(value × 10^-scale) × 10^kept. PostgreSQL's root is exact to its last digit and rounded there; forty digits more than are
-- kept decide the rounding, since no root of an integer lies on a tie.
CREATE FUNCTION engine_square_root(value numeric, scale integer, kept integer, digits integer) RETURNS numeric
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
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
END $$;

-- ln(value × 10^-scale) × 10^kept, computed with a hundred decimals and rounded once.
CREATE FUNCTION engine_logarithm(value numeric, scale integer, kept integer, digits integer) RETURNS numeric
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
BEGIN
  IF value <= 0 THEN
    RETURN NULL;
  END IF;
  RETURN zhike.engine_divide(
    trunc(ln(round(value * ('0.' || repeat('0', scale) || '1')::numeric * 10, greatest(100, scale))) * ('1' || repeat('0', 100))::numeric),
    ('1' || repeat('0', 100 - kept))::numeric, digits);
END $$;

-- e^(value × 10^-scale) × 10^kept; NULL past a hundred digits.
CREATE FUNCTION engine_exponential(value numeric, scale integer, kept integer, digits integer) RETURNS numeric
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
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
END $$;

-- The roundings that PostgreSQL lacks, of an exact quotient: away from zero, half towards zero, half to even.
CREATE FUNCTION engine_round(quotient numeric, mode text) RETURNS numeric
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
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
END $$;

-- With the divisor's sign, as FEEL's.
CREATE FUNCTION engine_modulo(value numeric, divisor numeric) RETURNS numeric
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
  rest numeric;
BEGIN
  IF divisor = 0 THEN
    RETURN NULL;
  END IF;
  rest := mod(value, divisor);
  RETURN CASE WHEN rest <> 0 AND (rest < 0) <> (divisor < 0) THEN rest + divisor ELSE rest END;
END $$;

-- FEEL's: from 1, or from the end where negative; NULL at 0, before the beginning, and for a length below 1. Whoever wants all to
-- the end passes a length of 2^31.
CREATE FUNCTION engine_substring(given text, start numeric, length numeric) RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
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
END $$;

-- Dates of the years 1 to 9999; any other is NULL.
CREATE FUNCTION engine_date(year numeric, month numeric, day numeric) RETURNS date
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
BEGIN
  IF year NOT BETWEEN 1 AND 9999 OR month NOT BETWEEN 1 AND 12 OR day < 1
     OR day > extract(day FROM make_date(year::integer, month::integer, 1) + interval '1 month' - interval '1 day') THEN
    RETURN NULL;
  END IF;
  RETURN make_date(year::integer, month::integer, day::integer);
END $$;

CREATE FUNCTION engine_add_days(given date, days numeric) RETURNS date
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
BEGIN
  IF NOT isfinite(given) OR abs(days) > 4000000 OR (given - date '0001-01-01') + days NOT BETWEEN 0 AND 3652058 THEN
    RETURN NULL;
  END IF;
  RETURN given + days::integer;
END $$;

-- A day that the month lacks becomes its last.
CREATE FUNCTION engine_add_months(given date, months numeric) RETURNS date
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
BEGIN
  IF NOT isfinite(given) OR extract(year FROM given) * 12 + extract(month FROM given) - 1 + months NOT BETWEEN 12 AND 119999 THEN
    RETURN NULL;
  END IF;
  RETURN (given + make_interval(months => months::integer))::date;
END $$;

CREATE FUNCTION engine_days_between(start date, finish date) RETURNS bigint
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN isfinite(start) AND isfinite(finish) THEN (finish - start)::bigint END
$$;

-- Whole months from one day to another, negative backwards; 31 January to 28 February is none.
CREATE FUNCTION engine_complete_months(start date, finish date) RETURNS bigint
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
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
END $$;

-- 'year', 'month', 'day' or 'isodow' (1 for Monday) of a date.
CREATE FUNCTION engine_date_part(part text, given date) RETURNS bigint
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN isfinite(given) THEN date_part(part, given)::bigint END
$$;

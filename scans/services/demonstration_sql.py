"""How made-up departments come about, in the words of the database: a million take no memory here.

Nothing is drawn: every value follows from the seed and the number of a department, so the same
seed gives the same departments.
"""

FUNCTIONS = """
CREATE OR REPLACE FUNCTION pg_temp.chance(key text) RETURNS float8 LANGUAGE sql IMMUTABLE
AS $$ SELECT ('x' || substr(md5(key), 1, 8))::bit(32)::bigint / 4294967296::float8 $$;
CREATE OR REPLACE FUNCTION pg_temp.spread(key text) RETURNS float8 LANGUAGE sql IMMUTABLE
AS $$
    SELECT sqrt(3::float8) * ((
        ('x' || substr(md5(key), 1, 4))::bit(16)::int
        + ('x' || substr(md5(key), 5, 4))::bit(16)::int
        + ('x' || substr(md5(key), 9, 4))::bit(16)::int
        + ('x' || substr(md5(key), 13, 4))::bit(16)::int
    ) / 65536::float8 - 2)
$$
"""
"""``chance`` is even from 0 to 1; ``spread`` is nearly normal, with mean 0 and deviation 1.

Written so that the database puts them in place instead of calling them.
"""

# One organisation in twenty has two departments. The first sectors and sizes are met most.
MADE = """
CREATE TEMPORARY TABLE made ON COMMIT DROP AS
WITH placed AS (
    SELECT i, CASE WHEN i %% 20 = 0 THEN i - 1 ELSE i END AS o, %(seed)s::text || ':' AS seed
    FROM generate_series(1, %(count)s) i
), sized AS (
    SELECT i, o, seed,
           1 + floor(power(pg_temp.chance(seed || 'sector' || o), 1.8)
                     * cardinality(%(sectors)s))::int AS sector,
           1 + floor(pg_temp.chance(seed || 'size' || i) * cardinality(%(sizes)s))::int AS size
    FROM placed
)
SELECT i, o, seed, sector, size, md5(seed || 'd' || i)::uuid AS department_id,
       md5(seed || 'o' || o)::uuid AS organisation_id,
       pg_temp.chance(seed || 'alone' || i) < CASE WHEN size = 1 THEN 0.7 ELSE 0.15 END AS alone,
       pg_temp.spread(seed || 'level' || i)
       + 0.4 * pg_temp.spread(seed || 'sector level' || sector) + 0.1 * (size - 3) AS level,
       5 + floor(pg_temp.chance(seed || 'n' || i) * 6 * (size - 1))::int AS team,
       (date_trunc('month', %(today)s::date)
        - make_interval(months => floor(pg_temp.chance(seed || 'month' || i) * 12)::int)
       )::date AS period
FROM sized
"""

ORGANISATIONS = """
INSERT INTO scans_organisation (id, name, sector, size_class)
SELECT organisation_id, (%(names)s)[sector] || ' ' || i, (%(sectors)s)[sector], ''
FROM made WHERE i = o
"""

DEPARTMENTS = """
INSERT INTO scans_department
    (id, organisation_id, name, size_class, in_benchmark_since, excluded_because)
SELECT department_id, organisation_id, 'Communicatie ' || i, (%(sizes)s)[size], period, ''
FROM made
"""

# What differs from one measure to the next: its centre, and how far departments lie apart.
ROWS = """
INSERT INTO scans_benchmarkrow
    (department_id, questionnaire_id, measure, tenths, n, period, alone, latest)
SELECT department_id, %(questionnaire)s, m.measure,
       LEAST(1000, GREATEST(m.lowest, 10 * (
           m.centre + 7 * m.shared * level
           + m.apart * CASE WHEN alone THEN 1.4 ELSE 1 END
             * pg_temp.spread(seed || m.measure || i)
       )))::int,
       CASE WHEN alone THEN 1 ELSE team END, period, alone, true
FROM made
CROSS JOIN jsonb_to_recordset(%(measures)s::jsonb) AS m
    (measure text, centre float8, apart float8, shared float8, lowest int, with_clients bool)
WHERE NOT m.with_clients OR (NOT alone AND pg_temp.chance(seed || 'clients' || i) < 0.4)
"""

# The geometric mean of the themes, each at least 1, as of any department.
IMPACT = """
INSERT INTO scans_benchmarkrow
    (department_id, questionnaire_id, measure, tenths, n, period, alone, latest)
SELECT department_id, %(questionnaire)s, %(impact)s,
       round(10 * exp(avg(ln(GREATEST(tenths / 10.0, 1)))))::int, min(n), period, alone, true
FROM scans_benchmarkrow WHERE measure = ANY(%(themes)s)
GROUP BY department_id, period, alone
"""

COUNTED = "ANALYZE scans_organisation, scans_department, scans_benchmarkrow"

DROP = "DROP TABLE made"

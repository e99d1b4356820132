"""How an edition is counted, in the words of the database.

Everything is counted there: Python sees numbers per segment, and organisations that are alike
together. So it hardly matters how many departments there are.
"""

# Sorting and hashing millions of rows in a few megabytes would take most of the time.
MEMORY = "SET LOCAL work_mem = '256MB'"

MEASURES = "SELECT DISTINCT measure FROM scans_benchmarkrow"

# Who may count: departments that agreed and were not left out. Whoever deletes one meanwhile waits,
# so that nothing is left of it.
ELIGIBLE = """
CREATE TEMPORARY TABLE eligible ON COMMIT DROP AS
SELECT d.id AS department_id, d.organisation_id, o.sector, d.size_class, EXISTS (
           SELECT 1 FROM scans_owner w WHERE w.department_id = d.id AND w.address_confirmed
       ) AS confirmed
FROM scans_department d JOIN scans_organisation o ON o.id = d.organisation_id
WHERE d.in_benchmark_since IS NOT NULL AND d.excluded_because = ''
FOR KEY SHARE OF d
"""

# What counts of them: their latest result. A scan by one person counts once somebody confirmed the
# e-mail address that came with it. A measure is known by its place in the edition's list.
COUNTED = """
CREATE TEMPORARY TABLE counted ON COMMIT DROP AS
SELECT e.organisation_id, e.department_id, e.sector, e.size_class, r.period, r.alone, r.id,
       (array_position(%(measures)s::text[], r.measure::text) - 1)::smallint AS place, r.tenths
FROM scans_benchmarkrow r JOIN eligible e USING (department_id)
WHERE r.latest AND (NOT r.alone OR r.scan_id IS NULL OR e.confirmed)
"""

ANALYZE = "ANALYZE eligible"
ANALYZE_COUNTED = "ANALYZE counted"

# ``{scores}`` is a list of one ``SCORE`` for each measure: a fixed list costs the database
# far less than collecting what is there, and rows in order are quicker to index.
MEMBERS = """
INSERT INTO scans_editionmember
    (edition_id, organisation_id, department_id, period, sector, size_class, alone, result, scores)
SELECT %(edition)s, organisation_id, department_id, period, sector, size_class, bool_or(alone),
       min(id), ARRAY[{scores}]::smallint[]
FROM counted
GROUP BY organisation_id, department_id, period, sector, size_class
ORDER BY department_id
"""
SCORE = "max(tenths) FILTER (WHERE place = {place})"

# Once per place and value: what follows is small. Each segment is everybody, a sector, a size, or
# both. What isn't known of a department (empty) is in no segment of that kind.
SPREAD = """
CREATE TEMPORARY TABLE spread ON COMMIT DROP AS
WITH per_value AS (
    SELECT place, sector, size_class, tenths, count(*) AS departments,
           count(*) FILTER (WHERE alone) AS alone, min(period) AS first, max(period) AS last
    FROM counted
    GROUP BY place, sector, size_class, tenths
)
SELECT place, l.sector, l.size_class, tenths, sum(departments)::int AS departments,
       sum(alone)::int AS alone, min(first) AS first, max(last) AS last
FROM per_value p
CROSS JOIN LATERAL (VALUES
    ('', '', true), (p.sector, '', p.sector <> ''), ('', p.size_class, p.size_class <> ''),
    (p.sector, p.size_class, p.sector <> '' AND p.size_class <> '')
) AS l (sector, size_class, is_known)
WHERE l.is_known
GROUP BY place, l.sector, l.size_class, tenths
"""

# How each department is counted, now and before, as text; then organisations with the same texts
# together. The separators are those that ASCII has for this: unit, record and group. ``{now}`` and
# ``{before}`` say for each measure whether the result has it (1) or not (0). Behind each earlier
# edition stands whether it counted the result that counts now (1): by its rows, not by its scores.
FLAG = "CASE WHEN {table}.scores[{number}] IS NULL THEN '0' ELSE '1' END"
PATTERNS = r"""
WITH now AS (
    SELECT * FROM scans_editionmember WHERE edition_id = %(edition)s
), before AS (
    SELECT * FROM scans_editionmember WHERE edition_id = ANY(%(editions)s)
), departments AS (
    SELECT COALESCE(n.organisation_id, b.organisation_id) AS organisation_id,
           COALESCE(n.department_id, b.department_id) AS department_id,
           CASE WHEN n.id IS NULL THEN '' ELSE
               concat_ws(E'\x1f', n.sector, n.size_class, {now}) END AS now,
           CASE WHEN b.id IS NULL THEN '' ELSE
               concat_ws(E'\x1f', b.sector, b.size_class, {before}, b.edition_id,
                         CASE WHEN b.result = n.result THEN '1' ELSE '0' END)
               END AS before
    FROM now n FULL JOIN before b USING (department_id)
), patterns AS (
    SELECT organisation_id, now || string_agg(E'\x1e' || before, '' ORDER BY before) AS pattern
    FROM departments GROUP BY organisation_id, department_id, now
), organisations AS (
    SELECT string_agg(pattern, E'\x1d' ORDER BY pattern) AS patterns
    FROM patterns GROUP BY organisation_id
)
SELECT patterns, count(*)::int FROM organisations GROUP BY patterns
"""

FORMER = """
SELECT measure, sector, size_class, members_id FROM scans_editionfigures
WHERE edition_id = %(previous)s
"""

# All tenths of the scale are there, also those that nobody has: then what is read for a report
# is as long with ten departments as with a million.
WRITE_NEW = """
INSERT INTO scans_editionfigures
    (edition_id, members_id, sector, size_class, measure, organisations, departments, alone,
     largest, second, first_period, last_period, counts, withheld)
SELECT %(edition)s, %(edition)s, c.sector, c.size_class, c.measure, c.organisations,
       sum(s.departments), sum(s.alone), c.largest, c.second, min(s.first), max(s.last),
       string_agg(int4send(COALESCE(s.departments, 0)), ''::bytea ORDER BY scale.tenths),
       false
FROM jsonb_to_recordset(%(chosen)s::jsonb) AS c
    (measure text, place int, lowest int, sector text, size_class text, organisations int,
     largest int, second int)
CROSS JOIN LATERAL generate_series(c.lowest, 1000) AS scale (tenths)
LEFT JOIN spread s
       ON (s.place, s.sector, s.size_class, s.tenths)
        = (c.place, c.sector, c.size_class, scale.tenths)
GROUP BY c.sector, c.size_class, c.measure, c.organisations, c.largest, c.second
"""

WRITE_KEPT = """
INSERT INTO scans_editionfigures
    (edition_id, members_id, sector, size_class, measure, organisations, departments, alone,
     largest, second, first_period, last_period, counts, withheld)
SELECT %(edition)s, f.members_id, f.sector, f.size_class, f.measure, f.organisations,
       f.departments, f.alone, f.largest, f.second, f.first_period, f.last_period, f.counts,
       c.withheld
FROM scans_editionfigures f
JOIN jsonb_to_recordset(%(chosen)s::jsonb) AS c
    (measure text, sector text, size_class text, withheld bool)
  USING (measure, sector, size_class)
WHERE f.edition_id = %(previous)s
"""

# Members of editions that no figures come from any more are of no use.
FORGET = """
DELETE FROM scans_editionmember WHERE edition_id <> ALL (
    ARRAY(SELECT DISTINCT members_id FROM scans_editionfigures WHERE edition_id = %(edition)s)
)
"""

# They would go with the transaction; but a transaction may publish more than once.
DROP = "DROP TABLE eligible, counted, spread"

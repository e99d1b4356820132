"""The statements of an import, in the order in which they are run.

One row of ``imported`` is one result: a department in a period. What a statement can't match is
``NULL`` in it, and made by the next.
"""

CREATE = """
CREATE TEMPORARY TABLE imported (
    number integer GENERATED ALWAYS AS IDENTITY,
    organisation text NOT NULL, organisation_key text NOT NULL, department text NOT NULL,
    department_key text NOT NULL, sector text NOT NULL, size_class text NOT NULL,
    period date NOT NULL, n integer NOT NULL, scores jsonb NOT NULL,
    organisation_id uuid, department_id uuid, is_new_department boolean NOT NULL DEFAULT false,
    is_known boolean NOT NULL DEFAULT false, is_changed boolean NOT NULL DEFAULT true
) ON COMMIT DROP
"""

COPY = """
COPY imported (
    organisation, organisation_key, department, department_key, sector, size_class, period, n, scores
) FROM STDIN WITH (FORMAT csv)
"""

# The same as ``content.names.key_of``. Most names have no sign but those of ASCII, and for those
# the database has something faster. Written so that it puts this in place instead of calling it.
NAME_KEY = r"""
CREATE OR REPLACE FUNCTION pg_temp.name_key(name text) RETURNS text LANGUAGE sql IMMUTABLE
AS $$
    SELECT btrim(regexp_replace(
        CASE WHEN octet_length(name) = char_length(name) THEN lower(name COLLATE "C")
             ELSE translate(name, %(written)s, %(counted)s) END,
        '[\t-\r\x1c-\x20]+', ' ', 'g'
    ))
$$
"""

# Nobody told the database yet how much there is in tables that were empty just now. It would look
# up each row of many in what it takes for a small table, by reading that whole each time.
MANY = "SET LOCAL enable_nestloop = off"

ANALYZE = "ANALYZE imported"

# A row without a scan is what tells that something was imported. Only an import makes one, so
# what somebody started a scan with is never found here, however it is called.
FIND_ORGANISATIONS = """
WITH named AS MATERIALIZED (
    SELECT id, sector, pg_temp.name_key(name) AS key FROM scans_organisation
), known AS (
    SELECT DISTINCT ON (key, sector) key, sector, id
    FROM named
    WHERE EXISTS (
            SELECT FROM imported
            WHERE imported.organisation_key = named.key AND imported.sector = named.sector
        )
        AND EXISTS (
            SELECT FROM scans_department AS department
            JOIN scans_benchmarkrow AS result ON result.department_id = department.id
            WHERE department.organisation_id = named.id AND result.scan_id IS NULL
        )
    ORDER BY key, sector, id
)
UPDATE imported SET organisation_id = known.id FROM known
WHERE imported.organisation_key = known.key AND imported.sector = known.sector
"""

COUNT_NEW_ORGANISATIONS = """
SELECT count(DISTINCT (organisation_key, sector)) FROM imported WHERE organisation_id IS NULL
"""

MAKE_ORGANISATIONS = """
WITH missing AS MATERIALIZED (
    SELECT gen_random_uuid() AS id, organisation_key, sector,
        (array_agg(organisation ORDER BY number))[1] AS name
    FROM imported WHERE organisation_id IS NULL
    GROUP BY organisation_key, sector
), made AS (
    INSERT INTO scans_organisation (id, name, sector, size_class)
    SELECT id, name, sector, '' FROM missing
)
UPDATE imported SET organisation_id = missing.id FROM missing
WHERE imported.organisation_id IS NULL
    AND imported.organisation_key = missing.organisation_key AND imported.sector = missing.sector
"""

FIND_DEPARTMENTS = """
WITH named AS MATERIALIZED (
    SELECT id, organisation_id, pg_temp.name_key(name) AS key FROM scans_department
    WHERE organisation_id IN (SELECT organisation_id FROM imported)
), known AS (
    SELECT DISTINCT ON (organisation_id, key) organisation_id, key, id
    FROM named
    WHERE EXISTS (
            SELECT FROM imported
            WHERE imported.organisation_id = named.organisation_id
                AND imported.department_key = named.key
        )
        AND EXISTS (
            SELECT FROM scans_benchmarkrow AS result
            WHERE result.department_id = named.id AND result.scan_id IS NULL
        )
    ORDER BY organisation_id, key, id
)
UPDATE imported SET department_id = known.id FROM known
WHERE imported.organisation_id = known.organisation_id AND imported.department_key = known.key
"""

COUNT_NEW_DEPARTMENTS = """
SELECT count(DISTINCT (organisation_id, department_key)) FROM imported WHERE department_id IS NULL
"""

MAKE_DEPARTMENTS = """
WITH missing AS MATERIALIZED (
    SELECT gen_random_uuid() AS id, organisation_id, department_key,
        (array_agg(department ORDER BY number))[1] AS name,
        (array_agg(size_class ORDER BY period DESC))[1] AS size_class
    FROM imported WHERE department_id IS NULL
    GROUP BY organisation_id, department_key
), made AS (
    INSERT INTO scans_department
        (id, organisation_id, name, size_class, in_benchmark_since, excluded_because)
    SELECT id, organisation_id, name, size_class, %(today)s, '' FROM missing
)
UPDATE imported SET department_id = missing.id, is_new_department = true FROM missing
WHERE imported.department_id IS NULL
    AND imported.organisation_id = missing.organisation_id
    AND imported.department_key = missing.department_key
"""

COMPARE = """
WITH known AS (
    SELECT department_id, period, jsonb_object_agg(measure, tenths) AS scores,
        min(n) AS fewest, max(n) AS most
    FROM scans_benchmarkrow
    WHERE scan_id IS NULL
        AND department_id IN (SELECT department_id FROM imported WHERE NOT is_new_department)
    GROUP BY department_id, period
)
UPDATE imported
SET is_known = true,
    is_changed = known.scores <> imported.scores
        OR known.fewest <> imported.n OR known.most <> imported.n
FROM known
WHERE known.department_id = imported.department_id AND known.period = imported.period
"""

COUNT_RESULTS = """
SELECT count(*) FILTER (WHERE NOT is_known), count(*) FILTER (WHERE is_known AND is_changed),
    count(*) FILTER (WHERE NOT is_changed)
FROM imported
"""

FORGET_CHANGED = """
DELETE FROM scans_benchmarkrow AS result USING imported
WHERE imported.is_known AND imported.is_changed AND result.scan_id IS NULL
    AND result.department_id = imported.department_id AND result.period = imported.period
"""

# What isn't the latest in the file can't be so in the end: that saves changing it afterwards.
WRITE_RESULTS = """
INSERT INTO scans_benchmarkrow (department_id, measure, tenths, n, period, alone, latest)
SELECT department_id, score.key, score.value::smallint, n, period, n = 1, period = newest
FROM (
    SELECT *, max(period) OVER (PARTITION BY department_id) AS newest FROM imported
) AS result, jsonb_each_text(scores) AS score
WHERE is_changed
"""

# A new department has no other results than those just written. Where the adviseur put own rounds
# and imported results together, the own round is the latest when both are of the same month.
MARK_LATEST = """
WITH dated AS (
    SELECT id, latest, period, scan_id IS NULL AS is_imported,
        max(period) FILTER (WHERE scan_id IS NULL) OVER department AS imported,
        coalesce(max(period) FILTER (WHERE scan_id IS NOT NULL) OVER department, '-infinity') AS own
    FROM scans_benchmarkrow
    WHERE department_id IN (
        SELECT department_id FROM imported WHERE is_changed AND NOT is_new_department
    )
    WINDOW department AS (PARTITION BY department_id)
), marked AS (
    SELECT id, CASE WHEN is_imported
        THEN period = imported AND imported > own
        ELSE latest AND own >= imported END AS latest
    FROM dated
)
UPDATE scans_benchmarkrow AS result SET latest = marked.latest FROM marked
WHERE marked.id = result.id AND marked.latest <> result.latest
"""

# The size is that of the latest result, so an older file leaves it alone.
RESIZE_DEPARTMENTS = """
WITH newest AS (
    SELECT DISTINCT ON (department_id) department_id, period, size_class
    FROM imported WHERE NOT is_new_department ORDER BY department_id, period DESC
)
UPDATE scans_department AS department SET size_class = newest.size_class FROM newest
WHERE department.id = newest.department_id AND department.size_class <> newest.size_class
    AND EXISTS (
        SELECT FROM scans_benchmarkrow AS result
        WHERE result.department_id = newest.department_id AND result.period = newest.period
            AND result.scan_id IS NULL AND result.latest
    )
"""

AFTERWARDS = (
    "SET LOCAL enable_nestloop = DEFAULT",
    "DROP FUNCTION pg_temp.name_key(text)",
    "DROP TABLE imported",
)

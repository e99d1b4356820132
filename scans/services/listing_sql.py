"""How a scan gets into the list of the dashboard, in the words of the database.

One statement for one department and for all: the same rows come of it.
"""

WRITE = """
INSERT INTO scans_listedscan (
    scan_id, department_id, questionnaire_id, sector, size_class, opened_on, status, contact,
    follow_up, words, n, relevantie, timing, resultaat, impact
)
SELECT s.id, s.department_id, s.questionnaire_id, o.sector,
    CASE WHEN s.department_size <= 5 THEN '1-5' WHEN s.department_size <= 10 THEN '6-10'
         WHEN s.department_size <= 20 THEN '11-20' WHEN s.department_size <= 50 THEN '21-50'
         ELSE '51+' END,
    s.opened_on, s.status, d.contact_since IS NOT NULL, COALESCE(f.state, 'nieuw'),
    CASE WHEN d.contact_since IS NULL THEN '' ELSE lower(o.name || ' ' || d.name) END,
    COALESCE((r.figures->>'respondents')::int, 0),
    (r.figures->'themes'->'relevantie'->>'score')::float8,
    (r.figures->'themes'->'timing'->>'score')::float8,
    (r.figures->'themes'->'resultaat'->>'score')::float8,
    (r.figures->'impact'->>'index')::float8
FROM scans_scan s
JOIN scans_department d ON d.id = s.department_id
JOIN scans_organisation o ON o.id = d.organisation_id
LEFT JOIN scans_followup f ON f.department_id = d.id
LEFT JOIN scans_result r ON r.scan_id = s.id
WHERE s.department_id = ANY(%s)
ON CONFLICT (scan_id) DO UPDATE SET
    department_id = EXCLUDED.department_id, questionnaire_id = EXCLUDED.questionnaire_id,
    sector = EXCLUDED.sector, size_class = EXCLUDED.size_class, opened_on = EXCLUDED.opened_on,
    status = EXCLUDED.status, contact = EXCLUDED.contact, follow_up = EXCLUDED.follow_up,
    words = EXCLUDED.words, n = EXCLUDED.n, relevantie = EXCLUDED.relevantie,
    timing = EXCLUDED.timing, resultaat = EXCLUDED.resultaat, impact = EXCLUDED.impact
"""

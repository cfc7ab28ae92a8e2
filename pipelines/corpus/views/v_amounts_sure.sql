-- needs: clusters
-- The figures of v_amounts whose year, province and role may be quoted as they were read: certainty is "sure".
SELECT * FROM v_amounts WHERE certainty = 'sure'

-- Ten thousand rows, an index, a group, a join and a sort.
CREATE TABLE users(id INTEGER PRIMARY KEY, name TEXT, team INTEGER);
CREATE TABLE calls(id INTEGER PRIMARY KEY, user INTEGER, tool TEXT, cost INTEGER);
BEGIN;
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000)
INSERT INTO users SELECT i, 'user-' || i, i % 17 FROM n;
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10000)
INSERT INTO calls SELECT i, (i * 7919) % 1000 + 1, 'tool-' || (i % 13), (i * i) % 101 FROM n;
COMMIT;
CREATE INDEX by_user ON calls(user);
SELECT tool, count(*), sum(cost) FROM calls GROUP BY tool ORDER BY tool;
SELECT team, count(*), sum(cost) FROM users JOIN calls ON calls.user = users.id GROUP BY team ORDER BY 3 DESC LIMIT 5;
SELECT name FROM users WHERE name LIKE '%99%' ORDER BY name DESC LIMIT 3;
UPDATE calls SET cost = cost + 1 WHERE user % 3 = 0;
DELETE FROM calls WHERE cost > 90;
SELECT count(*), sum(cost), max(length(tool)) FROM calls;

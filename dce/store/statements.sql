-- Every statement of the store, in the SQL that SQLite and PostgreSQL share: bound :names, text keys, JSON and UTC times
-- as text, ON CONFLICT, RETURNING. Answers are only ever inserted.

-- name: add_fact
INSERT INTO about (name, value) VALUES (:name, :value);

-- name: fact
SELECT value FROM about WHERE name = :name;

-- name: write_fact_again
UPDATE about SET value = value WHERE name = :name;

-- name: add_study
INSERT INTO studies (hash, id, content) VALUES (:hash, :id, :content) ON CONFLICT DO NOTHING;

-- name: add_design
INSERT INTO designs (hash, study_hash, scenarios, settings) VALUES (:hash, :study_hash, :scenarios, :settings)
ON CONFLICT DO NOTHING;

-- name: design
SELECT designs.scenarios, designs.settings, studies.content AS study
FROM designs JOIN studies ON studies.hash = designs.study_hash
WHERE designs.hash = :hash;

-- name: designs
SELECT hash FROM designs ORDER BY hash;

-- name: answered_designs
SELECT design_hash FROM publications
WHERE study_id = :study_id AND EXISTS (
    SELECT 1 FROM respondents JOIN answers ON answers.respondent = respondents.id
    WHERE respondents.design_hash = publications.design_hash
)
GROUP BY design_hash
ORDER BY max(number);

-- name: study_ids
SELECT DISTINCT study_id FROM publications ORDER BY study_id;

-- name: current
SELECT number, design_hash FROM publications WHERE study_id = :study_id ORDER BY number DESC LIMIT 1;

-- name: add_publication
INSERT INTO publications (study_id, number, design_hash, at) VALUES (:study_id, :number, :design_hash, :at);

-- name: count_versions
SELECT version, count(*) AS people FROM respondents WHERE design_hash = :design_hash GROUP BY version;

-- name: add_respondent
INSERT INTO respondents (id, design_hash, version, language, tasks, criteria, alternatives, synthetic, started)
VALUES (:id, :design_hash, :version, :language, :tasks, :criteria, :alternatives, :synthetic, :started);

-- name: respondent
SELECT id, design_hash, version, language, tasks, criteria, alternatives, completed FROM respondents WHERE id = :id;

-- name: respondent_by_code
SELECT id, design_hash, version, language, tasks, criteria, alternatives, completed FROM respondents WHERE code_hash = :code_hash;

-- name: set_code
UPDATE respondents SET code_hash = :code_hash WHERE id = :id;

-- name: set_language
UPDATE respondents SET language = :language WHERE id = :id;

-- name: set_background
INSERT INTO background (respondent, item, option) VALUES (:respondent, :item, :option)
ON CONFLICT (respondent, item) DO UPDATE SET option = excluded.option;

-- name: remove_background
DELETE FROM background WHERE respondent = :respondent AND item = :item;

-- name: background
SELECT item, option FROM background WHERE respondent = :respondent ORDER BY item;

-- name: answer
SELECT answer, revision FROM answers
WHERE respondent = :respondent AND task = :task AND showing = :showing
ORDER BY revision DESC LIMIT 1;

-- name: last_answer
SELECT place, hash FROM answers WHERE respondent = :respondent ORDER BY place DESC LIMIT 1;

-- name: add_answer
INSERT INTO answers (respondent, task, showing, revision, place, answer, at, previous, hash)
VALUES (:respondent, :task, :showing, :revision, :place, :answer, :at, :previous, :hash)
ON CONFLICT DO NOTHING
RETURNING answer;

-- name: add_circumstances
INSERT INTO circumstances (respondent, task, showing, revision, seconds, away)
VALUES (:respondent, :task, :showing, :revision, :seconds, :away);

-- name: seconds_taken
SELECT seconds FROM circumstances WHERE respondent = :respondent AND revision = 1 AND seconds IS NOT NULL;

-- name: answered
SELECT task, answer FROM answers WHERE respondent = :respondent AND showing = :showing ORDER BY place;

-- name: count_answered
SELECT count(*) AS answered FROM answers WHERE respondent = :respondent AND revision = 1;

-- name: complete
UPDATE respondents SET completed = :completed WHERE id = :id AND completed IS NULL;

-- name: respondents_of_design
SELECT id, tasks, synthetic FROM respondents WHERE design_hash = :design_hash ORDER BY id;

-- name: background_of_design
SELECT background.respondent, background.item, background.option
FROM background JOIN respondents ON respondents.id = background.respondent
WHERE respondents.design_hash = :design_hash;

-- name: answers_of_design
SELECT answers.respondent, answers.task, answers.showing, answers.answer, circumstances.seconds, circumstances.away
FROM answers JOIN respondents ON respondents.id = answers.respondent
LEFT JOIN circumstances ON circumstances.respondent = answers.respondent AND circumstances.task = answers.task
    AND circumstances.showing = answers.showing AND circumstances.revision = 1
WHERE respondents.design_hash = :design_hash AND NOT EXISTS (
    SELECT 1 FROM answers AS later
    WHERE later.respondent = answers.respondent AND later.task = answers.task AND later.showing = answers.showing
        AND later.revision > answers.revision AND later.revision > 1
)
ORDER BY answers.respondent, answers.place;

-- name: make_answer_codes
CREATE TEMPORARY TABLE answer_codes (task INTEGER, answer TEXT, code TEXT, PRIMARY KEY (task, answer, code));

-- name: make_option_codes
CREATE TEMPORARY TABLE option_codes (item TEXT, option TEXT, code TEXT, PRIMARY KEY (item, option, code));

-- name: add_answer_code
INSERT INTO answer_codes (task, answer, code) VALUES (:task, :answer, :code);

-- name: add_option_code
INSERT INTO option_codes (item, option, code) VALUES (:item, :option, :code);

-- Not string_agg, the name in PostgreSQL, which SQLite knows since 3.44 only; Debian 12 has 3.40.
-- name: codes_of_design
SELECT
    respondents.id,
    (
        SELECT group_concat(coalesce(answer_codes.code, :unknown), '')
        FROM answers
        LEFT JOIN answer_codes ON answer_codes.task = answers.task AND answer_codes.answer = answers.answer
        WHERE answers.respondent = respondents.id AND answers.showing = 1 AND NOT EXISTS (
            SELECT 1 FROM answers AS later
            WHERE later.respondent = answers.respondent AND later.task = answers.task AND later.showing = 1
                AND later.revision > answers.revision AND later.revision > 1
        )
    ) AS answers,
    (
        SELECT group_concat(option_codes.code, '')
        FROM background
        JOIN option_codes ON option_codes.item = background.item AND option_codes.option = background.option
        WHERE background.respondent = respondents.id
    ) AS options
FROM respondents
WHERE respondents.design_hash = :design_hash;

-- name: drop_answer_codes
DROP TABLE answer_codes;

-- name: drop_option_codes
DROP TABLE option_codes;

-- name: progress_of_people
SELECT count(*) AS started, count(respondents.completed) AS completed
FROM respondents
JOIN designs ON designs.hash = respondents.design_hash
JOIN studies ON studies.hash = designs.study_hash
WHERE studies.id = :study_id;

-- name: progress_of_answers
SELECT count(*) AS answers
FROM answers
JOIN respondents ON respondents.id = answers.respondent
JOIN designs ON designs.hash = respondents.design_hash
JOIN studies ON studies.hash = designs.study_hash
WHERE studies.id = :study_id AND answers.revision = 1;

-- name: read_session
SELECT data FROM sessions WHERE key = :key AND expires > :now;

-- name: write_session
INSERT INTO sessions (key, data, expires) VALUES (:key, :data, :expires)
ON CONFLICT (key) DO UPDATE SET data = excluded.data, expires = excluded.expires;

-- name: delete_session
DELETE FROM sessions WHERE key = :key;

-- name: delete_expired_sessions
DELETE FROM sessions WHERE expires <= :now;

-- name: all_respondents
SELECT id, design_hash, version, language, tasks, criteria, alternatives, completed FROM respondents ORDER BY id;

-- name: all_answers
SELECT respondent, task, showing, revision, place, answer, at, previous, hash FROM answers ORDER BY respondent, place;

-- name: all_background
SELECT respondent, item, option FROM background ORDER BY respondent, item;

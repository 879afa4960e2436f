-- Every statement of the store, in the SQL that SQLite and PostgreSQL share: bound :names, text keys, JSON and UTC times
-- as text, ON CONFLICT, RETURNING. Answers are only ever inserted, until their person leaves or their time is over.

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
SELECT version, count(*) AS people FROM respondents
WHERE design_hash = :design_hash AND (completed IS NOT NULL OR started >= :since) AND id <> :besides
GROUP BY version;

-- name: count_cell
SELECT version, count(*) AS people FROM respondents
WHERE design_hash = :design_hash AND cell = :cell AND (completed IS NOT NULL OR started >= :since) AND id <> :besides
GROUP BY version;

-- name: settle
UPDATE respondents
SET cell = :cell, version = :version, tasks = :tasks, criteria = :criteria, alternatives = :alternatives
WHERE id = :id AND cell IS NULL;

-- name: count_taking_part
SELECT count(*) AS people FROM respondents
JOIN designs ON designs.hash = respondents.design_hash
JOIN studies ON studies.hash = designs.study_hash
WHERE studies.id = :study_id AND (completed IS NOT NULL OR started >= :since);

-- name: count_with_option
SELECT count(*) AS people FROM background
JOIN respondents ON respondents.id = background.respondent
JOIN designs ON designs.hash = respondents.design_hash
JOIN studies ON studies.hash = designs.study_hash
WHERE studies.id = :study_id AND background.item = :item AND background.option = :option
    AND (completed IS NOT NULL OR started >= :since) AND respondents.id <> :besides;

-- name: count_begun
SELECT count(*) AS people FROM respondents
JOIN designs ON designs.hash = respondents.design_hash
JOIN studies ON studies.hash = designs.study_hash
WHERE respondents.started >= :since AND studies.id = :study_id;

-- name: add_respondent
INSERT INTO respondents
    (id, design_hash, version, language, tasks, criteria, alternatives, cell, notice, synthetic, started)
VALUES
    (:id, :design_hash, :version, :language, :tasks, :criteria, :alternatives, :cell, :notice, :synthetic, :started);

-- name: respondent
SELECT id, design_hash, version, language, tasks, criteria, alternatives, cell, completed FROM respondents WHERE id = :id;

-- name: respondent_by_code
SELECT id, design_hash, version, language, tasks, criteria, alternatives, cell, completed FROM respondents WHERE code_hash = :code_hash;

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
INSERT INTO circumstances (respondent, task, showing, revision, seconds, away, reason)
VALUES (:respondent, :task, :showing, :revision, :seconds, :away, :reason);

-- name: reason
SELECT reason FROM circumstances
WHERE respondent = :respondent AND task = :task AND showing = :showing AND revision = :revision;

-- name: seconds_taken
SELECT seconds FROM circumstances WHERE respondent = :respondent AND revision = 1 AND seconds IS NOT NULL;

-- name: answered
SELECT task, answer FROM answers WHERE respondent = :respondent AND showing = :showing ORDER BY place;

-- name: count_answered
SELECT count(*) AS answered FROM answers WHERE respondent = :respondent AND revision = 1;

-- name: given
SELECT answers.task, answers.showing, answers.revision, answers.answer, answers.at,
    circumstances.seconds, circumstances.away, circumstances.reason
FROM answers
LEFT JOIN circumstances ON circumstances.respondent = answers.respondent AND circumstances.task = answers.task
    AND circumstances.showing = answers.showing AND circumstances.revision = answers.revision
WHERE answers.respondent = :respondent
ORDER BY answers.place;

-- name: times
SELECT started, completed FROM respondents WHERE id = :id;

-- name: complete
UPDATE respondents SET completed = :completed WHERE id = :id AND completed IS NULL;

-- name: respondents_of_design
SELECT id, tasks, synthetic FROM respondents
WHERE design_hash = :design_hash AND NOT EXISTS (SELECT 1 FROM disputes WHERE disputes.respondent = respondents.id)
ORDER BY id;

-- name: background_of_design
SELECT background.respondent, background.item, background.option
FROM background JOIN respondents ON respondents.id = background.respondent
WHERE respondents.design_hash = :design_hash;

-- name: answers_of_design
SELECT answers.respondent, answers.task, answers.showing, answers.answer,
    circumstances.seconds, circumstances.away,
    CASE answers.revision WHEN 1 THEN circumstances.reason ELSE (
        SELECT reason FROM circumstances AS said
        WHERE said.respondent = answers.respondent AND said.task = answers.task AND said.showing = answers.showing
            AND said.revision = answers.revision
    ) END AS reason
FROM answers JOIN respondents ON respondents.id = answers.respondent
LEFT JOIN circumstances ON circumstances.respondent = answers.respondent AND circumstances.task = answers.task
    AND circumstances.showing = answers.showing AND circumstances.revision = 1
WHERE respondents.design_hash = :design_hash AND NOT EXISTS (
    SELECT 1 FROM disputes WHERE disputes.respondent = answers.respondent
) AND NOT EXISTS (
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
WHERE respondents.design_hash = :design_hash
    AND NOT EXISTS (SELECT 1 FROM disputes WHERE disputes.respondent = respondents.id);

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
SELECT id, design_hash, version, language, tasks, criteria, alternatives, cell, completed FROM respondents ORDER BY id;

-- name: all_answers
SELECT respondent, task, showing, revision, place, answer, at, previous, hash FROM answers ORDER BY respondent, place;

-- name: all_background
SELECT respondent, item, option FROM background ORDER BY respondent, item;

-- name: fieldwork
SELECT number, content FROM fieldworks WHERE study_id = :study_id ORDER BY number DESC LIMIT 1;

-- name: add_fieldwork
INSERT INTO fieldworks (study_id, number, content, at) VALUES (:study_id, :number, :content, :at);

-- name: add_invitation
INSERT INTO invitations (key_hash, study_id, made) VALUES (:key_hash, :study_id, :made);

-- name: invitation
SELECT study_id, respondent FROM invitations WHERE key_hash = :key_hash;

-- name: use_invitation
UPDATE invitations SET respondent = :respondent WHERE key_hash = :key_hash AND respondent IS NULL RETURNING respondent;

-- name: delete_invitations
DELETE FROM invitations WHERE study_id = :study_id RETURNING key_hash;

-- name: dispute
INSERT INTO disputes (respondent, at) VALUES (:respondent, :at) ON CONFLICT DO NOTHING;

-- name: end_dispute
DELETE FROM disputes WHERE respondent = :respondent;

-- name: disputed
SELECT at FROM disputes WHERE respondent = :respondent;

-- name: count_disputes
SELECT count(*) AS disputes FROM disputes
JOIN respondents ON respondents.id = disputes.respondent
JOIN designs ON designs.hash = respondents.design_hash
JOIN studies ON studies.hash = designs.study_hash
WHERE studies.id = :study_id;

-- name: forget_circumstances
DELETE FROM circumstances WHERE respondent = :respondent;

-- name: forget_answers
DELETE FROM answers WHERE respondent = :respondent;

-- name: forget_background
DELETE FROM background WHERE respondent = :respondent;

-- name: forget_dispute
DELETE FROM disputes WHERE respondent = :respondent;

-- name: forget_invitation
DELETE FROM invitations WHERE respondent = :respondent;

-- name: forget_respondent
DELETE FROM respondents WHERE id = :respondent RETURNING id;

-- name: add_departure
INSERT INTO departures (study_id, kind, day) VALUES (:study_id, :kind, :day);

-- name: count_departures
SELECT kind, count(*) AS people FROM departures WHERE study_id = :study_id GROUP BY kind;

-- name: group_model
SELECT people, content, at FROM group_models WHERE design_hash = :design_hash ORDER BY people DESC LIMIT 1;

-- name: add_group_model
INSERT INTO group_models (design_hash, people, content, at) VALUES (:design_hash, :people, :content, :at)
ON CONFLICT DO NOTHING;

-- name: count_completed
SELECT count(*) AS people FROM respondents
WHERE design_hash = :design_hash AND completed IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM disputes WHERE disputes.respondent = respondents.id);

-- name: last_release
SELECT number, content, at FROM releases WHERE study_id = :study_id AND split = :split ORDER BY number DESC LIMIT 1;

-- name: released_parts
SELECT number, part, people FROM released_parts
WHERE study_id = :study_id AND split = :split AND number >= :since;

-- name: released_people
SELECT number, part, respondent FROM released_people
WHERE study_id = :study_id AND split = :split AND number >= :since;

-- name: add_release
INSERT INTO releases (study_id, split, number, content, at) VALUES (:study_id, :split, :number, :content, :at);

-- name: add_released_part
INSERT INTO released_parts (study_id, split, number, part, people)
VALUES (:study_id, :split, :number, :part, :people);

-- name: add_released_person
INSERT INTO released_people (study_id, split, number, part, respondent)
VALUES (:study_id, :split, :number, :part, :respondent);

-- name: forget_releases
DELETE FROM released_people WHERE respondent = :respondent;

-- name: people_by_version
SELECT designs.hash AS design_hash, respondents.version, count(*) AS begun, count(respondents.completed) AS completed
FROM respondents
JOIN designs ON designs.hash = respondents.design_hash
JOIN studies ON studies.hash = designs.study_hash
WHERE studies.id = :study_id
GROUP BY designs.hash, respondents.version;

-- name: people_by_option
SELECT background.item, background.option, count(*) AS begun, count(respondents.completed) AS completed,
    sum(CASE WHEN respondents.completed IS NOT NULL OR respondents.started >= :since THEN 1 ELSE 0 END) AS taking_part
FROM respondents
JOIN background ON background.respondent = respondents.id
WHERE :items LIKE '% ' || background.item || ' %' AND respondents.design_hash IN (
    SELECT designs.hash FROM designs JOIN studies ON studies.hash = designs.study_hash WHERE studies.id = :study_id
)
GROUP BY background.item, background.option;

-- name: stopped_after
SELECT answered, count(*) AS people
FROM (
    SELECT count(answers.task) AS answered
    FROM respondents
    JOIN designs ON designs.hash = respondents.design_hash
    JOIN studies ON studies.hash = designs.study_hash
    LEFT JOIN answers ON answers.respondent = respondents.id AND answers.revision = 1
    WHERE studies.id = :study_id AND respondents.completed IS NULL AND respondents.started < :since
    GROUP BY respondents.id
) AS stopped
GROUP BY answered;

-- name: completed_by_day
SELECT substr(respondents.completed, 1, 10) AS day, count(*) AS people
FROM respondents
JOIN designs ON designs.hash = respondents.design_hash
JOIN studies ON studies.hash = designs.study_hash
WHERE studies.id = :study_id AND respondents.completed IS NOT NULL
GROUP BY substr(respondents.completed, 1, 10)
ORDER BY day;

-- name: last_began
SELECT max(respondents.started) AS started, max(respondents.completed) AS completed
FROM respondents
JOIN designs ON designs.hash = respondents.design_hash
JOIN studies ON studies.hash = designs.study_hash
WHERE studies.id = :study_id;

-- name: last_completed
SELECT respondents.id
FROM respondents
JOIN designs ON designs.hash = respondents.design_hash
JOIN studies ON studies.hash = designs.study_hash
WHERE studies.id = :study_id AND respondents.completed IS NOT NULL
ORDER BY respondents.completed, respondents.id
LIMIT :number OFFSET :after;

-- name: first_seconds
SELECT circumstances.seconds
FROM answers
LEFT JOIN circumstances ON circumstances.respondent = answers.respondent AND circumstances.task = answers.task
    AND circumstances.showing = answers.showing AND circumstances.revision = answers.revision
WHERE answers.respondent = :respondent AND answers.revision = 1
ORDER BY answers.place;

-- name: count_invitations
SELECT count(*) AS made, count(respondent) AS used FROM invitations WHERE study_id = :study_id;

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

-- name: edition
SELECT number, made, making FROM editions WHERE study_id = :study_id;

-- name: begin_edition
INSERT INTO editions (study_id, number, made, making) VALUES (:study_id, 0, 0, :making)
ON CONFLICT (study_id) DO UPDATE SET making = excluded.making;

-- name: end_edition
UPDATE editions SET number = number + :more, made = made + :more, making = NULL WHERE study_id = :study_id;

-- name: renumber_edition
UPDATE editions SET number = number + 1 WHERE study_id = :study_id;

-- name: hand_out
INSERT INTO handed_out (study_id, respondent, since, links, told)
SELECT :study_id, id, :since, :links, :told FROM respondents
WHERE id = :respondent AND NOT EXISTS (SELECT 1 FROM disputes WHERE disputes.respondent = respondents.id);

-- name: handed_out
SELECT respondent, links, told FROM handed_out AS part
WHERE study_id = :study_id AND since BETWEEN 1 AND :made AND NOT EXISTS (
    SELECT 1 FROM handed_out AS later
    WHERE later.study_id = part.study_id AND later.respondent = part.respondent
        AND later.since > part.since AND later.since <= :made
)
ORDER BY respondent;

-- name: parts_of
SELECT handed_out.since, handed_out.links FROM handed_out
JOIN editions ON editions.study_id = handed_out.study_id
WHERE handed_out.respondent = :respondent AND handed_out.since <= editions.made + :more;

-- name: drop_unfinished
DELETE FROM handed_out WHERE study_id = :study_id AND since > :made;

-- name: forget_superseded
UPDATE handed_out SET told = '{}' WHERE study_id = :study_id AND respondent = :respondent AND since <= :made
    AND told <> (
        SELECT last.told FROM handed_out AS last
        WHERE last.study_id = :study_id AND last.respondent = :respondent AND last.since <= :made
        ORDER BY last.since DESC LIMIT 1
    );

-- name: forget_handed_out
DELETE FROM handed_out WHERE respondent = :respondent;

-- name: drop_unfinished_of
DELETE FROM handed_out WHERE respondent = :respondent AND since > (
    SELECT made FROM editions WHERE editions.study_id = handed_out.study_id
);

-- Below zero stands what files held before somebody disputed: it is in no edition, and new to nobody either.

-- name: put_aside_handed_out
UPDATE handed_out SET told = '{}', since = since - 1 - (
    SELECT made FROM editions WHERE editions.study_id = handed_out.study_id
) + (
    SELECT CASE WHEN min(own.since) < 0 THEN min(own.since) ELSE 0 END
    FROM handed_out AS own WHERE own.respondent = :respondent
)
WHERE respondent = :respondent AND since > 0;

-- name: held
SELECT respondent, since, links, told FROM handed_out WHERE study_id = :study_id AND since <= :made
ORDER BY respondent, since;

-- name: people_now
SELECT respondents.id, respondents.notice, respondents.design_hash, respondents.version, respondents.completed,
    (SELECT max(place) FROM answers WHERE answers.respondent = respondents.id) AS links,
    (SELECT at FROM answers WHERE answers.respondent = respondents.id ORDER BY place DESC LIMIT 1) AS touched,
    respondents.changed,
    (
        SELECT group_concat(background.item || ' ' || background.option, ',')
        FROM background WHERE background.respondent = respondents.id
    ) AS told
FROM respondents
JOIN designs ON designs.hash = respondents.design_hash
JOIN studies ON studies.hash = designs.study_hash
WHERE studies.id = :study_id AND respondents.id >= :low AND respondents.id < :high
    AND EXISTS (SELECT 1 FROM answers WHERE answers.respondent = respondents.id)
    AND NOT EXISTS (SELECT 1 FROM disputes WHERE disputes.respondent = respondents.id);

-- name: delete_handed_out_of_study
DELETE FROM handed_out WHERE study_id = :study_id;

-- name: delete_editions_of_study
DELETE FROM editions WHERE study_id = :study_id;

-- name: studies_with_people
SELECT DISTINCT studies.content FROM studies JOIN designs ON designs.study_hash = studies.hash
WHERE studies.id = :study_id AND EXISTS (SELECT 1 FROM respondents WHERE respondents.design_hash = designs.hash);

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
WHERE design_hash = :design_hash AND (completed IS NOT NULL OR started BETWEEN :since AND :until) AND id <> :besides
GROUP BY version;

-- name: count_cell
SELECT version, count(*) AS people FROM respondents
WHERE design_hash = :design_hash AND cell = :cell AND id <> :besides
    AND (completed IS NOT NULL OR started BETWEEN :since AND :until)
GROUP BY version;

-- name: settle
UPDATE respondents
SET cell = :cell, version = :version, tasks = :tasks, criteria = :criteria, alternatives = :alternatives
WHERE id = :id AND cell IS NULL;

-- name: count_taking_part
SELECT count(*) AS people FROM respondents
JOIN designs ON designs.hash = respondents.design_hash
JOIN studies ON studies.hash = designs.study_hash
WHERE studies.id = :study_id AND (completed IS NOT NULL OR started BETWEEN :since AND :until);

-- name: count_with_option
SELECT count(*) AS people FROM background
JOIN respondents ON respondents.id = background.respondent
JOIN designs ON designs.hash = respondents.design_hash
JOIN studies ON studies.hash = designs.study_hash
WHERE studies.id = :study_id AND background.item = :item AND background.option = :option
    AND (completed IS NOT NULL OR started BETWEEN :since AND :until) AND respondents.id <> :besides;

-- name: count_begun
SELECT count(*) AS people FROM respondents
JOIN designs ON designs.hash = respondents.design_hash
JOIN studies ON studies.hash = designs.study_hash
WHERE respondents.started BETWEEN :since AND :until AND studies.id = :study_id AND respondents.notice <> 'imported';

-- name: add_respondent
INSERT INTO respondents
    (id, design_hash, version, language, tasks, criteria, alternatives, cell, notice, synthetic, started)
VALUES
    (:id, :design_hash, :version, :language, :tasks, :criteria, :alternatives, :cell, :notice, :synthetic, :started);

-- name: respondent
SELECT id, design_hash, version, language, tasks, criteria, alternatives, cell, completed FROM respondents WHERE id = :id;

-- name: study_of_respondent
SELECT studies.id AS study_id FROM respondents
JOIN designs ON designs.hash = respondents.design_hash
JOIN studies ON studies.hash = designs.study_hash
WHERE respondents.id = :respondent;

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

-- name: note_change
UPDATE respondents SET changed = :at WHERE id = :respondent AND completed IS NOT NULL;

-- name: background
SELECT item, option FROM background WHERE respondent = :respondent ORDER BY item;

-- name: answer
SELECT answer, revision FROM answers
WHERE respondent = :respondent AND task = :task AND showing = :showing
ORDER BY revision DESC LIMIT 1;

-- name: last_answer
SELECT place, hash FROM answers WHERE respondent = :respondent ORDER BY place DESC LIMIT 1;

-- name: newest_moment
SELECT max(at) AS at FROM (
    SELECT max(at) AS at FROM answers UNION ALL SELECT max(started) FROM respondents UNION ALL SELECT max(at) FROM audit
) AS moments;

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
SELECT started, completed, changed FROM respondents WHERE id = :id;

-- name: complete
UPDATE respondents SET completed = :completed WHERE id = :id AND completed IS NULL;

-- name: respondents_of_design
SELECT id, tasks, synthetic FROM respondents
WHERE design_hash = :design_hash AND id >= :low AND id < :high
    AND NOT EXISTS (SELECT 1 FROM disputes WHERE disputes.respondent = respondents.id)
ORDER BY id;

-- name: background_of_design
SELECT background.respondent, background.item, background.option
FROM background JOIN respondents ON respondents.id = background.respondent
WHERE respondents.design_hash = :design_hash AND respondents.id >= :low AND respondents.id < :high;

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
WHERE respondents.design_hash = :design_hash AND respondents.id >= :low AND respondents.id < :high AND NOT EXISTS (
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
    respondents.version,
    respondents.notice,
    (
        SELECT group_concat(coalesce(answer_codes.code, :unknown), '')
        FROM answers
        LEFT JOIN answer_codes ON answer_codes.task = answers.task AND answer_codes.answer = answers.answer
        WHERE answers.respondent = respondents.id AND answers.showing = 1 AND (:revised = 0 OR NOT EXISTS (
            SELECT 1 FROM answers AS later
            WHERE later.respondent = answers.respondent AND later.task = answers.task AND later.showing = 1
                AND later.revision > answers.revision AND later.revision > 1
        ))
    ) AS answers,
    (
        SELECT group_concat(option_codes.code, '')
        FROM background
        JOIN option_codes ON option_codes.item = background.item AND option_codes.option = background.option
        WHERE background.respondent = respondents.id
    ) AS options
FROM respondents
WHERE respondents.design_hash = :design_hash AND (:everyone = 1 OR respondents.completed <= :until)
    AND respondents.id >= :low AND respondents.id < :high
    AND NOT EXISTS (SELECT 1 FROM disputes WHERE disputes.respondent = respondents.id);

-- name: respondent_after
SELECT id FROM respondents WHERE design_hash = :design_hash AND id >= :low ORDER BY id LIMIT 1 OFFSET :people;

-- name: any_revised
SELECT 1 FROM answers WHERE revision > 1 LIMIT 1;

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

-- name: change_session
UPDATE sessions SET data = :data, expires = :expires WHERE key = :key;

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

-- name: held_ever
SELECT content, at FROM fieldworks WHERE study_id = :study_id ORDER BY number;

-- name: invitation_moments
SELECT DISTINCT made FROM invitations WHERE study_id = :study_id ORDER BY made;

-- name: delete_invitations_made
DELETE FROM invitations WHERE study_id = :study_id AND made = :made RETURNING key_hash;

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
UPDATE invitations SET key_hash = :nobodys, respondent = NULL WHERE respondent = :respondent;

-- name: forget_sessions
DELETE FROM sessions WHERE replace(data, '"respondent": "' || :respondent || '"', '') <> data;

-- name: forget_respondent
DELETE FROM respondents WHERE id = :respondent RETURNING id;

-- name: add_departure
INSERT INTO departures (study_id, kind, day) VALUES (:study_id, :kind, :day);

-- name: count_departures
SELECT kind, count(*) AS people FROM departures WHERE study_id = :study_id GROUP BY kind;

-- name: count_completed
SELECT (
    SELECT count(completed) FROM respondents WHERE design_hash = :design_hash
) - (
    SELECT count(completed) FROM respondents
    WHERE design_hash = :design_hash AND id IN (SELECT respondent FROM disputes)
) AS people;

-- name: add_audit_chain
INSERT INTO audit_chains (study, first, before, last, hash) VALUES (:study, 1, :start, 0, :start) ON CONFLICT DO NOTHING;

-- name: audit_chain
SELECT first, before, last, hash FROM audit_chains WHERE study = :study;

-- name: audit_chains
SELECT study, first, before, last, hash FROM audit_chains ORDER BY study;

-- name: end_audit_chain
UPDATE audit_chains SET last = :seq, hash = :hash WHERE study = :study;

-- name: add_audit
INSERT INTO audit (study, seq, at, actor, action, object, why, previous, hash)
VALUES (:study, :seq, :at, :actor, :action, :object, :why, :previous, :hash);

-- name: audit_of_study
SELECT audit.study, audit.seq, audit.at, audit.actor, audit.action, audit.object, audit.why,
    CASE WHEN audit.actor IN ('command line', 'system') THEN audit.actor ELSE accounts.name END AS who
FROM audit LEFT JOIN accounts ON accounts.id = audit.actor
WHERE audit.study = :study ORDER BY audit.seq;

-- name: all_audit
SELECT study, seq, at, actor, action, object, why, previous, hash FROM audit ORDER BY study, seq;

-- name: last_audit_until
SELECT seq, hash FROM audit WHERE study = :study AND at <= :until ORDER BY seq DESC LIMIT 1;

-- name: move_audit_start
UPDATE audit_chains SET first = :first, before = :before WHERE study = :study;

-- name: delete_audit
DELETE FROM audit WHERE study = :study AND seq < :first RETURNING seq;

-- name: add_account
INSERT INTO accounts (id, name, name_key, role, generation, created)
VALUES (:id, :name, :name_key, :role, 1, :created)
ON CONFLICT DO NOTHING
RETURNING id;

-- name: account
SELECT id, name, password, totp, totp_last, role, disabled, generation, created FROM accounts WHERE id = :id;

-- name: account_by_name
SELECT id, name, password, totp, totp_last, role, disabled, generation, created FROM accounts WHERE name_key = :name_key;

-- name: account_by_identity
SELECT accounts.id, name, password, totp, totp_last, role, disabled, generation, created
FROM accounts JOIN identities ON identities.account = accounts.id
WHERE identities.issuer = :issuer AND identities.subject = :subject;

-- name: accounts
SELECT id, name, password, totp, totp_last, role, disabled, generation, created FROM accounts ORDER BY name_key;

-- name: administrators
SELECT id FROM accounts WHERE role = 'administrator' AND disabled IS NULL AND password IS NOT NULL;

-- name: set_password
UPDATE accounts SET password = :password, generation = generation + 1 WHERE id = :id;

-- name: rehash_password
UPDATE accounts SET password = :password WHERE id = :id AND password = :old;

-- name: set_totp
UPDATE accounts SET totp = :totp, totp_last = :step, generation = generation + 1 WHERE id = :id;

-- name: use_totp
UPDATE accounts SET totp_last = :step
WHERE id = :id AND totp IS NOT NULL AND (totp_last IS NULL OR totp_last < :step);

-- name: set_disabled
UPDATE accounts SET disabled = :disabled, generation = generation + 1 WHERE id = :id;

-- name: set_role
UPDATE accounts SET role = :role, generation = generation + 1 WHERE id = :id;

-- name: delete_account
DELETE FROM accounts WHERE id = :account;

-- name: add_identity
INSERT INTO identities (issuer, subject, account) VALUES (:issuer, :subject, :account) ON CONFLICT DO NOTHING
RETURNING account;

-- name: delete_identities
DELETE FROM identities WHERE account = :account;

-- name: add_recovery_code
INSERT INTO recovery_codes (account, code_hash) VALUES (:account, :code_hash);

-- name: use_recovery_code
DELETE FROM recovery_codes WHERE account = :account AND code_hash = :code_hash;

-- name: count_recovery_codes
SELECT count(*) AS codes FROM recovery_codes WHERE account = :account;

-- name: delete_recovery_codes
DELETE FROM recovery_codes WHERE account = :account;

-- name: add_link
INSERT INTO links (key_hash, purpose, account, expires) VALUES (:key_hash, :purpose, :account, :expires);

-- name: link
SELECT purpose, account FROM links WHERE key_hash = :key_hash AND expires > :now;

-- name: use_link
DELETE FROM links WHERE key_hash = :key_hash AND expires > :now RETURNING purpose, account;

-- name: delete_links_of
DELETE FROM links WHERE account = :account;

-- name: delete_first_links
DELETE FROM links WHERE purpose = 'first-start';

-- name: delete_expired_links
DELETE FROM links WHERE expires <= :now;

-- name: add_try
INSERT INTO tries (id, name_hash, address_hash, at, failed) VALUES (:id, :name_hash, :address_hash, :at, 1);

-- name: tries_of_pair
SELECT at FROM tries WHERE name_hash = :name_hash AND address_hash = :address_hash AND failed = 1 AND at > :since
ORDER BY at;

-- name: tries_of_name
SELECT at FROM tries WHERE name_hash = :name_hash AND failed = 1 AND at > :since ORDER BY at;

-- name: tries_of_address
SELECT at FROM tries WHERE address_hash = :address_hash AND failed = 1 AND at > :since ORDER BY at;

-- name: known_place
SELECT at FROM tries WHERE name_hash = :name_hash AND address_hash = :address_hash AND failed = 0 LIMIT 1;

-- name: delete_tries_of_pair
DELETE FROM tries WHERE name_hash = :name_hash AND address_hash = :address_hash;

-- name: add_success
INSERT INTO tries (id, name_hash, address_hash, at, failed) VALUES (:id, :name_hash, :address_hash, :at, 0);

-- name: delete_tries_of_name
DELETE FROM tries WHERE name_hash = :name_hash;

-- name: delete_old_tries
DELETE FROM tries WHERE (failed = 1 AND at <= :failures) OR at <= :places OR at > :ahead;

-- name: add_member
INSERT INTO members (study_id, account, since) VALUES (:study_id, :account, :since) ON CONFLICT DO NOTHING;

-- name: remove_member
DELETE FROM members WHERE study_id = :study_id AND account = :account;

-- name: member
SELECT since FROM members WHERE study_id = :study_id AND account = :account;

-- name: members
SELECT accounts.id, name, password, totp, totp_last, role, disabled, generation, created
FROM members JOIN accounts ON accounts.id = members.account
WHERE members.study_id = :study_id ORDER BY name_key;

-- name: studies_of
SELECT study_id FROM members WHERE account = :account ORDER BY study_id;

-- name: delete_memberships
DELETE FROM members WHERE account = :account;

-- name: add_token
INSERT INTO tokens (id, key_hash, account, study_id, scope, label, made, expires)
VALUES (:id, :key_hash, :account, :study_id, :scope, :label, :made, :expires);

-- name: token_by_key
SELECT id, account, study_id, scope, label, made, expires, revoked, last_used FROM tokens WHERE key_hash = :key_hash;

-- name: tokens_of_study
SELECT id, account, study_id, scope, label, made, expires, revoked, last_used FROM tokens
WHERE study_id = :study_id ORDER BY made, id;

-- name: use_token
UPDATE tokens SET last_used = :day WHERE id = :id AND (last_used IS NULL OR last_used < :day);

-- name: revoke_token
UPDATE tokens SET revoked = :at WHERE id = :id AND revoked IS NULL;

-- name: revoke_tokens_of_member
UPDATE tokens SET revoked = :at WHERE study_id = :study_id AND account = :account AND revoked IS NULL;

-- name: delete_tokens_of
DELETE FROM tokens WHERE account = :account;

-- name: draft
SELECT study_id, content, design, revision, changed, account FROM drafts WHERE study_id = :study_id;

-- name: drafts
SELECT study_id, content, design, revision, changed, account FROM drafts ORDER BY study_id;

-- name: add_draft
INSERT INTO drafts (study_id, content, revision, changed, account) VALUES (:study_id, :content, 1, :changed, :account)
ON CONFLICT DO NOTHING
RETURNING revision;

-- name: change_draft
UPDATE drafts SET content = :content, revision = revision + 1, changed = :changed, account = :account
WHERE study_id = :study_id AND revision = :revision
RETURNING revision;

-- name: set_draft_design
UPDATE drafts SET design = :design WHERE study_id = :study_id RETURNING revision;

-- name: how_held
SELECT
    (SELECT state FROM states WHERE study_id = :study_id ORDER BY number DESC LIMIT 1) AS state,
    (SELECT content FROM fieldworks WHERE study_id = :study_id ORDER BY number DESC LIMIT 1) AS fieldwork,
    EXISTS (SELECT 1 FROM publications WHERE study_id = :study_id) AS published;

-- name: state
SELECT number, state, at FROM states WHERE study_id = :study_id ORDER BY number DESC LIMIT 1;

-- name: states
SELECT number, state, at, account, why FROM states WHERE study_id = :study_id ORDER BY number;

-- name: add_state
INSERT INTO states (study_id, number, state, at, account, why) VALUES (:study_id, :number, :state, :at, :account, :why);

-- name: life_ids
SELECT study_id FROM publications UNION SELECT study_id FROM states UNION SELECT study_id FROM drafts ORDER BY study_id;

-- name: published
SELECT number FROM publications WHERE study_id = :study_id LIMIT 1;

-- name: study_contents
SELECT hash, content FROM studies WHERE id = :study_id ORDER BY hash;

-- name: fieldworks
SELECT content FROM fieldworks WHERE study_id = :study_id ORDER BY number;

-- name: answered_here
SELECT count(*) AS people FROM respondents
JOIN designs ON designs.hash = respondents.design_hash
JOIN studies ON studies.hash = designs.study_hash
WHERE studies.id = :study_id AND respondents.notice <> :imported
    AND EXISTS (SELECT 1 FROM answers WHERE answers.respondent = respondents.id)
    AND NOT EXISTS (SELECT 1 FROM disputes WHERE disputes.respondent = respondents.id);

-- name: people_of_study
SELECT respondents.id FROM respondents
JOIN designs ON designs.hash = respondents.design_hash
JOIN studies ON studies.hash = designs.study_hash
WHERE studies.id = :study_id;

-- name: invitations_of_study
SELECT key_hash FROM invitations WHERE study_id = :study_id;

-- name: sessions
SELECT key, data FROM sessions;

-- name: sessions_of_account
SELECT key, data FROM sessions
WHERE expires > :now AND replace(data, '"account": "' || :account || '"', '') <> data;

-- name: drop_named_session
DELETE FROM sessions WHERE substr(key, 1, length(:name)) = :name;

-- name: drop_session
DELETE FROM sessions WHERE key = :key;

-- name: delete_circumstances_of_study
DELETE FROM circumstances WHERE respondent IN (
    SELECT respondents.id FROM respondents JOIN designs ON designs.hash = respondents.design_hash
    JOIN studies ON studies.hash = designs.study_hash WHERE studies.id = :study_id
);

-- name: delete_answers_of_study
DELETE FROM answers WHERE respondent IN (
    SELECT respondents.id FROM respondents JOIN designs ON designs.hash = respondents.design_hash
    JOIN studies ON studies.hash = designs.study_hash WHERE studies.id = :study_id
);

-- name: delete_background_of_study
DELETE FROM background WHERE respondent IN (
    SELECT respondents.id FROM respondents JOIN designs ON designs.hash = respondents.design_hash
    JOIN studies ON studies.hash = designs.study_hash WHERE studies.id = :study_id
);

-- name: delete_disputes_of_study
DELETE FROM disputes WHERE respondent IN (
    SELECT respondents.id FROM respondents JOIN designs ON designs.hash = respondents.design_hash
    JOIN studies ON studies.hash = designs.study_hash WHERE studies.id = :study_id
);

-- name: delete_invitations_of_study
DELETE FROM invitations WHERE study_id = :study_id;

-- name: delete_respondents_of_study
DELETE FROM respondents WHERE design_hash IN (
    SELECT designs.hash FROM designs JOIN studies ON studies.hash = designs.study_hash WHERE studies.id = :study_id
);

-- name: delete_departures_of_study
DELETE FROM departures WHERE study_id = :study_id;

-- name: delete_publications_of_study
DELETE FROM publications WHERE study_id = :study_id;

-- name: delete_designs_of_study
DELETE FROM designs WHERE study_hash IN (SELECT hash FROM studies WHERE id = :study_id);

-- name: delete_studies_of_study
DELETE FROM studies WHERE id = :study_id;

-- name: delete_fieldworks_of_study
DELETE FROM fieldworks WHERE study_id = :study_id;

-- name: delete_drafts_of_study
DELETE FROM drafts WHERE study_id = :study_id;

-- name: delete_states_of_study
DELETE FROM states WHERE study_id = :study_id;

-- name: delete_members_of_study
DELETE FROM members WHERE study_id = :study_id;

-- name: delete_tokens_of_study
DELETE FROM tokens WHERE study_id = :study_id;

-- name: add_deletion
INSERT INTO deletions (id, study_id, at, note) VALUES (:id, :study_id, :at, :note);

-- name: deletions
SELECT id, study_id, at, note, swept FROM deletions ORDER BY at, id;

-- name: unswept_deletions
SELECT id, note FROM deletions WHERE swept IS NULL ORDER BY at, id;

-- name: deletions_of_study
SELECT at FROM deletions WHERE study_id = :study_id ORDER BY at;

-- name: set_swept
UPDATE deletions SET swept = :swept WHERE id = :id;

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

-- name: end_sessions
UPDATE accounts SET generation = generation + 1 WHERE id = :id;

-- name: identities_of
SELECT issuer, subject FROM identities WHERE account = :account ORDER BY issuer, subject;

-- name: delete_identities_at
DELETE FROM identities WHERE account = :account AND issuer = :issuer;

-- name: add_job
INSERT INTO jobs (id, study_id, kind, state, progress, asked, error, account, seen)
VALUES (:id, :study_id, :kind, 'waiting', 0.0, :asked, '', :account, :seen);

-- name: job
SELECT id, study_id, kind, state, progress, seconds_left, asked, result, error, account, seen FROM jobs WHERE id = :id;

-- name: last_job
SELECT id, study_id, kind, state, progress, seconds_left, asked, result, error, account, seen FROM jobs
WHERE study_id = :study_id AND kind = :kind;

-- name: jobs_under_way
SELECT id, study_id, state FROM jobs WHERE state IN ('waiting', 'running');

-- name: drop_jobs
DELETE FROM jobs WHERE study_id = :study_id AND kind = :kind;

-- name: job_lives
UPDATE jobs SET seen = :seen WHERE id = :id AND state = 'waiting';

-- name: begin_job
UPDATE jobs SET state = 'running', seen = :seen WHERE id = :id AND state = 'waiting';

-- name: job_tells
UPDATE jobs SET progress = :progress, seconds_left = :seconds_left, seen = :seen WHERE id = :id AND state = 'running';

-- name: finish_job
UPDATE jobs SET state = 'done', progress = 1.0, seconds_left = NULL, result = :result
WHERE id = :id AND state = 'running';

-- name: fail_job
UPDATE jobs SET state = 'failed', seconds_left = NULL, error = :error
WHERE id = :id AND state IN ('waiting', 'running');

-- name: stop_jobs
UPDATE jobs SET state = 'stopped', seconds_left = NULL
WHERE study_id = :study_id AND kind = :kind AND state IN ('waiting', 'running');

-- name: bury_jobs
UPDATE jobs SET state = 'failed', seconds_left = NULL, error = :error
WHERE state IN ('waiting', 'running') AND seen NOT BETWEEN :since AND :until;

-- name: made_part
SELECT content FROM made_files WHERE job = :job AND number = :number;

-- name: add_made_part
INSERT INTO made_files (study_id, job, number, content) VALUES (:study_id, :job, :number, :content);

-- name: delete_made_files_of_study
DELETE FROM made_files WHERE study_id = :study_id;

-- name: drop_old_made_files
DELETE FROM made_files WHERE job NOT IN (SELECT id FROM jobs WHERE seen > :since);

-- name: delete_jobs_of_study
DELETE FROM jobs WHERE study_id = :study_id;

-- name: background_with_answers
SELECT respondents.id AS respondent, background.item, background.option
FROM respondents LEFT JOIN background ON background.respondent = respondents.id
WHERE respondents.design_hash = :design_hash
    AND EXISTS (SELECT 1 FROM answers WHERE answers.respondent = respondents.id)
    AND NOT EXISTS (SELECT 1 FROM disputes WHERE disputes.respondent = respondents.id);

-- name: revoke_invitation
UPDATE invitations SET key_hash = :revoked || key_hash
WHERE study_id = :study_id AND key_hash = :key_hash AND respondent IS NULL;

-- name: revoke_unused_invitations
UPDATE invitations SET key_hash = :revoked || key_hash
WHERE study_id = :study_id AND respondent IS NULL AND key_hash NOT LIKE :revoked || '%';

-- name: delete_released_people_of_study
DELETE FROM released_people WHERE study_id = :study_id;

-- name: delete_released_parts_of_study
DELETE FROM released_parts WHERE study_id = :study_id;

-- name: delete_releases_of_study
DELETE FROM releases WHERE study_id = :study_id;

-- name: public_model
SELECT number, content, at FROM public_models
WHERE study_id = :study_id AND ended IS NULL ORDER BY number DESC LIMIT 1;

-- name: add_public_model
INSERT INTO public_models (study_id, number, content, at)
SELECT :study_id, COALESCE(MAX(number), 0) + 1, :content, :at FROM public_models WHERE study_id = :study_id;

-- name: end_public_models
UPDATE public_models SET ended = :at WHERE study_id = :study_id AND ended IS NULL;

-- name: delete_public_models_of_study
DELETE FROM public_models WHERE study_id = :study_id;

-- Every page of results asks this: of a million people it is read from an index alone, and the few disputes apart.

-- name: completed_of_study
SELECT (
    SELECT count(completed) FROM respondents WHERE design_hash IN (
        SELECT designs.hash FROM designs JOIN studies ON studies.hash = designs.study_hash WHERE studies.id = :study_id
    )
) - (
    SELECT count(completed) FROM respondents WHERE id IN (SELECT respondent FROM disputes) AND design_hash IN (
        SELECT designs.hash FROM designs JOIN studies ON studies.hash = designs.study_hash WHERE studies.id = :study_id
    )
) AS people;

-- name: completed_in_turn
SELECT respondents.completed
FROM respondents
JOIN designs ON designs.hash = respondents.design_hash
JOIN studies ON studies.hash = designs.study_hash
WHERE studies.id = :study_id AND respondents.completed IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM disputes WHERE disputes.respondent = respondents.id)
ORDER BY respondents.completed
LIMIT 1 OFFSET :before;

-- name: completed_well_before
SELECT max(respondents.completed) AS completed
FROM respondents
JOIN designs ON designs.hash = respondents.design_hash
JOIN studies ON studies.hash = designs.study_hash
WHERE studies.id = :study_id AND NOT EXISTS (SELECT 1 FROM disputes WHERE disputes.respondent = respondents.id)
    AND respondents.completed < (
        SELECT latest.completed FROM respondents AS latest
        JOIN designs ON designs.hash = latest.design_hash
        JOIN studies ON studies.hash = designs.study_hash
        WHERE studies.id = :study_id AND latest.completed IS NOT NULL AND latest.notice <> :imported
            AND NOT EXISTS (SELECT 1 FROM disputes WHERE disputes.respondent = latest.id)
        ORDER BY latest.completed DESC LIMIT 1 OFFSET :before
    );

-- name: result_states
SELECT split, number, crowds, at FROM result_states WHERE study_id = :study_id ORDER BY split, number;

-- name: add_result_state
INSERT INTO result_states (study_id, split, number, crowds, at) VALUES (:study_id, :split, :number, :crowds, :at);

-- name: drop_result_parts
DELETE FROM result_parts WHERE study_id = :study_id AND split = :split;

-- name: add_result_part
INSERT INTO result_parts (study_id, split, name, language, content)
VALUES (:study_id, :split, :name, :language, :content) ON CONFLICT DO NOTHING;

-- name: result_part
SELECT content FROM result_parts
WHERE study_id = :study_id AND split = :split AND name = :name AND language = :language;

-- name: result_part_names
SELECT split, name FROM result_parts WHERE study_id = :study_id AND language = :language ORDER BY split, name;

-- name: delete_result_parts_of_study
DELETE FROM result_parts WHERE study_id = :study_id;

-- name: delete_result_states_of_study
DELETE FROM result_states WHERE study_id = :study_id;

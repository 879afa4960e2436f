BEGIN TRANSACTION;
CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
);
INSERT INTO "_sqlite_migrations" VALUES(1,'dce','0001_collect_answers','2026-11-23 12:36:02.490775+00:00');
INSERT INTO "_sqlite_migrations" VALUES(2,'dce','0002_revise_answers','2026-11-23 12:36:02.491983+00:00');
INSERT INTO "_sqlite_migrations" VALUES(3,'dce','0003_hold_fieldwork','2026-11-23 12:36:02.492788+00:00');
INSERT INTO "_sqlite_migrations" VALUES(4,'dce','0004_keep_a_desk','2026-11-23 12:36:02.497503+00:00');
INSERT INTO "_sqlite_migrations" VALUES(5,'dce','0005_releases','2026-11-23 12:36:02.498311+00:00');
INSERT INTO "_sqlite_migrations" VALUES(6,'dce','0006_jobs','2026-11-23 12:36:02.498702+00:00');
INSERT INTO "_sqlite_migrations" VALUES(7,'dce','0007_public_models','2026-11-23 12:36:02.499026+00:00');
INSERT INTO "_sqlite_migrations" VALUES(8,'dce','0008_results','2026-11-23 12:36:02.502912+00:00');
INSERT INTO "_sqlite_migrations" VALUES(9,'dce','0009_changes','2026-11-23 12:36:02.503137+00:00');
INSERT INTO "_sqlite_migrations" VALUES(10,'dce','0010_people_in_order','2026-11-23 12:36:02.503312+00:00');
INSERT INTO "_sqlite_migrations" VALUES(11,'dce','0011_editions','2026-11-23 12:36:02.503588+00:00');
INSERT INTO "_sqlite_migrations" VALUES(12,'dce','0012_mirror','2026-11-23 12:36:02.504058+00:00');
INSERT INTO "_sqlite_migrations" VALUES(13,'dce','0013_mirror_beside','2026-11-23 12:36:02.508075+00:00');
INSERT INTO "_sqlite_migrations" VALUES(14,'dce','0014_files','2026-11-23 12:36:02.515927+00:00');
CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
INSERT INTO "about" VALUES('synthetic','no');
CREATE TABLE accounts (
        id TEXT PRIMARY KEY,
        name TEXT NOT NULL,
        name_key TEXT NOT NULL UNIQUE,
        password TEXT,
        totp TEXT,
        totp_last INTEGER,
        role TEXT NOT NULL CHECK (role IN ('organiser', 'analyst', 'viewer', 'administrator')),
        disabled TEXT,
        generation INTEGER NOT NULL,
        created TEXT NOT NULL
    ) STRICT;
INSERT INTO "accounts" VALUES('X4RtIKAPRmDunonEq3yq3A','Ana voorbeeld','ana voorbeeld',NULL,NULL,NULL,'analyst',NULL,1,'2026-11-23T12:36Z');
CREATE TABLE answers (
        respondent TEXT NOT NULL REFERENCES respondents (id),
        task INTEGER NOT NULL,
        showing INTEGER NOT NULL,
        revision INTEGER NOT NULL,
        place INTEGER NOT NULL,
        answer TEXT NOT NULL,
        at TEXT NOT NULL,
        previous TEXT NOT NULL,
        hash TEXT NOT NULL,
        PRIMARY KEY (respondent, task, showing, revision),
        UNIQUE (respondent, place)
    ) STRICT;
INSERT INTO "answers" VALUES('hxIh0cv1rLfCrTOl2SZFgA',3,1,1,1,'4','2026-11-23T12:36Z','0000000000000000000000000000000000000000000000000000000000000000','7b1d4ae263aed96db43c6755e9bc1ce6a1b556b1b636e3cb7b725d6c1249f10e');
INSERT INTO "answers" VALUES('hxIh0cv1rLfCrTOl2SZFgA',1,1,1,2,'4','2026-11-23T12:36Z','7b1d4ae263aed96db43c6755e9bc1ce6a1b556b1b636e3cb7b725d6c1249f10e','1abb1139c644b4f5c8f471c2f0e814bdd05a3ba0fb67ccab7461f6a8d45508b5');
INSERT INTO "answers" VALUES('hxIh0cv1rLfCrTOl2SZFgA',2,1,1,3,'4','2026-11-23T12:36Z','1abb1139c644b4f5c8f471c2f0e814bdd05a3ba0fb67ccab7461f6a8d45508b5','a94f9c99d99aa6bd3570fbc13e1cacd0a841f82c2d453da0caf7307fd2383f2a');
INSERT INTO "answers" VALUES('Lazr3KuB-yYxUp-4byaKNA',3,1,1,1,'4','2026-11-23T12:36Z','0000000000000000000000000000000000000000000000000000000000000000','bcddfcc61bd5a81fb00c4ad38363a6292b624466fdd1706c8084ddbf03c47851');
INSERT INTO "answers" VALUES('Lazr3KuB-yYxUp-4byaKNA',4,1,1,2,'4','2026-11-23T12:36Z','bcddfcc61bd5a81fb00c4ad38363a6292b624466fdd1706c8084ddbf03c47851','2e6f902bbe4c412290c070c6645fcf03b31cacd12ec0cb699e1ea72ea4ea94cc');
INSERT INTO "answers" VALUES('Lazr3KuB-yYxUp-4byaKNA',5,1,1,3,'4','2026-11-23T12:36Z','2e6f902bbe4c412290c070c6645fcf03b31cacd12ec0cb699e1ea72ea4ea94cc','7e2304915960c0fae8ba39c136b914c3dafc20d348b401703538048d0c14fd8a');
INSERT INTO "answers" VALUES('HpQ2Aa6pqOtm2d1voqSbQQ',3,1,1,1,'4','2026-11-23T12:36Z','0000000000000000000000000000000000000000000000000000000000000000','06f0126206c1d2fc9de15c3fbf53026d1b4689da022f9f281dafbe8b6cefb662');
INSERT INTO "answers" VALUES('HpQ2Aa6pqOtm2d1voqSbQQ',1,1,1,2,'4','2026-11-23T12:36Z','06f0126206c1d2fc9de15c3fbf53026d1b4689da022f9f281dafbe8b6cefb662','517e1fc249e59985f4fae1e00b1bccf67bd9e5beca627aaaff71db2fdc973588');
INSERT INTO "answers" VALUES('HpQ2Aa6pqOtm2d1voqSbQQ',2,1,1,3,'4','2026-11-23T12:36Z','517e1fc249e59985f4fae1e00b1bccf67bd9e5beca627aaaff71db2fdc973588','eedd201051a355ca99ee28574d172cb2e40bebbf5540f8ee75887c668a1fafdd');
INSERT INTO "answers" VALUES('ks21_z8bGe1bywbf_5ypBw',4,1,1,1,'1','2026-11-23T12:36Z','0000000000000000000000000000000000000000000000000000000000000000','2986c699da609a06fbff159c0e616b1e87fe605b1d09f2bd7493ac5d6cebefc2');
INSERT INTO "answers" VALUES('ks21_z8bGe1bywbf_5ypBw',4,1,2,2,'5','2026-11-23T12:36Z','2986c699da609a06fbff159c0e616b1e87fe605b1d09f2bd7493ac5d6cebefc2','67d94336b0fcdc83571d03962c42f6b47919eb52244fc39a3da5a3fce6b9c85e');
CREATE TABLE audit (
        study TEXT NOT NULL,
        seq INTEGER NOT NULL,
        at TEXT NOT NULL,
        actor TEXT NOT NULL,
        action TEXT NOT NULL,
        object TEXT NOT NULL,
        why TEXT NOT NULL,
        previous TEXT NOT NULL,
        hash TEXT NOT NULL,
        PRIMARY KEY (study, seq)
    ) STRICT;
INSERT INTO "audit" VALUES('weg',1,'2026-11-23T12:36Z','command line','study.closed','','','0000000000000000000000000000000000000000000000000000000000000000','e1579cae7322cf967a97b1b40b88d528a88c8720e9af79e9a8f7e76a91d65348');
INSERT INTO "audit" VALUES('weg',2,'2026-11-23T12:36Z','command line','study.deleted','','','e1579cae7322cf967a97b1b40b88d528a88c8720e9af79e9a8f7e76a91d65348','014eaadbaac671a010cb5ef23052e37a9942ef49b6a2c2a29851068d0436c8dc');
INSERT INTO "audit" VALUES('voorbeeld',1,'2026-11-23T12:36Z','X4RtIKAPRmDunonEq3yq3A','draft.made','','','0000000000000000000000000000000000000000000000000000000000000000','9e94b61e19623d557dff1e24ce097bec79e37f8278d624ace07e419a1edc10d1');
INSERT INTO "audit" VALUES('voorbeeld',2,'2026-11-23T12:36Z','command line','study.closed','','','9e94b61e19623d557dff1e24ce097bec79e37f8278d624ace07e419a1edc10d1','ef791ec1a453041c625542facf9a98ab1d791557421cee9c70d5320113394324');
INSERT INTO "audit" VALUES('voorbeeld',3,'2026-11-23T12:36Z','command line','model.published','a','','ef791ec1a453041c625542facf9a98ab1d791557421cee9c70d5320113394324','0104000f59f4dccb64c63dd67383e4d9300c4cde042283a070b300775a94cda1');
CREATE TABLE audit_chains (
        study TEXT PRIMARY KEY,
        first INTEGER NOT NULL,
        before TEXT NOT NULL,
        last INTEGER NOT NULL,
        hash TEXT NOT NULL
    ) STRICT;
INSERT INTO "audit_chains" VALUES('weg',1,'0000000000000000000000000000000000000000000000000000000000000000',2,'014eaadbaac671a010cb5ef23052e37a9942ef49b6a2c2a29851068d0436c8dc');
INSERT INTO "audit_chains" VALUES('voorbeeld',1,'0000000000000000000000000000000000000000000000000000000000000000',3,'0104000f59f4dccb64c63dd67383e4d9300c4cde042283a070b300775a94cda1');
CREATE TABLE background (
        respondent TEXT NOT NULL REFERENCES respondents (id),
        item TEXT NOT NULL,
        option TEXT NOT NULL,
        PRIMARY KEY (respondent, item)
    ) STRICT;
INSERT INTO "background" VALUES('hxIh0cv1rLfCrTOl2SZFgA','rol','jurist');
INSERT INTO "background" VALUES('Lazr3KuB-yYxUp-4byaKNA','rol','jurist');
INSERT INTO "background" VALUES('HpQ2Aa6pqOtm2d1voqSbQQ','rol','jurist');
INSERT INTO "background" VALUES('ks21_z8bGe1bywbf_5ypBw','rol','jurist');
CREATE TABLE circumstances (
        respondent TEXT NOT NULL,
        task INTEGER NOT NULL,
        showing INTEGER NOT NULL,
        revision INTEGER NOT NULL,
        seconds INTEGER,
        away INTEGER, reason TEXT,
        PRIMARY KEY (respondent, task, showing, revision),
        FOREIGN KEY (respondent, task, showing, revision) REFERENCES answers (respondent, task, showing, revision)
    ) STRICT;
INSERT INTO "circumstances" VALUES('hxIh0cv1rLfCrTOl2SZFgA',3,1,1,9,0,'reden 0 hxIh0cv1rLfCrTOl2SZFgA');
INSERT INTO "circumstances" VALUES('hxIh0cv1rLfCrTOl2SZFgA',1,1,1,9,0,'reden 0 hxIh0cv1rLfCrTOl2SZFgA');
INSERT INTO "circumstances" VALUES('hxIh0cv1rLfCrTOl2SZFgA',2,1,1,9,0,'reden 0 hxIh0cv1rLfCrTOl2SZFgA');
INSERT INTO "circumstances" VALUES('Lazr3KuB-yYxUp-4byaKNA',3,1,1,9,0,'reden 1 Lazr3KuB-yYxUp-4byaKNA');
INSERT INTO "circumstances" VALUES('Lazr3KuB-yYxUp-4byaKNA',4,1,1,9,0,'reden 1 Lazr3KuB-yYxUp-4byaKNA');
INSERT INTO "circumstances" VALUES('Lazr3KuB-yYxUp-4byaKNA',5,1,1,9,0,'reden 1 Lazr3KuB-yYxUp-4byaKNA');
INSERT INTO "circumstances" VALUES('HpQ2Aa6pqOtm2d1voqSbQQ',3,1,1,9,0,'reden 2 HpQ2Aa6pqOtm2d1voqSbQQ');
INSERT INTO "circumstances" VALUES('HpQ2Aa6pqOtm2d1voqSbQQ',1,1,1,9,0,'reden 2 HpQ2Aa6pqOtm2d1voqSbQQ');
INSERT INTO "circumstances" VALUES('HpQ2Aa6pqOtm2d1voqSbQQ',2,1,1,9,0,'reden 2 HpQ2Aa6pqOtm2d1voqSbQQ');
CREATE TABLE deletions (
        id TEXT PRIMARY KEY,
        study_id TEXT NOT NULL,
        at TEXT NOT NULL,
        note TEXT NOT NULL,
        swept TEXT
    ) STRICT;
INSERT INTO "deletions" VALUES('4d514f73c83027d1','weg','2026-11-23T12:36Z','{
  "kind": "proof of deletion",
  "study": "weg",
  "study_hashes": [
    "c5786c4ccadfb6bd6566022c73f5c0dd8db1dc95bb557762a6c5f8388747dd1a"
  ],
  "closed": "2026-11-23T12:36Z",
  "retention_months": 12,
  "deleted": {
    "sessions": 0,
    "handed_out": 0,
    "released_people": 0,
    "released_parts": 0,
    "releases": 0,
    "circumstances": 0,
    "answers": 0,
    "background": 0,
    "disputes": 0,
    "invitations": 0,
    "respondents": 0,
    "departures": 0,
    "publications": 1,
    "designs": 1,
    "studies": 1,
    "fieldworks": 0,
    "drafts": 0,
    "states": 1,
    "members": 0,
    "tokens": 0,
    "made_files": 0,
    "jobs": 0,
    "public_models": 0,
    "result_parts": 0,
    "result_states": 0,
    "editions": 0
  },
  "at": "2026-11-23T12:36Z",
  "by": "command line",
  "public_key": "23aa4473e708deee62160193b1a993aecb63a1d3064ac607cdcb83e6d890e7a6",
  "signature": "a373c6207379ef887107356544b52891a341fd3180b6098912a116683b3d858c90cc8bfe09c250bde685f7e0b1907af5bb9268ad41da607685100a6dcb268107"
}
','2026-11-23T12:36Z');
CREATE TABLE departures (study_id TEXT NOT NULL, kind TEXT NOT NULL, day TEXT NOT NULL) STRICT;
INSERT INTO "departures" VALUES('voorbeeld','withdrew','2026-11-23');
CREATE TABLE designs (
        hash TEXT PRIMARY KEY,
        study_hash TEXT NOT NULL REFERENCES studies (hash),
        scenarios TEXT NOT NULL,
        settings TEXT NOT NULL
    ) STRICT;
INSERT INTO "designs" VALUES('d28cc352e32c2db658b6e035b7b7c25f06dfcb5e259d022ef20f12e8751036cd','461a8ee27d03d25f4864bdd57ee53e574a5214c72cc9e8f29c35cba6a69c0995','version,task,alternative,ontvanger,doel,waarborgen
1,1,1,gemeente,nee,geen
1,2,1,eigen,ja,alle
1,3,1,bedrijf,ja,enkele
2,3,1,bedrijf,ja,enkele
2,4,1,eigen,nee,enkele
2,5,1,bedrijf,nee,alle
','{"seed": 7, "settings": {}}');
CREATE TABLE disputes (respondent TEXT PRIMARY KEY REFERENCES respondents (id), at TEXT NOT NULL) STRICT;
INSERT INTO "disputes" VALUES('HpQ2Aa6pqOtm2d1voqSbQQ','2026-11-23T12:36Z');
CREATE TABLE drafts (
        study_id TEXT PRIMARY KEY,
        content TEXT NOT NULL,
        design TEXT,
        revision INTEGER NOT NULL,
        changed TEXT NOT NULL,
        account TEXT NOT NULL
    ) STRICT;
INSERT INTO "drafts" VALUES('voorbeeld','# A small study that works as it stands: three criteria, five answers. Change the texts, then run: dce check study.yaml
id: voorbeeld
languages: [nl, en]
title: {nl: Gegevens delen, en: Sharing data}
introduction:
  nl: U leest steeds een kort verzoek om gegevens te delen. Zeg wat u ervan vindt. Er zijn geen foute antwoorden.
  en: Each time you read a short request to share data. Tell us what you think. There are no wrong answers.
notes:
  nl: Alle teksten in dit voorbeeld zijn verzonnen om te laten zien hoe een onderzoek is opgebouwd.
  en: All texts of this example are made up, to show how a study is built.

task:
  kind: rating
  statement: {nl: Ik vind dat de gegevens gedeeld moeten worden, en: I think the data should be shared}
  scale:
    - {id: "1", label: {nl: zeer mee oneens, en: strongly disagree}}
    - {id: "2", label: {nl: mee oneens, en: disagree}}
    - {id: "3", label: {nl: neutraal, en: neutral}}
    - {id: "4", label: {nl: mee eens, en: agree}}
    - {id: "5", label: {nl: zeer mee eens, en: strongly agree}}

criteria:
  - id: ontvanger
    label: {nl: Wie krijgt de gegevens?, en: Who receives the data?}
    short: {nl: ontvanger, en: recipient}
    expected: positive
    levels:
      - {id: bedrijf, label: {nl: een bedrijf, en: a company}}
      - {id: gemeente, label: {nl: een gemeente, en: a municipality}}
      - {id: eigen, label: {nl: een afdeling van uw eigen organisatie, en: a department of your own organisation}}
  - id: doel
    label: {nl: Past het bij het doel waarvoor de gegevens zijn verzameld?, en: Does it fit the purpose of collection?}
    short: {nl: doel, en: purpose}
    coding: ordered
    expected: positive
    levels:
      - {id: nee, label: {nl: "nee", en: "no"}}
      - {id: ja, label: {nl: "ja", en: "yes"}}
  - id: waarborgen
    label: {nl: Hoe zijn de gegevens beveiligd?, en: How are the data protected?}
    short: {nl: waarborgen, en: safeguards}
    coding: ordered
    expected: positive
    levels:
      - {id: geen, label: {nl: er zijn geen afspraken, en: there are no agreements}}
      - {id: enkele, label: {nl: er zijn afspraken op papier, en: there are agreements on paper}}
      - {id: alle, label: {nl: "er zijn afspraken, en de gegevens zijn versleuteld", en: "agreements, and the data are encrypted"}}

rules:
  - never: {ontvanger: bedrijf, waarborgen: geen}
    because:
      nl: Zonder afspraken gaan er nooit gegevens naar een bedrijf.
      en: Without agreements no data ever go to a company.

background:
  - id: rol
    label: {nl: Wat is uw functie?, en: What is your position?}
    short: {nl: functie, en: position}
    group: true
    options:
      - {id: jurist, label: {nl: jurist, en: lawyer}}
      - {id: beleid, label: {nl: beleidsmedewerker, en: policy officer}}

design: {tasks: 9, versions: 1, seed: 1}
privacy: {smallest_group: 10, retention_months: 12}
# een opmerking in het concept
',NULL,1,'2026-11-23T12:36Z','X4RtIKAPRmDunonEq3yq3A');
CREATE TABLE editions (
        study_id TEXT PRIMARY KEY,
        number INTEGER NOT NULL,
        made INTEGER NOT NULL,
        making TEXT
    ) STRICT;
INSERT INTO "editions" VALUES('voorbeeld',1,1,NULL);
CREATE TABLE fieldworks (
        study_id TEXT NOT NULL,
        number INTEGER NOT NULL,
        content TEXT NOT NULL,
        at TEXT NOT NULL,
        PRIMARY KEY (study_id, number)
    ) STRICT;
INSERT INTO "fieldworks" VALUES('voorbeeld',1,'{"opens":null,"closes":null,"entry":"open","people":null,"quotas":{},"begins_per_hour":300,"return_to":["https://panel.example/voorbeeld"],"organisation":{"nl":"Gemeente Zoekmij","en":"Zoekmij"},"contact":null,"officer":null,"legal_ground":null}','2026-11-23T12:36Z');
CREATE TABLE handed_out (
        study_id TEXT NOT NULL,
        respondent TEXT NOT NULL REFERENCES respondents (id),
        since INTEGER NOT NULL,
        links INTEGER NOT NULL,
        told TEXT NOT NULL,
        PRIMARY KEY (study_id, respondent, since)
    ) STRICT;
INSERT INTO "handed_out" VALUES('voorbeeld','Lazr3KuB-yYxUp-4byaKNA',1,3,'{"rol": "jurist"}');
INSERT INTO "handed_out" VALUES('voorbeeld','hxIh0cv1rLfCrTOl2SZFgA',1,3,'{"rol": "jurist"}');
INSERT INTO "handed_out" VALUES('voorbeeld','ks21_z8bGe1bywbf_5ypBw',1,2,'{"rol": "jurist"}');
CREATE TABLE identities (
        issuer TEXT NOT NULL,
        subject TEXT NOT NULL,
        account TEXT NOT NULL REFERENCES accounts (id),
        PRIMARY KEY (issuer, subject)
    ) STRICT;
INSERT INTO "identities" VALUES('https://idp.example','anna','X4RtIKAPRmDunonEq3yq3A');
CREATE TABLE invitations (
        key_hash TEXT PRIMARY KEY,
        study_id TEXT NOT NULL,
        respondent TEXT UNIQUE REFERENCES respondents (id),
        made TEXT NOT NULL
    ) STRICT;
INSERT INTO "invitations" VALUES('f7fe65bb12af9523ccb50d368ea71d335f6ef03731437eeb9ea61b8af8cfca6f','voorbeeld','hxIh0cv1rLfCrTOl2SZFgA','2026-11-23T12:36Z');
INSERT INTO "invitations" VALUES('ba765262a9b7cd4fd14aabe7b1540b31e33a1afc78174e0534688efbc5927459','voorbeeld','Lazr3KuB-yYxUp-4byaKNA','2026-11-23T12:36Z');
INSERT INTO "invitations" VALUES('866646e916db8f8a87c5f7f11c67ae1480d08e5fd48662759d0ab939d27cc184','voorbeeld','HpQ2Aa6pqOtm2d1voqSbQQ','2026-11-23T12:36Z');
INSERT INTO "invitations" VALUES('eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeev','voorbeeld',NULL,'2026-11-23T12:36Z');
CREATE TABLE jobs (
        id TEXT PRIMARY KEY,
        study_id TEXT NOT NULL,
        kind TEXT NOT NULL CHECK (kind IN ('design', 'power', 'results', 'report', 'mirror', 'export')),
        state TEXT NOT NULL CHECK (state IN ('waiting', 'running', 'done', 'failed', 'stopped')),
        progress REAL NOT NULL,
        seconds_left INTEGER,
        asked TEXT NOT NULL,
        result TEXT,
        error TEXT NOT NULL,
        account TEXT NOT NULL,
        seen INTEGER NOT NULL,
        UNIQUE (study_id, kind)
    ) STRICT;
INSERT INTO "jobs" VALUES('bd000b7643294d5a','voorbeeld','power','done',1.0,NULL,'{"people": 50}','{"found": 0.30000000000000004}','','command line',1795437363);
INSERT INTO "jobs" VALUES('e33269289d5f9d67','voorbeeld','export','done',1.0,NULL,'{}','{"k": 3, "without": [], "bytes": 22}','','command line',1795437363);
CREATE TABLE links (
        key_hash TEXT PRIMARY KEY,
        purpose TEXT NOT NULL CHECK (purpose IN ('first-start', 'invite', 'reset')),
        account TEXT REFERENCES accounts (id),
        expires TEXT NOT NULL
    ) STRICT;
INSERT INTO "links" VALUES('dddd','reset','X4RtIKAPRmDunonEq3yq3A','2099-01-01T00:00Z');
CREATE TABLE made_files (
        study_id TEXT NOT NULL,
        job TEXT NOT NULL,
        number INTEGER NOT NULL,
        content TEXT NOT NULL,
        PRIMARY KEY (job, number)
    ) STRICT;
INSERT INTO "made_files" VALUES('voorbeeld','e33269289d5f9d67',0,'eJwDAAAAAAE=');
INSERT INTO "made_files" VALUES('voorbeeld','e33269289d5f9d67',1,'eJwrSi0uyM9LSc0r0SlKLMnMS+cy1DHhAgBkGgeZ');
CREATE TABLE members (
        study_id TEXT NOT NULL,
        account TEXT NOT NULL REFERENCES accounts (id),
        since TEXT NOT NULL,
        PRIMARY KEY (study_id, account)
    ) STRICT;
INSERT INTO "members" VALUES('voorbeeld','X4RtIKAPRmDunonEq3yq3A','2026-11-23T12:36Z');
CREATE TABLE public_models (
    study_id TEXT NOT NULL,
    number INTEGER NOT NULL,
    content TEXT NOT NULL,
    at TEXT NOT NULL,
    ended TEXT,
    PRIMARY KEY (study_id, number)
) STRICT;
INSERT INTO "public_models" VALUES('voorbeeld',1,'{"version": "a"}','2026-11-23T12:36Z',NULL);
CREATE TABLE publications (
        study_id TEXT NOT NULL,
        number INTEGER NOT NULL,
        design_hash TEXT NOT NULL REFERENCES designs (hash),
        at TEXT NOT NULL,
        PRIMARY KEY (study_id, number)
    ) STRICT;
INSERT INTO "publications" VALUES('voorbeeld',1,'d28cc352e32c2db658b6e035b7b7c25f06dfcb5e259d022ef20f12e8751036cd','2026-11-23T12:36Z');
CREATE TABLE recovery_codes (
        account TEXT NOT NULL REFERENCES accounts (id),
        code_hash TEXT NOT NULL,
        PRIMARY KEY (account, code_hash)
    ) STRICT;
INSERT INTO "recovery_codes" VALUES('X4RtIKAPRmDunonEq3yq3A','cccc');
CREATE TABLE released_parts (
        study_id TEXT NOT NULL,
        split TEXT NOT NULL,
        number INTEGER NOT NULL,
        part TEXT NOT NULL,
        people INTEGER NOT NULL,
        PRIMARY KEY (study_id, split, number, part),
        FOREIGN KEY (study_id, split, number) REFERENCES releases (study_id, split, number)
    ) STRICT;
INSERT INTO "released_parts" VALUES('voorbeeld','mean',1,'jurist',3);
CREATE TABLE released_people (
        study_id TEXT NOT NULL,
        split TEXT NOT NULL,
        number INTEGER NOT NULL,
        part TEXT NOT NULL,
        respondent TEXT NOT NULL REFERENCES respondents (id),
        PRIMARY KEY (study_id, split, number, respondent),
        FOREIGN KEY (study_id, split, number) REFERENCES releases (study_id, split, number)
    ) STRICT;
INSERT INTO "released_people" VALUES('voorbeeld','mean',1,'jurist','Lazr3KuB-yYxUp-4byaKNA');
INSERT INTO "released_people" VALUES('voorbeeld','mean',1,'jurist','hxIh0cv1rLfCrTOl2SZFgA');
INSERT INTO "released_people" VALUES('voorbeeld','mean',1,'jurist','ks21_z8bGe1bywbf_5ypBw');
CREATE TABLE releases (
        study_id TEXT NOT NULL,
        split TEXT NOT NULL,
        number INTEGER NOT NULL,
        content TEXT NOT NULL,
        at TEXT NOT NULL,
        PRIMARY KEY (study_id, split, number)
    ) STRICT;
INSERT INTO "releases" VALUES('voorbeeld','mean',1,'{"mean": 0.30000000000000004}','2026-11-23T12:36Z');
CREATE TABLE respondents (
        id TEXT PRIMARY KEY,
        design_hash TEXT NOT NULL REFERENCES designs (hash),
        version INTEGER NOT NULL,
        language TEXT NOT NULL,
        tasks TEXT NOT NULL,
        criteria TEXT NOT NULL,
        code_hash TEXT UNIQUE,
        synthetic INTEGER NOT NULL CHECK (synthetic IN (0, 1)),
        started TEXT NOT NULL,
        completed TEXT
    , alternatives TEXT NOT NULL DEFAULT '[]', cell TEXT, notice TEXT NOT NULL DEFAULT '', changed TEXT) STRICT;
INSERT INTO "respondents" VALUES('hxIh0cv1rLfCrTOl2SZFgA','d28cc352e32c2db658b6e035b7b7c25f06dfcb5e259d022ef20f12e8751036cd',1,'nl','[3, 1, 2]','["waarborgen", "doel", "ontvanger"]','4c0c2bfd466833bfc138eb5aad04629ba79c376cd5f2dda61fd52a2085e7d8a5',0,'2026-11-23T12:36Z','2026-11-23T12:36Z','[]',NULL,'',NULL);
INSERT INTO "respondents" VALUES('Lazr3KuB-yYxUp-4byaKNA','d28cc352e32c2db658b6e035b7b7c25f06dfcb5e259d022ef20f12e8751036cd',2,'nl','[3, 4, 5]','["waarborgen", "ontvanger", "doel"]','f27a8ccf73e4a6fb6edb7f34ca0b6c6851572f89ea31e1931cc4ab98712497fa',0,'2026-11-23T12:36Z','2026-11-23T12:36Z','[]',NULL,'',NULL);
INSERT INTO "respondents" VALUES('HpQ2Aa6pqOtm2d1voqSbQQ','d28cc352e32c2db658b6e035b7b7c25f06dfcb5e259d022ef20f12e8751036cd',1,'nl','[3, 1, 2]','["waarborgen", "doel", "ontvanger"]','88010d6d0ae654745bb2c1d4630e56d721d7e0e277da78be31d0981d9f24ceee',0,'2026-11-23T12:36Z','2026-11-23T12:36Z','[]',NULL,'','2026-11-23T12:36Z');
INSERT INTO "respondents" VALUES('ks21_z8bGe1bywbf_5ypBw','d28cc352e32c2db658b6e035b7b7c25f06dfcb5e259d022ef20f12e8751036cd',2,'nl','[4, 5, 3]','["ontvanger", "waarborgen", "doel"]',NULL,0,'2026-11-23T12:36Z',NULL,'[]',NULL,'',NULL);
CREATE TABLE result_parts (
        study_id TEXT NOT NULL,
        split TEXT NOT NULL,
        name TEXT NOT NULL,
        language TEXT NOT NULL,
        content TEXT NOT NULL,
        PRIMARY KEY (study_id, split, name, language)
    ) STRICT;
INSERT INTO "result_parts" VALUES('voorbeeld','everybody','one','nl','{"said": "é"}');
CREATE TABLE result_states (
        study_id TEXT NOT NULL,
        split TEXT NOT NULL,
        number INTEGER NOT NULL,
        crowds TEXT NOT NULL,
        at TEXT NOT NULL,
        PRIMARY KEY (study_id, split, number)
    ) STRICT;
INSERT INTO "result_states" VALUES('voorbeeld','everybody',1,'{"everybody": ["3", "2770034606664308208", "0", "0"]}','2026-11-23T12:36Z');
CREATE TABLE sessions (key TEXT PRIMARY KEY, data TEXT NOT NULL, expires TEXT NOT NULL) STRICT;
INSERT INTO "sessions" VALUES('f56c4de9bf21d769a0451dcdbfb79788b5c7b8dce63dadac603e6b6c3da1ddb9','{"respondent": "hxIh0cv1rLfCrTOl2SZFgA"}','2099-01-01T00:00Z');
INSERT INTO "sessions" VALUES('511a2abbb99c740742b00e966fda7de680cd3dab95e4e6c18bd5d2f3cc992a4b','{"respondent": "Lazr3KuB-yYxUp-4byaKNA"}','2099-01-01T00:00Z');
INSERT INTO "sessions" VALUES('05c74cc8f63d244ec90d248c407044e0847eae1c0d55e80ca21f9e57d1c9d880','{"respondent": "HpQ2Aa6pqOtm2d1voqSbQQ"}','2099-01-01T00:00Z');
INSERT INTO "sessions" VALUES('7a9a2d318324c2bf4123ea02deb21241d124cdd6854bdf8bebc123b3ff276713','{"invitation": "eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeev"}','2099-01-01T00:00Z');
INSERT INTO "sessions" VALUES('f36416cc0959f7f9029adcc44d441f9aee552b9294a0557af5213d419ecc0612','{"return_to": "https://panel.example/voorbeeld?pid=voorbeeld-7"}','2099-01-01T00:00Z');
CREATE TABLE states (
        study_id TEXT NOT NULL,
        number INTEGER NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('draft', 'open', 'paused', 'closed', 'archived')),
        at TEXT NOT NULL,
        account TEXT NOT NULL,
        why TEXT NOT NULL,
        PRIMARY KEY (study_id, number)
    ) STRICT;
INSERT INTO "states" VALUES('voorbeeld',1,'closed','2026-11-23T12:36Z','command line','');
CREATE TABLE studies (hash TEXT PRIMARY KEY, id TEXT NOT NULL, content TEXT NOT NULL) STRICT;
INSERT INTO "studies" VALUES('461a8ee27d03d25f4864bdd57ee53e574a5214c72cc9e8f29c35cba6a69c0995','voorbeeld','{"id":"voorbeeld","languages":["nl","en"],"title":{"nl":"Gegevens delen","en":"Sharing data"},"introduction":{"nl":"U leest steeds een kort verzoek om gegevens te delen. Zeg wat u ervan vindt. Er zijn geen foute antwoorden.","en":"Each time you read a short request to share data. Tell us what you think. There are no wrong answers."},"notes":{"nl":"Alle teksten in dit voorbeeld zijn verzonnen om te laten zien hoe een onderzoek is opgebouwd.","en":"All texts of this example are made up, to show how a study is built."},"task":{"kind":"rating","statement":{"nl":"Ik vind dat de gegevens gedeeld moeten worden","en":"I think the data should be shared"},"scale":[{"id":"1","label":{"nl":"zeer mee oneens","en":"strongly disagree"}},{"id":"2","label":{"nl":"mee oneens","en":"disagree"}},{"id":"3","label":{"nl":"neutraal","en":"neutral"}},{"id":"4","label":{"nl":"mee eens","en":"agree"}},{"id":"5","label":{"nl":"zeer mee eens","en":"strongly agree"}}],"alternatives":null,"opt_out":null,"indifferent":null,"cannot_say":null},"criteria":[{"id":"ontvanger","label":{"nl":"Wie krijgt de gegevens?","en":"Who receives the data?"},"short":{"nl":"ontvanger","en":"recipient"},"explanation":null,"coding":"categorical","expected":"positive","levels":[{"id":"bedrijf","label":{"nl":"een bedrijf","en":"a company"}},{"id":"gemeente","label":{"nl":"een gemeente","en":"a municipality"}},{"id":"eigen","label":{"nl":"een afdeling van uw eigen organisatie","en":"a department of your own organisation"}}]},{"id":"doel","label":{"nl":"Past het bij het doel waarvoor de gegevens zijn verzameld?","en":"Does it fit the purpose of collection?"},"short":{"nl":"doel","en":"purpose"},"explanation":null,"coding":"ordered","expected":"positive","levels":[{"id":"nee","label":{"nl":"nee","en":"no"}},{"id":"ja","label":{"nl":"ja","en":"yes"}}]},{"id":"waarborgen","label":{"nl":"Hoe zijn de gegevens beveiligd?","en":"How are the data protected?"},"short":{"nl":"waarborgen","en":"safeguards"},"explanation":null,"coding":"ordered","expected":"positive","levels":[{"id":"geen","label":{"nl":"er zijn geen afspraken","en":"there are no agreements"}},{"id":"enkele","label":{"nl":"er zijn afspraken op papier","en":"there are agreements on paper"}},{"id":"alle","label":{"nl":"er zijn afspraken, en de gegevens zijn versleuteld","en":"agreements, and the data are encrypted"}}]}],"rules":[{"never":{"ontvanger":["bedrijf"],"waarborgen":["geen"]},"when":null,"only":null,"seldom":null,"at_most":null,"because":{"nl":"Zonder afspraken gaan er nooit gegevens naar een bedrijf.","en":"Without agreements no data ever go to a company."}}],"background":[{"id":"rol","label":{"nl":"Wat is uw functie?","en":"What is your position?"},"short":{"nl":"functie","en":"position"},"group":true,"ordered":false,"options":[{"id":"jurist","label":{"nl":"jurist","en":"lawyer"}},{"id":"beleid","label":{"nl":"beleidsmedewerker","en":"policy officer"}}]}],"design":{"tasks":9,"versions":1,"anchors":0,"practice":0,"repeats":0,"holdouts":0,"seed":1,"criterion":"D","priors":null,"dominated":0,"balance_weight":0.0,"alternative_constants":false,"varying":null,"interactions":[]},"survey":{"order":{"tasks":"random","criteria":"random","alternatives":"random"},"highlight_changes":false,"reasons":false,"attention":null},"privacy":{"smallest_group":10,"retention_months":12},"analysis":null}');
CREATE TABLE tokens (
        id TEXT PRIMARY KEY,
        key_hash TEXT NOT NULL UNIQUE,
        account TEXT NOT NULL REFERENCES accounts (id),
        study_id TEXT NOT NULL,
        scope TEXT NOT NULL CHECK (scope IN ('results', 'answers')),
        label TEXT NOT NULL,
        made TEXT NOT NULL,
        expires TEXT NOT NULL,
        revoked TEXT,
        last_used TEXT
    ) STRICT;
INSERT INTO "tokens" VALUES('6d99769e96f13c6e','7a21f35bc49c945a7b4ee7507d9898c9dc7a4d68b380391436615d5b41f92222','X4RtIKAPRmDunonEq3yq3A','voorbeeld','results','script voorbeeld','2026-11-23T12:36Z','2026-11-23',NULL,NULL);
CREATE TABLE tries (
        id TEXT PRIMARY KEY,
        name_hash TEXT NOT NULL,
        address_hash TEXT NOT NULL,
        at INTEGER NOT NULL,
        failed INTEGER NOT NULL CHECK (failed IN (0, 1))
    ) STRICT;
INSERT INTO "tries" VALUES('one','aaaa','bbbb',1700000000,1);
CREATE UNIQUE INDEX "idx__sqlite_migrations_migration_set_name"
    ON "_sqlite_migrations" ("migration_set", "name");
CREATE INDEX respondents_by_version ON respondents (design_hash, version);
CREATE INDEX sessions_by_expiry ON sessions (expires);
CREATE INDEX revised_answers ON answers (respondent, task, showing, revision) WHERE revision > 1;
CREATE INDEX respondents_by_cell ON respondents (design_hash, cell, version, completed, started);
CREATE INDEX respondents_by_start ON respondents (started);
CREATE INDEX tries_by_name ON tries (name_hash, at);
CREATE INDEX tries_by_address ON tries (address_hash, at);
CREATE INDEX released_by_respondent ON released_people (respondent);
CREATE INDEX respondents_of_design ON respondents (design_hash, id);
CREATE INDEX handed_out_of_person ON handed_out (respondent);
CREATE TRIGGER audit_is_not_edited BEFORE UPDATE ON audit WHEN TRUE BEGIN
        SELECT RAISE(ABORT, 'the log is only added to');
    END;
CREATE TRIGGER audit_is_kept BEFORE DELETE ON audit WHEN OLD.seq >= coalesce((SELECT first FROM audit_chains WHERE study = OLD.study), 0) BEGIN
        SELECT RAISE(ABORT, 'the log is only added to');
    END;
CREATE TRIGGER audit_chains_are_kept BEFORE DELETE ON audit_chains WHEN TRUE BEGIN
        SELECT RAISE(ABORT, 'the log is only added to');
    END;
CREATE TRIGGER audit_chains_go_on BEFORE UPDATE ON audit_chains WHEN NEW.study <> OLD.study OR NEW.first < OLD.first OR NEW.last < OLD.last BEGIN
        SELECT RAISE(ABORT, 'the log is only added to');
    END;
COMMIT;

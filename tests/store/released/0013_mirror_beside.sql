BEGIN TRANSACTION;
CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
);
INSERT INTO "_sqlite_migrations" VALUES(1,'dce','0001_collect_answers','2026-11-23 04:09:16.062644+00:00');
INSERT INTO "_sqlite_migrations" VALUES(2,'dce','0002_revise_answers','2026-11-23 04:09:16.069969+00:00');
INSERT INTO "_sqlite_migrations" VALUES(3,'dce','0003_hold_fieldwork','2026-11-23 04:09:16.070718+00:00');
INSERT INTO "_sqlite_migrations" VALUES(4,'dce','0004_keep_a_desk','2026-11-23 04:09:16.071461+00:00');
INSERT INTO "_sqlite_migrations" VALUES(5,'dce','0005_releases','2026-11-23 04:09:16.071724+00:00');
INSERT INTO "_sqlite_migrations" VALUES(6,'dce','0006_jobs','2026-11-23 04:09:16.071873+00:00');
INSERT INTO "_sqlite_migrations" VALUES(7,'dce','0007_public_models','2026-11-23 04:09:16.071999+00:00');
INSERT INTO "_sqlite_migrations" VALUES(8,'dce','0008_results','2026-11-23 04:09:16.075845+00:00');
INSERT INTO "_sqlite_migrations" VALUES(9,'dce','0009_changes','2026-11-23 04:09:16.076053+00:00');
INSERT INTO "_sqlite_migrations" VALUES(10,'dce','0010_people_in_order','2026-11-23 04:09:16.076206+00:00');
INSERT INTO "_sqlite_migrations" VALUES(11,'dce','0011_editions','2026-11-23 04:09:16.076437+00:00');
INSERT INTO "_sqlite_migrations" VALUES(12,'dce','0012_mirror','2026-11-23 04:09:16.079594+00:00');
INSERT INTO "_sqlite_migrations" VALUES(13,'dce','0013_mirror_beside','2026-11-23 04:09:16.087992+00:00');
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
INSERT INTO "accounts" VALUES('jhHcgko3Ash-qtXWczAgiw','Ana voorbeeld','ana voorbeeld',NULL,NULL,NULL,'analyst',NULL,1,'2026-11-23T04:09Z');
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
INSERT INTO "answers" VALUES('PiFTEyrMb_NU7LXjSJ1z1A',3,1,1,1,'4','2026-11-23T04:09Z','0000000000000000000000000000000000000000000000000000000000000000','ee8c47ae9ab10d8ffcb93f5cc9be6590ea6182ae8bbb63bb41ef33d9573c2df0');
INSERT INTO "answers" VALUES('PiFTEyrMb_NU7LXjSJ1z1A',1,1,1,2,'4','2026-11-23T04:09Z','ee8c47ae9ab10d8ffcb93f5cc9be6590ea6182ae8bbb63bb41ef33d9573c2df0','8abdf495240e898d29cf9320aee92aac637560cd441aa0501634407f8ab1c55d');
INSERT INTO "answers" VALUES('PiFTEyrMb_NU7LXjSJ1z1A',2,1,1,3,'4','2026-11-23T04:09Z','8abdf495240e898d29cf9320aee92aac637560cd441aa0501634407f8ab1c55d','acf83095d2b7d321999d6b0e54e40840bb47b045b68ddd92ac8f2eb7b9f6c05c');
INSERT INTO "answers" VALUES('-VnbeAOYm_m01Jo3Nm3TqQ',3,1,1,1,'4','2026-11-23T04:09Z','0000000000000000000000000000000000000000000000000000000000000000','be2f8615dd8da6589f3918e4f738a33bef4d750578b73bec41cffd2b406bee2b');
INSERT INTO "answers" VALUES('-VnbeAOYm_m01Jo3Nm3TqQ',4,1,1,2,'4','2026-11-23T04:09Z','be2f8615dd8da6589f3918e4f738a33bef4d750578b73bec41cffd2b406bee2b','7865b54aacc8a7e251dcea5a9f60a5426bb2d027a7aaf5e7c3510de1621b60b1');
INSERT INTO "answers" VALUES('-VnbeAOYm_m01Jo3Nm3TqQ',5,1,1,3,'4','2026-11-23T04:09Z','7865b54aacc8a7e251dcea5a9f60a5426bb2d027a7aaf5e7c3510de1621b60b1','171ce0ba390e39a29bee7985bf258ce86087f53d056b00a1a5b6a85fe5d41eff');
INSERT INTO "answers" VALUES('4FGyoeOX7q0ZWYN4aHWo0A',3,1,1,1,'4','2026-11-23T04:09Z','0000000000000000000000000000000000000000000000000000000000000000','9d2d426d447ce4714e327e2b5b23ef8088f98628fdc3f03442cf0b489556a8c6');
INSERT INTO "answers" VALUES('4FGyoeOX7q0ZWYN4aHWo0A',1,1,1,2,'4','2026-11-23T04:09Z','9d2d426d447ce4714e327e2b5b23ef8088f98628fdc3f03442cf0b489556a8c6','637485f506475329db8c3313454a1109e3c4f634e878a4a17b9644eb85a17231');
INSERT INTO "answers" VALUES('4FGyoeOX7q0ZWYN4aHWo0A',2,1,1,3,'4','2026-11-23T04:09Z','637485f506475329db8c3313454a1109e3c4f634e878a4a17b9644eb85a17231','d153c22770845a8a27b9a5df85806093d567fe7c70bb365adbc83a618a8e6080');
INSERT INTO "answers" VALUES('WgR5K6Tgs3snR2GZNUpygw',4,1,1,1,'1','2026-11-23T04:09Z','0000000000000000000000000000000000000000000000000000000000000000','103381a6ff3bc7d59cd2616994f0e574cbf6b45485304af71d5fe20095fe1f16');
INSERT INTO "answers" VALUES('WgR5K6Tgs3snR2GZNUpygw',4,1,2,2,'5','2026-11-23T04:09Z','103381a6ff3bc7d59cd2616994f0e574cbf6b45485304af71d5fe20095fe1f16','28c5f340af50753301c90592a34dffd76d1ba0d392e56e62666a723062d83f29');
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
INSERT INTO "audit" VALUES('weg',1,'2026-11-23T04:09Z','command line','study.closed','','','0000000000000000000000000000000000000000000000000000000000000000','ce4ed56e0d658a07a5918b80d9820d1591a23b6cecc8aebd3ab750fb3db960d7');
INSERT INTO "audit" VALUES('weg',2,'2026-11-23T04:09Z','command line','study.deleted','','','ce4ed56e0d658a07a5918b80d9820d1591a23b6cecc8aebd3ab750fb3db960d7','bcd597d5a3abecbfdee9c31554f48e2d1da0166deb1b3bfaeb2962f68f2cf76f');
INSERT INTO "audit" VALUES('voorbeeld',1,'2026-11-23T04:09Z','jhHcgko3Ash-qtXWczAgiw','draft.made','','','0000000000000000000000000000000000000000000000000000000000000000','c95309e9643f4b2fb1dec095285555816620dcd75629da37e062a30800581f8b');
INSERT INTO "audit" VALUES('voorbeeld',2,'2026-11-23T04:09Z','command line','study.closed','','','c95309e9643f4b2fb1dec095285555816620dcd75629da37e062a30800581f8b','06e916fe3917fbdf68ed5225e863d1bf7bdebc87492b6787e92f79b6f6853643');
INSERT INTO "audit" VALUES('voorbeeld',3,'2026-11-23T04:09Z','command line','model.published','a','','06e916fe3917fbdf68ed5225e863d1bf7bdebc87492b6787e92f79b6f6853643','5d29355ac33aa252a23262c5cbab7134253b811ea1f81ebf06ee62d5f7103cc2');
CREATE TABLE audit_chains (
        study TEXT PRIMARY KEY,
        first INTEGER NOT NULL,
        before TEXT NOT NULL,
        last INTEGER NOT NULL,
        hash TEXT NOT NULL
    ) STRICT;
INSERT INTO "audit_chains" VALUES('weg',1,'0000000000000000000000000000000000000000000000000000000000000000',2,'bcd597d5a3abecbfdee9c31554f48e2d1da0166deb1b3bfaeb2962f68f2cf76f');
INSERT INTO "audit_chains" VALUES('voorbeeld',1,'0000000000000000000000000000000000000000000000000000000000000000',3,'5d29355ac33aa252a23262c5cbab7134253b811ea1f81ebf06ee62d5f7103cc2');
CREATE TABLE background (
        respondent TEXT NOT NULL REFERENCES respondents (id),
        item TEXT NOT NULL,
        option TEXT NOT NULL,
        PRIMARY KEY (respondent, item)
    ) STRICT;
INSERT INTO "background" VALUES('PiFTEyrMb_NU7LXjSJ1z1A','rol','jurist');
INSERT INTO "background" VALUES('-VnbeAOYm_m01Jo3Nm3TqQ','rol','jurist');
INSERT INTO "background" VALUES('4FGyoeOX7q0ZWYN4aHWo0A','rol','jurist');
INSERT INTO "background" VALUES('WgR5K6Tgs3snR2GZNUpygw','rol','jurist');
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
INSERT INTO "circumstances" VALUES('PiFTEyrMb_NU7LXjSJ1z1A',3,1,1,9,0,'reden 0 PiFTEyrMb_NU7LXjSJ1z1A');
INSERT INTO "circumstances" VALUES('PiFTEyrMb_NU7LXjSJ1z1A',1,1,1,9,0,'reden 0 PiFTEyrMb_NU7LXjSJ1z1A');
INSERT INTO "circumstances" VALUES('PiFTEyrMb_NU7LXjSJ1z1A',2,1,1,9,0,'reden 0 PiFTEyrMb_NU7LXjSJ1z1A');
INSERT INTO "circumstances" VALUES('-VnbeAOYm_m01Jo3Nm3TqQ',3,1,1,9,0,'reden 1 -VnbeAOYm_m01Jo3Nm3TqQ');
INSERT INTO "circumstances" VALUES('-VnbeAOYm_m01Jo3Nm3TqQ',4,1,1,9,0,'reden 1 -VnbeAOYm_m01Jo3Nm3TqQ');
INSERT INTO "circumstances" VALUES('-VnbeAOYm_m01Jo3Nm3TqQ',5,1,1,9,0,'reden 1 -VnbeAOYm_m01Jo3Nm3TqQ');
INSERT INTO "circumstances" VALUES('4FGyoeOX7q0ZWYN4aHWo0A',3,1,1,9,0,'reden 2 4FGyoeOX7q0ZWYN4aHWo0A');
INSERT INTO "circumstances" VALUES('4FGyoeOX7q0ZWYN4aHWo0A',1,1,1,9,0,'reden 2 4FGyoeOX7q0ZWYN4aHWo0A');
INSERT INTO "circumstances" VALUES('4FGyoeOX7q0ZWYN4aHWo0A',2,1,1,9,0,'reden 2 4FGyoeOX7q0ZWYN4aHWo0A');
CREATE TABLE deletions (
        id TEXT PRIMARY KEY,
        study_id TEXT NOT NULL,
        at TEXT NOT NULL,
        note TEXT NOT NULL,
        swept TEXT
    ) STRICT;
INSERT INTO "deletions" VALUES('50ecf19e89717573','weg','2026-11-23T04:09Z','{
  "kind": "proof of deletion",
  "study": "weg",
  "study_hashes": [
    "c5786c4ccadfb6bd6566022c73f5c0dd8db1dc95bb557762a6c5f8388747dd1a"
  ],
  "closed": "2026-11-23T04:09Z",
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
    "jobs": 0,
    "public_models": 0,
    "result_parts": 0,
    "result_states": 0,
    "editions": 0
  },
  "at": "2026-11-23T04:09Z",
  "by": "command line",
  "public_key": "23aa4473e708deee62160193b1a993aecb63a1d3064ac607cdcb83e6d890e7a6",
  "signature": "7e8186bc267b196153f256c035a4110a4b4ca23a7ed23e603989f8aa16d4d6b4868f214a6ac0b935a7ec4872c1dbd51e344aee063d9623ee97cfd1ed1a911706"
}
','2026-11-23T04:09Z');
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
INSERT INTO "disputes" VALUES('4FGyoeOX7q0ZWYN4aHWo0A','2026-11-23T04:09Z');
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
',NULL,1,'2026-11-23T04:09Z','jhHcgko3Ash-qtXWczAgiw');
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
INSERT INTO "fieldworks" VALUES('voorbeeld',1,'{"opens":null,"closes":null,"entry":"open","people":null,"quotas":{},"begins_per_hour":300,"return_to":["https://panel.example/voorbeeld"],"organisation":{"nl":"Gemeente Zoekmij","en":"Zoekmij"},"contact":null,"officer":null,"legal_ground":null}','2026-11-23T04:09Z');
CREATE TABLE handed_out (
        study_id TEXT NOT NULL,
        respondent TEXT NOT NULL REFERENCES respondents (id),
        since INTEGER NOT NULL,
        links INTEGER NOT NULL,
        told TEXT NOT NULL,
        PRIMARY KEY (study_id, respondent, since)
    ) STRICT;
INSERT INTO "handed_out" VALUES('voorbeeld','PiFTEyrMb_NU7LXjSJ1z1A',1,3,'{"rol": "jurist"}');
INSERT INTO "handed_out" VALUES('voorbeeld','-VnbeAOYm_m01Jo3Nm3TqQ',1,3,'{"rol": "jurist"}');
INSERT INTO "handed_out" VALUES('voorbeeld','WgR5K6Tgs3snR2GZNUpygw',1,2,'{"rol": "jurist"}');
CREATE TABLE identities (
        issuer TEXT NOT NULL,
        subject TEXT NOT NULL,
        account TEXT NOT NULL REFERENCES accounts (id),
        PRIMARY KEY (issuer, subject)
    ) STRICT;
INSERT INTO "identities" VALUES('https://idp.example','anna','jhHcgko3Ash-qtXWczAgiw');
CREATE TABLE invitations (
        key_hash TEXT PRIMARY KEY,
        study_id TEXT NOT NULL,
        respondent TEXT UNIQUE REFERENCES respondents (id),
        made TEXT NOT NULL
    ) STRICT;
INSERT INTO "invitations" VALUES('2963666c76d18fd733e9e0ffce5d9ddcd7d5e7f3f4c92a648a3ca306c03d29b7','voorbeeld','PiFTEyrMb_NU7LXjSJ1z1A','2026-11-23T04:09Z');
INSERT INTO "invitations" VALUES('68853bb1f218c8e979791a4f3e98248ad3f384c44dfe193b5962886647257db4','voorbeeld','-VnbeAOYm_m01Jo3Nm3TqQ','2026-11-23T04:09Z');
INSERT INTO "invitations" VALUES('1b7f9278bc701dbd3d9c5ab54a57eeeaf187b9bf53e2b4873a4f0f75581bf6d7','voorbeeld','4FGyoeOX7q0ZWYN4aHWo0A','2026-11-23T04:09Z');
INSERT INTO "invitations" VALUES('eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeev','voorbeeld',NULL,'2026-11-23T04:09Z');
CREATE TABLE jobs (
        id TEXT PRIMARY KEY,
        study_id TEXT NOT NULL,
        kind TEXT NOT NULL CHECK (kind IN ('design', 'power', 'results', 'report', 'mirror')),
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
INSERT INTO "jobs" VALUES('da46630c726c0d47','voorbeeld','power','waiting',0.0,NULL,'{"people": 50}',NULL,'','command line',1795406956);
CREATE TABLE links (
        key_hash TEXT PRIMARY KEY,
        purpose TEXT NOT NULL CHECK (purpose IN ('first-start', 'invite', 'reset')),
        account TEXT REFERENCES accounts (id),
        expires TEXT NOT NULL
    ) STRICT;
INSERT INTO "links" VALUES('dddd','reset','jhHcgko3Ash-qtXWczAgiw','2099-01-01T00:00Z');
CREATE TABLE members (
        study_id TEXT NOT NULL,
        account TEXT NOT NULL REFERENCES accounts (id),
        since TEXT NOT NULL,
        PRIMARY KEY (study_id, account)
    ) STRICT;
INSERT INTO "members" VALUES('voorbeeld','jhHcgko3Ash-qtXWczAgiw','2026-11-23T04:09Z');
CREATE TABLE public_models (
    study_id TEXT NOT NULL,
    number INTEGER NOT NULL,
    content TEXT NOT NULL,
    at TEXT NOT NULL,
    ended TEXT,
    PRIMARY KEY (study_id, number)
) STRICT;
INSERT INTO "public_models" VALUES('voorbeeld',1,'{"version": "a"}','2026-11-23T04:09Z',NULL);
CREATE TABLE publications (
        study_id TEXT NOT NULL,
        number INTEGER NOT NULL,
        design_hash TEXT NOT NULL REFERENCES designs (hash),
        at TEXT NOT NULL,
        PRIMARY KEY (study_id, number)
    ) STRICT;
INSERT INTO "publications" VALUES('voorbeeld',1,'d28cc352e32c2db658b6e035b7b7c25f06dfcb5e259d022ef20f12e8751036cd','2026-11-23T04:09Z');
CREATE TABLE recovery_codes (
        account TEXT NOT NULL REFERENCES accounts (id),
        code_hash TEXT NOT NULL,
        PRIMARY KEY (account, code_hash)
    ) STRICT;
INSERT INTO "recovery_codes" VALUES('jhHcgko3Ash-qtXWczAgiw','cccc');
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
INSERT INTO "released_people" VALUES('voorbeeld','mean',1,'jurist','-VnbeAOYm_m01Jo3Nm3TqQ');
INSERT INTO "released_people" VALUES('voorbeeld','mean',1,'jurist','PiFTEyrMb_NU7LXjSJ1z1A');
INSERT INTO "released_people" VALUES('voorbeeld','mean',1,'jurist','WgR5K6Tgs3snR2GZNUpygw');
CREATE TABLE releases (
        study_id TEXT NOT NULL,
        split TEXT NOT NULL,
        number INTEGER NOT NULL,
        content TEXT NOT NULL,
        at TEXT NOT NULL,
        PRIMARY KEY (study_id, split, number)
    ) STRICT;
INSERT INTO "releases" VALUES('voorbeeld','mean',1,'{"mean": 0.30000000000000004}','2026-11-23T04:09Z');
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
INSERT INTO "respondents" VALUES('PiFTEyrMb_NU7LXjSJ1z1A','d28cc352e32c2db658b6e035b7b7c25f06dfcb5e259d022ef20f12e8751036cd',1,'nl','[3, 1, 2]','["waarborgen", "doel", "ontvanger"]','95f0d9911a62665096c6b21bbce348c608f82a3910b0cde46bb57a8db3733105',0,'2026-11-23T04:09Z','2026-11-23T04:09Z','[]',NULL,'',NULL);
INSERT INTO "respondents" VALUES('-VnbeAOYm_m01Jo3Nm3TqQ','d28cc352e32c2db658b6e035b7b7c25f06dfcb5e259d022ef20f12e8751036cd',2,'nl','[3, 4, 5]','["waarborgen", "ontvanger", "doel"]','8ca6eb15ba469de25c623838f03c23defbfb1f28827d03106d85c2fffe2b1345',0,'2026-11-23T04:09Z','2026-11-23T04:09Z','[]',NULL,'',NULL);
INSERT INTO "respondents" VALUES('4FGyoeOX7q0ZWYN4aHWo0A','d28cc352e32c2db658b6e035b7b7c25f06dfcb5e259d022ef20f12e8751036cd',1,'nl','[3, 1, 2]','["waarborgen", "doel", "ontvanger"]','65d4c1a56825984d2d6041dcf6791c364c82a43967184ba171a499483de713f8',0,'2026-11-23T04:09Z','2026-11-23T04:09Z','[]',NULL,'','2026-11-23T04:09Z');
INSERT INTO "respondents" VALUES('WgR5K6Tgs3snR2GZNUpygw','d28cc352e32c2db658b6e035b7b7c25f06dfcb5e259d022ef20f12e8751036cd',2,'nl','[4, 5, 3]','["ontvanger", "waarborgen", "doel"]',NULL,0,'2026-11-23T04:09Z',NULL,'[]',NULL,'',NULL);
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
INSERT INTO "result_states" VALUES('voorbeeld','everybody',1,'{"everybody": ["3", "3819202453222699403", "0", "0"]}','2026-11-23T04:09Z');
CREATE TABLE sessions (key TEXT PRIMARY KEY, data TEXT NOT NULL, expires TEXT NOT NULL) STRICT;
INSERT INTO "sessions" VALUES('f56c4de9bf21d769a0451dcdbfb79788b5c7b8dce63dadac603e6b6c3da1ddb9','{"respondent": "PiFTEyrMb_NU7LXjSJ1z1A"}','2099-01-01T00:00Z');
INSERT INTO "sessions" VALUES('511a2abbb99c740742b00e966fda7de680cd3dab95e4e6c18bd5d2f3cc992a4b','{"respondent": "-VnbeAOYm_m01Jo3Nm3TqQ"}','2099-01-01T00:00Z');
INSERT INTO "sessions" VALUES('05c74cc8f63d244ec90d248c407044e0847eae1c0d55e80ca21f9e57d1c9d880','{"respondent": "4FGyoeOX7q0ZWYN4aHWo0A"}','2099-01-01T00:00Z');
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
INSERT INTO "states" VALUES('voorbeeld',1,'closed','2026-11-23T04:09Z','command line','');
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
INSERT INTO "tokens" VALUES('d514a0937a747333','9ddae85c6636b632003cb8fd3ebf84afaa1614d16b2c8e411e24729f0296d0f7','jhHcgko3Ash-qtXWczAgiw','voorbeeld','results','script voorbeeld','2026-11-23T04:09Z','2026-11-23',NULL,NULL);
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

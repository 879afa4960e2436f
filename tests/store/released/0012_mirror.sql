BEGIN TRANSACTION;
CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
);
INSERT INTO "_sqlite_migrations" VALUES(1,'dce','0001_collect_answers','2026-11-23 01:31:54.971222+00:00');
INSERT INTO "_sqlite_migrations" VALUES(2,'dce','0002_revise_answers','2026-11-23 01:31:54.972121+00:00');
INSERT INTO "_sqlite_migrations" VALUES(3,'dce','0003_hold_fieldwork','2026-11-23 01:31:54.972760+00:00');
INSERT INTO "_sqlite_migrations" VALUES(4,'dce','0004_keep_a_desk','2026-11-23 01:31:54.973477+00:00');
INSERT INTO "_sqlite_migrations" VALUES(5,'dce','0005_releases','2026-11-23 01:31:54.974456+00:00');
INSERT INTO "_sqlite_migrations" VALUES(6,'dce','0006_jobs','2026-11-23 01:31:54.974633+00:00');
INSERT INTO "_sqlite_migrations" VALUES(7,'dce','0007_public_models','2026-11-23 01:31:54.974757+00:00');
INSERT INTO "_sqlite_migrations" VALUES(8,'dce','0008_results','2026-11-23 01:31:54.976219+00:00');
INSERT INTO "_sqlite_migrations" VALUES(9,'dce','0009_changes','2026-11-23 01:31:54.976356+00:00');
INSERT INTO "_sqlite_migrations" VALUES(10,'dce','0010_people_in_order','2026-11-23 01:31:54.976474+00:00');
INSERT INTO "_sqlite_migrations" VALUES(11,'dce','0011_editions','2026-11-23 01:31:54.976676+00:00');
INSERT INTO "_sqlite_migrations" VALUES(12,'dce','0012_mirror','2026-11-23 01:31:54.977241+00:00');
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
INSERT INTO "accounts" VALUES('uxNNguDA-0E_mKiUzjZWoA','Ana voorbeeld','ana voorbeeld',NULL,NULL,NULL,'analyst',NULL,1,'2026-11-23T01:31Z');
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
INSERT INTO "answers" VALUES('zGfAwE5pYivKIookF6cMBA',3,1,1,1,'4','2026-11-23T01:31Z','0000000000000000000000000000000000000000000000000000000000000000','3d4dd176bed89eefd139caf71af9a2d32742d13054eb2a662c3d8fbf7bac920c');
INSERT INTO "answers" VALUES('zGfAwE5pYivKIookF6cMBA',1,1,1,2,'4','2026-11-23T01:31Z','3d4dd176bed89eefd139caf71af9a2d32742d13054eb2a662c3d8fbf7bac920c','b51cbd4fba5a61d80b1b1c6f161d29586e237080f6cf46ea853f8cc6c4867e5d');
INSERT INTO "answers" VALUES('zGfAwE5pYivKIookF6cMBA',2,1,1,3,'4','2026-11-23T01:31Z','b51cbd4fba5a61d80b1b1c6f161d29586e237080f6cf46ea853f8cc6c4867e5d','86e7f75cba9ce378caf275f0c2df2d345add97faea51db23f62e39ec9cb44a6e');
INSERT INTO "answers" VALUES('dQhkHlapuOjYXiLcMxUNTw',3,1,1,1,'4','2026-11-23T01:31Z','0000000000000000000000000000000000000000000000000000000000000000','d831feb6030b7249789ee5951d0238061b5e6c2f1f266e452d6e530543b5aa81');
INSERT INTO "answers" VALUES('dQhkHlapuOjYXiLcMxUNTw',4,1,1,2,'4','2026-11-23T01:31Z','d831feb6030b7249789ee5951d0238061b5e6c2f1f266e452d6e530543b5aa81','d0570a7c40b6155ba5d91bac080d1500b30635a9084af0d06e509bf7d6d4f801');
INSERT INTO "answers" VALUES('dQhkHlapuOjYXiLcMxUNTw',5,1,1,3,'4','2026-11-23T01:31Z','d0570a7c40b6155ba5d91bac080d1500b30635a9084af0d06e509bf7d6d4f801','f32a1dd6e378ec627a217cead3caf96feb25d4a8304ed734588beac0fd7ace03');
INSERT INTO "answers" VALUES('usK2Bed-9r1e0N3LLZkHtA',3,1,1,1,'4','2026-11-23T01:31Z','0000000000000000000000000000000000000000000000000000000000000000','54c536388382d4d53d14777c565aea561a7c4a99623c95e58d1731112310393f');
INSERT INTO "answers" VALUES('usK2Bed-9r1e0N3LLZkHtA',1,1,1,2,'4','2026-11-23T01:31Z','54c536388382d4d53d14777c565aea561a7c4a99623c95e58d1731112310393f','c5a22bb2c47ef944bb5a6e5b6c856d612b3fc141e585450831a76adf5d52009f');
INSERT INTO "answers" VALUES('usK2Bed-9r1e0N3LLZkHtA',2,1,1,3,'4','2026-11-23T01:31Z','c5a22bb2c47ef944bb5a6e5b6c856d612b3fc141e585450831a76adf5d52009f','35ed3fa95b4fb60d6569969e8c5cd581d79ca8b7b4ac77b7e73b7672c14f9a57');
INSERT INTO "answers" VALUES('BOMg-6JTw8JsRY7Ul2cFPA',4,1,1,1,'1','2026-11-23T01:31Z','0000000000000000000000000000000000000000000000000000000000000000','f60120e03f79a279c7d500e93be51db3e678c2437349caee120b18a222b4c6ca');
INSERT INTO "answers" VALUES('BOMg-6JTw8JsRY7Ul2cFPA',4,1,2,2,'5','2026-11-23T01:31Z','f60120e03f79a279c7d500e93be51db3e678c2437349caee120b18a222b4c6ca','d5292944622b5886a67cbdb11c33dfa3189c2992f4fcc64adb6af2ece70e2ab8');
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
INSERT INTO "audit" VALUES('weg',1,'2026-11-23T01:31Z','command line','study.closed','','','0000000000000000000000000000000000000000000000000000000000000000','cb7c4d7af986186b8205ba91dcd6989d42ab9ec0ef7927f168ee40c944a2e03a');
INSERT INTO "audit" VALUES('weg',2,'2026-11-23T01:31Z','command line','study.deleted','','','cb7c4d7af986186b8205ba91dcd6989d42ab9ec0ef7927f168ee40c944a2e03a','07b5bbf7f928f89582797ede6bdc0e382270379fc1e8e7e9a6c804871081a667');
INSERT INTO "audit" VALUES('voorbeeld',1,'2026-11-23T01:31Z','uxNNguDA-0E_mKiUzjZWoA','draft.made','','','0000000000000000000000000000000000000000000000000000000000000000','f698c98252a49b6ea9f5093cad0dc0f5abd6c4029b8a9dabd9f0619cea66a27f');
INSERT INTO "audit" VALUES('voorbeeld',2,'2026-11-23T01:31Z','command line','study.closed','','','f698c98252a49b6ea9f5093cad0dc0f5abd6c4029b8a9dabd9f0619cea66a27f','7548c416b3b547e052a030c440dcca63bfb03db973f42d9e70768a17ec24bf84');
INSERT INTO "audit" VALUES('voorbeeld',3,'2026-11-23T01:31Z','command line','model.published','a','','7548c416b3b547e052a030c440dcca63bfb03db973f42d9e70768a17ec24bf84','e3b788627828698f767fd20517b722b4bf9b30f82ee956bd089f6ae19587220e');
CREATE TABLE audit_chains (
        study TEXT PRIMARY KEY,
        first INTEGER NOT NULL,
        before TEXT NOT NULL,
        last INTEGER NOT NULL,
        hash TEXT NOT NULL
    ) STRICT;
INSERT INTO "audit_chains" VALUES('weg',1,'0000000000000000000000000000000000000000000000000000000000000000',2,'07b5bbf7f928f89582797ede6bdc0e382270379fc1e8e7e9a6c804871081a667');
INSERT INTO "audit_chains" VALUES('voorbeeld',1,'0000000000000000000000000000000000000000000000000000000000000000',3,'e3b788627828698f767fd20517b722b4bf9b30f82ee956bd089f6ae19587220e');
CREATE TABLE background (
        respondent TEXT NOT NULL REFERENCES respondents (id),
        item TEXT NOT NULL,
        option TEXT NOT NULL,
        PRIMARY KEY (respondent, item)
    ) STRICT;
INSERT INTO "background" VALUES('zGfAwE5pYivKIookF6cMBA','rol','jurist');
INSERT INTO "background" VALUES('dQhkHlapuOjYXiLcMxUNTw','rol','jurist');
INSERT INTO "background" VALUES('usK2Bed-9r1e0N3LLZkHtA','rol','jurist');
INSERT INTO "background" VALUES('BOMg-6JTw8JsRY7Ul2cFPA','rol','jurist');
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
INSERT INTO "circumstances" VALUES('zGfAwE5pYivKIookF6cMBA',3,1,1,9,0,'reden 0 zGfAwE5pYivKIookF6cMBA');
INSERT INTO "circumstances" VALUES('zGfAwE5pYivKIookF6cMBA',1,1,1,9,0,'reden 0 zGfAwE5pYivKIookF6cMBA');
INSERT INTO "circumstances" VALUES('zGfAwE5pYivKIookF6cMBA',2,1,1,9,0,'reden 0 zGfAwE5pYivKIookF6cMBA');
INSERT INTO "circumstances" VALUES('dQhkHlapuOjYXiLcMxUNTw',3,1,1,9,0,'reden 1 dQhkHlapuOjYXiLcMxUNTw');
INSERT INTO "circumstances" VALUES('dQhkHlapuOjYXiLcMxUNTw',4,1,1,9,0,'reden 1 dQhkHlapuOjYXiLcMxUNTw');
INSERT INTO "circumstances" VALUES('dQhkHlapuOjYXiLcMxUNTw',5,1,1,9,0,'reden 1 dQhkHlapuOjYXiLcMxUNTw');
INSERT INTO "circumstances" VALUES('usK2Bed-9r1e0N3LLZkHtA',3,1,1,9,0,'reden 2 usK2Bed-9r1e0N3LLZkHtA');
INSERT INTO "circumstances" VALUES('usK2Bed-9r1e0N3LLZkHtA',1,1,1,9,0,'reden 2 usK2Bed-9r1e0N3LLZkHtA');
INSERT INTO "circumstances" VALUES('usK2Bed-9r1e0N3LLZkHtA',2,1,1,9,0,'reden 2 usK2Bed-9r1e0N3LLZkHtA');
CREATE TABLE deletions (
        id TEXT PRIMARY KEY,
        study_id TEXT NOT NULL,
        at TEXT NOT NULL,
        note TEXT NOT NULL,
        swept TEXT
    ) STRICT;
INSERT INTO "deletions" VALUES('32f3889b22aa885f','weg','2026-11-23T01:31Z','{
  "kind": "proof of deletion",
  "study": "weg",
  "study_hashes": [
    "c5786c4ccadfb6bd6566022c73f5c0dd8db1dc95bb557762a6c5f8388747dd1a"
  ],
  "closed": "2026-11-23T01:31Z",
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
  "at": "2026-11-23T01:31Z",
  "by": "command line",
  "public_key": "23aa4473e708deee62160193b1a993aecb63a1d3064ac607cdcb83e6d890e7a6",
  "signature": "b8663682f14f8abc28aafed8d7d50c6e287524da38baf269e7c33e791d1f363c80fffe0ed148b9d1a5c4557f0c4f6e475b1cbbe6a8af253cbf459aa1d5f31e00"
}
','2026-11-23T01:31Z');
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
INSERT INTO "disputes" VALUES('usK2Bed-9r1e0N3LLZkHtA','2026-11-23T01:31Z');
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
',NULL,1,'2026-11-23T01:31Z','uxNNguDA-0E_mKiUzjZWoA');
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
INSERT INTO "fieldworks" VALUES('voorbeeld',1,'{"opens":null,"closes":null,"entry":"open","people":null,"quotas":{},"begins_per_hour":300,"return_to":["https://panel.example/voorbeeld"],"organisation":{"nl":"Gemeente Zoekmij","en":"Zoekmij"},"contact":null,"officer":null,"legal_ground":null}','2026-11-23T01:31Z');
CREATE TABLE handed_out (
        study_id TEXT NOT NULL,
        respondent TEXT NOT NULL REFERENCES respondents (id),
        since INTEGER NOT NULL,
        links INTEGER NOT NULL,
        told TEXT NOT NULL,
        PRIMARY KEY (study_id, respondent, since)
    ) STRICT;
INSERT INTO "handed_out" VALUES('voorbeeld','zGfAwE5pYivKIookF6cMBA',1,3,'{"rol": "jurist"}');
INSERT INTO "handed_out" VALUES('voorbeeld','dQhkHlapuOjYXiLcMxUNTw',1,3,'{"rol": "jurist"}');
INSERT INTO "handed_out" VALUES('voorbeeld','BOMg-6JTw8JsRY7Ul2cFPA',1,2,'{"rol": "jurist"}');
CREATE TABLE identities (
        issuer TEXT NOT NULL,
        subject TEXT NOT NULL,
        account TEXT NOT NULL REFERENCES accounts (id),
        PRIMARY KEY (issuer, subject)
    ) STRICT;
INSERT INTO "identities" VALUES('https://idp.example','anna','uxNNguDA-0E_mKiUzjZWoA');
CREATE TABLE invitations (
        key_hash TEXT PRIMARY KEY,
        study_id TEXT NOT NULL,
        respondent TEXT UNIQUE REFERENCES respondents (id),
        made TEXT NOT NULL
    ) STRICT;
INSERT INTO "invitations" VALUES('83af3891d9d9d56f71ea28b44e772663e577b925c13fda9eb5bf5c61986cab3c','voorbeeld','zGfAwE5pYivKIookF6cMBA','2026-11-23T01:31Z');
INSERT INTO "invitations" VALUES('e0251de0603bf3a03ef9b09209ce682ae0d0cdef14c28cdbcb1298e72cf1a619','voorbeeld','dQhkHlapuOjYXiLcMxUNTw','2026-11-23T01:31Z');
INSERT INTO "invitations" VALUES('d69a42d322ddcf2fb3c7c7683800a9d31a91377bf8fc69cc0966e3f7593678b8','voorbeeld','usK2Bed-9r1e0N3LLZkHtA','2026-11-23T01:31Z');
INSERT INTO "invitations" VALUES('eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeev','voorbeeld',NULL,'2026-11-23T01:31Z');
CREATE TABLE jobs (
        id TEXT PRIMARY KEY,
        study_id TEXT NOT NULL,
        kind TEXT NOT NULL CHECK (kind IN ('design', 'power', 'results', 'report')),
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
INSERT INTO "jobs" VALUES('b1bc3dd0f3c7bc41','voorbeeld','power','waiting',0.0,NULL,'{"people": 50}',NULL,'','command line',1795397515);
CREATE TABLE links (
        key_hash TEXT PRIMARY KEY,
        purpose TEXT NOT NULL CHECK (purpose IN ('first-start', 'invite', 'reset')),
        account TEXT REFERENCES accounts (id),
        expires TEXT NOT NULL
    ) STRICT;
INSERT INTO "links" VALUES('dddd','reset','uxNNguDA-0E_mKiUzjZWoA','2099-01-01T00:00Z');
CREATE TABLE members (
        study_id TEXT NOT NULL,
        account TEXT NOT NULL REFERENCES accounts (id),
        since TEXT NOT NULL,
        PRIMARY KEY (study_id, account)
    ) STRICT;
INSERT INTO "members" VALUES('voorbeeld','uxNNguDA-0E_mKiUzjZWoA','2026-11-23T01:31Z');
CREATE TABLE public_models (
    study_id TEXT NOT NULL,
    number INTEGER NOT NULL,
    content TEXT NOT NULL,
    at TEXT NOT NULL,
    ended TEXT,
    PRIMARY KEY (study_id, number)
) STRICT;
INSERT INTO "public_models" VALUES('voorbeeld',1,'{"version": "a"}','2026-11-23T01:31Z',NULL);
CREATE TABLE publications (
        study_id TEXT NOT NULL,
        number INTEGER NOT NULL,
        design_hash TEXT NOT NULL REFERENCES designs (hash),
        at TEXT NOT NULL,
        PRIMARY KEY (study_id, number)
    ) STRICT;
INSERT INTO "publications" VALUES('voorbeeld',1,'d28cc352e32c2db658b6e035b7b7c25f06dfcb5e259d022ef20f12e8751036cd','2026-11-23T01:31Z');
CREATE TABLE recovery_codes (
        account TEXT NOT NULL REFERENCES accounts (id),
        code_hash TEXT NOT NULL,
        PRIMARY KEY (account, code_hash)
    ) STRICT;
INSERT INTO "recovery_codes" VALUES('uxNNguDA-0E_mKiUzjZWoA','cccc');
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
INSERT INTO "released_people" VALUES('voorbeeld','mean',1,'jurist','BOMg-6JTw8JsRY7Ul2cFPA');
INSERT INTO "released_people" VALUES('voorbeeld','mean',1,'jurist','dQhkHlapuOjYXiLcMxUNTw');
INSERT INTO "released_people" VALUES('voorbeeld','mean',1,'jurist','zGfAwE5pYivKIookF6cMBA');
CREATE TABLE releases (
        study_id TEXT NOT NULL,
        split TEXT NOT NULL,
        number INTEGER NOT NULL,
        content TEXT NOT NULL,
        at TEXT NOT NULL,
        PRIMARY KEY (study_id, split, number)
    ) STRICT;
INSERT INTO "releases" VALUES('voorbeeld','mean',1,'{"mean": 0.30000000000000004}','2026-11-23T01:31Z');
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
INSERT INTO "respondents" VALUES('zGfAwE5pYivKIookF6cMBA','d28cc352e32c2db658b6e035b7b7c25f06dfcb5e259d022ef20f12e8751036cd',1,'nl','[3, 1, 2]','["waarborgen", "doel", "ontvanger"]','155d8fa3b7f14b99e8b4fe3543b5fe3135ba217da6e1a53ff4c28d94846b04ed',0,'2026-11-23T01:31Z','2026-11-23T01:31Z','[]',NULL,'',NULL);
INSERT INTO "respondents" VALUES('dQhkHlapuOjYXiLcMxUNTw','d28cc352e32c2db658b6e035b7b7c25f06dfcb5e259d022ef20f12e8751036cd',2,'nl','[3, 4, 5]','["waarborgen", "ontvanger", "doel"]','4503222c4df50364e37dc9a05d43d9235963d8a7862ba4c71da4f7ad4763cebd',0,'2026-11-23T01:31Z','2026-11-23T01:31Z','[]',NULL,'',NULL);
INSERT INTO "respondents" VALUES('usK2Bed-9r1e0N3LLZkHtA','d28cc352e32c2db658b6e035b7b7c25f06dfcb5e259d022ef20f12e8751036cd',1,'nl','[3, 1, 2]','["waarborgen", "doel", "ontvanger"]','7d985deb94c2dfb48989e20b783173798fc1325cbcbe607683b47f5a56a1fb92',0,'2026-11-23T01:31Z','2026-11-23T01:31Z','[]',NULL,'','2026-11-23T01:31Z');
INSERT INTO "respondents" VALUES('BOMg-6JTw8JsRY7Ul2cFPA','d28cc352e32c2db658b6e035b7b7c25f06dfcb5e259d022ef20f12e8751036cd',2,'nl','[4, 5, 3]','["ontvanger", "waarborgen", "doel"]',NULL,0,'2026-11-23T01:31Z',NULL,'[]',NULL,'',NULL);
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
INSERT INTO "result_states" VALUES('voorbeeld','everybody',1,'{"everybody": ["3", "2912852960125472249", "0", "0"]}','2026-11-23T01:31Z');
CREATE TABLE sessions (key TEXT PRIMARY KEY, data TEXT NOT NULL, expires TEXT NOT NULL) STRICT;
INSERT INTO "sessions" VALUES('f56c4de9bf21d769a0451dcdbfb79788b5c7b8dce63dadac603e6b6c3da1ddb9','{"respondent": "zGfAwE5pYivKIookF6cMBA"}','2099-01-01T00:00Z');
INSERT INTO "sessions" VALUES('511a2abbb99c740742b00e966fda7de680cd3dab95e4e6c18bd5d2f3cc992a4b','{"respondent": "dQhkHlapuOjYXiLcMxUNTw"}','2099-01-01T00:00Z');
INSERT INTO "sessions" VALUES('05c74cc8f63d244ec90d248c407044e0847eae1c0d55e80ca21f9e57d1c9d880','{"respondent": "usK2Bed-9r1e0N3LLZkHtA"}','2099-01-01T00:00Z');
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
INSERT INTO "states" VALUES('voorbeeld',1,'closed','2026-11-23T01:31Z','command line','');
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
INSERT INTO "tokens" VALUES('8ce35c358abed9d4','5e634418e76a2bb85b526eba9b07896c2de8742cdd654f2fd7552081850c6db5','uxNNguDA-0E_mKiUzjZWoA','voorbeeld','results','script voorbeeld','2026-11-23T01:31Z','2026-11-23',NULL,NULL);
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

BEGIN TRANSACTION;
CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
);
INSERT INTO "_sqlite_migrations" VALUES(1,'dce','0001_collect_answers','2026-11-22 18:44:52.459313+00:00');
INSERT INTO "_sqlite_migrations" VALUES(2,'dce','0002_revise_answers','2026-11-22 18:44:52.460293+00:00');
INSERT INTO "_sqlite_migrations" VALUES(3,'dce','0003_hold_fieldwork','2026-11-22 18:44:52.460929+00:00');
INSERT INTO "_sqlite_migrations" VALUES(4,'dce','0004_keep_a_desk','2026-11-22 18:44:52.465854+00:00');
INSERT INTO "_sqlite_migrations" VALUES(5,'dce','0005_releases','2026-11-22 18:44:52.466269+00:00');
INSERT INTO "_sqlite_migrations" VALUES(6,'dce','0006_jobs','2026-11-22 18:44:52.466452+00:00');
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
INSERT INTO "accounts" VALUES('6GBBID7BZHjDYqKAfRqAwg','Ana','ana',NULL,NULL,NULL,'analyst',NULL,1,'2026-11-22T18:44Z');
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
INSERT INTO "answers" VALUES('5WpQXMU2kA6dvFtZVMc3LQ',3,1,1,1,'1','2026-11-22T18:44Z','0000000000000000000000000000000000000000000000000000000000000000','3f21fec2cd7d554c36b1fba794bef15ffe461dd5fc7b807a491f3f061b6b5b9c');
INSERT INTO "answers" VALUES('5WpQXMU2kA6dvFtZVMc3LQ',1,1,1,2,'2','2026-11-22T18:44Z','3f21fec2cd7d554c36b1fba794bef15ffe461dd5fc7b807a491f3f061b6b5b9c','608ef6d8b3b3bf8f62f011f35dd0d73fc96f97362c94a3658e677fae98212711');
INSERT INTO "answers" VALUES('5WpQXMU2kA6dvFtZVMc3LQ',2,1,1,3,'3','2026-11-22T18:44Z','608ef6d8b3b3bf8f62f011f35dd0d73fc96f97362c94a3658e677fae98212711','1e714cc699fe874ba34603cc4caca9561b99b814b03ee627084721c9d95a8978');
INSERT INTO "answers" VALUES('5WpQXMU2kA6dvFtZVMc3LQ',4,1,1,4,'4','2026-11-22T18:44Z','1e714cc699fe874ba34603cc4caca9561b99b814b03ee627084721c9d95a8978','7a0b26f9c41e61197da89cea51c6e952c36b2d79b7ff50433c90716e4c00b9f8');
INSERT INTO "answers" VALUES('Zel3Afxb9e651ymgkfJX-g',4,1,1,1,'2','2026-11-22T18:44Z','0000000000000000000000000000000000000000000000000000000000000000','b88776e48692c67961bb6221ae02c541e4786de51efe97821e26d0bad583c31c');
INSERT INTO "answers" VALUES('Zel3Afxb9e651ymgkfJX-g',5,1,1,2,'3','2026-11-22T18:44Z','b88776e48692c67961bb6221ae02c541e4786de51efe97821e26d0bad583c31c','1c0c091bc411153a95d92d353ab4545f58f64845c6c0abd65d522d761b3b254c');
INSERT INTO "answers" VALUES('Zel3Afxb9e651ymgkfJX-g',6,1,1,3,'4','2026-11-22T18:44Z','1c0c091bc411153a95d92d353ab4545f58f64845c6c0abd65d522d761b3b254c','1640ea42353c555c89679141f3d94ceeb8d8617dfa543b59512b31206ddf706e');
INSERT INTO "answers" VALUES('Zel3Afxb9e651ymgkfJX-g',7,1,1,4,'5','2026-11-22T18:44Z','1640ea42353c555c89679141f3d94ceeb8d8617dfa543b59512b31206ddf706e','56348678ff940706167a5819b2b4b9a327555378b30bbad7a181e89de7b641d1');
INSERT INTO "answers" VALUES('Zel3Afxb9e651ymgkfJX-g',4,1,2,5,'5','2026-11-22T18:44Z','56348678ff940706167a5819b2b4b9a327555378b30bbad7a181e89de7b641d1','6fcade400a7f500edbd51b47205786911068ebd2e341046b877f8827d61dab0f');
INSERT INTO "answers" VALUES('kzDrNzLm4Jgguzj6nooFDg',4,1,1,1,'3','2026-11-22T18:44Z','0000000000000000000000000000000000000000000000000000000000000000','2c042a433a87941b7e235b2c30d69ac15d4eb0c1bb741c6f28c2533a3361d20f');
INSERT INTO "answers" VALUES('kzDrNzLm4Jgguzj6nooFDg',3,1,1,2,'4','2026-11-22T18:44Z','2c042a433a87941b7e235b2c30d69ac15d4eb0c1bb741c6f28c2533a3361d20f','f1e64b8dbdfca177b44ae8496fb50353a612898af09e5f9658059454e18453dc');
INSERT INTO "answers" VALUES('kzDrNzLm4Jgguzj6nooFDg',1,1,1,3,'5','2026-11-22T18:44Z','f1e64b8dbdfca177b44ae8496fb50353a612898af09e5f9658059454e18453dc','d33de13ed74f2866c190a2226a25f769389550e8943d92dffcaa8c5c367b1ab3');
INSERT INTO "answers" VALUES('kzDrNzLm4Jgguzj6nooFDg',2,1,1,4,'1','2026-11-22T18:44Z','d33de13ed74f2866c190a2226a25f769389550e8943d92dffcaa8c5c367b1ab3','0698fb6128816b0f53ecddf9ee389b0212c85493020eba85fc9570a7aa83b721');
INSERT INTO "answers" VALUES('7AAS3eRUQHtO6g4O1HxRHw',7,1,1,1,'4','2026-11-22T18:44Z','0000000000000000000000000000000000000000000000000000000000000000','45334e37a8ac30922d0b65a581275ee1ef6119dff5b7edc2121a59280d777400');
INSERT INTO "answers" VALUES('7AAS3eRUQHtO6g4O1HxRHw',6,1,1,2,'5','2026-11-22T18:44Z','45334e37a8ac30922d0b65a581275ee1ef6119dff5b7edc2121a59280d777400','8d900e9663802542a1022dfb2e781b2963dc273fbcde9e60c2ba2387935b6ad0');
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
INSERT INTO "audit" VALUES('ander',1,'2026-11-22T18:44Z','6GBBID7BZHjDYqKAfRqAwg','draft.made','','','0000000000000000000000000000000000000000000000000000000000000000','1e8ed379b959926ea188fab7ef3a7f4f8706b17e3273a1afe7856b66a604e066');
INSERT INTO "audit" VALUES('voorbeeld',1,'2026-11-22T18:44Z','Ana','study.paused','','pauze','0000000000000000000000000000000000000000000000000000000000000000','1b23ea4616c56dc43ef808537ee58e8c8cad46f6d714e8611b8db4c117101fc0');
INSERT INTO "audit" VALUES('voorbeeld',2,'2026-11-22T18:44Z','Ana','study.open','','','1b23ea4616c56dc43ef808537ee58e8c8cad46f6d714e8611b8db4c117101fc0','50d5af08c23993c1ca571030026e304a6279f5f2da25025b754f8f2afcf30fac');
INSERT INTO "audit" VALUES('weg',1,'2026-11-22T18:44Z','Ana','study.closed','','','0000000000000000000000000000000000000000000000000000000000000000','5f487018fbe4eccfb79e4f0bad202cd9a98af332a047533548ef3d7abdd63dba');
INSERT INTO "audit" VALUES('weg',2,'2026-11-22T18:44Z','Ana','study.deleted','','op verzoek','5f487018fbe4eccfb79e4f0bad202cd9a98af332a047533548ef3d7abdd63dba','f9fcaebdb3cc842e6c3a811749d1af3d80d04ca0af36f6089b17f0788e6e57f4');
CREATE TABLE audit_chains (
        study TEXT PRIMARY KEY,
        first INTEGER NOT NULL,
        before TEXT NOT NULL,
        last INTEGER NOT NULL,
        hash TEXT NOT NULL
    ) STRICT;
INSERT INTO "audit_chains" VALUES('ander',1,'0000000000000000000000000000000000000000000000000000000000000000',1,'1e8ed379b959926ea188fab7ef3a7f4f8706b17e3273a1afe7856b66a604e066');
INSERT INTO "audit_chains" VALUES('voorbeeld',1,'0000000000000000000000000000000000000000000000000000000000000000',2,'50d5af08c23993c1ca571030026e304a6279f5f2da25025b754f8f2afcf30fac');
INSERT INTO "audit_chains" VALUES('weg',1,'0000000000000000000000000000000000000000000000000000000000000000',2,'f9fcaebdb3cc842e6c3a811749d1af3d80d04ca0af36f6089b17f0788e6e57f4');
CREATE TABLE background (
        respondent TEXT NOT NULL REFERENCES respondents (id),
        item TEXT NOT NULL,
        option TEXT NOT NULL,
        PRIMARY KEY (respondent, item)
    ) STRICT;
INSERT INTO "background" VALUES('5WpQXMU2kA6dvFtZVMc3LQ','rol','jurist');
INSERT INTO "background" VALUES('Zel3Afxb9e651ymgkfJX-g','rol','jurist');
INSERT INTO "background" VALUES('kzDrNzLm4Jgguzj6nooFDg','rol','jurist');
INSERT INTO "background" VALUES('7AAS3eRUQHtO6g4O1HxRHw','rol','jurist');
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
INSERT INTO "circumstances" VALUES('5WpQXMU2kA6dvFtZVMc3LQ',3,1,1,9,0,'réden 0');
INSERT INTO "circumstances" VALUES('5WpQXMU2kA6dvFtZVMc3LQ',1,1,1,9,0,'réden 0');
INSERT INTO "circumstances" VALUES('5WpQXMU2kA6dvFtZVMc3LQ',2,1,1,9,0,'réden 0');
INSERT INTO "circumstances" VALUES('5WpQXMU2kA6dvFtZVMc3LQ',4,1,1,9,0,'réden 0');
INSERT INTO "circumstances" VALUES('Zel3Afxb9e651ymgkfJX-g',4,1,1,9,0,'réden 1');
INSERT INTO "circumstances" VALUES('Zel3Afxb9e651ymgkfJX-g',5,1,1,9,0,'réden 1');
INSERT INTO "circumstances" VALUES('Zel3Afxb9e651ymgkfJX-g',6,1,1,9,0,'réden 1');
INSERT INTO "circumstances" VALUES('Zel3Afxb9e651ymgkfJX-g',7,1,1,9,0,'réden 1');
INSERT INTO "circumstances" VALUES('kzDrNzLm4Jgguzj6nooFDg',4,1,1,9,0,'réden 2');
INSERT INTO "circumstances" VALUES('kzDrNzLm4Jgguzj6nooFDg',3,1,1,9,0,'réden 2');
INSERT INTO "circumstances" VALUES('kzDrNzLm4Jgguzj6nooFDg',1,1,1,9,0,'réden 2');
INSERT INTO "circumstances" VALUES('kzDrNzLm4Jgguzj6nooFDg',2,1,1,9,0,'réden 2');
INSERT INTO "circumstances" VALUES('7AAS3eRUQHtO6g4O1HxRHw',7,1,1,9,0,'réden 3');
INSERT INTO "circumstances" VALUES('7AAS3eRUQHtO6g4O1HxRHw',6,1,1,9,0,'réden 3');
CREATE TABLE deletions (
        id TEXT PRIMARY KEY,
        study_id TEXT NOT NULL,
        at TEXT NOT NULL,
        note TEXT NOT NULL,
        swept TEXT
    ) STRICT;
INSERT INTO "deletions" VALUES('f3bcefac6b1d007d','weg','2026-11-22T18:44Z','{
  "kind": "proof of deletion",
  "study": "weg",
  "study_hashes": [
    "c5786c4ccadfb6bd6566022c73f5c0dd8db1dc95bb557762a6c5f8388747dd1a"
  ],
  "closed": "2026-11-22T18:44Z",
  "retention_months": 12,
  "deleted": {
    "sessions": 0,
    "circumstances": 0,
    "answers": 1,
    "background": 0,
    "disputes": 0,
    "invitations": 0,
    "respondents": 1,
    "departures": 0,
    "group_models": 0,
    "publications": 1,
    "designs": 1,
    "studies": 1,
    "fieldworks": 0,
    "drafts": 0,
    "states": 1,
    "members": 0,
    "tokens": 0,
    "jobs": 0
  },
  "at": "2026-11-22T18:44Z",
  "by": "Ana",
  "public_key": "23aa4473e708deee62160193b1a993aecb63a1d3064ac607cdcb83e6d890e7a6",
  "signature": "e35735ebae4cfff9d2e27d95c50031539ca627b0f05d71701f381c07861a094f346fee49cfc5484c68bdfde086a30f8d8083bb3b6e524e2663e98d993863760f"
}
','2026-11-22T18:44Z');
CREATE TABLE departures (study_id TEXT NOT NULL, kind TEXT NOT NULL, day TEXT NOT NULL) STRICT;
INSERT INTO "departures" VALUES('voorbeeld','withdrew','2026-11-22');
CREATE TABLE designs (
        hash TEXT PRIMARY KEY,
        study_hash TEXT NOT NULL REFERENCES studies (hash),
        scenarios TEXT NOT NULL,
        settings TEXT NOT NULL
    ) STRICT;
INSERT INTO "designs" VALUES('19a6facaac059149001d6debbfe577ddb4a97bc28805cf5b2cdc9e92a31abdfb','461a8ee27d03d25f4864bdd57ee53e574a5214c72cc9e8f29c35cba6a69c0995','version,task,alternative,ontvanger,doel,waarborgen
1,1,1,gemeente,nee,geen
1,2,1,eigen,ja,alle
1,3,1,bedrijf,ja,enkele
1,4,1,eigen,nee,enkele
2,4,1,eigen,nee,enkele
2,5,1,bedrijf,nee,alle
2,6,1,gemeente,ja,alle
2,7,1,eigen,ja,geen
','{"seed": 7, "settings": {"search": "by hand"}}');
CREATE TABLE disputes (respondent TEXT PRIMARY KEY REFERENCES respondents (id), at TEXT NOT NULL) STRICT;
INSERT INTO "disputes" VALUES('Zel3Afxb9e651ymgkfJX-g','2026-11-22T18:44Z');
CREATE TABLE drafts (
        study_id TEXT PRIMARY KEY,
        content TEXT NOT NULL,
        design TEXT,
        revision INTEGER NOT NULL,
        changed TEXT NOT NULL,
        account TEXT NOT NULL
    ) STRICT;
INSERT INTO "drafts" VALUES('ander','id: ander  # een opmerking
',NULL,1,'2026-11-22T18:44Z','6GBBID7BZHjDYqKAfRqAwg');
CREATE TABLE fieldworks (
        study_id TEXT NOT NULL,
        number INTEGER NOT NULL,
        content TEXT NOT NULL,
        at TEXT NOT NULL,
        PRIMARY KEY (study_id, number)
    ) STRICT;
INSERT INTO "fieldworks" VALUES('voorbeeld',1,'{"opens":null,"closes":null,"entry":"open","people":null,"quotas":{},"begins_per_hour":300,"return_to":["https://panel.example/voorbeeld"],"organisation":{"nl":"Gemeente Zoekmij","en":"Zoekmij"},"contact":null,"officer":null,"legal_ground":null}','2026-11-22T18:44Z');
CREATE TABLE group_models (
        design_hash TEXT NOT NULL REFERENCES designs (hash),
        people INTEGER NOT NULL,
        content TEXT NOT NULL,
        at TEXT NOT NULL,
        PRIMARY KEY (design_hash, people)
    ) STRICT;
INSERT INTO "group_models" VALUES('19a6facaac059149001d6debbfe577ddb4a97bc28805cf5b2cdc9e92a31abdfb',4,'{"model": "een model van \u00e1llen"}','2026-11-22T18:44Z');
CREATE TABLE identities (
        issuer TEXT NOT NULL,
        subject TEXT NOT NULL,
        account TEXT NOT NULL REFERENCES accounts (id),
        PRIMARY KEY (issuer, subject)
    ) STRICT;
INSERT INTO "identities" VALUES('https://idp.example','sub-1','6GBBID7BZHjDYqKAfRqAwg');
CREATE TABLE invitations (
        key_hash TEXT PRIMARY KEY,
        study_id TEXT NOT NULL,
        respondent TEXT UNIQUE REFERENCES respondents (id),
        made TEXT NOT NULL
    ) STRICT;
INSERT INTO "invitations" VALUES('dd2d8f85872563bc0e1f8043b632a71bdf4cfe1c071bea75cf0dc2e3d3841f1a','voorbeeld','5WpQXMU2kA6dvFtZVMc3LQ','2026-11-22T18:44Z');
INSERT INTO "invitations" VALUES('275fa2979c756ecf073bc12b9fb4e559184819b40c3efc254d3f0b1d432efe92','voorbeeld','Zel3Afxb9e651ymgkfJX-g','2026-11-22T18:44Z');
INSERT INTO "invitations" VALUES('2e9cfc6aade6c977d452a20d190b008cd3d2ad42386db19e84d5c437d6e0b3a5','voorbeeld','kzDrNzLm4Jgguzj6nooFDg','2026-11-22T18:44Z');
INSERT INTO "invitations" VALUES('86100530751843b4256ce7550664da74650fa5c79cb49ca8687ea64090fd7795','voorbeeld','7AAS3eRUQHtO6g4O1HxRHw','2026-11-22T18:44Z');
INSERT INTO "invitations" VALUES('eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee','voorbeeld',NULL,'2026-11-22T18:44Z');
CREATE TABLE jobs (
        id TEXT PRIMARY KEY,
        study_id TEXT NOT NULL,
        kind TEXT NOT NULL CHECK (kind IN ('design', 'power')),
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
INSERT INTO "jobs" VALUES('fb648723e74a1540','voorbeeld','power','done',1.0,NULL,'{"people": 50}','{"found": 0.30000000000000004}','','Ana',1795373093);
INSERT INTO "jobs" VALUES('1b1fb073498bec27','voorbeeld','design','waiting',0.0,NULL,'{"tasks": 8}',NULL,'','Ana',1795373093);
CREATE TABLE links (
        key_hash TEXT PRIMARY KEY,
        purpose TEXT NOT NULL CHECK (purpose IN ('first-start', 'invite', 'reset')),
        account TEXT REFERENCES accounts (id),
        expires TEXT NOT NULL
    ) STRICT;
INSERT INTO "links" VALUES('dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd','reset','6GBBID7BZHjDYqKAfRqAwg','2030-01-01T00:00Z');
CREATE TABLE members (
        study_id TEXT NOT NULL,
        account TEXT NOT NULL REFERENCES accounts (id),
        since TEXT NOT NULL,
        PRIMARY KEY (study_id, account)
    ) STRICT;
INSERT INTO "members" VALUES('voorbeeld','6GBBID7BZHjDYqKAfRqAwg','2026-11-22T18:44Z');
CREATE TABLE publications (
        study_id TEXT NOT NULL,
        number INTEGER NOT NULL,
        design_hash TEXT NOT NULL REFERENCES designs (hash),
        at TEXT NOT NULL,
        PRIMARY KEY (study_id, number)
    ) STRICT;
INSERT INTO "publications" VALUES('voorbeeld',1,'19a6facaac059149001d6debbfe577ddb4a97bc28805cf5b2cdc9e92a31abdfb','2026-11-22T18:44Z');
CREATE TABLE recovery_codes (
        account TEXT NOT NULL REFERENCES accounts (id),
        code_hash TEXT NOT NULL,
        PRIMARY KEY (account, code_hash)
    ) STRICT;
INSERT INTO "recovery_codes" VALUES('6GBBID7BZHjDYqKAfRqAwg','cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc');
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
INSERT INTO "released_people" VALUES('voorbeeld','mean',1,'jurist','5WpQXMU2kA6dvFtZVMc3LQ');
INSERT INTO "released_people" VALUES('voorbeeld','mean',1,'jurist','Zel3Afxb9e651ymgkfJX-g');
INSERT INTO "released_people" VALUES('voorbeeld','mean',1,'jurist','kzDrNzLm4Jgguzj6nooFDg');
CREATE TABLE releases (
        study_id TEXT NOT NULL,
        split TEXT NOT NULL,
        number INTEGER NOT NULL,
        content TEXT NOT NULL,
        at TEXT NOT NULL,
        PRIMARY KEY (study_id, split, number)
    ) STRICT;
INSERT INTO "releases" VALUES('voorbeeld','mean',1,'{"mean": 0.30000000000000004}','2026-11-22T18:44Z');
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
    , alternatives TEXT NOT NULL DEFAULT '[]', cell TEXT, notice TEXT NOT NULL DEFAULT '') STRICT;
INSERT INTO "respondents" VALUES('5WpQXMU2kA6dvFtZVMc3LQ','19a6facaac059149001d6debbfe577ddb4a97bc28805cf5b2cdc9e92a31abdfb',1,'nl','[3, 1, 2, 4]','["waarborgen", "doel", "ontvanger"]','32b5f1c36ed96075bc59575e05ff93075a89755ca20f8e3304ed76aa45acd6ee',0,'2026-11-22T18:44Z','2026-11-22T18:44Z','[]',NULL,'');
INSERT INTO "respondents" VALUES('Zel3Afxb9e651ymgkfJX-g','19a6facaac059149001d6debbfe577ddb4a97bc28805cf5b2cdc9e92a31abdfb',2,'nl','[4, 5, 6, 7]','["waarborgen", "ontvanger", "doel"]','681c6c5c1952b2d43528b51706c6701e49a8e6b3552afcdebdaaead7eb7d3ea8',0,'2026-11-22T18:44Z','2026-11-22T18:44Z','[]',NULL,'');
INSERT INTO "respondents" VALUES('kzDrNzLm4Jgguzj6nooFDg','19a6facaac059149001d6debbfe577ddb4a97bc28805cf5b2cdc9e92a31abdfb',1,'nl','[4, 3, 1, 2]','["ontvanger", "doel", "waarborgen"]','88f4e40ba80a447be8ebe0c3aec62e3b832758a11bcb27e7f4bf6c8151aa1e5e',0,'2026-11-22T18:44Z','2026-11-22T18:44Z','[]',NULL,'');
INSERT INTO "respondents" VALUES('7AAS3eRUQHtO6g4O1HxRHw','19a6facaac059149001d6debbfe577ddb4a97bc28805cf5b2cdc9e92a31abdfb',2,'nl','[7, 6, 5, 4]','["ontvanger", "doel", "waarborgen"]','2510fd30fca7cd8991be6e36d93fffc8d64618fc47b1f2503488408582f40296',0,'2026-11-22T18:44Z',NULL,'[]',NULL,'');
CREATE TABLE sessions (key TEXT PRIMARY KEY, data TEXT NOT NULL, expires TEXT NOT NULL) STRICT;
INSERT INTO "sessions" VALUES('6a979d3aa72f7e4ee5e64bde08b169284bdf1b1e6b5948ebb2ae5571152e361e','{"respondent": "5WpQXMU2kA6dvFtZVMc3LQ"}','2099-01-01T00:00Z');
INSERT INTO "sessions" VALUES('7dbd06d023712b32c0964dcc971212a1ad7bcb29b3e70722b428e60b1ecadad2','{"respondent": "Zel3Afxb9e651ymgkfJX-g"}','2099-01-01T00:00Z');
INSERT INTO "sessions" VALUES('feb869238de3a1972c6cf6d93c27157df3df3a00a202f1cd2355c9113f491ef8','{"respondent": "kzDrNzLm4Jgguzj6nooFDg"}','2099-01-01T00:00Z');
INSERT INTO "sessions" VALUES('50a2b6b6ecd15be4bcc25670540e45ccccc14761e234e6b04396a43d473ee5f8','{"respondent": "7AAS3eRUQHtO6g4O1HxRHw"}','2099-01-01T00:00Z');
CREATE TABLE states (
        study_id TEXT NOT NULL,
        number INTEGER NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('draft', 'open', 'paused', 'closed', 'archived')),
        at TEXT NOT NULL,
        account TEXT NOT NULL,
        why TEXT NOT NULL,
        PRIMARY KEY (study_id, number)
    ) STRICT;
INSERT INTO "states" VALUES('ander',1,'draft','2026-11-22T18:44Z','6GBBID7BZHjDYqKAfRqAwg','');
INSERT INTO "states" VALUES('voorbeeld',1,'paused','2026-11-22T18:44Z','Ana','pauze');
INSERT INTO "states" VALUES('voorbeeld',2,'open','2026-11-22T18:44Z','Ana','');
CREATE TABLE studies (hash TEXT PRIMARY KEY, id TEXT NOT NULL, content TEXT NOT NULL) STRICT;
INSERT INTO "studies" VALUES('461a8ee27d03d25f4864bdd57ee53e574a5214c72cc9e8f29c35cba6a69c0995','voorbeeld','{"id":"voorbeeld","languages":["nl","en"],"title":{"nl":"Gegevens delen","en":"Sharing data"},"introduction":{"nl":"U leest steeds een kort verzoek om gegevens te delen. Zeg wat u ervan vindt. Er zijn geen foute antwoorden.","en":"Each time you read a short request to share data. Tell us what you think. There are no wrong answers."},"notes":{"nl":"Alle teksten in dit voorbeeld zijn verzonnen om te laten zien hoe een onderzoek is opgebouwd.","en":"All texts of this example are made up, to show how a study is built."},"task":{"kind":"rating","statement":{"nl":"Ik vind dat de gegevens gedeeld moeten worden","en":"I think the data should be shared"},"scale":[{"id":"1","label":{"nl":"zeer mee oneens","en":"strongly disagree"}},{"id":"2","label":{"nl":"mee oneens","en":"disagree"}},{"id":"3","label":{"nl":"neutraal","en":"neutral"}},{"id":"4","label":{"nl":"mee eens","en":"agree"}},{"id":"5","label":{"nl":"zeer mee eens","en":"strongly agree"}}],"alternatives":null,"opt_out":null,"indifferent":null,"cannot_say":null},"criteria":[{"id":"ontvanger","label":{"nl":"Wie krijgt de gegevens?","en":"Who receives the data?"},"short":{"nl":"ontvanger","en":"recipient"},"explanation":null,"coding":"categorical","expected":"positive","levels":[{"id":"bedrijf","label":{"nl":"een bedrijf","en":"a company"}},{"id":"gemeente","label":{"nl":"een gemeente","en":"a municipality"}},{"id":"eigen","label":{"nl":"een afdeling van uw eigen organisatie","en":"a department of your own organisation"}}]},{"id":"doel","label":{"nl":"Past het bij het doel waarvoor de gegevens zijn verzameld?","en":"Does it fit the purpose of collection?"},"short":{"nl":"doel","en":"purpose"},"explanation":null,"coding":"ordered","expected":"positive","levels":[{"id":"nee","label":{"nl":"nee","en":"no"}},{"id":"ja","label":{"nl":"ja","en":"yes"}}]},{"id":"waarborgen","label":{"nl":"Hoe zijn de gegevens beveiligd?","en":"How are the data protected?"},"short":{"nl":"waarborgen","en":"safeguards"},"explanation":null,"coding":"ordered","expected":"positive","levels":[{"id":"geen","label":{"nl":"er zijn geen afspraken","en":"there are no agreements"}},{"id":"enkele","label":{"nl":"er zijn afspraken op papier","en":"there are agreements on paper"}},{"id":"alle","label":{"nl":"er zijn afspraken, en de gegevens zijn versleuteld","en":"agreements, and the data are encrypted"}}]}],"rules":[{"never":{"ontvanger":["bedrijf"],"waarborgen":["geen"]},"when":null,"only":null,"seldom":null,"at_most":null,"because":{"nl":"Zonder afspraken gaan er nooit gegevens naar een bedrijf.","en":"Without agreements no data ever go to a company."}}],"background":[{"id":"rol","label":{"nl":"Wat is uw functie?","en":"What is your position?"},"short":{"nl":"functie","en":"position"},"group":true,"ordered":false,"options":[{"id":"jurist","label":{"nl":"jurist","en":"lawyer"}},{"id":"beleid","label":{"nl":"beleidsmedewerker","en":"policy officer"}}]}],"design":{"tasks":9,"versions":1,"anchors":0,"practice":0,"repeats":0,"holdouts":0,"seed":1,"criterion":"D","priors":null,"dominated":0,"balance_weight":0.0,"alternative_constants":false,"varying":null,"interactions":[]},"survey":{"order":{"tasks":"random","criteria":"random","alternatives":"random"},"highlight_changes":false,"reasons":false,"attention":null},"privacy":{"smallest_group":10,"retention_months":12}}');
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
INSERT INTO "tokens" VALUES('473cc992c974da91','31529f5b4085d0a45a3f61432eb4f7632097435afbd5d423a2b2a0169299a3f3','6GBBID7BZHjDYqKAfRqAwg','voorbeeld','results','script','2026-11-22T18:44Z','2026-11-22',NULL,NULL);
CREATE TABLE tries (
        id TEXT PRIMARY KEY,
        name_hash TEXT NOT NULL,
        address_hash TEXT NOT NULL,
        at INTEGER NOT NULL,
        failed INTEGER NOT NULL CHECK (failed IN (0, 1))
    ) STRICT;
INSERT INTO "tries" VALUES('t1','aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa','bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb',1700000000,1);
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
CREATE TRIGGER audit_is_not_edited BEFORE UPDATE ON audit BEGIN
        SELECT RAISE(ABORT, 'the log is only added to');
    END;
CREATE TRIGGER audit_is_kept BEFORE DELETE ON audit
    WHEN OLD.seq >= coalesce((SELECT first FROM audit_chains WHERE study = OLD.study), 0) BEGIN
        SELECT RAISE(ABORT, 'the log is only added to');
    END;
CREATE TRIGGER audit_chains_are_kept BEFORE DELETE ON audit_chains BEGIN
        SELECT RAISE(ABORT, 'the log is only added to');
    END;
CREATE TRIGGER audit_chains_go_on BEFORE UPDATE ON audit_chains
    WHEN NEW.study <> OLD.study OR NEW.first < OLD.first OR NEW.last < OLD.last BEGIN
        SELECT RAISE(ABORT, 'the log is only added to');
    END;
COMMIT;

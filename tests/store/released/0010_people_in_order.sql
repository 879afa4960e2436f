BEGIN TRANSACTION;
CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
);
INSERT INTO "_sqlite_migrations" VALUES(1,'dce','0001_collect_answers','2026-11-22 18:45:18.736289+00:00');
INSERT INTO "_sqlite_migrations" VALUES(2,'dce','0002_revise_answers','2026-11-22 18:45:18.737504+00:00');
INSERT INTO "_sqlite_migrations" VALUES(3,'dce','0003_hold_fieldwork','2026-11-22 18:45:18.738394+00:00');
INSERT INTO "_sqlite_migrations" VALUES(4,'dce','0004_keep_a_desk','2026-11-22 18:45:18.739209+00:00');
INSERT INTO "_sqlite_migrations" VALUES(5,'dce','0005_releases','2026-11-22 18:45:18.739498+00:00');
INSERT INTO "_sqlite_migrations" VALUES(6,'dce','0006_jobs','2026-11-22 18:45:18.739669+00:00');
INSERT INTO "_sqlite_migrations" VALUES(7,'dce','0007_public_models','2026-11-22 18:45:18.739803+00:00');
INSERT INTO "_sqlite_migrations" VALUES(8,'dce','0008_results','2026-11-22 18:45:18.741403+00:00');
INSERT INTO "_sqlite_migrations" VALUES(9,'dce','0009_changes','2026-11-22 18:45:18.745919+00:00');
INSERT INTO "_sqlite_migrations" VALUES(10,'dce','0010_people_in_order','2026-11-22 18:45:18.746156+00:00');
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
INSERT INTO "accounts" VALUES('1N9NH6Qg1a8rfhQ0JeoIiw','Ana','ana',NULL,NULL,NULL,'analyst',NULL,1,'2026-11-22T18:45Z');
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
INSERT INTO "answers" VALUES('CbyAXl_hSsDrutWXCrttZQ',3,1,1,1,'1','2026-11-22T18:45Z','0000000000000000000000000000000000000000000000000000000000000000','65fc29981bcbb1e700aba9db815014ccbedeb69b3ed270a296151cdea776b610');
INSERT INTO "answers" VALUES('CbyAXl_hSsDrutWXCrttZQ',1,1,1,2,'2','2026-11-22T18:45Z','65fc29981bcbb1e700aba9db815014ccbedeb69b3ed270a296151cdea776b610','08527a37bf84f3690f36bc4edd8e5d232508bf42a92ee1ec64b0be3c851edcfe');
INSERT INTO "answers" VALUES('CbyAXl_hSsDrutWXCrttZQ',2,1,1,3,'3','2026-11-22T18:45Z','08527a37bf84f3690f36bc4edd8e5d232508bf42a92ee1ec64b0be3c851edcfe','1310f1d5b257bbcaa2c96e432bea8d824e7550d6cd9cf3a452e00a3d30af8a2b');
INSERT INTO "answers" VALUES('CbyAXl_hSsDrutWXCrttZQ',4,1,1,4,'4','2026-11-22T18:45Z','1310f1d5b257bbcaa2c96e432bea8d824e7550d6cd9cf3a452e00a3d30af8a2b','43a02ee996e223197cf66b85829b084e5ca19de3d9cc1a194c531e41147553e7');
INSERT INTO "answers" VALUES('WDC14eqPlHjqq7PTBbRZXg',4,1,1,1,'2','2026-11-22T18:45Z','0000000000000000000000000000000000000000000000000000000000000000','54bf35f5aa24b8f7b4d9d741b452d3799a033386da87e01850dfcda4ef2e1de1');
INSERT INTO "answers" VALUES('WDC14eqPlHjqq7PTBbRZXg',5,1,1,2,'3','2026-11-22T18:45Z','54bf35f5aa24b8f7b4d9d741b452d3799a033386da87e01850dfcda4ef2e1de1','a4b9251d2ea5c11d5909fcb853c73a15b8b6c8d0115d205681f153723d73fa78');
INSERT INTO "answers" VALUES('WDC14eqPlHjqq7PTBbRZXg',6,1,1,3,'4','2026-11-22T18:45Z','a4b9251d2ea5c11d5909fcb853c73a15b8b6c8d0115d205681f153723d73fa78','60760909f73ab92f385360a3d4249eb079719a401a220970948207460e2df5b9');
INSERT INTO "answers" VALUES('WDC14eqPlHjqq7PTBbRZXg',7,1,1,4,'5','2026-11-22T18:45Z','60760909f73ab92f385360a3d4249eb079719a401a220970948207460e2df5b9','a100dbf2ba269181d5ebe93b7d500bd556ff71f5f11540c5c7de2862c9077969');
INSERT INTO "answers" VALUES('WDC14eqPlHjqq7PTBbRZXg',4,1,2,5,'5','2026-11-22T18:45Z','a100dbf2ba269181d5ebe93b7d500bd556ff71f5f11540c5c7de2862c9077969','c8f352b1d90fbff8c45b66f15638bb00ee53b1725b46ca50d085a25ac23848bf');
INSERT INTO "answers" VALUES('mp3wQqLSxedhz3yHWobsNA',4,1,1,1,'3','2026-11-22T18:45Z','0000000000000000000000000000000000000000000000000000000000000000','056abf133881139d01957cef9ae45ad31a1fac842715781baefd5ac9045bbc9b');
INSERT INTO "answers" VALUES('mp3wQqLSxedhz3yHWobsNA',3,1,1,2,'4','2026-11-22T18:45Z','056abf133881139d01957cef9ae45ad31a1fac842715781baefd5ac9045bbc9b','a201941a957402d22a94b71b51c58f36a0707aff560600f9e387fd21a0b6c1cb');
INSERT INTO "answers" VALUES('mp3wQqLSxedhz3yHWobsNA',1,1,1,3,'5','2026-11-22T18:45Z','a201941a957402d22a94b71b51c58f36a0707aff560600f9e387fd21a0b6c1cb','a5c7c89c7eecf3974f5389f2da5c01d2572469e2f1f2c7db79ffd479d67ac252');
INSERT INTO "answers" VALUES('mp3wQqLSxedhz3yHWobsNA',2,1,1,4,'1','2026-11-22T18:45Z','a5c7c89c7eecf3974f5389f2da5c01d2572469e2f1f2c7db79ffd479d67ac252','7bd1cba05593e98477ffc4d0a478edabe11d297a248b523183e3d2962fd85bf3');
INSERT INTO "answers" VALUES('qcDWxN0me8rd1puphZn_YQ',7,1,1,1,'4','2026-11-22T18:45Z','0000000000000000000000000000000000000000000000000000000000000000','fe577b67b2fc1c0b74ae83cd9ebd50798ac14884f63af73393c66acf812cacd9');
INSERT INTO "answers" VALUES('qcDWxN0me8rd1puphZn_YQ',6,1,1,2,'5','2026-11-22T18:45Z','fe577b67b2fc1c0b74ae83cd9ebd50798ac14884f63af73393c66acf812cacd9','d806029dceb5bfda34059739dc69baba3bb53e1d80b5123b273a21747df676a5');
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
INSERT INTO "audit" VALUES('ander',1,'2026-11-22T18:45Z','1N9NH6Qg1a8rfhQ0JeoIiw','draft.made','','','0000000000000000000000000000000000000000000000000000000000000000','548d016315e915a68082eaf6fadc8c9668a9bbc1db51a0441bb0ec7c83a361e5');
INSERT INTO "audit" VALUES('voorbeeld',1,'2026-11-22T18:45Z','Ana','study.paused','','pauze','0000000000000000000000000000000000000000000000000000000000000000','794f3ca946014f63450a890faf24272dd0c9cfc18ce5492027943be43150ca4a');
INSERT INTO "audit" VALUES('voorbeeld',2,'2026-11-22T18:45Z','Ana','study.open','','','794f3ca946014f63450a890faf24272dd0c9cfc18ce5492027943be43150ca4a','48124bb44c5f717d5e4e02dfd28a9dff14f5420119fb8cce05a73cc06c693688');
INSERT INTO "audit" VALUES('weg',1,'2026-11-22T18:45Z','Ana','study.closed','','','0000000000000000000000000000000000000000000000000000000000000000','ff1912f6c8cf9f9b36d3381167a976cab5d74225a0ef7f931b0f2803ec0f361b');
INSERT INTO "audit" VALUES('weg',2,'2026-11-22T18:45Z','Ana','study.deleted','','op verzoek','ff1912f6c8cf9f9b36d3381167a976cab5d74225a0ef7f931b0f2803ec0f361b','46e3621526df5ad427b5b2fe150c7af0b5206f483c752007bfaeeceb0681611c');
INSERT INTO "audit" VALUES('voorbeeld',3,'2026-11-22T18:45Z','Ana','study.closed','','','48124bb44c5f717d5e4e02dfd28a9dff14f5420119fb8cce05a73cc06c693688','eb69ce6147abafb1f84a98976a5e0a5a2c22e7b9e2374d1364daf80963a14677');
INSERT INTO "audit" VALUES('voorbeeld',4,'2026-11-22T18:45Z','Ana','model.published','a','','eb69ce6147abafb1f84a98976a5e0a5a2c22e7b9e2374d1364daf80963a14677','82475972fe558599d045374f9c96cbd63ae306ea50912c86e3b5e1f022278895');
CREATE TABLE audit_chains (
        study TEXT PRIMARY KEY,
        first INTEGER NOT NULL,
        before TEXT NOT NULL,
        last INTEGER NOT NULL,
        hash TEXT NOT NULL
    ) STRICT;
INSERT INTO "audit_chains" VALUES('ander',1,'0000000000000000000000000000000000000000000000000000000000000000',1,'548d016315e915a68082eaf6fadc8c9668a9bbc1db51a0441bb0ec7c83a361e5');
INSERT INTO "audit_chains" VALUES('voorbeeld',1,'0000000000000000000000000000000000000000000000000000000000000000',4,'82475972fe558599d045374f9c96cbd63ae306ea50912c86e3b5e1f022278895');
INSERT INTO "audit_chains" VALUES('weg',1,'0000000000000000000000000000000000000000000000000000000000000000',2,'46e3621526df5ad427b5b2fe150c7af0b5206f483c752007bfaeeceb0681611c');
CREATE TABLE background (
        respondent TEXT NOT NULL REFERENCES respondents (id),
        item TEXT NOT NULL,
        option TEXT NOT NULL,
        PRIMARY KEY (respondent, item)
    ) STRICT;
INSERT INTO "background" VALUES('CbyAXl_hSsDrutWXCrttZQ','rol','jurist');
INSERT INTO "background" VALUES('WDC14eqPlHjqq7PTBbRZXg','rol','jurist');
INSERT INTO "background" VALUES('mp3wQqLSxedhz3yHWobsNA','rol','jurist');
INSERT INTO "background" VALUES('qcDWxN0me8rd1puphZn_YQ','rol','jurist');
CREATE TABLE changes (
    study_id TEXT NOT NULL,
    slot INTEGER NOT NULL,
    number INTEGER NOT NULL,
    PRIMARY KEY (study_id, slot)
) STRICT;
INSERT INTO "changes" VALUES('voorbeeld',3,5);
INSERT INTO "changes" VALUES('voorbeeld',5,7);
INSERT INTO "changes" VALUES('voorbeeld',0,5);
INSERT INTO "changes" VALUES('voorbeeld',7,4);
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
INSERT INTO "circumstances" VALUES('CbyAXl_hSsDrutWXCrttZQ',3,1,1,9,0,'réden 0');
INSERT INTO "circumstances" VALUES('CbyAXl_hSsDrutWXCrttZQ',1,1,1,9,0,'réden 0');
INSERT INTO "circumstances" VALUES('CbyAXl_hSsDrutWXCrttZQ',2,1,1,9,0,'réden 0');
INSERT INTO "circumstances" VALUES('CbyAXl_hSsDrutWXCrttZQ',4,1,1,9,0,'réden 0');
INSERT INTO "circumstances" VALUES('WDC14eqPlHjqq7PTBbRZXg',4,1,1,9,0,'réden 1');
INSERT INTO "circumstances" VALUES('WDC14eqPlHjqq7PTBbRZXg',5,1,1,9,0,'réden 1');
INSERT INTO "circumstances" VALUES('WDC14eqPlHjqq7PTBbRZXg',6,1,1,9,0,'réden 1');
INSERT INTO "circumstances" VALUES('WDC14eqPlHjqq7PTBbRZXg',7,1,1,9,0,'réden 1');
INSERT INTO "circumstances" VALUES('mp3wQqLSxedhz3yHWobsNA',4,1,1,9,0,'réden 2');
INSERT INTO "circumstances" VALUES('mp3wQqLSxedhz3yHWobsNA',3,1,1,9,0,'réden 2');
INSERT INTO "circumstances" VALUES('mp3wQqLSxedhz3yHWobsNA',1,1,1,9,0,'réden 2');
INSERT INTO "circumstances" VALUES('mp3wQqLSxedhz3yHWobsNA',2,1,1,9,0,'réden 2');
INSERT INTO "circumstances" VALUES('qcDWxN0me8rd1puphZn_YQ',7,1,1,9,0,'réden 3');
INSERT INTO "circumstances" VALUES('qcDWxN0me8rd1puphZn_YQ',6,1,1,9,0,'réden 3');
CREATE TABLE deletions (
        id TEXT PRIMARY KEY,
        study_id TEXT NOT NULL,
        at TEXT NOT NULL,
        note TEXT NOT NULL,
        swept TEXT
    ) STRICT;
INSERT INTO "deletions" VALUES('2f817aa408038226','weg','2026-11-22T18:45Z','{
  "kind": "proof of deletion",
  "study": "weg",
  "study_hashes": [
    "c5786c4ccadfb6bd6566022c73f5c0dd8db1dc95bb557762a6c5f8388747dd1a"
  ],
  "closed": "2026-11-22T18:45Z",
  "retention_months": 12,
  "deleted": {
    "sessions": 0,
    "released_people": 0,
    "released_parts": 0,
    "releases": 0,
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
    "jobs": 0,
    "public_models": 0,
    "result_parts": 0,
    "result_states": 0,
    "changes": 1
  },
  "at": "2026-11-22T18:45Z",
  "by": "Ana",
  "public_key": "23aa4473e708deee62160193b1a993aecb63a1d3064ac607cdcb83e6d890e7a6",
  "signature": "fb2d545f64bbbac59860f4a0e25f75ec5a160c13d3000502f2a318e88668d8c3eb1b2f2465efbbce455e1e448289fafa9d347f94c56c2249798b2ca2be7e7905"
}
','2026-11-22T18:45Z');
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
INSERT INTO "disputes" VALUES('WDC14eqPlHjqq7PTBbRZXg','2026-11-22T18:45Z');
CREATE TABLE drafts (
        study_id TEXT PRIMARY KEY,
        content TEXT NOT NULL,
        design TEXT,
        revision INTEGER NOT NULL,
        changed TEXT NOT NULL,
        account TEXT NOT NULL
    ) STRICT;
INSERT INTO "drafts" VALUES('ander','id: ander  # een opmerking
',NULL,1,'2026-11-22T18:45Z','1N9NH6Qg1a8rfhQ0JeoIiw');
CREATE TABLE fieldworks (
        study_id TEXT NOT NULL,
        number INTEGER NOT NULL,
        content TEXT NOT NULL,
        at TEXT NOT NULL,
        PRIMARY KEY (study_id, number)
    ) STRICT;
INSERT INTO "fieldworks" VALUES('voorbeeld',1,'{"opens":null,"closes":null,"entry":"open","people":null,"quotas":{},"begins_per_hour":300,"return_to":["https://panel.example/voorbeeld"],"organisation":{"nl":"Gemeente Zoekmij","en":"Zoekmij"},"contact":null,"officer":null,"legal_ground":null}','2026-11-22T18:45Z');
CREATE TABLE group_models (
        design_hash TEXT NOT NULL REFERENCES designs (hash),
        people INTEGER NOT NULL,
        content TEXT NOT NULL,
        at TEXT NOT NULL,
        PRIMARY KEY (design_hash, people)
    ) STRICT;
INSERT INTO "group_models" VALUES('19a6facaac059149001d6debbfe577ddb4a97bc28805cf5b2cdc9e92a31abdfb',4,'{"model": "een model van \u00e1llen"}','2026-11-22T18:45Z');
CREATE TABLE identities (
        issuer TEXT NOT NULL,
        subject TEXT NOT NULL,
        account TEXT NOT NULL REFERENCES accounts (id),
        PRIMARY KEY (issuer, subject)
    ) STRICT;
INSERT INTO "identities" VALUES('https://idp.example','sub-1','1N9NH6Qg1a8rfhQ0JeoIiw');
CREATE TABLE invitations (
        key_hash TEXT PRIMARY KEY,
        study_id TEXT NOT NULL,
        respondent TEXT UNIQUE REFERENCES respondents (id),
        made TEXT NOT NULL
    ) STRICT;
INSERT INTO "invitations" VALUES('6ef32f3e0a2cfa61b0e0b252e26af97ebbc9984f4920d2a107f85794e7efbad4','voorbeeld','CbyAXl_hSsDrutWXCrttZQ','2026-11-22T18:45Z');
INSERT INTO "invitations" VALUES('6b362acfaf56bea7d88738350f92ab6365d1b2592b8f8d5c3b148bf941be7fe4','voorbeeld','WDC14eqPlHjqq7PTBbRZXg','2026-11-22T18:45Z');
INSERT INTO "invitations" VALUES('cac1e2d5076bc68fe30658a7b23073aeb0f294cf7439eebe28862186986bef0d','voorbeeld','mp3wQqLSxedhz3yHWobsNA','2026-11-22T18:45Z');
INSERT INTO "invitations" VALUES('6fbcd0486a46704d050155e6290de764a1cf0d5fba993495059165fcbcf928ac','voorbeeld','qcDWxN0me8rd1puphZn_YQ','2026-11-22T18:45Z');
INSERT INTO "invitations" VALUES('eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee','voorbeeld',NULL,'2026-11-22T18:45Z');
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
INSERT INTO "jobs" VALUES('12cc8b8a570931c1','voorbeeld','power','done',1.0,NULL,'{"people": 50}','{"found": 0.30000000000000004}','','Ana',1795373119);
INSERT INTO "jobs" VALUES('ddbe6f12fb921b7b','voorbeeld','design','waiting',0.0,NULL,'{"tasks": 8}',NULL,'','Ana',1795373119);
CREATE TABLE links (
        key_hash TEXT PRIMARY KEY,
        purpose TEXT NOT NULL CHECK (purpose IN ('first-start', 'invite', 'reset')),
        account TEXT REFERENCES accounts (id),
        expires TEXT NOT NULL
    ) STRICT;
INSERT INTO "links" VALUES('dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd','reset','1N9NH6Qg1a8rfhQ0JeoIiw','2030-01-01T00:00Z');
CREATE TABLE members (
        study_id TEXT NOT NULL,
        account TEXT NOT NULL REFERENCES accounts (id),
        since TEXT NOT NULL,
        PRIMARY KEY (study_id, account)
    ) STRICT;
INSERT INTO "members" VALUES('voorbeeld','1N9NH6Qg1a8rfhQ0JeoIiw','2026-11-22T18:45Z');
CREATE TABLE public_models (
    study_id TEXT NOT NULL,
    number INTEGER NOT NULL,
    content TEXT NOT NULL,
    at TEXT NOT NULL,
    ended TEXT,
    PRIMARY KEY (study_id, number)
) STRICT;
INSERT INTO "public_models" VALUES('voorbeeld',1,'{"version": "a"}','2026-11-22T18:45Z',NULL);
CREATE TABLE publications (
        study_id TEXT NOT NULL,
        number INTEGER NOT NULL,
        design_hash TEXT NOT NULL REFERENCES designs (hash),
        at TEXT NOT NULL,
        PRIMARY KEY (study_id, number)
    ) STRICT;
INSERT INTO "publications" VALUES('voorbeeld',1,'19a6facaac059149001d6debbfe577ddb4a97bc28805cf5b2cdc9e92a31abdfb','2026-11-22T18:45Z');
CREATE TABLE recovery_codes (
        account TEXT NOT NULL REFERENCES accounts (id),
        code_hash TEXT NOT NULL,
        PRIMARY KEY (account, code_hash)
    ) STRICT;
INSERT INTO "recovery_codes" VALUES('1N9NH6Qg1a8rfhQ0JeoIiw','cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc');
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
INSERT INTO "released_people" VALUES('voorbeeld','mean',1,'jurist','CbyAXl_hSsDrutWXCrttZQ');
INSERT INTO "released_people" VALUES('voorbeeld','mean',1,'jurist','WDC14eqPlHjqq7PTBbRZXg');
INSERT INTO "released_people" VALUES('voorbeeld','mean',1,'jurist','mp3wQqLSxedhz3yHWobsNA');
CREATE TABLE releases (
        study_id TEXT NOT NULL,
        split TEXT NOT NULL,
        number INTEGER NOT NULL,
        content TEXT NOT NULL,
        at TEXT NOT NULL,
        PRIMARY KEY (study_id, split, number)
    ) STRICT;
INSERT INTO "releases" VALUES('voorbeeld','mean',1,'{"mean": 0.30000000000000004}','2026-11-22T18:45Z');
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
INSERT INTO "respondents" VALUES('CbyAXl_hSsDrutWXCrttZQ','19a6facaac059149001d6debbfe577ddb4a97bc28805cf5b2cdc9e92a31abdfb',1,'nl','[3, 1, 2, 4]','["waarborgen", "doel", "ontvanger"]','b89a66d97c5aa5e253c65e84a58494a3ca117acdf4aaac42c591db0865eb5586',0,'2026-11-22T18:45Z','2026-11-22T18:45Z','[]',NULL,'');
INSERT INTO "respondents" VALUES('WDC14eqPlHjqq7PTBbRZXg','19a6facaac059149001d6debbfe577ddb4a97bc28805cf5b2cdc9e92a31abdfb',2,'nl','[4, 5, 6, 7]','["waarborgen", "ontvanger", "doel"]','213eee0323b645dac603f935017c2f588a260d4edfecd95ccc85d9d22285b4c9',0,'2026-11-22T18:45Z','2026-11-22T18:45Z','[]',NULL,'');
INSERT INTO "respondents" VALUES('mp3wQqLSxedhz3yHWobsNA','19a6facaac059149001d6debbfe577ddb4a97bc28805cf5b2cdc9e92a31abdfb',1,'nl','[4, 3, 1, 2]','["ontvanger", "doel", "waarborgen"]','47a7773fa772895ebba8289cbd2b9032c2440dcae77a6539f4ed0cfd65ae2d15',0,'2026-11-22T18:45Z','2026-11-22T18:45Z','[]',NULL,'');
INSERT INTO "respondents" VALUES('qcDWxN0me8rd1puphZn_YQ','19a6facaac059149001d6debbfe577ddb4a97bc28805cf5b2cdc9e92a31abdfb',2,'nl','[7, 6, 5, 4]','["ontvanger", "doel", "waarborgen"]','0879ed945a49a27fe1bc790dd20b86bb3124c36f2d91fe752985543cc6d57cfb',0,'2026-11-22T18:45Z',NULL,'[]',NULL,'');
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
INSERT INTO "result_states" VALUES('voorbeeld','everybody',1,'{"everybody": [4, "3015463655435475279"]}','2026-11-22T18:45Z');
CREATE TABLE sessions (key TEXT PRIMARY KEY, data TEXT NOT NULL, expires TEXT NOT NULL) STRICT;
INSERT INTO "sessions" VALUES('6a979d3aa72f7e4ee5e64bde08b169284bdf1b1e6b5948ebb2ae5571152e361e','{"respondent": "CbyAXl_hSsDrutWXCrttZQ"}','2099-01-01T00:00Z');
INSERT INTO "sessions" VALUES('7dbd06d023712b32c0964dcc971212a1ad7bcb29b3e70722b428e60b1ecadad2','{"respondent": "WDC14eqPlHjqq7PTBbRZXg"}','2099-01-01T00:00Z');
INSERT INTO "sessions" VALUES('feb869238de3a1972c6cf6d93c27157df3df3a00a202f1cd2355c9113f491ef8','{"respondent": "mp3wQqLSxedhz3yHWobsNA"}','2099-01-01T00:00Z');
INSERT INTO "sessions" VALUES('50a2b6b6ecd15be4bcc25670540e45ccccc14761e234e6b04396a43d473ee5f8','{"respondent": "qcDWxN0me8rd1puphZn_YQ"}','2099-01-01T00:00Z');
CREATE TABLE states (
        study_id TEXT NOT NULL,
        number INTEGER NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('draft', 'open', 'paused', 'closed', 'archived')),
        at TEXT NOT NULL,
        account TEXT NOT NULL,
        why TEXT NOT NULL,
        PRIMARY KEY (study_id, number)
    ) STRICT;
INSERT INTO "states" VALUES('ander',1,'draft','2026-11-22T18:45Z','1N9NH6Qg1a8rfhQ0JeoIiw','');
INSERT INTO "states" VALUES('voorbeeld',1,'paused','2026-11-22T18:45Z','Ana','pauze');
INSERT INTO "states" VALUES('voorbeeld',2,'open','2026-11-22T18:45Z','Ana','');
INSERT INTO "states" VALUES('voorbeeld',3,'closed','2026-11-22T18:45Z','Ana','');
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
INSERT INTO "tokens" VALUES('71e801e37dfd20e4','bae4d4740b489c74cae625ee1eac03140860b4bb98e7ffce30a2b9f7578739e6','1N9NH6Qg1a8rfhQ0JeoIiw','voorbeeld','results','script','2026-11-22T18:45Z','2026-11-22',NULL,NULL);
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
CREATE INDEX respondents_of_design ON respondents (design_hash, id);
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

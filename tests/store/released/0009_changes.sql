BEGIN TRANSACTION;
CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
);
INSERT INTO "_sqlite_migrations" VALUES(1,'dce','0001_collect_answers','2026-11-22 18:45:11.707323+00:00');
INSERT INTO "_sqlite_migrations" VALUES(2,'dce','0002_revise_answers','2026-11-22 18:45:11.710472+00:00');
INSERT INTO "_sqlite_migrations" VALUES(3,'dce','0003_hold_fieldwork','2026-11-22 18:45:11.711246+00:00');
INSERT INTO "_sqlite_migrations" VALUES(4,'dce','0004_keep_a_desk','2026-11-22 18:45:11.712052+00:00');
INSERT INTO "_sqlite_migrations" VALUES(5,'dce','0005_releases','2026-11-22 18:45:11.712335+00:00');
INSERT INTO "_sqlite_migrations" VALUES(6,'dce','0006_jobs','2026-11-22 18:45:11.712505+00:00');
INSERT INTO "_sqlite_migrations" VALUES(7,'dce','0007_public_models','2026-11-22 18:45:11.712640+00:00');
INSERT INTO "_sqlite_migrations" VALUES(8,'dce','0008_results','2026-11-22 18:45:11.720927+00:00');
INSERT INTO "_sqlite_migrations" VALUES(9,'dce','0009_changes','2026-11-22 18:45:11.721148+00:00');
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
INSERT INTO "accounts" VALUES('gllfLNQOvDkDL-2gSbU6gg','Ana','ana',NULL,NULL,NULL,'analyst',NULL,1,'2026-11-22T18:45Z');
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
INSERT INTO "answers" VALUES('xpadInpjgxPAzPJLaXbFpA',3,1,1,1,'1','2026-11-22T18:45Z','0000000000000000000000000000000000000000000000000000000000000000','d2f6e9ccdb67e6a3c60ea76f402669da78c8172d89ad1f42e0d4646d327002e8');
INSERT INTO "answers" VALUES('xpadInpjgxPAzPJLaXbFpA',1,1,1,2,'2','2026-11-22T18:45Z','d2f6e9ccdb67e6a3c60ea76f402669da78c8172d89ad1f42e0d4646d327002e8','dcc515572e57adc5437a2ba28fb7e659df1c45c34c1eff3ed65f761406b22cf8');
INSERT INTO "answers" VALUES('xpadInpjgxPAzPJLaXbFpA',2,1,1,3,'3','2026-11-22T18:45Z','dcc515572e57adc5437a2ba28fb7e659df1c45c34c1eff3ed65f761406b22cf8','62b21116f0e285aa0bc0c5f030a9b489715bd635d6c48e154871cef11f141006');
INSERT INTO "answers" VALUES('xpadInpjgxPAzPJLaXbFpA',4,1,1,4,'4','2026-11-22T18:45Z','62b21116f0e285aa0bc0c5f030a9b489715bd635d6c48e154871cef11f141006','4329d1371f0cb604ee3b828f6b0e1be78a2bae0fe310feb1a1d7cd94d7721e06');
INSERT INTO "answers" VALUES('mfDLnxDzBtTNZOZVYIpFpQ',4,1,1,1,'2','2026-11-22T18:45Z','0000000000000000000000000000000000000000000000000000000000000000','1f3d6dc8758d100a54f47f39e619447f889980d69a81eee7b452c76b6015f2f4');
INSERT INTO "answers" VALUES('mfDLnxDzBtTNZOZVYIpFpQ',5,1,1,2,'3','2026-11-22T18:45Z','1f3d6dc8758d100a54f47f39e619447f889980d69a81eee7b452c76b6015f2f4','70ccd79d49934bdeeb818b11d935f4003dc404482ccbb8c94981231d4a61bffc');
INSERT INTO "answers" VALUES('mfDLnxDzBtTNZOZVYIpFpQ',6,1,1,3,'4','2026-11-22T18:45Z','70ccd79d49934bdeeb818b11d935f4003dc404482ccbb8c94981231d4a61bffc','2f230734b174b9afa8b5fbdeb6e0cd3f43451abbcde6590782065ae5b5d03b12');
INSERT INTO "answers" VALUES('mfDLnxDzBtTNZOZVYIpFpQ',7,1,1,4,'5','2026-11-22T18:45Z','2f230734b174b9afa8b5fbdeb6e0cd3f43451abbcde6590782065ae5b5d03b12','ef22f40286c4ddb076b77204a3818e74e4a3d64dd2608833bdf580ac1fc0909c');
INSERT INTO "answers" VALUES('mfDLnxDzBtTNZOZVYIpFpQ',4,1,2,5,'5','2026-11-22T18:45Z','ef22f40286c4ddb076b77204a3818e74e4a3d64dd2608833bdf580ac1fc0909c','a7c838e11c6486d54b721f5f0e81f66e94e47318df2b6a00147608daf5bc3d4a');
INSERT INTO "answers" VALUES('NWdfg82w_Akrg43BRjPurw',4,1,1,1,'3','2026-11-22T18:45Z','0000000000000000000000000000000000000000000000000000000000000000','42bd44042f6ea7674ed010d5c4c1629af832937e9b60283fec8e2234abbefddb');
INSERT INTO "answers" VALUES('NWdfg82w_Akrg43BRjPurw',3,1,1,2,'4','2026-11-22T18:45Z','42bd44042f6ea7674ed010d5c4c1629af832937e9b60283fec8e2234abbefddb','45e09b4a5616414f80560889674ae671d7523a1601a9449043065d667a456a45');
INSERT INTO "answers" VALUES('NWdfg82w_Akrg43BRjPurw',1,1,1,3,'5','2026-11-22T18:45Z','45e09b4a5616414f80560889674ae671d7523a1601a9449043065d667a456a45','d110f570c4581f204715e1efe909f47e96de56821b0ca6a85d63fe2ab8441737');
INSERT INTO "answers" VALUES('NWdfg82w_Akrg43BRjPurw',2,1,1,4,'1','2026-11-22T18:45Z','d110f570c4581f204715e1efe909f47e96de56821b0ca6a85d63fe2ab8441737','457253ec5e93add69cdbb4df0766e488f83a04aef55896cb090f54333cbde736');
INSERT INTO "answers" VALUES('pfRiyGCxtYtoDaDyiaDmsQ',7,1,1,1,'4','2026-11-22T18:45Z','0000000000000000000000000000000000000000000000000000000000000000','ee2c7ff196e8cf0b5ae6bf14c455eb8d993d3f03af183e5429cddf9a739d3aa1');
INSERT INTO "answers" VALUES('pfRiyGCxtYtoDaDyiaDmsQ',6,1,1,2,'5','2026-11-22T18:45Z','ee2c7ff196e8cf0b5ae6bf14c455eb8d993d3f03af183e5429cddf9a739d3aa1','27e77b5b2dc98a457be7e147bde10fea0774c386b840cb7bf580b8cc5931b4e2');
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
INSERT INTO "audit" VALUES('ander',1,'2026-11-22T18:45Z','gllfLNQOvDkDL-2gSbU6gg','draft.made','','','0000000000000000000000000000000000000000000000000000000000000000','0bbb69b8f06a3888fcab3f1ce5cf33304cb3b5a4753d941833c64a1bab5ac703');
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
INSERT INTO "audit_chains" VALUES('ander',1,'0000000000000000000000000000000000000000000000000000000000000000',1,'0bbb69b8f06a3888fcab3f1ce5cf33304cb3b5a4753d941833c64a1bab5ac703');
INSERT INTO "audit_chains" VALUES('voorbeeld',1,'0000000000000000000000000000000000000000000000000000000000000000',4,'82475972fe558599d045374f9c96cbd63ae306ea50912c86e3b5e1f022278895');
INSERT INTO "audit_chains" VALUES('weg',1,'0000000000000000000000000000000000000000000000000000000000000000',2,'46e3621526df5ad427b5b2fe150c7af0b5206f483c752007bfaeeceb0681611c');
CREATE TABLE background (
        respondent TEXT NOT NULL REFERENCES respondents (id),
        item TEXT NOT NULL,
        option TEXT NOT NULL,
        PRIMARY KEY (respondent, item)
    ) STRICT;
INSERT INTO "background" VALUES('xpadInpjgxPAzPJLaXbFpA','rol','jurist');
INSERT INTO "background" VALUES('mfDLnxDzBtTNZOZVYIpFpQ','rol','jurist');
INSERT INTO "background" VALUES('NWdfg82w_Akrg43BRjPurw','rol','jurist');
INSERT INTO "background" VALUES('pfRiyGCxtYtoDaDyiaDmsQ','rol','jurist');
CREATE TABLE changes (
    study_id TEXT NOT NULL,
    slot INTEGER NOT NULL,
    number INTEGER NOT NULL,
    PRIMARY KEY (study_id, slot)
) STRICT;
INSERT INTO "changes" VALUES('voorbeeld',15,5);
INSERT INTO "changes" VALUES('voorbeeld',5,7);
INSERT INTO "changes" VALUES('voorbeeld',8,5);
INSERT INTO "changes" VALUES('voorbeeld',12,3);
INSERT INTO "changes" VALUES('voorbeeld',14,1);
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
INSERT INTO "circumstances" VALUES('xpadInpjgxPAzPJLaXbFpA',3,1,1,9,0,'réden 0');
INSERT INTO "circumstances" VALUES('xpadInpjgxPAzPJLaXbFpA',1,1,1,9,0,'réden 0');
INSERT INTO "circumstances" VALUES('xpadInpjgxPAzPJLaXbFpA',2,1,1,9,0,'réden 0');
INSERT INTO "circumstances" VALUES('xpadInpjgxPAzPJLaXbFpA',4,1,1,9,0,'réden 0');
INSERT INTO "circumstances" VALUES('mfDLnxDzBtTNZOZVYIpFpQ',4,1,1,9,0,'réden 1');
INSERT INTO "circumstances" VALUES('mfDLnxDzBtTNZOZVYIpFpQ',5,1,1,9,0,'réden 1');
INSERT INTO "circumstances" VALUES('mfDLnxDzBtTNZOZVYIpFpQ',6,1,1,9,0,'réden 1');
INSERT INTO "circumstances" VALUES('mfDLnxDzBtTNZOZVYIpFpQ',7,1,1,9,0,'réden 1');
INSERT INTO "circumstances" VALUES('NWdfg82w_Akrg43BRjPurw',4,1,1,9,0,'réden 2');
INSERT INTO "circumstances" VALUES('NWdfg82w_Akrg43BRjPurw',3,1,1,9,0,'réden 2');
INSERT INTO "circumstances" VALUES('NWdfg82w_Akrg43BRjPurw',1,1,1,9,0,'réden 2');
INSERT INTO "circumstances" VALUES('NWdfg82w_Akrg43BRjPurw',2,1,1,9,0,'réden 2');
INSERT INTO "circumstances" VALUES('pfRiyGCxtYtoDaDyiaDmsQ',7,1,1,9,0,'réden 3');
INSERT INTO "circumstances" VALUES('pfRiyGCxtYtoDaDyiaDmsQ',6,1,1,9,0,'réden 3');
CREATE TABLE deletions (
        id TEXT PRIMARY KEY,
        study_id TEXT NOT NULL,
        at TEXT NOT NULL,
        note TEXT NOT NULL,
        swept TEXT
    ) STRICT;
INSERT INTO "deletions" VALUES('50cde509d4fa774e','weg','2026-11-22T18:45Z','{
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
INSERT INTO "disputes" VALUES('mfDLnxDzBtTNZOZVYIpFpQ','2026-11-22T18:45Z');
CREATE TABLE drafts (
        study_id TEXT PRIMARY KEY,
        content TEXT NOT NULL,
        design TEXT,
        revision INTEGER NOT NULL,
        changed TEXT NOT NULL,
        account TEXT NOT NULL
    ) STRICT;
INSERT INTO "drafts" VALUES('ander','id: ander  # een opmerking
',NULL,1,'2026-11-22T18:45Z','gllfLNQOvDkDL-2gSbU6gg');
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
INSERT INTO "identities" VALUES('https://idp.example','sub-1','gllfLNQOvDkDL-2gSbU6gg');
CREATE TABLE invitations (
        key_hash TEXT PRIMARY KEY,
        study_id TEXT NOT NULL,
        respondent TEXT UNIQUE REFERENCES respondents (id),
        made TEXT NOT NULL
    ) STRICT;
INSERT INTO "invitations" VALUES('54a83031d3a42711de83bf2a9b7833f6d471e299e5bf0b90bdfc1ce27ac48f01','voorbeeld','xpadInpjgxPAzPJLaXbFpA','2026-11-22T18:45Z');
INSERT INTO "invitations" VALUES('a1b0e0cd59a119486d0dc8e37b8939c6bd3e9861d86833221cfe1c8a82ef6a64','voorbeeld','mfDLnxDzBtTNZOZVYIpFpQ','2026-11-22T18:45Z');
INSERT INTO "invitations" VALUES('cb36900967f78ff023fd4283ebf69d3c0e2c11d5943bd9b760639fd2abc0411f','voorbeeld','NWdfg82w_Akrg43BRjPurw','2026-11-22T18:45Z');
INSERT INTO "invitations" VALUES('51bd50d730f289e8259a829c2ecbbe2afb439401b43409d6b4475c0f5be5efff','voorbeeld','pfRiyGCxtYtoDaDyiaDmsQ','2026-11-22T18:45Z');
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
INSERT INTO "jobs" VALUES('55d4f667258ffc2c','voorbeeld','power','done',1.0,NULL,'{"people": 50}','{"found": 0.30000000000000004}','','Ana',1795373112);
INSERT INTO "jobs" VALUES('54490c5494b16b79','voorbeeld','design','waiting',0.0,NULL,'{"tasks": 8}',NULL,'','Ana',1795373112);
CREATE TABLE links (
        key_hash TEXT PRIMARY KEY,
        purpose TEXT NOT NULL CHECK (purpose IN ('first-start', 'invite', 'reset')),
        account TEXT REFERENCES accounts (id),
        expires TEXT NOT NULL
    ) STRICT;
INSERT INTO "links" VALUES('dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd','reset','gllfLNQOvDkDL-2gSbU6gg','2030-01-01T00:00Z');
CREATE TABLE members (
        study_id TEXT NOT NULL,
        account TEXT NOT NULL REFERENCES accounts (id),
        since TEXT NOT NULL,
        PRIMARY KEY (study_id, account)
    ) STRICT;
INSERT INTO "members" VALUES('voorbeeld','gllfLNQOvDkDL-2gSbU6gg','2026-11-22T18:45Z');
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
INSERT INTO "recovery_codes" VALUES('gllfLNQOvDkDL-2gSbU6gg','cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc');
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
INSERT INTO "released_people" VALUES('voorbeeld','mean',1,'jurist','xpadInpjgxPAzPJLaXbFpA');
INSERT INTO "released_people" VALUES('voorbeeld','mean',1,'jurist','mfDLnxDzBtTNZOZVYIpFpQ');
INSERT INTO "released_people" VALUES('voorbeeld','mean',1,'jurist','NWdfg82w_Akrg43BRjPurw');
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
INSERT INTO "respondents" VALUES('xpadInpjgxPAzPJLaXbFpA','19a6facaac059149001d6debbfe577ddb4a97bc28805cf5b2cdc9e92a31abdfb',1,'nl','[3, 1, 2, 4]','["waarborgen", "doel", "ontvanger"]','542e626505c7195ad8a57af67fab507e1f6746af2c13b347f3a358d1451829bf',0,'2026-11-22T18:45Z','2026-11-22T18:45Z','[]',NULL,'');
INSERT INTO "respondents" VALUES('mfDLnxDzBtTNZOZVYIpFpQ','19a6facaac059149001d6debbfe577ddb4a97bc28805cf5b2cdc9e92a31abdfb',2,'nl','[4, 5, 6, 7]','["waarborgen", "ontvanger", "doel"]','97135104f2d7b54f7875f21524d46efb913da0e0eb24fae522219a3ccbaadd7e',0,'2026-11-22T18:45Z','2026-11-22T18:45Z','[]',NULL,'');
INSERT INTO "respondents" VALUES('NWdfg82w_Akrg43BRjPurw','19a6facaac059149001d6debbfe577ddb4a97bc28805cf5b2cdc9e92a31abdfb',1,'nl','[4, 3, 1, 2]','["ontvanger", "doel", "waarborgen"]','be7f398db21d4c1b782f4e78ad84b858a438309198db32b97858fec885c3b306',0,'2026-11-22T18:45Z','2026-11-22T18:45Z','[]',NULL,'');
INSERT INTO "respondents" VALUES('pfRiyGCxtYtoDaDyiaDmsQ','19a6facaac059149001d6debbfe577ddb4a97bc28805cf5b2cdc9e92a31abdfb',2,'nl','[7, 6, 5, 4]','["ontvanger", "doel", "waarborgen"]','778d3f339c149a9c715014e0c4539192dd4fe7bde14c9195a0a9f796abcd92d8',0,'2026-11-22T18:45Z',NULL,'[]',NULL,'');
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
INSERT INTO "result_states" VALUES('voorbeeld','everybody',1,'{"everybody": [4, "7703721494291190046"]}','2026-11-22T18:45Z');
CREATE TABLE sessions (key TEXT PRIMARY KEY, data TEXT NOT NULL, expires TEXT NOT NULL) STRICT;
INSERT INTO "sessions" VALUES('6a979d3aa72f7e4ee5e64bde08b169284bdf1b1e6b5948ebb2ae5571152e361e','{"respondent": "xpadInpjgxPAzPJLaXbFpA"}','2099-01-01T00:00Z');
INSERT INTO "sessions" VALUES('7dbd06d023712b32c0964dcc971212a1ad7bcb29b3e70722b428e60b1ecadad2','{"respondent": "mfDLnxDzBtTNZOZVYIpFpQ"}','2099-01-01T00:00Z');
INSERT INTO "sessions" VALUES('feb869238de3a1972c6cf6d93c27157df3df3a00a202f1cd2355c9113f491ef8','{"respondent": "NWdfg82w_Akrg43BRjPurw"}','2099-01-01T00:00Z');
INSERT INTO "sessions" VALUES('50a2b6b6ecd15be4bcc25670540e45ccccc14761e234e6b04396a43d473ee5f8','{"respondent": "pfRiyGCxtYtoDaDyiaDmsQ"}','2099-01-01T00:00Z');
CREATE TABLE states (
        study_id TEXT NOT NULL,
        number INTEGER NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('draft', 'open', 'paused', 'closed', 'archived')),
        at TEXT NOT NULL,
        account TEXT NOT NULL,
        why TEXT NOT NULL,
        PRIMARY KEY (study_id, number)
    ) STRICT;
INSERT INTO "states" VALUES('ander',1,'draft','2026-11-22T18:45Z','gllfLNQOvDkDL-2gSbU6gg','');
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
INSERT INTO "tokens" VALUES('0807cc31ff6b34d0','9a11bad0d9dd1016fdfd58da954b177ec94288db52ff9046dec88bfaed429b86','gllfLNQOvDkDL-2gSbU6gg','voorbeeld','results','script','2026-11-22T18:45Z','2026-11-22',NULL,NULL);
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

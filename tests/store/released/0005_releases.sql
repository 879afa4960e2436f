BEGIN TRANSACTION;
CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
);
INSERT INTO "_sqlite_migrations" VALUES(1,'dce','0001_collect_answers','2026-11-22 18:44:46.872250+00:00');
INSERT INTO "_sqlite_migrations" VALUES(2,'dce','0002_revise_answers','2026-11-22 18:44:46.873273+00:00');
INSERT INTO "_sqlite_migrations" VALUES(3,'dce','0003_hold_fieldwork','2026-11-22 18:44:46.882344+00:00');
INSERT INTO "_sqlite_migrations" VALUES(4,'dce','0004_keep_a_desk','2026-11-22 18:44:46.883189+00:00');
INSERT INTO "_sqlite_migrations" VALUES(5,'dce','0005_releases','2026-11-22 18:44:46.883467+00:00');
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
INSERT INTO "accounts" VALUES('HC7dJ8cw_Kh20RYN6FvDmg','Ana','ana',NULL,NULL,NULL,'analyst',NULL,1,'2026-11-22T18:44Z');
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
INSERT INTO "answers" VALUES('85d9U9342mTT1LGQnlyD5g',3,1,1,1,'1','2026-11-22T18:44Z','0000000000000000000000000000000000000000000000000000000000000000','274e595e41c6cf4aad4dc685baa4c08b8703a3de56211e14c6743137687fe1f0');
INSERT INTO "answers" VALUES('85d9U9342mTT1LGQnlyD5g',1,1,1,2,'2','2026-11-22T18:44Z','274e595e41c6cf4aad4dc685baa4c08b8703a3de56211e14c6743137687fe1f0','f2114768789aa4c17e9cd5688939ccf399de610c7b10d78c9991a5821bdd1e46');
INSERT INTO "answers" VALUES('85d9U9342mTT1LGQnlyD5g',2,1,1,3,'3','2026-11-22T18:44Z','f2114768789aa4c17e9cd5688939ccf399de610c7b10d78c9991a5821bdd1e46','2b10947e4405faa0e09e30cc6401194c373490d5c086d6cf5a627d9428f96a39');
INSERT INTO "answers" VALUES('85d9U9342mTT1LGQnlyD5g',4,1,1,4,'4','2026-11-22T18:44Z','2b10947e4405faa0e09e30cc6401194c373490d5c086d6cf5a627d9428f96a39','1cf4a543ec2410673b99d4defa99e7588e1072337d339fb317cb6e4698f05b06');
INSERT INTO "answers" VALUES('-5LfHQVobw_KEwbUYSJvig',4,1,1,1,'2','2026-11-22T18:44Z','0000000000000000000000000000000000000000000000000000000000000000','e380cdbc263836bd49488ab310792ba210745068ab663d8f0baea7b97dda53ee');
INSERT INTO "answers" VALUES('-5LfHQVobw_KEwbUYSJvig',5,1,1,2,'3','2026-11-22T18:44Z','e380cdbc263836bd49488ab310792ba210745068ab663d8f0baea7b97dda53ee','b79434541bff19e2bb400787817baff99bf45925fbf7978faae63e42cf2e3bff');
INSERT INTO "answers" VALUES('-5LfHQVobw_KEwbUYSJvig',6,1,1,3,'4','2026-11-22T18:44Z','b79434541bff19e2bb400787817baff99bf45925fbf7978faae63e42cf2e3bff','c95179a86ca4078897dc47a2ceb5ccf864aa8da0cb23da3bbe023cf1c451e8c5');
INSERT INTO "answers" VALUES('-5LfHQVobw_KEwbUYSJvig',7,1,1,4,'5','2026-11-22T18:44Z','c95179a86ca4078897dc47a2ceb5ccf864aa8da0cb23da3bbe023cf1c451e8c5','0b9c14b81e43d7b8ea7a7d5154fdb73b7d6cb47227bffd4aac8c30d227b9acc4');
INSERT INTO "answers" VALUES('-5LfHQVobw_KEwbUYSJvig',4,1,2,5,'5','2026-11-22T18:44Z','0b9c14b81e43d7b8ea7a7d5154fdb73b7d6cb47227bffd4aac8c30d227b9acc4','b0dcb45a60a79621dbed6d8ec8780d93a112050be1fd8d1dd1c166447d6ac4b3');
INSERT INTO "answers" VALUES('nQ78AQukmXAUIJOqXIHchg',4,1,1,1,'3','2026-11-22T18:44Z','0000000000000000000000000000000000000000000000000000000000000000','e5ddae5a53cb87304e38f8f9bef3df598c63c48b188a9ec26afbbcdde81f04f8');
INSERT INTO "answers" VALUES('nQ78AQukmXAUIJOqXIHchg',3,1,1,2,'4','2026-11-22T18:44Z','e5ddae5a53cb87304e38f8f9bef3df598c63c48b188a9ec26afbbcdde81f04f8','fba17b906820fcbf3d6a21034be0c90575497ae60e8014513f8a1286f8045cd0');
INSERT INTO "answers" VALUES('nQ78AQukmXAUIJOqXIHchg',1,1,1,3,'5','2026-11-22T18:44Z','fba17b906820fcbf3d6a21034be0c90575497ae60e8014513f8a1286f8045cd0','9de194bb5a40fa0fbd4af18e1d06e50f1ba39887bfec4cabe341b52d9d114700');
INSERT INTO "answers" VALUES('nQ78AQukmXAUIJOqXIHchg',2,1,1,4,'1','2026-11-22T18:44Z','9de194bb5a40fa0fbd4af18e1d06e50f1ba39887bfec4cabe341b52d9d114700','f8befcb9577f7d3d189c2e531b1d08720d6ba01dac95b6664a0c79827b079f48');
INSERT INTO "answers" VALUES('xe-l77nfE5E3bpTGMWN8_g',7,1,1,1,'4','2026-11-22T18:44Z','0000000000000000000000000000000000000000000000000000000000000000','9ecccfc0d54ff3cff20e2b24fc68f848ce411751fceb4f42f73e8c2f1d5bc693');
INSERT INTO "answers" VALUES('xe-l77nfE5E3bpTGMWN8_g',6,1,1,2,'5','2026-11-22T18:44Z','9ecccfc0d54ff3cff20e2b24fc68f848ce411751fceb4f42f73e8c2f1d5bc693','15a35412b0849badf6a0ff431c05faaf4f2c16daf48e6c286b83c43cbfb8a18c');
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
INSERT INTO "audit" VALUES('ander',1,'2026-11-22T18:44Z','HC7dJ8cw_Kh20RYN6FvDmg','draft.made','','','0000000000000000000000000000000000000000000000000000000000000000','b07fcb40decfcbc80d054e4f17bf097e90efc6faec74abe56c0744f7255d773a');
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
INSERT INTO "audit_chains" VALUES('ander',1,'0000000000000000000000000000000000000000000000000000000000000000',1,'b07fcb40decfcbc80d054e4f17bf097e90efc6faec74abe56c0744f7255d773a');
INSERT INTO "audit_chains" VALUES('voorbeeld',1,'0000000000000000000000000000000000000000000000000000000000000000',2,'50d5af08c23993c1ca571030026e304a6279f5f2da25025b754f8f2afcf30fac');
INSERT INTO "audit_chains" VALUES('weg',1,'0000000000000000000000000000000000000000000000000000000000000000',2,'f9fcaebdb3cc842e6c3a811749d1af3d80d04ca0af36f6089b17f0788e6e57f4');
CREATE TABLE background (
        respondent TEXT NOT NULL REFERENCES respondents (id),
        item TEXT NOT NULL,
        option TEXT NOT NULL,
        PRIMARY KEY (respondent, item)
    ) STRICT;
INSERT INTO "background" VALUES('85d9U9342mTT1LGQnlyD5g','rol','jurist');
INSERT INTO "background" VALUES('-5LfHQVobw_KEwbUYSJvig','rol','jurist');
INSERT INTO "background" VALUES('nQ78AQukmXAUIJOqXIHchg','rol','jurist');
INSERT INTO "background" VALUES('xe-l77nfE5E3bpTGMWN8_g','rol','jurist');
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
INSERT INTO "circumstances" VALUES('85d9U9342mTT1LGQnlyD5g',3,1,1,9,0,'réden 0');
INSERT INTO "circumstances" VALUES('85d9U9342mTT1LGQnlyD5g',1,1,1,9,0,'réden 0');
INSERT INTO "circumstances" VALUES('85d9U9342mTT1LGQnlyD5g',2,1,1,9,0,'réden 0');
INSERT INTO "circumstances" VALUES('85d9U9342mTT1LGQnlyD5g',4,1,1,9,0,'réden 0');
INSERT INTO "circumstances" VALUES('-5LfHQVobw_KEwbUYSJvig',4,1,1,9,0,'réden 1');
INSERT INTO "circumstances" VALUES('-5LfHQVobw_KEwbUYSJvig',5,1,1,9,0,'réden 1');
INSERT INTO "circumstances" VALUES('-5LfHQVobw_KEwbUYSJvig',6,1,1,9,0,'réden 1');
INSERT INTO "circumstances" VALUES('-5LfHQVobw_KEwbUYSJvig',7,1,1,9,0,'réden 1');
INSERT INTO "circumstances" VALUES('nQ78AQukmXAUIJOqXIHchg',4,1,1,9,0,'réden 2');
INSERT INTO "circumstances" VALUES('nQ78AQukmXAUIJOqXIHchg',3,1,1,9,0,'réden 2');
INSERT INTO "circumstances" VALUES('nQ78AQukmXAUIJOqXIHchg',1,1,1,9,0,'réden 2');
INSERT INTO "circumstances" VALUES('nQ78AQukmXAUIJOqXIHchg',2,1,1,9,0,'réden 2');
INSERT INTO "circumstances" VALUES('xe-l77nfE5E3bpTGMWN8_g',7,1,1,9,0,'réden 3');
INSERT INTO "circumstances" VALUES('xe-l77nfE5E3bpTGMWN8_g',6,1,1,9,0,'réden 3');
CREATE TABLE deletions (
        id TEXT PRIMARY KEY,
        study_id TEXT NOT NULL,
        at TEXT NOT NULL,
        note TEXT NOT NULL,
        swept TEXT
    ) STRICT;
INSERT INTO "deletions" VALUES('a3417291cc498675','weg','2026-11-22T18:44Z','{
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
    "tokens": 0
  },
  "at": "2026-11-22T18:44Z",
  "by": "Ana",
  "public_key": "23aa4473e708deee62160193b1a993aecb63a1d3064ac607cdcb83e6d890e7a6",
  "signature": "e06d57fdeeca45234f82a96d4bafda762b0b44ffb107625fad15fab563115368da4976a4e4263b3e19ec0a9cfed2810fd93089baa63df7f06f85bad7c1f5a400"
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
INSERT INTO "disputes" VALUES('-5LfHQVobw_KEwbUYSJvig','2026-11-22T18:44Z');
CREATE TABLE drafts (
        study_id TEXT PRIMARY KEY,
        content TEXT NOT NULL,
        design TEXT,
        revision INTEGER NOT NULL,
        changed TEXT NOT NULL,
        account TEXT NOT NULL
    ) STRICT;
INSERT INTO "drafts" VALUES('ander','id: ander  # een opmerking
',NULL,1,'2026-11-22T18:44Z','HC7dJ8cw_Kh20RYN6FvDmg');
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
INSERT INTO "identities" VALUES('https://idp.example','sub-1','HC7dJ8cw_Kh20RYN6FvDmg');
CREATE TABLE invitations (
        key_hash TEXT PRIMARY KEY,
        study_id TEXT NOT NULL,
        respondent TEXT UNIQUE REFERENCES respondents (id),
        made TEXT NOT NULL
    ) STRICT;
INSERT INTO "invitations" VALUES('164cf304a75f9dbf95b842b534ed79f7503f29754e1a59b80f7082f6213bb0f8','voorbeeld','85d9U9342mTT1LGQnlyD5g','2026-11-22T18:44Z');
INSERT INTO "invitations" VALUES('5602463532b8cfbc94fc46d61fae828aa60d3949e130b0e49f4b2957a17336d4','voorbeeld','-5LfHQVobw_KEwbUYSJvig','2026-11-22T18:44Z');
INSERT INTO "invitations" VALUES('f105867beb429f2f159b7061881b8593ffdad3bc4c56579b9c565a34f58ce6c1','voorbeeld','nQ78AQukmXAUIJOqXIHchg','2026-11-22T18:44Z');
INSERT INTO "invitations" VALUES('42dbbcb1981b6bbc73e00690a6def4625312dbc8d55b706649d448e1aa9fbbb4','voorbeeld','xe-l77nfE5E3bpTGMWN8_g','2026-11-22T18:44Z');
INSERT INTO "invitations" VALUES('eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee','voorbeeld',NULL,'2026-11-22T18:44Z');
CREATE TABLE links (
        key_hash TEXT PRIMARY KEY,
        purpose TEXT NOT NULL CHECK (purpose IN ('first-start', 'invite', 'reset')),
        account TEXT REFERENCES accounts (id),
        expires TEXT NOT NULL
    ) STRICT;
INSERT INTO "links" VALUES('dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd','reset','HC7dJ8cw_Kh20RYN6FvDmg','2030-01-01T00:00Z');
CREATE TABLE members (
        study_id TEXT NOT NULL,
        account TEXT NOT NULL REFERENCES accounts (id),
        since TEXT NOT NULL,
        PRIMARY KEY (study_id, account)
    ) STRICT;
INSERT INTO "members" VALUES('voorbeeld','HC7dJ8cw_Kh20RYN6FvDmg','2026-11-22T18:44Z');
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
INSERT INTO "recovery_codes" VALUES('HC7dJ8cw_Kh20RYN6FvDmg','cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc');
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
INSERT INTO "released_people" VALUES('voorbeeld','mean',1,'jurist','85d9U9342mTT1LGQnlyD5g');
INSERT INTO "released_people" VALUES('voorbeeld','mean',1,'jurist','-5LfHQVobw_KEwbUYSJvig');
INSERT INTO "released_people" VALUES('voorbeeld','mean',1,'jurist','nQ78AQukmXAUIJOqXIHchg');
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
INSERT INTO "respondents" VALUES('85d9U9342mTT1LGQnlyD5g','19a6facaac059149001d6debbfe577ddb4a97bc28805cf5b2cdc9e92a31abdfb',1,'nl','[3, 1, 2, 4]','["waarborgen", "doel", "ontvanger"]','758d613a30376b1d951d8a3e1ffe6feeaa119e0f988d0ef2792a4038a14a9deb',0,'2026-11-22T18:44Z','2026-11-22T18:44Z','[]',NULL,'');
INSERT INTO "respondents" VALUES('-5LfHQVobw_KEwbUYSJvig','19a6facaac059149001d6debbfe577ddb4a97bc28805cf5b2cdc9e92a31abdfb',2,'nl','[4, 5, 6, 7]','["waarborgen", "ontvanger", "doel"]','77fc0960b72bae9cbf114261c2b333eabdcfc6caa1e1ab2e8235b0b10512eac4',0,'2026-11-22T18:44Z','2026-11-22T18:44Z','[]',NULL,'');
INSERT INTO "respondents" VALUES('nQ78AQukmXAUIJOqXIHchg','19a6facaac059149001d6debbfe577ddb4a97bc28805cf5b2cdc9e92a31abdfb',1,'nl','[4, 3, 1, 2]','["ontvanger", "doel", "waarborgen"]','27dba3717c177fb30c31839b421276f08db3cb2277c88e5dd40b782415d4084b',0,'2026-11-22T18:44Z','2026-11-22T18:44Z','[]',NULL,'');
INSERT INTO "respondents" VALUES('xe-l77nfE5E3bpTGMWN8_g','19a6facaac059149001d6debbfe577ddb4a97bc28805cf5b2cdc9e92a31abdfb',2,'nl','[7, 6, 5, 4]','["ontvanger", "doel", "waarborgen"]','3019a06905e144414f25134894b51b31390741ed859fcd755001ca400c35fe8d',0,'2026-11-22T18:44Z',NULL,'[]',NULL,'');
CREATE TABLE sessions (key TEXT PRIMARY KEY, data TEXT NOT NULL, expires TEXT NOT NULL) STRICT;
INSERT INTO "sessions" VALUES('6a979d3aa72f7e4ee5e64bde08b169284bdf1b1e6b5948ebb2ae5571152e361e','{"respondent": "85d9U9342mTT1LGQnlyD5g"}','2099-01-01T00:00Z');
INSERT INTO "sessions" VALUES('7dbd06d023712b32c0964dcc971212a1ad7bcb29b3e70722b428e60b1ecadad2','{"respondent": "-5LfHQVobw_KEwbUYSJvig"}','2099-01-01T00:00Z');
INSERT INTO "sessions" VALUES('feb869238de3a1972c6cf6d93c27157df3df3a00a202f1cd2355c9113f491ef8','{"respondent": "nQ78AQukmXAUIJOqXIHchg"}','2099-01-01T00:00Z');
INSERT INTO "sessions" VALUES('50a2b6b6ecd15be4bcc25670540e45ccccc14761e234e6b04396a43d473ee5f8','{"respondent": "xe-l77nfE5E3bpTGMWN8_g"}','2099-01-01T00:00Z');
CREATE TABLE states (
        study_id TEXT NOT NULL,
        number INTEGER NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('draft', 'open', 'paused', 'closed', 'archived')),
        at TEXT NOT NULL,
        account TEXT NOT NULL,
        why TEXT NOT NULL,
        PRIMARY KEY (study_id, number)
    ) STRICT;
INSERT INTO "states" VALUES('ander',1,'draft','2026-11-22T18:44Z','HC7dJ8cw_Kh20RYN6FvDmg','');
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
INSERT INTO "tokens" VALUES('b385b44c59cf3411','47b451b9aeb53f8ef97224b77184d1a0580abafc7131578d3dc43cf0bb7a07d6','HC7dJ8cw_Kh20RYN6FvDmg','voorbeeld','results','script','2026-11-22T18:44Z','2026-11-22',NULL,NULL);
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

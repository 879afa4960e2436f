BEGIN TRANSACTION;
CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
);
INSERT INTO "_sqlite_migrations" VALUES(1,'dce','0001_collect_answers','2026-11-22 18:44:58.875485+00:00');
INSERT INTO "_sqlite_migrations" VALUES(2,'dce','0002_revise_answers','2026-11-22 18:44:58.885079+00:00');
INSERT INTO "_sqlite_migrations" VALUES(3,'dce','0003_hold_fieldwork','2026-11-22 18:44:58.886094+00:00');
INSERT INTO "_sqlite_migrations" VALUES(4,'dce','0004_keep_a_desk','2026-11-22 18:44:58.886879+00:00');
INSERT INTO "_sqlite_migrations" VALUES(5,'dce','0005_releases','2026-11-22 18:44:58.887156+00:00');
INSERT INTO "_sqlite_migrations" VALUES(6,'dce','0006_jobs','2026-11-22 18:44:58.887367+00:00');
INSERT INTO "_sqlite_migrations" VALUES(7,'dce','0007_public_models','2026-11-22 18:44:58.887533+00:00');
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
INSERT INTO "accounts" VALUES('iPDdetvpgFfT4cEGaeBhng','Ana','ana',NULL,NULL,NULL,'analyst',NULL,1,'2026-11-22T18:44Z');
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
INSERT INTO "answers" VALUES('_KSFFhWZzofUOnAdMXEpfw',3,1,1,1,'1','2026-11-22T18:44Z','0000000000000000000000000000000000000000000000000000000000000000','32ddfa49a9c3400f52cac87f274c0ee08ceb48f709656bb275668691d6c3c814');
INSERT INTO "answers" VALUES('_KSFFhWZzofUOnAdMXEpfw',1,1,1,2,'2','2026-11-22T18:44Z','32ddfa49a9c3400f52cac87f274c0ee08ceb48f709656bb275668691d6c3c814','9b80cacb194d1eacae498b206b07eb0969e1d9c76ace1b7cb77f4f210b8a179a');
INSERT INTO "answers" VALUES('_KSFFhWZzofUOnAdMXEpfw',2,1,1,3,'3','2026-11-22T18:44Z','9b80cacb194d1eacae498b206b07eb0969e1d9c76ace1b7cb77f4f210b8a179a','c2378cef735008ec2eb160d2d23cc4c9a5c09ba4832a0cee7043f99c473a89d4');
INSERT INTO "answers" VALUES('_KSFFhWZzofUOnAdMXEpfw',4,1,1,4,'4','2026-11-22T18:44Z','c2378cef735008ec2eb160d2d23cc4c9a5c09ba4832a0cee7043f99c473a89d4','8eff265b2a2d2d5a8095d8644025063ce69556df40e4c7ec832ea8bd8f0bb8cc');
INSERT INTO "answers" VALUES('JBpFxaXItHxrnNDKJGcmfw',4,1,1,1,'2','2026-11-22T18:44Z','0000000000000000000000000000000000000000000000000000000000000000','fecdb2c06feb103fe0fb5bfa5a4a90e441d5c612d5fed568e488b9ef1a08cfc5');
INSERT INTO "answers" VALUES('JBpFxaXItHxrnNDKJGcmfw',5,1,1,2,'3','2026-11-22T18:44Z','fecdb2c06feb103fe0fb5bfa5a4a90e441d5c612d5fed568e488b9ef1a08cfc5','be7f7b3b705f2649093d9844684dc006860f4d37305ba08cf07b1e9a697a5ade');
INSERT INTO "answers" VALUES('JBpFxaXItHxrnNDKJGcmfw',6,1,1,3,'4','2026-11-22T18:44Z','be7f7b3b705f2649093d9844684dc006860f4d37305ba08cf07b1e9a697a5ade','f37c4e5ae4915e5453a27c022e0284e55b7f4173c7f822b1eedaf614031839a3');
INSERT INTO "answers" VALUES('JBpFxaXItHxrnNDKJGcmfw',7,1,1,4,'5','2026-11-22T18:44Z','f37c4e5ae4915e5453a27c022e0284e55b7f4173c7f822b1eedaf614031839a3','4730cc6eb0da1218a988228e979bb63fa6c04ba453001c112b439507ad40939c');
INSERT INTO "answers" VALUES('JBpFxaXItHxrnNDKJGcmfw',4,1,2,5,'5','2026-11-22T18:44Z','4730cc6eb0da1218a988228e979bb63fa6c04ba453001c112b439507ad40939c','2a2282aec9b2f7bb5d311ba303d9ea35c6d09dceb3bb0dea0247f61e21b30860');
INSERT INTO "answers" VALUES('JikZIfg5ruI989FiQioRbA',4,1,1,1,'3','2026-11-22T18:44Z','0000000000000000000000000000000000000000000000000000000000000000','d641946f04830b65db9ecbd0a3d129274d143658c864039a8f4fa4c089c8aa6b');
INSERT INTO "answers" VALUES('JikZIfg5ruI989FiQioRbA',3,1,1,2,'4','2026-11-22T18:44Z','d641946f04830b65db9ecbd0a3d129274d143658c864039a8f4fa4c089c8aa6b','2a97021ddbdf08c1bfd8bd900ac768bfce9dbe6b314e02df7afbd4d42ad5355a');
INSERT INTO "answers" VALUES('JikZIfg5ruI989FiQioRbA',1,1,1,3,'5','2026-11-22T18:44Z','2a97021ddbdf08c1bfd8bd900ac768bfce9dbe6b314e02df7afbd4d42ad5355a','e5d6fbb07ec4ca30e6c7d0967352e5b274dc3c2fc338c8a9b297f6dc70a225c0');
INSERT INTO "answers" VALUES('JikZIfg5ruI989FiQioRbA',2,1,1,4,'1','2026-11-22T18:44Z','e5d6fbb07ec4ca30e6c7d0967352e5b274dc3c2fc338c8a9b297f6dc70a225c0','562110281ceae25cab770d215e1a83b2b30252ff99302e338e8705721f21fed2');
INSERT INTO "answers" VALUES('G9pW7feJQUq9Xh3CyXFBNQ',7,1,1,1,'4','2026-11-22T18:44Z','0000000000000000000000000000000000000000000000000000000000000000','83b376564117c6c1ee7f7142fe7f7c9acac2c8586d4ee490f70db8e85a4fb046');
INSERT INTO "answers" VALUES('G9pW7feJQUq9Xh3CyXFBNQ',6,1,1,2,'5','2026-11-22T18:44Z','83b376564117c6c1ee7f7142fe7f7c9acac2c8586d4ee490f70db8e85a4fb046','336791d81f70296606189be1c72dcf33cf8309e7a81f5f11b2ee8e0dc9bcbe72');
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
INSERT INTO "audit" VALUES('ander',1,'2026-11-22T18:44Z','iPDdetvpgFfT4cEGaeBhng','draft.made','','','0000000000000000000000000000000000000000000000000000000000000000','1b0fac1b81cb6dfe72b6cd76ef04630891dd071e12feff6e9e7330e9290f4d35');
INSERT INTO "audit" VALUES('voorbeeld',1,'2026-11-22T18:44Z','Ana','study.paused','','pauze','0000000000000000000000000000000000000000000000000000000000000000','1b23ea4616c56dc43ef808537ee58e8c8cad46f6d714e8611b8db4c117101fc0');
INSERT INTO "audit" VALUES('voorbeeld',2,'2026-11-22T18:44Z','Ana','study.open','','','1b23ea4616c56dc43ef808537ee58e8c8cad46f6d714e8611b8db4c117101fc0','50d5af08c23993c1ca571030026e304a6279f5f2da25025b754f8f2afcf30fac');
INSERT INTO "audit" VALUES('weg',1,'2026-11-22T18:44Z','Ana','study.closed','','','0000000000000000000000000000000000000000000000000000000000000000','5f487018fbe4eccfb79e4f0bad202cd9a98af332a047533548ef3d7abdd63dba');
INSERT INTO "audit" VALUES('weg',2,'2026-11-22T18:44Z','Ana','study.deleted','','op verzoek','5f487018fbe4eccfb79e4f0bad202cd9a98af332a047533548ef3d7abdd63dba','f9fcaebdb3cc842e6c3a811749d1af3d80d04ca0af36f6089b17f0788e6e57f4');
INSERT INTO "audit" VALUES('voorbeeld',3,'2026-11-22T18:44Z','Ana','study.closed','','','50d5af08c23993c1ca571030026e304a6279f5f2da25025b754f8f2afcf30fac','7eb798b1bbcda71371c6c1fa62cc11026b98ef8e7082435fbcde6c45be473720');
INSERT INTO "audit" VALUES('voorbeeld',4,'2026-11-22T18:44Z','Ana','model.published','a','','7eb798b1bbcda71371c6c1fa62cc11026b98ef8e7082435fbcde6c45be473720','51304068e25d45386739535e9ef1c1d5a69757731b606b871cd6363aba11ba29');
CREATE TABLE audit_chains (
        study TEXT PRIMARY KEY,
        first INTEGER NOT NULL,
        before TEXT NOT NULL,
        last INTEGER NOT NULL,
        hash TEXT NOT NULL
    ) STRICT;
INSERT INTO "audit_chains" VALUES('ander',1,'0000000000000000000000000000000000000000000000000000000000000000',1,'1b0fac1b81cb6dfe72b6cd76ef04630891dd071e12feff6e9e7330e9290f4d35');
INSERT INTO "audit_chains" VALUES('voorbeeld',1,'0000000000000000000000000000000000000000000000000000000000000000',4,'51304068e25d45386739535e9ef1c1d5a69757731b606b871cd6363aba11ba29');
INSERT INTO "audit_chains" VALUES('weg',1,'0000000000000000000000000000000000000000000000000000000000000000',2,'f9fcaebdb3cc842e6c3a811749d1af3d80d04ca0af36f6089b17f0788e6e57f4');
CREATE TABLE background (
        respondent TEXT NOT NULL REFERENCES respondents (id),
        item TEXT NOT NULL,
        option TEXT NOT NULL,
        PRIMARY KEY (respondent, item)
    ) STRICT;
INSERT INTO "background" VALUES('_KSFFhWZzofUOnAdMXEpfw','rol','jurist');
INSERT INTO "background" VALUES('JBpFxaXItHxrnNDKJGcmfw','rol','jurist');
INSERT INTO "background" VALUES('JikZIfg5ruI989FiQioRbA','rol','jurist');
INSERT INTO "background" VALUES('G9pW7feJQUq9Xh3CyXFBNQ','rol','jurist');
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
INSERT INTO "circumstances" VALUES('_KSFFhWZzofUOnAdMXEpfw',3,1,1,9,0,'réden 0');
INSERT INTO "circumstances" VALUES('_KSFFhWZzofUOnAdMXEpfw',1,1,1,9,0,'réden 0');
INSERT INTO "circumstances" VALUES('_KSFFhWZzofUOnAdMXEpfw',2,1,1,9,0,'réden 0');
INSERT INTO "circumstances" VALUES('_KSFFhWZzofUOnAdMXEpfw',4,1,1,9,0,'réden 0');
INSERT INTO "circumstances" VALUES('JBpFxaXItHxrnNDKJGcmfw',4,1,1,9,0,'réden 1');
INSERT INTO "circumstances" VALUES('JBpFxaXItHxrnNDKJGcmfw',5,1,1,9,0,'réden 1');
INSERT INTO "circumstances" VALUES('JBpFxaXItHxrnNDKJGcmfw',6,1,1,9,0,'réden 1');
INSERT INTO "circumstances" VALUES('JBpFxaXItHxrnNDKJGcmfw',7,1,1,9,0,'réden 1');
INSERT INTO "circumstances" VALUES('JikZIfg5ruI989FiQioRbA',4,1,1,9,0,'réden 2');
INSERT INTO "circumstances" VALUES('JikZIfg5ruI989FiQioRbA',3,1,1,9,0,'réden 2');
INSERT INTO "circumstances" VALUES('JikZIfg5ruI989FiQioRbA',1,1,1,9,0,'réden 2');
INSERT INTO "circumstances" VALUES('JikZIfg5ruI989FiQioRbA',2,1,1,9,0,'réden 2');
INSERT INTO "circumstances" VALUES('G9pW7feJQUq9Xh3CyXFBNQ',7,1,1,9,0,'réden 3');
INSERT INTO "circumstances" VALUES('G9pW7feJQUq9Xh3CyXFBNQ',6,1,1,9,0,'réden 3');
CREATE TABLE deletions (
        id TEXT PRIMARY KEY,
        study_id TEXT NOT NULL,
        at TEXT NOT NULL,
        note TEXT NOT NULL,
        swept TEXT
    ) STRICT;
INSERT INTO "deletions" VALUES('4a85e3154380c348','weg','2026-11-22T18:44Z','{
  "kind": "proof of deletion",
  "study": "weg",
  "study_hashes": [
    "c5786c4ccadfb6bd6566022c73f5c0dd8db1dc95bb557762a6c5f8388747dd1a"
  ],
  "closed": "2026-11-22T18:44Z",
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
    "public_models": 0
  },
  "at": "2026-11-22T18:44Z",
  "by": "Ana",
  "public_key": "23aa4473e708deee62160193b1a993aecb63a1d3064ac607cdcb83e6d890e7a6",
  "signature": "45a5ba54152f2606461df27b26181b8095021a986e19708d0e2c634e9df99bc2ca330004178ae1cea0fb490ecd645cc19cb7b99ae744fb75ac81b1ac3768b601"
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
INSERT INTO "disputes" VALUES('JBpFxaXItHxrnNDKJGcmfw','2026-11-22T18:44Z');
CREATE TABLE drafts (
        study_id TEXT PRIMARY KEY,
        content TEXT NOT NULL,
        design TEXT,
        revision INTEGER NOT NULL,
        changed TEXT NOT NULL,
        account TEXT NOT NULL
    ) STRICT;
INSERT INTO "drafts" VALUES('ander','id: ander  # een opmerking
',NULL,1,'2026-11-22T18:44Z','iPDdetvpgFfT4cEGaeBhng');
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
INSERT INTO "identities" VALUES('https://idp.example','sub-1','iPDdetvpgFfT4cEGaeBhng');
CREATE TABLE invitations (
        key_hash TEXT PRIMARY KEY,
        study_id TEXT NOT NULL,
        respondent TEXT UNIQUE REFERENCES respondents (id),
        made TEXT NOT NULL
    ) STRICT;
INSERT INTO "invitations" VALUES('cc7ca8f86551602baab0ba65875dad8d240265d85fa905e4d3331073afdee86e','voorbeeld','_KSFFhWZzofUOnAdMXEpfw','2026-11-22T18:44Z');
INSERT INTO "invitations" VALUES('07e99cfd237780f6cb779af6a0c4e986f83362939866f4ba2915bedd43d383f1','voorbeeld','JBpFxaXItHxrnNDKJGcmfw','2026-11-22T18:44Z');
INSERT INTO "invitations" VALUES('9c02a43f2dddedba1bea94750eb5871df8d0ae18e280c08911b748689ef75423','voorbeeld','JikZIfg5ruI989FiQioRbA','2026-11-22T18:44Z');
INSERT INTO "invitations" VALUES('6189f070b7bd059574a6f0920632c84eaa168f78979ba933d92ddc2604afd0a2','voorbeeld','G9pW7feJQUq9Xh3CyXFBNQ','2026-11-22T18:44Z');
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
INSERT INTO "jobs" VALUES('82484096c60bcc40','voorbeeld','power','done',1.0,NULL,'{"people": 50}','{"found": 0.30000000000000004}','','Ana',1795373099);
INSERT INTO "jobs" VALUES('74c74a2f5f2a1123','voorbeeld','design','waiting',0.0,NULL,'{"tasks": 8}',NULL,'','Ana',1795373099);
CREATE TABLE links (
        key_hash TEXT PRIMARY KEY,
        purpose TEXT NOT NULL CHECK (purpose IN ('first-start', 'invite', 'reset')),
        account TEXT REFERENCES accounts (id),
        expires TEXT NOT NULL
    ) STRICT;
INSERT INTO "links" VALUES('dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd','reset','iPDdetvpgFfT4cEGaeBhng','2030-01-01T00:00Z');
CREATE TABLE members (
        study_id TEXT NOT NULL,
        account TEXT NOT NULL REFERENCES accounts (id),
        since TEXT NOT NULL,
        PRIMARY KEY (study_id, account)
    ) STRICT;
INSERT INTO "members" VALUES('voorbeeld','iPDdetvpgFfT4cEGaeBhng','2026-11-22T18:44Z');
CREATE TABLE public_models (
            study_id TEXT NOT NULL,
            number INTEGER NOT NULL,
            content TEXT NOT NULL,
            at TEXT NOT NULL,
            ended TEXT,
            PRIMARY KEY (study_id, number)
        ) STRICT;
INSERT INTO "public_models" VALUES('voorbeeld',1,'{"version": "a"}','2026-11-22T18:44Z',NULL);
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
INSERT INTO "recovery_codes" VALUES('iPDdetvpgFfT4cEGaeBhng','cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc');
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
INSERT INTO "released_people" VALUES('voorbeeld','mean',1,'jurist','_KSFFhWZzofUOnAdMXEpfw');
INSERT INTO "released_people" VALUES('voorbeeld','mean',1,'jurist','JBpFxaXItHxrnNDKJGcmfw');
INSERT INTO "released_people" VALUES('voorbeeld','mean',1,'jurist','JikZIfg5ruI989FiQioRbA');
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
INSERT INTO "respondents" VALUES('_KSFFhWZzofUOnAdMXEpfw','19a6facaac059149001d6debbfe577ddb4a97bc28805cf5b2cdc9e92a31abdfb',1,'nl','[3, 1, 2, 4]','["waarborgen", "doel", "ontvanger"]','2391089369484da52e0c8bdb68142679b47ea9bdac80c98dffae428281df5ca1',0,'2026-11-22T18:44Z','2026-11-22T18:44Z','[]',NULL,'');
INSERT INTO "respondents" VALUES('JBpFxaXItHxrnNDKJGcmfw','19a6facaac059149001d6debbfe577ddb4a97bc28805cf5b2cdc9e92a31abdfb',2,'nl','[4, 5, 6, 7]','["waarborgen", "ontvanger", "doel"]','a06c38e8c7863cd3b983d43c24729b50d33783d90b02eaaeeb6ff466db2ff068',0,'2026-11-22T18:44Z','2026-11-22T18:44Z','[]',NULL,'');
INSERT INTO "respondents" VALUES('JikZIfg5ruI989FiQioRbA','19a6facaac059149001d6debbfe577ddb4a97bc28805cf5b2cdc9e92a31abdfb',1,'nl','[4, 3, 1, 2]','["ontvanger", "doel", "waarborgen"]','79e3d39bdd3a025f4a9bc9e15552f2c722396188ba8202ac4d5f2ffce8303ca6',0,'2026-11-22T18:44Z','2026-11-22T18:44Z','[]',NULL,'');
INSERT INTO "respondents" VALUES('G9pW7feJQUq9Xh3CyXFBNQ','19a6facaac059149001d6debbfe577ddb4a97bc28805cf5b2cdc9e92a31abdfb',2,'nl','[7, 6, 5, 4]','["ontvanger", "doel", "waarborgen"]','bebffa846036b3938215265d7e2d9c0f00333e764ef4b7a755d572b5e0d0eaca',0,'2026-11-22T18:44Z',NULL,'[]',NULL,'');
CREATE TABLE sessions (key TEXT PRIMARY KEY, data TEXT NOT NULL, expires TEXT NOT NULL) STRICT;
INSERT INTO "sessions" VALUES('6a979d3aa72f7e4ee5e64bde08b169284bdf1b1e6b5948ebb2ae5571152e361e','{"respondent": "_KSFFhWZzofUOnAdMXEpfw"}','2099-01-01T00:00Z');
INSERT INTO "sessions" VALUES('7dbd06d023712b32c0964dcc971212a1ad7bcb29b3e70722b428e60b1ecadad2','{"respondent": "JBpFxaXItHxrnNDKJGcmfw"}','2099-01-01T00:00Z');
INSERT INTO "sessions" VALUES('feb869238de3a1972c6cf6d93c27157df3df3a00a202f1cd2355c9113f491ef8','{"respondent": "JikZIfg5ruI989FiQioRbA"}','2099-01-01T00:00Z');
INSERT INTO "sessions" VALUES('50a2b6b6ecd15be4bcc25670540e45ccccc14761e234e6b04396a43d473ee5f8','{"respondent": "G9pW7feJQUq9Xh3CyXFBNQ"}','2099-01-01T00:00Z');
CREATE TABLE states (
        study_id TEXT NOT NULL,
        number INTEGER NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('draft', 'open', 'paused', 'closed', 'archived')),
        at TEXT NOT NULL,
        account TEXT NOT NULL,
        why TEXT NOT NULL,
        PRIMARY KEY (study_id, number)
    ) STRICT;
INSERT INTO "states" VALUES('ander',1,'draft','2026-11-22T18:44Z','iPDdetvpgFfT4cEGaeBhng','');
INSERT INTO "states" VALUES('voorbeeld',1,'paused','2026-11-22T18:44Z','Ana','pauze');
INSERT INTO "states" VALUES('voorbeeld',2,'open','2026-11-22T18:44Z','Ana','');
INSERT INTO "states" VALUES('voorbeeld',3,'closed','2026-11-22T18:44Z','Ana','');
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
INSERT INTO "tokens" VALUES('38949cad41afbf7f','34bf135b135eebab2ce53b3c74640f290d15c66e2b862a852720f44572bdcc3d','iPDdetvpgFfT4cEGaeBhng','voorbeeld','results','script','2026-11-22T18:44Z','2026-11-22',NULL,NULL);
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

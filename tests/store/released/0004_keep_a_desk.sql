BEGIN TRANSACTION;
CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
);
INSERT INTO "_sqlite_migrations" VALUES(1,'dce','0001_collect_answers','2026-11-22 18:44:41.550766+00:00');
INSERT INTO "_sqlite_migrations" VALUES(2,'dce','0002_revise_answers','2026-11-22 18:44:41.551759+00:00');
INSERT INTO "_sqlite_migrations" VALUES(3,'dce','0003_hold_fieldwork','2026-11-22 18:44:41.552402+00:00');
INSERT INTO "_sqlite_migrations" VALUES(4,'dce','0004_keep_a_desk','2026-11-22 18:44:41.553087+00:00');
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
INSERT INTO "accounts" VALUES('1FBzuWOQXdTcbGaCJt0IDQ','Ana','ana',NULL,NULL,NULL,'analyst',NULL,1,'2026-11-22T18:44Z');
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
INSERT INTO "answers" VALUES('KuJqnvUq3tXALjMMGR5pCg',3,1,1,1,'1','2026-11-22T18:44Z','0000000000000000000000000000000000000000000000000000000000000000','7c8c8a2b045e1cc5a0bb3ea3b9d15d5e94b465b5991412776cab2518f3c3dd3d');
INSERT INTO "answers" VALUES('KuJqnvUq3tXALjMMGR5pCg',1,1,1,2,'2','2026-11-22T18:44Z','7c8c8a2b045e1cc5a0bb3ea3b9d15d5e94b465b5991412776cab2518f3c3dd3d','4210f20490568d496f959abf8a1da51b6e2a2202f4627eef8aa53bbc56bc7723');
INSERT INTO "answers" VALUES('KuJqnvUq3tXALjMMGR5pCg',2,1,1,3,'3','2026-11-22T18:44Z','4210f20490568d496f959abf8a1da51b6e2a2202f4627eef8aa53bbc56bc7723','0f92822388abba6e763e87de91b7e344278d9d60d16032464bb5c33652931775');
INSERT INTO "answers" VALUES('KuJqnvUq3tXALjMMGR5pCg',4,1,1,4,'4','2026-11-22T18:44Z','0f92822388abba6e763e87de91b7e344278d9d60d16032464bb5c33652931775','23a4c71f0858b96db160422856888e71983d1ec96c400192f2f6cedb3011f399');
INSERT INTO "answers" VALUES('NbZc_jjf490eEc5PoeqUMQ',4,1,1,1,'2','2026-11-22T18:44Z','0000000000000000000000000000000000000000000000000000000000000000','eb878f5112b2834f10f1581db69c2d62480ffd9128a776f4577c9087ca4330c0');
INSERT INTO "answers" VALUES('NbZc_jjf490eEc5PoeqUMQ',5,1,1,2,'3','2026-11-22T18:44Z','eb878f5112b2834f10f1581db69c2d62480ffd9128a776f4577c9087ca4330c0','6e925e39568db6cb39e120f0820742b1161ff3591b4966c25db7451d32f552c5');
INSERT INTO "answers" VALUES('NbZc_jjf490eEc5PoeqUMQ',6,1,1,3,'4','2026-11-22T18:44Z','6e925e39568db6cb39e120f0820742b1161ff3591b4966c25db7451d32f552c5','2cf009c31cef08d1a0d2e0df183d7013796b41246a83e85c9bb7f62396aa1a4e');
INSERT INTO "answers" VALUES('NbZc_jjf490eEc5PoeqUMQ',7,1,1,4,'5','2026-11-22T18:44Z','2cf009c31cef08d1a0d2e0df183d7013796b41246a83e85c9bb7f62396aa1a4e','b5cec6d5bd307740d8cfcc7bf5c852953427e1e485a745cdf80906f45772f8ec');
INSERT INTO "answers" VALUES('NbZc_jjf490eEc5PoeqUMQ',4,1,2,5,'5','2026-11-22T18:44Z','b5cec6d5bd307740d8cfcc7bf5c852953427e1e485a745cdf80906f45772f8ec','209586bb05b5df9ca7def9f0687350072a26ff69d04cf54d8f29ed1dacbdf905');
INSERT INTO "answers" VALUES('VZzIwDmNQeXv5ttMnOkoRw',4,1,1,1,'3','2026-11-22T18:44Z','0000000000000000000000000000000000000000000000000000000000000000','8180ab009dacc0f8982b75f9a1fdfb27c3c8bffd8f0fe64b3c9b1c34e4e2278c');
INSERT INTO "answers" VALUES('VZzIwDmNQeXv5ttMnOkoRw',3,1,1,2,'4','2026-11-22T18:44Z','8180ab009dacc0f8982b75f9a1fdfb27c3c8bffd8f0fe64b3c9b1c34e4e2278c','0ed00646963b2856eaa45569e3fbeb681399abdb24b8ad597c626153d42ddbde');
INSERT INTO "answers" VALUES('VZzIwDmNQeXv5ttMnOkoRw',1,1,1,3,'5','2026-11-22T18:44Z','0ed00646963b2856eaa45569e3fbeb681399abdb24b8ad597c626153d42ddbde','0ea6bbe6eac745ea663604a1a5562c192a833ce4800c24c1e160f95b62e56a6e');
INSERT INTO "answers" VALUES('VZzIwDmNQeXv5ttMnOkoRw',2,1,1,4,'1','2026-11-22T18:44Z','0ea6bbe6eac745ea663604a1a5562c192a833ce4800c24c1e160f95b62e56a6e','29018ddda3072abdbdb228ec823adc1a92d2c8faf5dabb8f021397c78a2515d9');
INSERT INTO "answers" VALUES('36N6xexi_q5oTvPtOcj-dQ',7,1,1,1,'4','2026-11-22T18:44Z','0000000000000000000000000000000000000000000000000000000000000000','7357151003a3f7d206f7fa5a6e2e9a86654a2cc1ab31d0112a2b89828b5b18fb');
INSERT INTO "answers" VALUES('36N6xexi_q5oTvPtOcj-dQ',6,1,1,2,'5','2026-11-22T18:44Z','7357151003a3f7d206f7fa5a6e2e9a86654a2cc1ab31d0112a2b89828b5b18fb','5fa687da0569a84503f6e0c401c5100dfbbe3d8a3ff6e80942e3447c39d4328b');
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
INSERT INTO "audit" VALUES('ander',1,'2026-11-22T18:44Z','1FBzuWOQXdTcbGaCJt0IDQ','draft.made','','','0000000000000000000000000000000000000000000000000000000000000000','b311b18a69d0c434b17f136b47a0fe1458a919904ebcfe70925479c91e41d855');
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
INSERT INTO "audit_chains" VALUES('ander',1,'0000000000000000000000000000000000000000000000000000000000000000',1,'b311b18a69d0c434b17f136b47a0fe1458a919904ebcfe70925479c91e41d855');
INSERT INTO "audit_chains" VALUES('voorbeeld',1,'0000000000000000000000000000000000000000000000000000000000000000',2,'50d5af08c23993c1ca571030026e304a6279f5f2da25025b754f8f2afcf30fac');
INSERT INTO "audit_chains" VALUES('weg',1,'0000000000000000000000000000000000000000000000000000000000000000',2,'f9fcaebdb3cc842e6c3a811749d1af3d80d04ca0af36f6089b17f0788e6e57f4');
CREATE TABLE background (
        respondent TEXT NOT NULL REFERENCES respondents (id),
        item TEXT NOT NULL,
        option TEXT NOT NULL,
        PRIMARY KEY (respondent, item)
    ) STRICT;
INSERT INTO "background" VALUES('KuJqnvUq3tXALjMMGR5pCg','rol','jurist');
INSERT INTO "background" VALUES('NbZc_jjf490eEc5PoeqUMQ','rol','jurist');
INSERT INTO "background" VALUES('VZzIwDmNQeXv5ttMnOkoRw','rol','jurist');
INSERT INTO "background" VALUES('36N6xexi_q5oTvPtOcj-dQ','rol','jurist');
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
INSERT INTO "circumstances" VALUES('KuJqnvUq3tXALjMMGR5pCg',3,1,1,9,0,'réden 0');
INSERT INTO "circumstances" VALUES('KuJqnvUq3tXALjMMGR5pCg',1,1,1,9,0,'réden 0');
INSERT INTO "circumstances" VALUES('KuJqnvUq3tXALjMMGR5pCg',2,1,1,9,0,'réden 0');
INSERT INTO "circumstances" VALUES('KuJqnvUq3tXALjMMGR5pCg',4,1,1,9,0,'réden 0');
INSERT INTO "circumstances" VALUES('NbZc_jjf490eEc5PoeqUMQ',4,1,1,9,0,'réden 1');
INSERT INTO "circumstances" VALUES('NbZc_jjf490eEc5PoeqUMQ',5,1,1,9,0,'réden 1');
INSERT INTO "circumstances" VALUES('NbZc_jjf490eEc5PoeqUMQ',6,1,1,9,0,'réden 1');
INSERT INTO "circumstances" VALUES('NbZc_jjf490eEc5PoeqUMQ',7,1,1,9,0,'réden 1');
INSERT INTO "circumstances" VALUES('VZzIwDmNQeXv5ttMnOkoRw',4,1,1,9,0,'réden 2');
INSERT INTO "circumstances" VALUES('VZzIwDmNQeXv5ttMnOkoRw',3,1,1,9,0,'réden 2');
INSERT INTO "circumstances" VALUES('VZzIwDmNQeXv5ttMnOkoRw',1,1,1,9,0,'réden 2');
INSERT INTO "circumstances" VALUES('VZzIwDmNQeXv5ttMnOkoRw',2,1,1,9,0,'réden 2');
INSERT INTO "circumstances" VALUES('36N6xexi_q5oTvPtOcj-dQ',7,1,1,9,0,'réden 3');
INSERT INTO "circumstances" VALUES('36N6xexi_q5oTvPtOcj-dQ',6,1,1,9,0,'réden 3');
CREATE TABLE deletions (
        id TEXT PRIMARY KEY,
        study_id TEXT NOT NULL,
        at TEXT NOT NULL,
        note TEXT NOT NULL,
        swept TEXT
    ) STRICT;
INSERT INTO "deletions" VALUES('8b7389258564eb9e','weg','2026-11-22T18:44Z','{
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
INSERT INTO "disputes" VALUES('NbZc_jjf490eEc5PoeqUMQ','2026-11-22T18:44Z');
CREATE TABLE drafts (
        study_id TEXT PRIMARY KEY,
        content TEXT NOT NULL,
        design TEXT,
        revision INTEGER NOT NULL,
        changed TEXT NOT NULL,
        account TEXT NOT NULL
    ) STRICT;
INSERT INTO "drafts" VALUES('ander','id: ander  # een opmerking
',NULL,1,'2026-11-22T18:44Z','1FBzuWOQXdTcbGaCJt0IDQ');
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
INSERT INTO "identities" VALUES('https://idp.example','sub-1','1FBzuWOQXdTcbGaCJt0IDQ');
CREATE TABLE invitations (
        key_hash TEXT PRIMARY KEY,
        study_id TEXT NOT NULL,
        respondent TEXT UNIQUE REFERENCES respondents (id),
        made TEXT NOT NULL
    ) STRICT;
INSERT INTO "invitations" VALUES('09725293033dcad4c6d6b0131ecd949df49cc62cb29af71d19874de589815cae','voorbeeld','KuJqnvUq3tXALjMMGR5pCg','2026-11-22T18:44Z');
INSERT INTO "invitations" VALUES('ef8777e1f5c1f6e7e5bb0475a677b71751c993af9d7f5ba7ab2a9e7ec55ff2e0','voorbeeld','NbZc_jjf490eEc5PoeqUMQ','2026-11-22T18:44Z');
INSERT INTO "invitations" VALUES('4a6f2b0acf18c8ec02ac6f2cbbdcfe2e9779c98ea0af5b918342695a5c4f1731','voorbeeld','VZzIwDmNQeXv5ttMnOkoRw','2026-11-22T18:44Z');
INSERT INTO "invitations" VALUES('a0ec7dbb95b301f1bee8e1eee020c32ee2d04d0203e0b81e30fde6b27d6cbcd1','voorbeeld','36N6xexi_q5oTvPtOcj-dQ','2026-11-22T18:44Z');
INSERT INTO "invitations" VALUES('eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee','voorbeeld',NULL,'2026-11-22T18:44Z');
CREATE TABLE links (
        key_hash TEXT PRIMARY KEY,
        purpose TEXT NOT NULL CHECK (purpose IN ('first-start', 'invite', 'reset')),
        account TEXT REFERENCES accounts (id),
        expires TEXT NOT NULL
    ) STRICT;
INSERT INTO "links" VALUES('dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd','reset','1FBzuWOQXdTcbGaCJt0IDQ','2030-01-01T00:00Z');
CREATE TABLE members (
        study_id TEXT NOT NULL,
        account TEXT NOT NULL REFERENCES accounts (id),
        since TEXT NOT NULL,
        PRIMARY KEY (study_id, account)
    ) STRICT;
INSERT INTO "members" VALUES('voorbeeld','1FBzuWOQXdTcbGaCJt0IDQ','2026-11-22T18:44Z');
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
INSERT INTO "recovery_codes" VALUES('1FBzuWOQXdTcbGaCJt0IDQ','cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc');
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
INSERT INTO "respondents" VALUES('KuJqnvUq3tXALjMMGR5pCg','19a6facaac059149001d6debbfe577ddb4a97bc28805cf5b2cdc9e92a31abdfb',1,'nl','[3, 1, 2, 4]','["waarborgen", "doel", "ontvanger"]','2133bb23ca2fd922a96339d52723148de0e6a9d47acf25a7b597a90d329c202c',0,'2026-11-22T18:44Z','2026-11-22T18:44Z','[]',NULL,'');
INSERT INTO "respondents" VALUES('NbZc_jjf490eEc5PoeqUMQ','19a6facaac059149001d6debbfe577ddb4a97bc28805cf5b2cdc9e92a31abdfb',2,'nl','[4, 5, 6, 7]','["waarborgen", "ontvanger", "doel"]','af84b456bf9a80d6e62936684a86f7e67ad6374beb4854154853a1ed58ccffd6',0,'2026-11-22T18:44Z','2026-11-22T18:44Z','[]',NULL,'');
INSERT INTO "respondents" VALUES('VZzIwDmNQeXv5ttMnOkoRw','19a6facaac059149001d6debbfe577ddb4a97bc28805cf5b2cdc9e92a31abdfb',1,'nl','[4, 3, 1, 2]','["ontvanger", "doel", "waarborgen"]','d960af9dbd3072ca828b9af5e6b1b5ea35f1096eba3fcfeb6510c4a253086f0b',0,'2026-11-22T18:44Z','2026-11-22T18:44Z','[]',NULL,'');
INSERT INTO "respondents" VALUES('36N6xexi_q5oTvPtOcj-dQ','19a6facaac059149001d6debbfe577ddb4a97bc28805cf5b2cdc9e92a31abdfb',2,'nl','[7, 6, 5, 4]','["ontvanger", "doel", "waarborgen"]','2c964f176b843ee749df583deb0eb80e99192545fced4ffc21f4d0fd1ff8db05',0,'2026-11-22T18:44Z',NULL,'[]',NULL,'');
CREATE TABLE sessions (key TEXT PRIMARY KEY, data TEXT NOT NULL, expires TEXT NOT NULL) STRICT;
INSERT INTO "sessions" VALUES('6a979d3aa72f7e4ee5e64bde08b169284bdf1b1e6b5948ebb2ae5571152e361e','{"respondent": "KuJqnvUq3tXALjMMGR5pCg"}','2099-01-01T00:00Z');
INSERT INTO "sessions" VALUES('7dbd06d023712b32c0964dcc971212a1ad7bcb29b3e70722b428e60b1ecadad2','{"respondent": "NbZc_jjf490eEc5PoeqUMQ"}','2099-01-01T00:00Z');
INSERT INTO "sessions" VALUES('feb869238de3a1972c6cf6d93c27157df3df3a00a202f1cd2355c9113f491ef8','{"respondent": "VZzIwDmNQeXv5ttMnOkoRw"}','2099-01-01T00:00Z');
INSERT INTO "sessions" VALUES('50a2b6b6ecd15be4bcc25670540e45ccccc14761e234e6b04396a43d473ee5f8','{"respondent": "36N6xexi_q5oTvPtOcj-dQ"}','2099-01-01T00:00Z');
CREATE TABLE states (
        study_id TEXT NOT NULL,
        number INTEGER NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('draft', 'open', 'paused', 'closed', 'archived')),
        at TEXT NOT NULL,
        account TEXT NOT NULL,
        why TEXT NOT NULL,
        PRIMARY KEY (study_id, number)
    ) STRICT;
INSERT INTO "states" VALUES('ander',1,'draft','2026-11-22T18:44Z','1FBzuWOQXdTcbGaCJt0IDQ','');
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
INSERT INTO "tokens" VALUES('ca6681fc476f318b','5e59fa948f2b33d6269a69570772b51b73592be6f75d60b3a1847413f5966d79','1FBzuWOQXdTcbGaCJt0IDQ','voorbeeld','results','script','2026-11-22T18:44Z','2026-11-22',NULL,NULL);
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

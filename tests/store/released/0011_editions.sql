BEGIN TRANSACTION;
CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
);
INSERT INTO "_sqlite_migrations" VALUES(1,'dce','0001_collect_answers','2026-11-22 18:45:24.914160+00:00');
INSERT INTO "_sqlite_migrations" VALUES(2,'dce','0002_revise_answers','2026-11-22 18:45:24.915218+00:00');
INSERT INTO "_sqlite_migrations" VALUES(3,'dce','0003_hold_fieldwork','2026-11-22 18:45:24.915897+00:00');
INSERT INTO "_sqlite_migrations" VALUES(4,'dce','0004_keep_a_desk','2026-11-22 18:45:24.921185+00:00');
INSERT INTO "_sqlite_migrations" VALUES(5,'dce','0005_releases','2026-11-22 18:45:24.921496+00:00');
INSERT INTO "_sqlite_migrations" VALUES(6,'dce','0006_jobs','2026-11-22 18:45:24.921740+00:00');
INSERT INTO "_sqlite_migrations" VALUES(7,'dce','0007_public_models','2026-11-22 18:45:24.921885+00:00');
INSERT INTO "_sqlite_migrations" VALUES(8,'dce','0008_results','2026-11-22 18:45:24.926651+00:00');
INSERT INTO "_sqlite_migrations" VALUES(9,'dce','0009_changes','2026-11-22 18:45:24.926834+00:00');
INSERT INTO "_sqlite_migrations" VALUES(10,'dce','0010_people_in_order','2026-11-22 18:45:24.926964+00:00');
INSERT INTO "_sqlite_migrations" VALUES(11,'dce','0011_editions','2026-11-22 18:45:24.927180+00:00');
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
INSERT INTO "accounts" VALUES('QYioCi_8JTZhEQsdf9sYfw','Ana','ana',NULL,NULL,NULL,'analyst',NULL,1,'2026-11-22T18:45Z');
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
INSERT INTO "answers" VALUES('xlSTdhJVQlM80wnR3M5Emw',3,1,1,1,'1','2026-11-22T18:45Z','0000000000000000000000000000000000000000000000000000000000000000','b5c8a7c0934cd542212326cd6c8ad81ff97d65d1411827378db4d7f50e76a760');
INSERT INTO "answers" VALUES('xlSTdhJVQlM80wnR3M5Emw',1,1,1,2,'2','2026-11-22T18:45Z','b5c8a7c0934cd542212326cd6c8ad81ff97d65d1411827378db4d7f50e76a760','9a65d26b5c0b15b1e58791d144e24f7151e545fd95c78e0e8fc711c61590f251');
INSERT INTO "answers" VALUES('xlSTdhJVQlM80wnR3M5Emw',2,1,1,3,'3','2026-11-22T18:45Z','9a65d26b5c0b15b1e58791d144e24f7151e545fd95c78e0e8fc711c61590f251','76057baf12aa041ca9cd0100491a1e2070ca0ad48d203f4e7b08e4597e0de339');
INSERT INTO "answers" VALUES('xlSTdhJVQlM80wnR3M5Emw',4,1,1,4,'4','2026-11-22T18:45Z','76057baf12aa041ca9cd0100491a1e2070ca0ad48d203f4e7b08e4597e0de339','65dc7f810793205045d1b27ed3ad38270e39d8cba8af364837a8f22f12d35abb');
INSERT INTO "answers" VALUES('2aQPeOj-RPvQnj2XFz55ig',4,1,1,1,'2','2026-11-22T18:45Z','0000000000000000000000000000000000000000000000000000000000000000','78ee0e1642be10d4484c9d744a00bfea2a38d771ff67558df10362934b57cf90');
INSERT INTO "answers" VALUES('2aQPeOj-RPvQnj2XFz55ig',5,1,1,2,'3','2026-11-22T18:45Z','78ee0e1642be10d4484c9d744a00bfea2a38d771ff67558df10362934b57cf90','4a080c83098d8d52164a509057ed893b10a40c3cd95ed9e79c0facaed6229610');
INSERT INTO "answers" VALUES('2aQPeOj-RPvQnj2XFz55ig',6,1,1,3,'4','2026-11-22T18:45Z','4a080c83098d8d52164a509057ed893b10a40c3cd95ed9e79c0facaed6229610','3c460bfccdabc0532f400be973b6f0076c83824945d990d531806b5b85c63d8f');
INSERT INTO "answers" VALUES('2aQPeOj-RPvQnj2XFz55ig',7,1,1,4,'5','2026-11-22T18:45Z','3c460bfccdabc0532f400be973b6f0076c83824945d990d531806b5b85c63d8f','749cfb215542905a35d3952ea12fa4265120e6a4cc4ea054e700c57cc6c0a0e0');
INSERT INTO "answers" VALUES('2aQPeOj-RPvQnj2XFz55ig',4,1,2,5,'5','2026-11-22T18:45Z','749cfb215542905a35d3952ea12fa4265120e6a4cc4ea054e700c57cc6c0a0e0','5991ad574c4c2deeb3064d6d7e4b4d6e775cf9c0bf2bb83acdafe5c8b141c817');
INSERT INTO "answers" VALUES('rxywThLt4uePUKE3oFvW7A',4,1,1,1,'3','2026-11-22T18:45Z','0000000000000000000000000000000000000000000000000000000000000000','7784d5e93bda6830bbef15b1d23f3d47f8173b5ad830ed158cbc3ed5541b49ad');
INSERT INTO "answers" VALUES('rxywThLt4uePUKE3oFvW7A',3,1,1,2,'4','2026-11-22T18:45Z','7784d5e93bda6830bbef15b1d23f3d47f8173b5ad830ed158cbc3ed5541b49ad','8af761d6e6d9d3237cb40c19c2a72f5e8f88855d45ec374032de797aed9c7d47');
INSERT INTO "answers" VALUES('rxywThLt4uePUKE3oFvW7A',1,1,1,3,'5','2026-11-22T18:45Z','8af761d6e6d9d3237cb40c19c2a72f5e8f88855d45ec374032de797aed9c7d47','738f6d1ee17e873bd302acf54bc519bb72a1b9ad74c2df6b760411cbd04444c2');
INSERT INTO "answers" VALUES('rxywThLt4uePUKE3oFvW7A',2,1,1,4,'1','2026-11-22T18:45Z','738f6d1ee17e873bd302acf54bc519bb72a1b9ad74c2df6b760411cbd04444c2','66fb5b9def703c6cc077048f96772a8a523b825ce716cd06b0a004fa9c02896d');
INSERT INTO "answers" VALUES('qeavFm7oy6YZgx5U0a4Xyg',7,1,1,1,'4','2026-11-22T18:45Z','0000000000000000000000000000000000000000000000000000000000000000','fe2d8cd21e05ccde2fd92b0676d24e5b1eb9806af6edd8c55b072106917ab060');
INSERT INTO "answers" VALUES('qeavFm7oy6YZgx5U0a4Xyg',6,1,1,2,'5','2026-11-22T18:45Z','fe2d8cd21e05ccde2fd92b0676d24e5b1eb9806af6edd8c55b072106917ab060','2d0cf329e86df7332f627fd79647ea246b555ead4abe73a4af9b19e0380317fb');
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
INSERT INTO "audit" VALUES('ander',1,'2026-11-22T18:45Z','QYioCi_8JTZhEQsdf9sYfw','draft.made','','','0000000000000000000000000000000000000000000000000000000000000000','deea3742929b67950a6672103ae251057de4fef3f985f70ec8938a752f84ad2b');
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
INSERT INTO "audit_chains" VALUES('ander',1,'0000000000000000000000000000000000000000000000000000000000000000',1,'deea3742929b67950a6672103ae251057de4fef3f985f70ec8938a752f84ad2b');
INSERT INTO "audit_chains" VALUES('voorbeeld',1,'0000000000000000000000000000000000000000000000000000000000000000',4,'82475972fe558599d045374f9c96cbd63ae306ea50912c86e3b5e1f022278895');
INSERT INTO "audit_chains" VALUES('weg',1,'0000000000000000000000000000000000000000000000000000000000000000',2,'46e3621526df5ad427b5b2fe150c7af0b5206f483c752007bfaeeceb0681611c');
CREATE TABLE background (
        respondent TEXT NOT NULL REFERENCES respondents (id),
        item TEXT NOT NULL,
        option TEXT NOT NULL,
        PRIMARY KEY (respondent, item)
    ) STRICT;
INSERT INTO "background" VALUES('xlSTdhJVQlM80wnR3M5Emw','rol','jurist');
INSERT INTO "background" VALUES('2aQPeOj-RPvQnj2XFz55ig','rol','jurist');
INSERT INTO "background" VALUES('rxywThLt4uePUKE3oFvW7A','rol','jurist');
INSERT INTO "background" VALUES('qeavFm7oy6YZgx5U0a4Xyg','rol','jurist');
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
INSERT INTO "circumstances" VALUES('xlSTdhJVQlM80wnR3M5Emw',3,1,1,9,0,'réden 0');
INSERT INTO "circumstances" VALUES('xlSTdhJVQlM80wnR3M5Emw',1,1,1,9,0,'réden 0');
INSERT INTO "circumstances" VALUES('xlSTdhJVQlM80wnR3M5Emw',2,1,1,9,0,'réden 0');
INSERT INTO "circumstances" VALUES('xlSTdhJVQlM80wnR3M5Emw',4,1,1,9,0,'réden 0');
INSERT INTO "circumstances" VALUES('2aQPeOj-RPvQnj2XFz55ig',4,1,1,9,0,'réden 1');
INSERT INTO "circumstances" VALUES('2aQPeOj-RPvQnj2XFz55ig',5,1,1,9,0,'réden 1');
INSERT INTO "circumstances" VALUES('2aQPeOj-RPvQnj2XFz55ig',6,1,1,9,0,'réden 1');
INSERT INTO "circumstances" VALUES('2aQPeOj-RPvQnj2XFz55ig',7,1,1,9,0,'réden 1');
INSERT INTO "circumstances" VALUES('rxywThLt4uePUKE3oFvW7A',4,1,1,9,0,'réden 2');
INSERT INTO "circumstances" VALUES('rxywThLt4uePUKE3oFvW7A',3,1,1,9,0,'réden 2');
INSERT INTO "circumstances" VALUES('rxywThLt4uePUKE3oFvW7A',1,1,1,9,0,'réden 2');
INSERT INTO "circumstances" VALUES('rxywThLt4uePUKE3oFvW7A',2,1,1,9,0,'réden 2');
INSERT INTO "circumstances" VALUES('qeavFm7oy6YZgx5U0a4Xyg',7,1,1,9,0,'réden 3');
INSERT INTO "circumstances" VALUES('qeavFm7oy6YZgx5U0a4Xyg',6,1,1,9,0,'réden 3');
CREATE TABLE deletions (
        id TEXT PRIMARY KEY,
        study_id TEXT NOT NULL,
        at TEXT NOT NULL,
        note TEXT NOT NULL,
        swept TEXT
    ) STRICT;
INSERT INTO "deletions" VALUES('63d2c2ff11b2b710','weg','2026-11-22T18:45Z','{
  "kind": "proof of deletion",
  "study": "weg",
  "study_hashes": [
    "c5786c4ccadfb6bd6566022c73f5c0dd8db1dc95bb557762a6c5f8388747dd1a"
  ],
  "closed": "2026-11-22T18:45Z",
  "retention_months": 12,
  "deleted": {
    "sessions": 0,
    "handed_out": 0,
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
    "editions": 0
  },
  "at": "2026-11-22T18:45Z",
  "by": "Ana",
  "public_key": "23aa4473e708deee62160193b1a993aecb63a1d3064ac607cdcb83e6d890e7a6",
  "signature": "68b9e35a52be780bfcfeeb3ea9bcbabdb8922736caf86ab65ac7a6ec718bf66eb1468d5ec8da9190a166e6666675eb0836241be8fd70f0ff215ac0f695b5f404"
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
INSERT INTO "disputes" VALUES('2aQPeOj-RPvQnj2XFz55ig','2026-11-22T18:45Z');
CREATE TABLE drafts (
        study_id TEXT PRIMARY KEY,
        content TEXT NOT NULL,
        design TEXT,
        revision INTEGER NOT NULL,
        changed TEXT NOT NULL,
        account TEXT NOT NULL
    ) STRICT;
INSERT INTO "drafts" VALUES('ander','id: ander  # een opmerking
',NULL,1,'2026-11-22T18:45Z','QYioCi_8JTZhEQsdf9sYfw');
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
INSERT INTO "fieldworks" VALUES('voorbeeld',1,'{"opens":null,"closes":null,"entry":"open","people":null,"quotas":{},"begins_per_hour":300,"return_to":["https://panel.example/voorbeeld"],"organisation":{"nl":"Gemeente Zoekmij","en":"Zoekmij"},"contact":null,"officer":null,"legal_ground":null}','2026-11-22T18:45Z');
CREATE TABLE group_models (
        design_hash TEXT NOT NULL REFERENCES designs (hash),
        people INTEGER NOT NULL,
        content TEXT NOT NULL,
        at TEXT NOT NULL,
        PRIMARY KEY (design_hash, people)
    ) STRICT;
INSERT INTO "group_models" VALUES('19a6facaac059149001d6debbfe577ddb4a97bc28805cf5b2cdc9e92a31abdfb',4,'{"model": "een model van \u00e1llen"}','2026-11-22T18:45Z');
CREATE TABLE handed_out (
        study_id TEXT NOT NULL,
        respondent TEXT NOT NULL REFERENCES respondents (id),
        since INTEGER NOT NULL,
        links INTEGER NOT NULL,
        told TEXT NOT NULL,
        PRIMARY KEY (study_id, respondent, since)
    ) STRICT;
INSERT INTO "handed_out" VALUES('voorbeeld','xlSTdhJVQlM80wnR3M5Emw',1,4,'{"rol": "jurist"}');
INSERT INTO "handed_out" VALUES('voorbeeld','rxywThLt4uePUKE3oFvW7A',1,4,'{"rol": "jurist"}');
INSERT INTO "handed_out" VALUES('voorbeeld','qeavFm7oy6YZgx5U0a4Xyg',1,2,'{"rol": "jurist"}');
CREATE TABLE identities (
        issuer TEXT NOT NULL,
        subject TEXT NOT NULL,
        account TEXT NOT NULL REFERENCES accounts (id),
        PRIMARY KEY (issuer, subject)
    ) STRICT;
INSERT INTO "identities" VALUES('https://idp.example','sub-1','QYioCi_8JTZhEQsdf9sYfw');
CREATE TABLE invitations (
        key_hash TEXT PRIMARY KEY,
        study_id TEXT NOT NULL,
        respondent TEXT UNIQUE REFERENCES respondents (id),
        made TEXT NOT NULL
    ) STRICT;
INSERT INTO "invitations" VALUES('1b68b32d7c93227ec756777594d54c48a61b86bb5b7194f4d123587a847e418e','voorbeeld','xlSTdhJVQlM80wnR3M5Emw','2026-11-22T18:45Z');
INSERT INTO "invitations" VALUES('e0b58783d8a577ef720add05d86a143f2d049788630e8bc65d214c43b9378303','voorbeeld','2aQPeOj-RPvQnj2XFz55ig','2026-11-22T18:45Z');
INSERT INTO "invitations" VALUES('728603a219d3564060cbbea5418ab690ec9e266794f1f57d84872adc12a44825','voorbeeld','rxywThLt4uePUKE3oFvW7A','2026-11-22T18:45Z');
INSERT INTO "invitations" VALUES('0e49bdfea5bf47aef757fa91773abff1e93e8b76bcc2e21969f8b4be7042c49b','voorbeeld','qeavFm7oy6YZgx5U0a4Xyg','2026-11-22T18:45Z');
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
INSERT INTO "jobs" VALUES('35e811c335687c87','voorbeeld','power','done',1.0,NULL,'{"people": 50}','{"found": 0.30000000000000004}','','Ana',1795373125);
INSERT INTO "jobs" VALUES('74d69dd9f9dd980d','voorbeeld','design','waiting',0.0,NULL,'{"tasks": 8}',NULL,'','Ana',1795373125);
CREATE TABLE links (
        key_hash TEXT PRIMARY KEY,
        purpose TEXT NOT NULL CHECK (purpose IN ('first-start', 'invite', 'reset')),
        account TEXT REFERENCES accounts (id),
        expires TEXT NOT NULL
    ) STRICT;
INSERT INTO "links" VALUES('dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd','reset','QYioCi_8JTZhEQsdf9sYfw','2030-01-01T00:00Z');
CREATE TABLE members (
        study_id TEXT NOT NULL,
        account TEXT NOT NULL REFERENCES accounts (id),
        since TEXT NOT NULL,
        PRIMARY KEY (study_id, account)
    ) STRICT;
INSERT INTO "members" VALUES('voorbeeld','QYioCi_8JTZhEQsdf9sYfw','2026-11-22T18:45Z');
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
INSERT INTO "recovery_codes" VALUES('QYioCi_8JTZhEQsdf9sYfw','cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc');
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
INSERT INTO "released_people" VALUES('voorbeeld','mean',1,'jurist','xlSTdhJVQlM80wnR3M5Emw');
INSERT INTO "released_people" VALUES('voorbeeld','mean',1,'jurist','2aQPeOj-RPvQnj2XFz55ig');
INSERT INTO "released_people" VALUES('voorbeeld','mean',1,'jurist','rxywThLt4uePUKE3oFvW7A');
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
INSERT INTO "respondents" VALUES('xlSTdhJVQlM80wnR3M5Emw','19a6facaac059149001d6debbfe577ddb4a97bc28805cf5b2cdc9e92a31abdfb',1,'nl','[3, 1, 2, 4]','["waarborgen", "doel", "ontvanger"]','890d4a8249a46d1ff7e2b2ff3e759f698909f47d722d986a82f66d13e38362f8',0,'2026-11-22T18:45Z','2026-11-22T18:45Z','[]',NULL,'');
INSERT INTO "respondents" VALUES('2aQPeOj-RPvQnj2XFz55ig','19a6facaac059149001d6debbfe577ddb4a97bc28805cf5b2cdc9e92a31abdfb',2,'nl','[4, 5, 6, 7]','["waarborgen", "ontvanger", "doel"]','5fc64df39fe50ed41890d149c8f166a8437af551583f5138ac43ca87c87ba6b1',0,'2026-11-22T18:45Z','2026-11-22T18:45Z','[]',NULL,'');
INSERT INTO "respondents" VALUES('rxywThLt4uePUKE3oFvW7A','19a6facaac059149001d6debbfe577ddb4a97bc28805cf5b2cdc9e92a31abdfb',1,'nl','[4, 3, 1, 2]','["ontvanger", "doel", "waarborgen"]','bc6889b37fab74803596011a3b680fb07bbeaf151000f3c87c747e172f353014',0,'2026-11-22T18:45Z','2026-11-22T18:45Z','[]',NULL,'');
INSERT INTO "respondents" VALUES('qeavFm7oy6YZgx5U0a4Xyg','19a6facaac059149001d6debbfe577ddb4a97bc28805cf5b2cdc9e92a31abdfb',2,'nl','[7, 6, 5, 4]','["ontvanger", "doel", "waarborgen"]','8e026cc7e043b9a239cd694bed50a6e3f4c1c571e6f6116c5961813654f9d4da',0,'2026-11-22T18:45Z',NULL,'[]',NULL,'');
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
INSERT INTO "result_states" VALUES('voorbeeld','everybody',1,'{"everybody": [4, "14023325265842432340"]}','2026-11-22T18:45Z');
CREATE TABLE sessions (key TEXT PRIMARY KEY, data TEXT NOT NULL, expires TEXT NOT NULL) STRICT;
INSERT INTO "sessions" VALUES('6a979d3aa72f7e4ee5e64bde08b169284bdf1b1e6b5948ebb2ae5571152e361e','{"respondent": "xlSTdhJVQlM80wnR3M5Emw"}','2099-01-01T00:00Z');
INSERT INTO "sessions" VALUES('7dbd06d023712b32c0964dcc971212a1ad7bcb29b3e70722b428e60b1ecadad2','{"respondent": "2aQPeOj-RPvQnj2XFz55ig"}','2099-01-01T00:00Z');
INSERT INTO "sessions" VALUES('feb869238de3a1972c6cf6d93c27157df3df3a00a202f1cd2355c9113f491ef8','{"respondent": "rxywThLt4uePUKE3oFvW7A"}','2099-01-01T00:00Z');
INSERT INTO "sessions" VALUES('50a2b6b6ecd15be4bcc25670540e45ccccc14761e234e6b04396a43d473ee5f8','{"respondent": "qeavFm7oy6YZgx5U0a4Xyg"}','2099-01-01T00:00Z');
CREATE TABLE states (
        study_id TEXT NOT NULL,
        number INTEGER NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('draft', 'open', 'paused', 'closed', 'archived')),
        at TEXT NOT NULL,
        account TEXT NOT NULL,
        why TEXT NOT NULL,
        PRIMARY KEY (study_id, number)
    ) STRICT;
INSERT INTO "states" VALUES('ander',1,'draft','2026-11-22T18:45Z','QYioCi_8JTZhEQsdf9sYfw','');
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
INSERT INTO "tokens" VALUES('0272aa9d3a46b43e','1c8188b133a2387a023471385de79564396301471a85bed11cdc267d0a16fdf2','QYioCi_8JTZhEQsdf9sYfw','voorbeeld','results','script','2026-11-22T18:45Z','2026-11-22',NULL,NULL);
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

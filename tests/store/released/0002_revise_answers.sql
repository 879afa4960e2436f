BEGIN TRANSACTION;
CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
);
INSERT INTO "_sqlite_migrations" VALUES(1,'dce','0001_collect_answers','2026-11-22 18:44:33.216371+00:00');
INSERT INTO "_sqlite_migrations" VALUES(2,'dce','0002_revise_answers','2026-11-22 18:44:33.217333+00:00');
CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
INSERT INTO "about" VALUES('synthetic','no');
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
INSERT INTO "answers" VALUES('sL0KBXcLbZS2xBe2zIiqNQ',3,1,1,1,'1','2026-11-22T18:44Z','0000000000000000000000000000000000000000000000000000000000000000','62b6490cbf9cc500fd9b5ff2e844d91e936315b7cf3f2481c6b77be1149da373');
INSERT INTO "answers" VALUES('sL0KBXcLbZS2xBe2zIiqNQ',1,1,1,2,'2','2026-11-22T18:44Z','62b6490cbf9cc500fd9b5ff2e844d91e936315b7cf3f2481c6b77be1149da373','6db77d7bb57387d803b5502fda890473eeecc62a0c25d1a5477058a9263f4bf2');
INSERT INTO "answers" VALUES('sL0KBXcLbZS2xBe2zIiqNQ',2,1,1,3,'3','2026-11-22T18:44Z','6db77d7bb57387d803b5502fda890473eeecc62a0c25d1a5477058a9263f4bf2','6b51979ee8519727476c854781f2cc9cb887892454eadeb697f6806a23d8f3a8');
INSERT INTO "answers" VALUES('sL0KBXcLbZS2xBe2zIiqNQ',4,1,1,4,'4','2026-11-22T18:44Z','6b51979ee8519727476c854781f2cc9cb887892454eadeb697f6806a23d8f3a8','02508ecf84fb787234eedada5e35150432d5987b3a63d7cdce623b536327272a');
INSERT INTO "answers" VALUES('IUq4DTOkLToYGeMYB8Vjpg',4,1,1,1,'2','2026-11-22T18:44Z','0000000000000000000000000000000000000000000000000000000000000000','f31ddc3d968dc30ead84048508d99ec143de71869ec61ea7abe7ff677d44815a');
INSERT INTO "answers" VALUES('IUq4DTOkLToYGeMYB8Vjpg',5,1,1,2,'3','2026-11-22T18:44Z','f31ddc3d968dc30ead84048508d99ec143de71869ec61ea7abe7ff677d44815a','9f124a69e832d7b6d7e72cd70bcae6ed55cd4ec77ecbd1de90de0d54147a5ff1');
INSERT INTO "answers" VALUES('IUq4DTOkLToYGeMYB8Vjpg',6,1,1,3,'4','2026-11-22T18:44Z','9f124a69e832d7b6d7e72cd70bcae6ed55cd4ec77ecbd1de90de0d54147a5ff1','9cf9e33eea68ef6095fd8174fd7219969c1043c801619f2bf050680a3f7c1212');
INSERT INTO "answers" VALUES('IUq4DTOkLToYGeMYB8Vjpg',7,1,1,4,'5','2026-11-22T18:44Z','9cf9e33eea68ef6095fd8174fd7219969c1043c801619f2bf050680a3f7c1212','2641b872c1ceb45f95bab378575250fbac973b3fe89985c05c7666e66b93eb00');
INSERT INTO "answers" VALUES('IUq4DTOkLToYGeMYB8Vjpg',4,1,2,5,'5','2026-11-22T18:44Z','2641b872c1ceb45f95bab378575250fbac973b3fe89985c05c7666e66b93eb00','3cf6a95e8d7ecaae063c2c512273762bc0488a21758fa070e4d9e35a3d6bdf68');
INSERT INTO "answers" VALUES('EOc2IwtSu8O4NQGxucTQDg',4,1,1,1,'3','2026-11-22T18:44Z','0000000000000000000000000000000000000000000000000000000000000000','3b1b920aa5a7649828cfc1be809dd30dd0f424e2afba813e9a0fc777002ac653');
INSERT INTO "answers" VALUES('EOc2IwtSu8O4NQGxucTQDg',3,1,1,2,'4','2026-11-22T18:44Z','3b1b920aa5a7649828cfc1be809dd30dd0f424e2afba813e9a0fc777002ac653','28c8883759dae64acd1057e3d5ea42c6943d34f035818be4ee6b95ac8f414cd1');
INSERT INTO "answers" VALUES('EOc2IwtSu8O4NQGxucTQDg',1,1,1,3,'5','2026-11-22T18:44Z','28c8883759dae64acd1057e3d5ea42c6943d34f035818be4ee6b95ac8f414cd1','1b3efe7f382c4dccf154378c19aff12005bc4f64b069314142ad6610c7bb5989');
INSERT INTO "answers" VALUES('EOc2IwtSu8O4NQGxucTQDg',2,1,1,4,'1','2026-11-22T18:44Z','1b3efe7f382c4dccf154378c19aff12005bc4f64b069314142ad6610c7bb5989','45781810888adfe6477ec9880345881c8b488a66ecb57c9146cf0123955b262d');
INSERT INTO "answers" VALUES('d_Y4iREbejnOq6IOyFth1w',7,1,1,1,'4','2026-11-22T18:44Z','0000000000000000000000000000000000000000000000000000000000000000','7e2ca99627982558dc1ebc662977ca8ff5f2475f175bc255895762f5bec169b9');
INSERT INTO "answers" VALUES('d_Y4iREbejnOq6IOyFth1w',6,1,1,2,'5','2026-11-22T18:44Z','7e2ca99627982558dc1ebc662977ca8ff5f2475f175bc255895762f5bec169b9','a0b58c2f80a1ac43c51e419de971133753416d5200e3b30838d64db826b93b29');
CREATE TABLE background (
        respondent TEXT NOT NULL REFERENCES respondents (id),
        item TEXT NOT NULL,
        option TEXT NOT NULL,
        PRIMARY KEY (respondent, item)
    ) STRICT;
INSERT INTO "background" VALUES('sL0KBXcLbZS2xBe2zIiqNQ','rol','jurist');
INSERT INTO "background" VALUES('IUq4DTOkLToYGeMYB8Vjpg','rol','jurist');
INSERT INTO "background" VALUES('EOc2IwtSu8O4NQGxucTQDg','rol','jurist');
INSERT INTO "background" VALUES('d_Y4iREbejnOq6IOyFth1w','rol','jurist');
CREATE TABLE circumstances (
        respondent TEXT NOT NULL,
        task INTEGER NOT NULL,
        showing INTEGER NOT NULL,
        revision INTEGER NOT NULL,
        seconds INTEGER,
        away INTEGER,
        PRIMARY KEY (respondent, task, showing, revision),
        FOREIGN KEY (respondent, task, showing, revision) REFERENCES answers (respondent, task, showing, revision)
    ) STRICT;
INSERT INTO "circumstances" VALUES('sL0KBXcLbZS2xBe2zIiqNQ',3,1,1,9,0);
INSERT INTO "circumstances" VALUES('sL0KBXcLbZS2xBe2zIiqNQ',1,1,1,9,0);
INSERT INTO "circumstances" VALUES('sL0KBXcLbZS2xBe2zIiqNQ',2,1,1,9,0);
INSERT INTO "circumstances" VALUES('sL0KBXcLbZS2xBe2zIiqNQ',4,1,1,9,0);
INSERT INTO "circumstances" VALUES('IUq4DTOkLToYGeMYB8Vjpg',4,1,1,9,0);
INSERT INTO "circumstances" VALUES('IUq4DTOkLToYGeMYB8Vjpg',5,1,1,9,0);
INSERT INTO "circumstances" VALUES('IUq4DTOkLToYGeMYB8Vjpg',6,1,1,9,0);
INSERT INTO "circumstances" VALUES('IUq4DTOkLToYGeMYB8Vjpg',7,1,1,9,0);
INSERT INTO "circumstances" VALUES('EOc2IwtSu8O4NQGxucTQDg',4,1,1,9,0);
INSERT INTO "circumstances" VALUES('EOc2IwtSu8O4NQGxucTQDg',3,1,1,9,0);
INSERT INTO "circumstances" VALUES('EOc2IwtSu8O4NQGxucTQDg',1,1,1,9,0);
INSERT INTO "circumstances" VALUES('EOc2IwtSu8O4NQGxucTQDg',2,1,1,9,0);
INSERT INTO "circumstances" VALUES('d_Y4iREbejnOq6IOyFth1w',7,1,1,9,0);
INSERT INTO "circumstances" VALUES('d_Y4iREbejnOq6IOyFth1w',6,1,1,9,0);
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
CREATE TABLE publications (
        study_id TEXT NOT NULL,
        number INTEGER NOT NULL,
        design_hash TEXT NOT NULL REFERENCES designs (hash),
        at TEXT NOT NULL,
        PRIMARY KEY (study_id, number)
    ) STRICT;
INSERT INTO "publications" VALUES('voorbeeld',1,'19a6facaac059149001d6debbfe577ddb4a97bc28805cf5b2cdc9e92a31abdfb','2026-11-22T18:44Z');
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
    , alternatives TEXT NOT NULL DEFAULT '[]') STRICT;
INSERT INTO "respondents" VALUES('sL0KBXcLbZS2xBe2zIiqNQ','19a6facaac059149001d6debbfe577ddb4a97bc28805cf5b2cdc9e92a31abdfb',1,'nl','[3, 1, 2, 4]','["waarborgen", "doel", "ontvanger"]','2e08aebaf4d983986d18146ed3f6a89f64d8f38b8c822b6b8ee5b8fc414e3ed2',0,'2026-11-22T18:44Z','2026-11-22T18:44Z','[]');
INSERT INTO "respondents" VALUES('IUq4DTOkLToYGeMYB8Vjpg','19a6facaac059149001d6debbfe577ddb4a97bc28805cf5b2cdc9e92a31abdfb',2,'nl','[4, 5, 6, 7]','["waarborgen", "ontvanger", "doel"]','f42a145bcf7dcb731892fb10c814857d57952b82c4ee5f3206b72902785a40d2',0,'2026-11-22T18:44Z','2026-11-22T18:44Z','[]');
INSERT INTO "respondents" VALUES('EOc2IwtSu8O4NQGxucTQDg','19a6facaac059149001d6debbfe577ddb4a97bc28805cf5b2cdc9e92a31abdfb',1,'nl','[4, 3, 1, 2]','["ontvanger", "doel", "waarborgen"]','99896b5edd5cb1b0374e2b6fd62ff20fa16e54734c8fd067e3899a46b07698ac',0,'2026-11-22T18:44Z','2026-11-22T18:44Z','[]');
INSERT INTO "respondents" VALUES('d_Y4iREbejnOq6IOyFth1w','19a6facaac059149001d6debbfe577ddb4a97bc28805cf5b2cdc9e92a31abdfb',2,'nl','[7, 6, 5, 4]','["ontvanger", "doel", "waarborgen"]','af91e890b0b806cda4ea63c654965eebafb34dd24854ba12da5a20de437304f5',0,'2026-11-22T18:44Z',NULL,'[]');
CREATE TABLE sessions (key TEXT PRIMARY KEY, data TEXT NOT NULL, expires TEXT NOT NULL) STRICT;
INSERT INTO "sessions" VALUES('6a979d3aa72f7e4ee5e64bde08b169284bdf1b1e6b5948ebb2ae5571152e361e','{"respondent": "sL0KBXcLbZS2xBe2zIiqNQ"}','2099-01-01T00:00Z');
INSERT INTO "sessions" VALUES('7dbd06d023712b32c0964dcc971212a1ad7bcb29b3e70722b428e60b1ecadad2','{"respondent": "IUq4DTOkLToYGeMYB8Vjpg"}','2099-01-01T00:00Z');
INSERT INTO "sessions" VALUES('feb869238de3a1972c6cf6d93c27157df3df3a00a202f1cd2355c9113f491ef8','{"respondent": "EOc2IwtSu8O4NQGxucTQDg"}','2099-01-01T00:00Z');
INSERT INTO "sessions" VALUES('50a2b6b6ecd15be4bcc25670540e45ccccc14761e234e6b04396a43d473ee5f8','{"respondent": "d_Y4iREbejnOq6IOyFth1w"}','2099-01-01T00:00Z');
CREATE TABLE studies (hash TEXT PRIMARY KEY, id TEXT NOT NULL, content TEXT NOT NULL) STRICT;
INSERT INTO "studies" VALUES('461a8ee27d03d25f4864bdd57ee53e574a5214c72cc9e8f29c35cba6a69c0995','voorbeeld','{"id":"voorbeeld","languages":["nl","en"],"title":{"nl":"Gegevens delen","en":"Sharing data"},"introduction":{"nl":"U leest steeds een kort verzoek om gegevens te delen. Zeg wat u ervan vindt. Er zijn geen foute antwoorden.","en":"Each time you read a short request to share data. Tell us what you think. There are no wrong answers."},"notes":{"nl":"Alle teksten in dit voorbeeld zijn verzonnen om te laten zien hoe een onderzoek is opgebouwd.","en":"All texts of this example are made up, to show how a study is built."},"task":{"kind":"rating","statement":{"nl":"Ik vind dat de gegevens gedeeld moeten worden","en":"I think the data should be shared"},"scale":[{"id":"1","label":{"nl":"zeer mee oneens","en":"strongly disagree"}},{"id":"2","label":{"nl":"mee oneens","en":"disagree"}},{"id":"3","label":{"nl":"neutraal","en":"neutral"}},{"id":"4","label":{"nl":"mee eens","en":"agree"}},{"id":"5","label":{"nl":"zeer mee eens","en":"strongly agree"}}],"alternatives":null,"opt_out":null,"indifferent":null,"cannot_say":null},"criteria":[{"id":"ontvanger","label":{"nl":"Wie krijgt de gegevens?","en":"Who receives the data?"},"short":{"nl":"ontvanger","en":"recipient"},"coding":"categorical","expected":"positive","levels":[{"id":"bedrijf","label":{"nl":"een bedrijf","en":"a company"}},{"id":"gemeente","label":{"nl":"een gemeente","en":"a municipality"}},{"id":"eigen","label":{"nl":"een afdeling van uw eigen organisatie","en":"a department of your own organisation"}}]},{"id":"doel","label":{"nl":"Past het bij het doel waarvoor de gegevens zijn verzameld?","en":"Does it fit the purpose of collection?"},"short":{"nl":"doel","en":"purpose"},"coding":"ordered","expected":"positive","levels":[{"id":"nee","label":{"nl":"nee","en":"no"}},{"id":"ja","label":{"nl":"ja","en":"yes"}}]},{"id":"waarborgen","label":{"nl":"Hoe zijn de gegevens beveiligd?","en":"How are the data protected?"},"short":{"nl":"waarborgen","en":"safeguards"},"coding":"ordered","expected":"positive","levels":[{"id":"geen","label":{"nl":"er zijn geen afspraken","en":"there are no agreements"}},{"id":"enkele","label":{"nl":"er zijn afspraken op papier","en":"there are agreements on paper"}},{"id":"alle","label":{"nl":"er zijn afspraken, en de gegevens zijn versleuteld","en":"agreements, and the data are encrypted"}}]}],"rules":[{"never":{"ontvanger":["bedrijf"],"waarborgen":["geen"]},"when":null,"only":null,"seldom":null,"at_most":null,"because":{"nl":"Zonder afspraken gaan er nooit gegevens naar een bedrijf.","en":"Without agreements no data ever go to a company."}}],"background":[{"id":"rol","label":{"nl":"Wat is uw functie?","en":"What is your position?"},"short":{"nl":"functie","en":"position"},"group":true,"ordered":false,"options":[{"id":"jurist","label":{"nl":"jurist","en":"lawyer"}},{"id":"beleid","label":{"nl":"beleidsmedewerker","en":"policy officer"}}]}],"design":{"tasks":9,"versions":1,"anchors":0,"practice":0,"repeats":0,"holdouts":0,"seed":1,"criterion":"D","priors":null,"dominated":0,"balance_weight":0.0,"alternative_constants":false,"varying":null,"interactions":[]},"survey":{"order":{"tasks":"random","criteria":"random","alternatives":"random"},"highlight_changes":false},"privacy":{"smallest_group":10,"retention_months":12}}');
CREATE UNIQUE INDEX "idx__sqlite_migrations_migration_set_name"
    ON "_sqlite_migrations" ("migration_set", "name");
CREATE INDEX respondents_by_version ON respondents (design_hash, version);
CREATE INDEX sessions_by_expiry ON sessions (expires);
CREATE INDEX revised_answers ON answers (respondent, task, showing, revision) WHERE revision > 1;
COMMIT;

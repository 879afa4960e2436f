BEGIN TRANSACTION;
CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
);
INSERT INTO "_sqlite_migrations" VALUES(1,'dce','0001_collect_answers','2026-11-22 18:44:37.478785+00:00');
INSERT INTO "_sqlite_migrations" VALUES(2,'dce','0002_revise_answers','2026-11-22 18:44:37.479801+00:00');
INSERT INTO "_sqlite_migrations" VALUES(3,'dce','0003_hold_fieldwork','2026-11-22 18:44:37.480438+00:00');
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
INSERT INTO "answers" VALUES('J_fBV_oYPSlookO0u-gdEQ',3,1,1,1,'1','2026-11-22T18:44Z','0000000000000000000000000000000000000000000000000000000000000000','884509046b6fb0043a934b2b77e7556bb0f15065fb999660e397aa225d04f776');
INSERT INTO "answers" VALUES('J_fBV_oYPSlookO0u-gdEQ',1,1,1,2,'2','2026-11-22T18:44Z','884509046b6fb0043a934b2b77e7556bb0f15065fb999660e397aa225d04f776','879e4ace7086cd341eb11897ee3becd1c02ffe431af10ab5e3266141fcc16d51');
INSERT INTO "answers" VALUES('J_fBV_oYPSlookO0u-gdEQ',2,1,1,3,'3','2026-11-22T18:44Z','879e4ace7086cd341eb11897ee3becd1c02ffe431af10ab5e3266141fcc16d51','e8f19f0a39f95df65ea6b825f96d8f107500a91a2820d2938980611f8569b3f3');
INSERT INTO "answers" VALUES('J_fBV_oYPSlookO0u-gdEQ',4,1,1,4,'4','2026-11-22T18:44Z','e8f19f0a39f95df65ea6b825f96d8f107500a91a2820d2938980611f8569b3f3','c1140407b4a23e984a7a83edfb11800919db835cc08fb6ff69c0080f424d5c3f');
INSERT INTO "answers" VALUES('IDxg-oG8mH8ryt1FTkHuyg',4,1,1,1,'2','2026-11-22T18:44Z','0000000000000000000000000000000000000000000000000000000000000000','ae0edbdf5ace39d1fe2ed20688fb4909fc4cc2d6389a4f4859e0bdc7c21cc18e');
INSERT INTO "answers" VALUES('IDxg-oG8mH8ryt1FTkHuyg',5,1,1,2,'3','2026-11-22T18:44Z','ae0edbdf5ace39d1fe2ed20688fb4909fc4cc2d6389a4f4859e0bdc7c21cc18e','450b7d064b25b0f1d31e3be20f8e4c7c727add037b32afc125c6cbb8412a4dff');
INSERT INTO "answers" VALUES('IDxg-oG8mH8ryt1FTkHuyg',6,1,1,3,'4','2026-11-22T18:44Z','450b7d064b25b0f1d31e3be20f8e4c7c727add037b32afc125c6cbb8412a4dff','da1a549152c8def11c86bdcb4338da85c29c0d7cb1b88c76d9c4f6aabd307edf');
INSERT INTO "answers" VALUES('IDxg-oG8mH8ryt1FTkHuyg',7,1,1,4,'5','2026-11-22T18:44Z','da1a549152c8def11c86bdcb4338da85c29c0d7cb1b88c76d9c4f6aabd307edf','9cc9a1e536abc1682b8fa4196135a017f5fd8b9e0a5ea8183b63b4101fa118de');
INSERT INTO "answers" VALUES('IDxg-oG8mH8ryt1FTkHuyg',4,1,2,5,'5','2026-11-22T18:44Z','9cc9a1e536abc1682b8fa4196135a017f5fd8b9e0a5ea8183b63b4101fa118de','9cc49875ea2c565c0382ff3f2328e3d1c53ebda9cebe0d63ff54759e9affd84b');
INSERT INTO "answers" VALUES('zaClOOvReNT0vhOFRWhyXQ',4,1,1,1,'3','2026-11-22T18:44Z','0000000000000000000000000000000000000000000000000000000000000000','4ed5b2deb1eda737bc4e4a1e78b8644989e23efe1ea4b0638621c6f9c8fc3c55');
INSERT INTO "answers" VALUES('zaClOOvReNT0vhOFRWhyXQ',3,1,1,2,'4','2026-11-22T18:44Z','4ed5b2deb1eda737bc4e4a1e78b8644989e23efe1ea4b0638621c6f9c8fc3c55','79dbf609317fb154ccc4a02de75384b06fabdf50386d2004d32fa81be46366ec');
INSERT INTO "answers" VALUES('zaClOOvReNT0vhOFRWhyXQ',1,1,1,3,'5','2026-11-22T18:44Z','79dbf609317fb154ccc4a02de75384b06fabdf50386d2004d32fa81be46366ec','fca41e06e757df31814659b4c22fdcaafd05a2f4260d09a3d2812a1d9356633a');
INSERT INTO "answers" VALUES('zaClOOvReNT0vhOFRWhyXQ',2,1,1,4,'1','2026-11-22T18:44Z','fca41e06e757df31814659b4c22fdcaafd05a2f4260d09a3d2812a1d9356633a','794006db470c9a67061d53d160a16f0642f3a83a107efa291517f60ebb275d8a');
INSERT INTO "answers" VALUES('sateXyguCq3IVnnfKM3Ugw',7,1,1,1,'4','2026-11-22T18:44Z','0000000000000000000000000000000000000000000000000000000000000000','3247484689e12b826e0ed013b82ccd0f12dbd15dc4ad5c0ed02fbb428bda77a4');
INSERT INTO "answers" VALUES('sateXyguCq3IVnnfKM3Ugw',6,1,1,2,'5','2026-11-22T18:44Z','3247484689e12b826e0ed013b82ccd0f12dbd15dc4ad5c0ed02fbb428bda77a4','2e043e6a9920ab5361da6690b8bcdf3dd34dc90f96111b9542dd4873f28edd7b');
CREATE TABLE background (
        respondent TEXT NOT NULL REFERENCES respondents (id),
        item TEXT NOT NULL,
        option TEXT NOT NULL,
        PRIMARY KEY (respondent, item)
    ) STRICT;
INSERT INTO "background" VALUES('J_fBV_oYPSlookO0u-gdEQ','rol','jurist');
INSERT INTO "background" VALUES('IDxg-oG8mH8ryt1FTkHuyg','rol','jurist');
INSERT INTO "background" VALUES('zaClOOvReNT0vhOFRWhyXQ','rol','jurist');
INSERT INTO "background" VALUES('sateXyguCq3IVnnfKM3Ugw','rol','jurist');
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
INSERT INTO "circumstances" VALUES('J_fBV_oYPSlookO0u-gdEQ',3,1,1,9,0,'réden 0');
INSERT INTO "circumstances" VALUES('J_fBV_oYPSlookO0u-gdEQ',1,1,1,9,0,'réden 0');
INSERT INTO "circumstances" VALUES('J_fBV_oYPSlookO0u-gdEQ',2,1,1,9,0,'réden 0');
INSERT INTO "circumstances" VALUES('J_fBV_oYPSlookO0u-gdEQ',4,1,1,9,0,'réden 0');
INSERT INTO "circumstances" VALUES('IDxg-oG8mH8ryt1FTkHuyg',4,1,1,9,0,'réden 1');
INSERT INTO "circumstances" VALUES('IDxg-oG8mH8ryt1FTkHuyg',5,1,1,9,0,'réden 1');
INSERT INTO "circumstances" VALUES('IDxg-oG8mH8ryt1FTkHuyg',6,1,1,9,0,'réden 1');
INSERT INTO "circumstances" VALUES('IDxg-oG8mH8ryt1FTkHuyg',7,1,1,9,0,'réden 1');
INSERT INTO "circumstances" VALUES('zaClOOvReNT0vhOFRWhyXQ',4,1,1,9,0,'réden 2');
INSERT INTO "circumstances" VALUES('zaClOOvReNT0vhOFRWhyXQ',3,1,1,9,0,'réden 2');
INSERT INTO "circumstances" VALUES('zaClOOvReNT0vhOFRWhyXQ',1,1,1,9,0,'réden 2');
INSERT INTO "circumstances" VALUES('zaClOOvReNT0vhOFRWhyXQ',2,1,1,9,0,'réden 2');
INSERT INTO "circumstances" VALUES('sateXyguCq3IVnnfKM3Ugw',7,1,1,9,0,'réden 3');
INSERT INTO "circumstances" VALUES('sateXyguCq3IVnnfKM3Ugw',6,1,1,9,0,'réden 3');
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
INSERT INTO "disputes" VALUES('IDxg-oG8mH8ryt1FTkHuyg','2026-11-22T18:44Z');
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
CREATE TABLE invitations (
        key_hash TEXT PRIMARY KEY,
        study_id TEXT NOT NULL,
        respondent TEXT UNIQUE REFERENCES respondents (id),
        made TEXT NOT NULL
    ) STRICT;
INSERT INTO "invitations" VALUES('e3a60b556832efbdb6680375e8a8a452ee41627372cb55346ad8fbdc2fa4105f','voorbeeld','J_fBV_oYPSlookO0u-gdEQ','2026-11-22T18:44Z');
INSERT INTO "invitations" VALUES('56c86ffc58299950958f68d3a75e9c2cbaed5a841677a2bfb4f9f1eb9e83e64c','voorbeeld','IDxg-oG8mH8ryt1FTkHuyg','2026-11-22T18:44Z');
INSERT INTO "invitations" VALUES('ac57fc01ba943395fb0532c9650d569a17e6cd4122443fc31131abb1b0108f66','voorbeeld','zaClOOvReNT0vhOFRWhyXQ','2026-11-22T18:44Z');
INSERT INTO "invitations" VALUES('7149b71f2fe94f3e03b21f5a818b83a49b10087e24ab2bc071fe48dacee0466a','voorbeeld','sateXyguCq3IVnnfKM3Ugw','2026-11-22T18:44Z');
INSERT INTO "invitations" VALUES('eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee','voorbeeld',NULL,'2026-11-22T18:44Z');
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
    , alternatives TEXT NOT NULL DEFAULT '[]', cell TEXT, notice TEXT NOT NULL DEFAULT '') STRICT;
INSERT INTO "respondents" VALUES('J_fBV_oYPSlookO0u-gdEQ','19a6facaac059149001d6debbfe577ddb4a97bc28805cf5b2cdc9e92a31abdfb',1,'nl','[3, 1, 2, 4]','["waarborgen", "doel", "ontvanger"]','b87e1f14c3fc3403415d6d0f0897b1367716dbdca28cc3a9f2ed6df7c6eaca99',0,'2026-11-22T18:44Z','2026-11-22T18:44Z','[]',NULL,'');
INSERT INTO "respondents" VALUES('IDxg-oG8mH8ryt1FTkHuyg','19a6facaac059149001d6debbfe577ddb4a97bc28805cf5b2cdc9e92a31abdfb',2,'nl','[4, 5, 6, 7]','["waarborgen", "ontvanger", "doel"]','12cc997ce58f8f0d7da540fd5dc4871908b48291c29cb6c987a621fe7ff9ff02',0,'2026-11-22T18:44Z','2026-11-22T18:44Z','[]',NULL,'');
INSERT INTO "respondents" VALUES('zaClOOvReNT0vhOFRWhyXQ','19a6facaac059149001d6debbfe577ddb4a97bc28805cf5b2cdc9e92a31abdfb',1,'nl','[4, 3, 1, 2]','["ontvanger", "doel", "waarborgen"]','d7dbcfd2f728f5ddbfd11efcff93c4c2eb220c4825bb56f5457cd49aa117c18b',0,'2026-11-22T18:44Z','2026-11-22T18:44Z','[]',NULL,'');
INSERT INTO "respondents" VALUES('sateXyguCq3IVnnfKM3Ugw','19a6facaac059149001d6debbfe577ddb4a97bc28805cf5b2cdc9e92a31abdfb',2,'nl','[7, 6, 5, 4]','["ontvanger", "doel", "waarborgen"]','b36a8b5952320f13c85a1d50c9c0d16f129819ee0b800be0f6cd0c24f7e44913',0,'2026-11-22T18:44Z',NULL,'[]',NULL,'');
CREATE TABLE sessions (key TEXT PRIMARY KEY, data TEXT NOT NULL, expires TEXT NOT NULL) STRICT;
INSERT INTO "sessions" VALUES('6a979d3aa72f7e4ee5e64bde08b169284bdf1b1e6b5948ebb2ae5571152e361e','{"respondent": "J_fBV_oYPSlookO0u-gdEQ"}','2099-01-01T00:00Z');
INSERT INTO "sessions" VALUES('7dbd06d023712b32c0964dcc971212a1ad7bcb29b3e70722b428e60b1ecadad2','{"respondent": "IDxg-oG8mH8ryt1FTkHuyg"}','2099-01-01T00:00Z');
INSERT INTO "sessions" VALUES('feb869238de3a1972c6cf6d93c27157df3df3a00a202f1cd2355c9113f491ef8','{"respondent": "zaClOOvReNT0vhOFRWhyXQ"}','2099-01-01T00:00Z');
INSERT INTO "sessions" VALUES('50a2b6b6ecd15be4bcc25670540e45ccccc14761e234e6b04396a43d473ee5f8','{"respondent": "sateXyguCq3IVnnfKM3Ugw"}','2099-01-01T00:00Z');
CREATE TABLE studies (hash TEXT PRIMARY KEY, id TEXT NOT NULL, content TEXT NOT NULL) STRICT;
INSERT INTO "studies" VALUES('461a8ee27d03d25f4864bdd57ee53e574a5214c72cc9e8f29c35cba6a69c0995','voorbeeld','{"id":"voorbeeld","languages":["nl","en"],"title":{"nl":"Gegevens delen","en":"Sharing data"},"introduction":{"nl":"U leest steeds een kort verzoek om gegevens te delen. Zeg wat u ervan vindt. Er zijn geen foute antwoorden.","en":"Each time you read a short request to share data. Tell us what you think. There are no wrong answers."},"notes":{"nl":"Alle teksten in dit voorbeeld zijn verzonnen om te laten zien hoe een onderzoek is opgebouwd.","en":"All texts of this example are made up, to show how a study is built."},"task":{"kind":"rating","statement":{"nl":"Ik vind dat de gegevens gedeeld moeten worden","en":"I think the data should be shared"},"scale":[{"id":"1","label":{"nl":"zeer mee oneens","en":"strongly disagree"}},{"id":"2","label":{"nl":"mee oneens","en":"disagree"}},{"id":"3","label":{"nl":"neutraal","en":"neutral"}},{"id":"4","label":{"nl":"mee eens","en":"agree"}},{"id":"5","label":{"nl":"zeer mee eens","en":"strongly agree"}}],"alternatives":null,"opt_out":null,"indifferent":null,"cannot_say":null},"criteria":[{"id":"ontvanger","label":{"nl":"Wie krijgt de gegevens?","en":"Who receives the data?"},"short":{"nl":"ontvanger","en":"recipient"},"explanation":null,"coding":"categorical","expected":"positive","levels":[{"id":"bedrijf","label":{"nl":"een bedrijf","en":"a company"}},{"id":"gemeente","label":{"nl":"een gemeente","en":"a municipality"}},{"id":"eigen","label":{"nl":"een afdeling van uw eigen organisatie","en":"a department of your own organisation"}}]},{"id":"doel","label":{"nl":"Past het bij het doel waarvoor de gegevens zijn verzameld?","en":"Does it fit the purpose of collection?"},"short":{"nl":"doel","en":"purpose"},"explanation":null,"coding":"ordered","expected":"positive","levels":[{"id":"nee","label":{"nl":"nee","en":"no"}},{"id":"ja","label":{"nl":"ja","en":"yes"}}]},{"id":"waarborgen","label":{"nl":"Hoe zijn de gegevens beveiligd?","en":"How are the data protected?"},"short":{"nl":"waarborgen","en":"safeguards"},"explanation":null,"coding":"ordered","expected":"positive","levels":[{"id":"geen","label":{"nl":"er zijn geen afspraken","en":"there are no agreements"}},{"id":"enkele","label":{"nl":"er zijn afspraken op papier","en":"there are agreements on paper"}},{"id":"alle","label":{"nl":"er zijn afspraken, en de gegevens zijn versleuteld","en":"agreements, and the data are encrypted"}}]}],"rules":[{"never":{"ontvanger":["bedrijf"],"waarborgen":["geen"]},"when":null,"only":null,"seldom":null,"at_most":null,"because":{"nl":"Zonder afspraken gaan er nooit gegevens naar een bedrijf.","en":"Without agreements no data ever go to a company."}}],"background":[{"id":"rol","label":{"nl":"Wat is uw functie?","en":"What is your position?"},"short":{"nl":"functie","en":"position"},"group":true,"ordered":false,"options":[{"id":"jurist","label":{"nl":"jurist","en":"lawyer"}},{"id":"beleid","label":{"nl":"beleidsmedewerker","en":"policy officer"}}]}],"design":{"tasks":9,"versions":1,"anchors":0,"practice":0,"repeats":0,"holdouts":0,"seed":1,"criterion":"D","priors":null,"dominated":0,"balance_weight":0.0,"alternative_constants":false,"varying":null,"interactions":[]},"survey":{"order":{"tasks":"random","criteria":"random","alternatives":"random"},"highlight_changes":false,"reasons":false,"attention":null},"privacy":{"smallest_group":10,"retention_months":12}}');
CREATE UNIQUE INDEX "idx__sqlite_migrations_migration_set_name"
    ON "_sqlite_migrations" ("migration_set", "name");
CREATE INDEX respondents_by_version ON respondents (design_hash, version);
CREATE INDEX sessions_by_expiry ON sessions (expires);
CREATE INDEX revised_answers ON answers (respondent, task, showing, revision) WHERE revision > 1;
CREATE INDEX respondents_by_cell ON respondents (design_hash, cell, version, completed, started);
CREATE INDEX respondents_by_start ON respondents (started);
COMMIT;

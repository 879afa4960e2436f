BEGIN TRANSACTION;
CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
);
INSERT INTO "_sqlite_migrations" VALUES(1,'dce','0001_collect_answers','2026-11-22 18:44:29.406655+00:00');
CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
INSERT INTO "about" VALUES('synthetic','no');
CREATE TABLE answers (
        respondent TEXT NOT NULL REFERENCES respondents (id),
        task INTEGER NOT NULL,
        place INTEGER NOT NULL,
        rating TEXT NOT NULL,
        at TEXT NOT NULL,
        previous TEXT NOT NULL,
        hash TEXT NOT NULL,
        PRIMARY KEY (respondent, task),
        UNIQUE (respondent, place)
    ) STRICT;
INSERT INTO "answers" VALUES('-NWxovZQe6Av_aRGH_vZNQ',3,1,'1','2026-11-22T18:44Z','0000000000000000000000000000000000000000000000000000000000000000','b630d3fec6aa78b339bc401451fdf3d9ab14551adae5e4fc361e4205742b8f5f');
INSERT INTO "answers" VALUES('-NWxovZQe6Av_aRGH_vZNQ',1,2,'2','2026-11-22T18:44Z','b630d3fec6aa78b339bc401451fdf3d9ab14551adae5e4fc361e4205742b8f5f','73eccc391b384236e500981397ff9c4d6c916cee355825e3fcfd921987d41eb7');
INSERT INTO "answers" VALUES('-NWxovZQe6Av_aRGH_vZNQ',2,3,'3','2026-11-22T18:44Z','73eccc391b384236e500981397ff9c4d6c916cee355825e3fcfd921987d41eb7','830864c2bef1dee2ccc3edfde3149e67133a6b7dbdcc7c62941edb0ef9b23c47');
INSERT INTO "answers" VALUES('-NWxovZQe6Av_aRGH_vZNQ',4,4,'4','2026-11-22T18:44Z','830864c2bef1dee2ccc3edfde3149e67133a6b7dbdcc7c62941edb0ef9b23c47','776766c0417ba5aed8c2c55abae22324bdbe2e3447c07cc268d06ccdfa9cff53');
INSERT INTO "answers" VALUES('4RCFsPV_k1lZ3pGiE_WrNA',4,1,'2','2026-11-22T18:44Z','0000000000000000000000000000000000000000000000000000000000000000','2022fc8e6eccf80eae6a3a475a2c8f0c746625f4579932d0e0313a0453aa918b');
INSERT INTO "answers" VALUES('4RCFsPV_k1lZ3pGiE_WrNA',5,2,'3','2026-11-22T18:44Z','2022fc8e6eccf80eae6a3a475a2c8f0c746625f4579932d0e0313a0453aa918b','7bf709f2eecdc521154344d21d8987e291fdc43d8f9e7f8dcb3147b0044b9751');
INSERT INTO "answers" VALUES('4RCFsPV_k1lZ3pGiE_WrNA',6,3,'4','2026-11-22T18:44Z','7bf709f2eecdc521154344d21d8987e291fdc43d8f9e7f8dcb3147b0044b9751','fef16e9bbb9bdbc66f33b892b0af85f2268c5320f169f17dfd4e2e412eb369fc');
INSERT INTO "answers" VALUES('4RCFsPV_k1lZ3pGiE_WrNA',7,4,'5','2026-11-22T18:44Z','fef16e9bbb9bdbc66f33b892b0af85f2268c5320f169f17dfd4e2e412eb369fc','08cd6857f70b58b357ae824cee79af4fa90c0ef424123bf68bc67c1cba666813');
INSERT INTO "answers" VALUES('qaicfyPj5Hd1KcvGSprbnA',4,1,'3','2026-11-22T18:44Z','0000000000000000000000000000000000000000000000000000000000000000','fb182dd31f91344cd45190e595e6c3361e76127e71bdf3a9d4598c556662ec06');
INSERT INTO "answers" VALUES('qaicfyPj5Hd1KcvGSprbnA',3,2,'4','2026-11-22T18:44Z','fb182dd31f91344cd45190e595e6c3361e76127e71bdf3a9d4598c556662ec06','6ce0270d15b037b22692580016037eb196fb708dd4edfdbd283af65e828b6e4f');
INSERT INTO "answers" VALUES('qaicfyPj5Hd1KcvGSprbnA',1,3,'5','2026-11-22T18:44Z','6ce0270d15b037b22692580016037eb196fb708dd4edfdbd283af65e828b6e4f','cb30e7460e61e181b186dbf0b7c9f1e4d285bdbf1f2bf989d18ccbed237eb254');
INSERT INTO "answers" VALUES('qaicfyPj5Hd1KcvGSprbnA',2,4,'1','2026-11-22T18:44Z','cb30e7460e61e181b186dbf0b7c9f1e4d285bdbf1f2bf989d18ccbed237eb254','cbc74de6ba3b7897e5acb4fb6d3c19b49640bc2003ddfc4aaa7f0416391eec7c');
INSERT INTO "answers" VALUES('qayvah8O736FmGz6-cHzog',7,1,'4','2026-11-22T18:44Z','0000000000000000000000000000000000000000000000000000000000000000','ea41e0b90f779dbd24fc798056e2762e101b8b7b4b253b9ebc7b060d05594cb0');
INSERT INTO "answers" VALUES('qayvah8O736FmGz6-cHzog',6,2,'5','2026-11-22T18:44Z','ea41e0b90f779dbd24fc798056e2762e101b8b7b4b253b9ebc7b060d05594cb0','910f1a354c024a710ad1e587007e5c0a169052cc8c9b01b29cfdd625c4607974');
CREATE TABLE background (
        respondent TEXT NOT NULL REFERENCES respondents (id),
        item TEXT NOT NULL,
        option TEXT NOT NULL,
        PRIMARY KEY (respondent, item)
    ) STRICT;
INSERT INTO "background" VALUES('-NWxovZQe6Av_aRGH_vZNQ','rol','jurist');
INSERT INTO "background" VALUES('4RCFsPV_k1lZ3pGiE_WrNA','rol','jurist');
INSERT INTO "background" VALUES('qaicfyPj5Hd1KcvGSprbnA','rol','jurist');
INSERT INTO "background" VALUES('qayvah8O736FmGz6-cHzog','rol','jurist');
CREATE TABLE designs (
        hash TEXT PRIMARY KEY,
        study_hash TEXT NOT NULL REFERENCES studies (hash),
        scenarios TEXT NOT NULL,
        settings TEXT NOT NULL
    ) STRICT;
INSERT INTO "designs" VALUES('48a4ee9feff15a08c54d81cab837263ba64c8daf52fba7592ef6f79e78e98389','b9af276bd918d54330fa8e406d47bb1f5e7c004ab9f9b2c9993876960fc0023d','version,task,alternative,ontvanger,doel,waarborgen
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
INSERT INTO "publications" VALUES('voorbeeld',1,'48a4ee9feff15a08c54d81cab837263ba64c8daf52fba7592ef6f79e78e98389','2026-11-22T18:44Z');
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
    ) STRICT;
INSERT INTO "respondents" VALUES('-NWxovZQe6Av_aRGH_vZNQ','48a4ee9feff15a08c54d81cab837263ba64c8daf52fba7592ef6f79e78e98389',1,'nl','[3, 1, 2, 4]','["waarborgen", "doel", "ontvanger"]','af4b507a456adeeaae7d3bedfb04b771446719c23470ab56cf3d7b3bfba03988',0,'2026-11-22T18:44Z','2026-11-22T18:44Z');
INSERT INTO "respondents" VALUES('4RCFsPV_k1lZ3pGiE_WrNA','48a4ee9feff15a08c54d81cab837263ba64c8daf52fba7592ef6f79e78e98389',2,'nl','[4, 5, 6, 7]','["waarborgen", "ontvanger", "doel"]','8364b62ef937e5253394dfa602727c9d25e8a7d7143fa7e493f8cdcbe3654242',0,'2026-11-22T18:44Z','2026-11-22T18:44Z');
INSERT INTO "respondents" VALUES('qaicfyPj5Hd1KcvGSprbnA','48a4ee9feff15a08c54d81cab837263ba64c8daf52fba7592ef6f79e78e98389',1,'nl','[4, 3, 1, 2]','["ontvanger", "doel", "waarborgen"]','a21b107644428b9ddc3dfe037bc2700b384833922f41273810c0d16b170efe35',0,'2026-11-22T18:44Z','2026-11-22T18:44Z');
INSERT INTO "respondents" VALUES('qayvah8O736FmGz6-cHzog','48a4ee9feff15a08c54d81cab837263ba64c8daf52fba7592ef6f79e78e98389',2,'nl','[7, 6, 5, 4]','["ontvanger", "doel", "waarborgen"]','cd693a71cd5a29c0000463def87f81e97c883dc281e8fb45bc5b801edb1d3dd0',0,'2026-11-22T18:44Z',NULL);
CREATE TABLE sessions (key TEXT PRIMARY KEY, data TEXT NOT NULL, expires TEXT NOT NULL) STRICT;
INSERT INTO "sessions" VALUES('6a979d3aa72f7e4ee5e64bde08b169284bdf1b1e6b5948ebb2ae5571152e361e','{"respondent": "-NWxovZQe6Av_aRGH_vZNQ"}','2099-01-01T00:00Z');
INSERT INTO "sessions" VALUES('7dbd06d023712b32c0964dcc971212a1ad7bcb29b3e70722b428e60b1ecadad2','{"respondent": "4RCFsPV_k1lZ3pGiE_WrNA"}','2099-01-01T00:00Z');
INSERT INTO "sessions" VALUES('feb869238de3a1972c6cf6d93c27157df3df3a00a202f1cd2355c9113f491ef8','{"respondent": "qaicfyPj5Hd1KcvGSprbnA"}','2099-01-01T00:00Z');
INSERT INTO "sessions" VALUES('50a2b6b6ecd15be4bcc25670540e45ccccc14761e234e6b04396a43d473ee5f8','{"respondent": "qayvah8O736FmGz6-cHzog"}','2099-01-01T00:00Z');
CREATE TABLE studies (hash TEXT PRIMARY KEY, id TEXT NOT NULL, content TEXT NOT NULL) STRICT;
INSERT INTO "studies" VALUES('b9af276bd918d54330fa8e406d47bb1f5e7c004ab9f9b2c9993876960fc0023d','voorbeeld','{"id":"voorbeeld","languages":["nl","en"],"title":{"nl":"Gegevens delen","en":"Sharing data"},"introduction":{"nl":"U leest steeds een kort verzoek om gegevens te delen. Zeg wat u ervan vindt. Er zijn geen foute antwoorden.","en":"Each time you read a short request to share data. Tell us what you think. There are no wrong answers."},"notes":{"nl":"Alle teksten in dit voorbeeld zijn verzonnen om te laten zien hoe een onderzoek is opgebouwd.","en":"All texts of this example are made up, to show how a study is built."},"task":{"kind":"rating","statement":{"nl":"Ik vind dat de gegevens gedeeld moeten worden","en":"I think the data should be shared"},"scale":[{"id":"1","label":{"nl":"zeer mee oneens","en":"strongly disagree"}},{"id":"2","label":{"nl":"mee oneens","en":"disagree"}},{"id":"3","label":{"nl":"neutraal","en":"neutral"}},{"id":"4","label":{"nl":"mee eens","en":"agree"}},{"id":"5","label":{"nl":"zeer mee eens","en":"strongly agree"}}],"alternatives":null,"opt_out":null},"criteria":[{"id":"ontvanger","label":{"nl":"Wie krijgt de gegevens?","en":"Who receives the data?"},"short":{"nl":"ontvanger","en":"recipient"},"coding":"categorical","expected":"positive","levels":[{"id":"bedrijf","label":{"nl":"een bedrijf","en":"a company"}},{"id":"gemeente","label":{"nl":"een gemeente","en":"a municipality"}},{"id":"eigen","label":{"nl":"een afdeling van uw eigen organisatie","en":"a department of your own organisation"}}]},{"id":"doel","label":{"nl":"Past het bij het doel waarvoor de gegevens zijn verzameld?","en":"Does it fit the purpose of collection?"},"short":{"nl":"doel","en":"purpose"},"coding":"ordered","expected":"positive","levels":[{"id":"nee","label":{"nl":"nee","en":"no"}},{"id":"ja","label":{"nl":"ja","en":"yes"}}]},{"id":"waarborgen","label":{"nl":"Hoe zijn de gegevens beveiligd?","en":"How are the data protected?"},"short":{"nl":"waarborgen","en":"safeguards"},"coding":"ordered","expected":"positive","levels":[{"id":"geen","label":{"nl":"er zijn geen afspraken","en":"there are no agreements"}},{"id":"enkele","label":{"nl":"er zijn afspraken op papier","en":"there are agreements on paper"}},{"id":"alle","label":{"nl":"er zijn afspraken, en de gegevens zijn versleuteld","en":"agreements, and the data are encrypted"}}]}],"rules":[{"never":{"ontvanger":["bedrijf"],"waarborgen":["geen"]},"because":{"nl":"Zonder afspraken gaan er nooit gegevens naar een bedrijf.","en":"Without agreements no data ever go to a company."}}],"background":[{"id":"rol","label":{"nl":"Wat is uw functie?","en":"What is your position?"},"short":{"nl":"functie","en":"position"},"group":true,"ordered":false,"options":[{"id":"jurist","label":{"nl":"jurist","en":"lawyer"}},{"id":"beleid","label":{"nl":"beleidsmedewerker","en":"policy officer"}}]}],"design":{"tasks":9,"versions":1,"anchors":0,"practice":0,"repeats":0,"seed":1},"privacy":{"smallest_group":10,"retention_months":12}}');
CREATE UNIQUE INDEX "idx__sqlite_migrations_migration_set_name"
    ON "_sqlite_migrations" ("migration_set", "name");
CREATE INDEX respondents_by_version ON respondents (design_hash, version);
CREATE INDEX sessions_by_expiry ON sessions (expires);
COMMIT;

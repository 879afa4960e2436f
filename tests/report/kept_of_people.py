"""What the database keeps of people, and the words of the register and the DPIA that tell so, Dutch and English."""

# What is kept of people, by table and column, and the words that tell so; what is None tells nothing about a person.
TOLD: dict[str, dict[str, tuple[str, str] | None]] = {
    "respondents": {
        "id": ("willekeurig nummer", "random number"),
        "design_hash": None,
        "version": ("versie", "version"),
        "language": ("taal", "language"),
        "tasks": ("volgorde van de pagina", "order of the pages"),
        "criteria": ("volgorde van de pagina", "order of the pages"),
        "alternatives": ("volgorde van de pagina", "order of the pages"),
        "cell": ("functie", "position"),
        "notice": ("woorden waarmee iemand instemde", "words that somebody agreed to"),
        "code_hash": ("vingerafdruk van de persoonlijke code", "fingerprint of the personal code"),
        "synthetic": None,
        "started": ("op de minuut", "to the minute"),
        "completed": ("begin en einde", "beginning and end"),
        "changed": ("daarna iets anders vertelde", "told something else after that"),
    },
    "background": {
        "respondent": None,
        "item": ("functie", "position"),
        "option": ("Privacy officer", "Privacy officer"),
    },
    "answers": {
        **dict.fromkeys(("respondent", "task", "showing", "place")),
        "revision": ("wijziging", "after a change"),
        "answer": ("antwoorden", "answers"),
        "at": ("de minuut", "the minute"),
        "previous": ("aansluit op het vorige", "fits the one before it"),
        "hash": ("vingerafdruk", "fingerprint"),
    },
    "circumstances": {
        **dict.fromkeys(("respondent", "task", "showing", "revision")),
        "seconds": ("seconden", "seconds"),
        "away": ("hoe vaak", "how often"),
        "reason": ("vrije tekst", "free text"),
    },
    "invitations": {
        **dict.fromkeys(("study_id", "made")),
        "key_hash": ("onleesbaar gemaakte vorm van de persoonlijke link", "scrambled form of the personal link"),
        "respondent": ("het nummer van", "the number of the person who used it"),
    },
    "disputes": {"respondent": ("model", "model"), "at": ("iemand", "whether somebody")},
    "departures": {"study_id": None, "kind": ("teruggetrokken of vol", "withdrawn or full"), "day": ("dag", "day")},
    "sessions": {"key": ("bezoek", "visit"), "data": ("het panel", "the panel"), "expires": ("3 dagen", "3 days")},
}
LIVE = ("achter welke groep van getoonde tellingen", "behind which group of shown counts")
DONE = ("wat iemand deed, wanneer en waarom", "what somebody did, when and why")
BELONGS = ("de onderzoeken waarbij iemand hoort", "the studies that somebody belongs to")
PROGRAMS = ("sleutels van programma", "keys of programs")
TRIES = ("Pogingen om in te loggen", "Tries to sign in")
HANDED = ("hoeveel antwoorden van iemand in elk bestand", "how many answers of somebody were in each file")
TOLD_THEN = ("bij het laatste over zichzelf had verteld", "told of himself or herself by the last one")
FILE = ("het bestand zelf, zonder namen", "the file itself, without names")
TOLD |= {
    "made_files": {**dict.fromkeys(("study_id", "job", "number")), "content": FILE},
    "handed_out": {**dict.fromkeys(("study_id", "respondent", "since")), "links": HANDED, "told": TOLD_THEN},
    "released_people": {**dict.fromkeys(("study_id", "split", "number", "respondent")), "part": LIVE},
    "accounts": {
        **dict.fromkeys(("id", "name_key", "totp_last", "disabled", "generation", "created")),
        "name": ("de naam van het account", "the name of the account"),
        "password": ("het wachtwoord als vingerafdruk", "the password as a fingerprint"),
        "totp": ("het versleutelde geheim van de app", "the enciphered secret of the app"),
        "role": ("de rol", "the role"),
    },
    "recovery_codes": {"account": None, "code_hash": ("herstelcodes", "recovery codes")},
    "identities": {"issuer": None, "subject": ("naam van het account", "name of the account"), "account": None},
    "links": dict.fromkeys(("key_hash", "purpose", "account", "expires")),
    "tries": {**dict.fromkeys(("id", "name_hash", "at", "failed")), "address_hash": TRIES},
    "members": {"study_id": BELONGS, "account": BELONGS, "since": None},
    "tokens": {
        **dict.fromkeys(("id", "account", "study_id", "scope", "label", "made", "expires", "revoked", "last_used")),
        "key_hash": PROGRAMS,
    },
    "audit": {
        **dict.fromkeys(("study", "seq", "object", "previous", "hash")),
        **dict.fromkeys(("at", "actor", "action", "why"), DONE),
    },
}
OF_NOBODY = {
    *("releases", "released_parts", "audit_chains", "drafts", "states", "deletions", "jobs", "public_models"),
    *("result_parts", "result_states", "editions"),
    *("about", "studies", "designs", "publications", "fieldworks"),
}

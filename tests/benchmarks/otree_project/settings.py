"""A small oTree project with the survey of the benchmark; ``survey_sites.py`` copies it and starts it elsewhere."""

from os import environ

SESSION_CONFIGS = [{"name": "survey", "app_sequence": ["about", "scenarios", "thanks"], "num_demo_participants": 1}]
SESSION_CONFIG_DEFAULTS = {"real_world_currency_per_point": 1.0, "participation_fee": 0.0, "doc": ""}
PARTICIPANT_FIELDS: list[str] = []
SESSION_FIELDS: list[str] = []
LANGUAGE_CODE = "en"
REAL_WORLD_CURRENCY_CODE = "EUR"
USE_POINTS = False
ADMIN_USERNAME = "admin"
ADMIN_PASSWORD = environ.get("OTREE_ADMIN_PASSWORD", "")
SECRET_KEY = environ.get("OTREE_SECRET_KEY", "")

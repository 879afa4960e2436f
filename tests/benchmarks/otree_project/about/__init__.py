"""The introduction, and the background items: a page each, which may be skipped."""

import json
from pathlib import Path

from otree.api import BaseConstants, BaseGroup, BasePlayer, BaseSubsession, Page, models, widgets

WORDS = json.loads(Path("survey.json").read_text(encoding="utf-8"))
ITEMS = {item["id"]: item for item in WORDS["background"]}


class C(BaseConstants):
    NAME_IN_URL = "about"
    PLAYERS_PER_GROUP = None
    NUM_ROUNDS = 1


class Subsession(BaseSubsession):
    pass


class Group(BaseGroup):
    pass


def _field(item):
    choices = [(option["id"], option["label"]) for option in item["options"]]
    return models.StringField(label=item["label"], choices=choices, widget=widgets.RadioSelect, blank=True)


class Player(BasePlayer):
    locals().update({name: _field(item) for name, item in ITEMS.items()})


class Introduction(Page):
    @staticmethod
    def vars_for_template(player):
        return {"words": WORDS}


class About(Page):
    form_model = "player"
    template_name = "about/About.html"


def _page(name):
    return type(f"About_{name}", (About,), {"form_fields": [name], "__module__": __name__})


page_sequence = [Introduction, *map(_page, ITEMS)]

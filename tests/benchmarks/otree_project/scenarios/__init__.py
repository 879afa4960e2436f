"""A scenario a round, in an order of the person's own: the criteria in a table, and a rating of five points."""

import json
import random
from pathlib import Path

from otree.api import BaseConstants, BaseGroup, BasePlayer, BaseSubsession, Page, models, widgets

WORDS = json.loads(Path("survey.json").read_text(encoding="utf-8"))
SCALE = [(int(answer["id"]), answer["label"]) for answer in WORDS["scale"]]
SHOWN = len(WORDS["scenarios"])


class C(BaseConstants):
    NAME_IN_URL = "scenarios"
    PLAYERS_PER_GROUP = None
    NUM_ROUNDS = SHOWN


class Subsession(BaseSubsession):
    pass


class Group(BaseGroup):
    pass


class Player(BasePlayer):
    task = models.IntegerField()
    rating = models.IntegerField(label=WORDS["statement"], choices=SCALE, widget=widgets.RadioSelectHorizontal)


def creating_session(subsession):
    """Give every person an order of the scenarios, in the first round for all rounds."""
    if subsession.round_number > 1:
        return
    for player in subsession.get_players():
        for task, shown in enumerate(random.sample(player.in_rounds(1, SHOWN), SHOWN)):
            shown.task = task


class Scenario(Page):
    form_model = "player"
    form_fields = ("rating",)

    @staticmethod
    def vars_for_template(player):
        return {"rows": WORDS["scenarios"][player.task], "place": player.round_number, "total": SHOWN}


page_sequence = [Scenario]

"""The last page."""

from otree.api import BaseConstants, BaseGroup, BasePlayer, BaseSubsession, Page


class C(BaseConstants):
    NAME_IN_URL = "thanks"
    PLAYERS_PER_GROUP = None
    NUM_ROUNDS = 1


class Subsession(BaseSubsession):
    pass


class Group(BaseGroup):
    pass


class Player(BasePlayer):
    pass


class Thanks(Page):
    @staticmethod
    def vars_for_template(player):
        return {"code": player.participant.code}


page_sequence = [Thanks]

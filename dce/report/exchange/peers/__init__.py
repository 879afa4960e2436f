"""Ready-to-run scripts with data for other programs: Apollo, logitr, Biogeme and xlogit."""

from dce.report.exchange.peers.scripts import PROGRAMS, write_peer

__all__ = ["PROGRAMS", "write_peer"]

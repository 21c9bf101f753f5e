"""What pages of materials read."""

from zaitaku.programme.materials.queries.titles import chain, listed_titles, wholes_of

__all__ = ["chain", "listed_titles", "wholes_of"]

"""Spaces: who shares what. A personal space has one member, a shared one exactly two.

`models.py`, `invitations.py` and `facts.py` are the floor that the log stands on: whose keys sign
here, who may still come in, how far the space has come. Everything else stands on the log like
every other domain: the verbs and rules of a space, pairing, and what follows when somebody left.
"""

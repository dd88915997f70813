"""Spaces: who shares what. A personal space has one member, a shared one exactly two.

`models.py` is the floor that the log stands on (whose keys sign here); `verbs.py` and `rules.py`
stand on the log like every other domain.
"""

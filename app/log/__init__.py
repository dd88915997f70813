"""The spine: one signed, append-only log a space, one writer, one way to read it.

Never knows what was said: it sees verbs, places, hashes and sealed bytes. Verbs belong to domains
(`app/items`, `app/spaces` …), which hand in their rules. Of other rooms' tables it knows who the
members of a space are (`app/spaces/models.py`), and the invitation that ends when one is left.
"""

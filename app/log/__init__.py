"""The spine: one signed, append-only log a space, one writer, one way to read it.

Never knows what was said: it sees verbs, places, hashes and sealed bytes. Verbs belong to domains
(`app/items`, `app/spaces`), which hand in their rules; the only table of another room that it
reads is who the members of a space are (`app/spaces/models.py`).
"""

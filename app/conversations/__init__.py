"""Guided conversations: two people go through joint steps, take turns, and answer together.

The server keeps the order: whose turn it is, when a pause may end, and that a sealed answer stays
unseen until there are two. What the guide asks and what was said stands inside the sealed bodies;
this room never learns it.
"""

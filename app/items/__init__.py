"""Items: notes, the profile and whatever else only its author revises.

What kind of item it is stands inside the sealed body; this room never learns it.
"""

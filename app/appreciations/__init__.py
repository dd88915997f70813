"""Appreciations: one person thanks, the other takes it in or answers with a line.

The server decides who may do what, so that nobody answers in another's name or unsays what is not
theirs. What was said stands inside the sealed bodies; this room never learns it.
"""

"""Limits, requests and agreements: mine alone, asked of the other, and signed by both.

The server decides who may say what, so that nobody agrees in another's name, back-dates a word or
answers a limit with a yes. What it says stands inside the sealed bodies; this room never learns it.
"""

"""The built frontend and the API's own pages: which bytes are served, under which policy.

Knows no account and no space. What it serves is the same for everybody.
"""

"""A second reading of the protocol, in Python, beside the phone's.

It imports nothing else of `app`, so that where the two agree, the text is what they agree with.
Tests, demonstration and measurements use it; `python -m app.client verify FILE` checks an export.
"""

from app.client.person import Person

__all__ = ["Person"]

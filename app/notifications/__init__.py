"""Waking a phone: a neutral note, and nothing that says why.

A wake-up names an account and no reason, every note has the same bytes, and the words that a
person sees come from their own phone. Off until a person turns it on (R8); nobody is woken because
somebody left, paused, declined, took back or stayed silent (R13).
"""

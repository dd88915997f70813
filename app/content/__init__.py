"""The words the app shows and the lines it may name, as data that a person can read and correct.

Promises that nothing reaches a screen which the clinical rules forbid: an unconfirmed or outdated
helpline (R31), a claim the app must not make (R32), a word that pushes or judges. It knows no
person, no space and no database, and it never asks the network: a helpline is confirmed by a
person who rang it, not by a program.
"""

"""Ground without product nouns: database, clock, ids, bounds, errors, wire types, allowances."""

# Before any table is declared, whichever part of the ground its module asked for first.
from app.core import naming as naming

"""Ground without product nouns: database, clock, ids, bounds, errors, wire types, allowances."""

"""Guests: other libraries' columns, tables, documents and clusters, each in a file of its own.

Nothing imports an adapter but who uses it: `import normalizer.adapters.pandas_`. So what a guest needs is loaded with
it alone, and where it is missing, one sentence names the extra that brings it.

Columns have one core, `columns`: which distinct questions a column asks, what each is answered, in which fields. An
adapter adds how its library finds distinct values and spreads answers over rows; it decides nothing about names. So
one name has one answer wherever it is asked (tests/adapters/test_same_answers.py).
"""

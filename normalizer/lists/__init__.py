"""Many names at a time: which of a list are one name (`cluster`), which rows of two lists go together (`join`).

A list is read once into sorted integers (`crowd`, `shapes`, `spill`), names that can be alike meet without comparing
each with each (`blocking`, `likely`), and what a person has decided is obeyed (`decisions`). Whether two names are one
is asked of `normalizer.matching`.
"""

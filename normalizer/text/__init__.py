"""Room 1, characters: any `str` made safe, folded, told apart by script, and cut into words.

`guard` makes a name safe and says what it did; `unicode` folds letters; `tokens` finds words with their
offsets in the original; `protect` finds the stretches of a text that must not change. Nothing here knows
languages beyond what Unicode says of characters.
"""

"""Room 4, texts: where names stand, which of them change, and the new text.

`mentions` finds names of the gazetteer, `people` unifies spellings of names that no gazetteer knows,
`decide` says for each mention whether it is rewritten and why, `rewrite` puts the result in and touches
nothing else, `report` shows the difference.
"""

"""Room 3, names: keys that find candidates, comparison that scores them, and the decision.

`keys` makes blocking keys (they decide nothing), `align` and `compare` score two names with their reasons,
`person` knows how names of people are built, `resolve` turns a name into candidates and a decision,
Lists of names are grouped and joined in `normalizer.lists`. Only `resolve` reads a gazetteer.
"""

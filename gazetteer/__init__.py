"""Which names exist: entities, their recorded names, and the file that holds them.

This package knows nothing of romanisation or comparison: the key function is handed in (see
`gazetteer.model.KeyForm`), and it never imports `normalizer`.
"""

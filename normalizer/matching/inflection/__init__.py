"""Case endings of names, both ways: from a form in a text to its lemma, and back to the form of another lemma.

`lemmas` reads a form by the tables of data/inflection, `choose` lets a gazetteer or a list decide among its
readings, `together` reads the forms of one text with one another's help, `inflect` writes the form of another lemma
in the same case. Rules and learned endings alone: no dictionary of a language takes part.
"""

from normalizer.matching.inflection.forms import inflect, same_word
from normalizer.matching.inflection.phrases import Reading, choose, lemmas
from normalizer.matching.inflection.together import together

__all__ = ["Reading", "choose", "inflect", "lemmas", "same_word", "together"]

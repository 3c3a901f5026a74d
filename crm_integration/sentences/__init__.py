"""Codes with parameters become sentences in the reader's language, each with the link that cures it."""

from crm_integration.sentences.cures import CureLink, cure_of, cure_of_all
from crm_integration.sentences.rendering import problem_sentence, sentence
from crm_integration.sentences.words import TableWords, words_of

__all__ = ["CureLink", "TableWords", "cure_of", "cure_of_all", "problem_sentence", "sentence", "words_of"]

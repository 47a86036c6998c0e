"""What the command line says, in the user's language: sentences stand in the code in English, and here in Japanese.

A sentence is looked up by its English, with {} for every value in it, as gettext does; one that is not here is said in
English. No room is imported, so that every other may say something.

Read in this order: language, sentences; then the tables: help, results, lines, options, warnings, refusals, files,
data, damage, fitting, programs, doctor, classroom, drawing, adding.
"""

from sheetnet.saying.language import LANGUAGES, language_of, speaking, spoken
from sheetnet.saying.sentences import in_words, said, told_in

__all__ = ["LANGUAGES", "in_words", "language_of", "said", "speaking", "spoken", "told_in"]

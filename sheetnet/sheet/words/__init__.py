"""Every word of the sheets, in English and Japanese.

Read in this order: labels, settings, example, sweep, mistakes, marking, languages.
"""

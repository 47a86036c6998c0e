"""Every word of the sheets, in English and Japanese.

Read in this order: labels, settings, example, guide, exercises, play, sweep, mistakes, marking, why, gallery, lamps,
whole, predictions, languages.
"""

"""What is seen of a network at an iteration of the past.

Read in this order: looked_back, case_values, phrases, play_values, gallery_values, pictures_values,
why_values, why_texts, whole_values, predictions_values, shown_values, misread, lamps, sheets_again.
"""

"""What is seen of a network at an iteration of the past.

Read in this order: play_values, misread, lamps.
"""

"""What looks back at how a network learned: a gradient step by step, every case, the weights of the units.

Read in this order: why, gallery, weights, lamps.
"""

"""What looks back at how a network learned: a gradient step by step, every case, the weights of the units; a small
network as a whole; what a regression predicts.

Read in this order: why, gallery, weights, lamps, predictions; the room whole.
"""

"""What looks back at how a network learned: a gradient step by step, every case, the weights of the units; and a
small network as a whole.

Read in this order: why, gallery, weights, lamps; the room whole.
"""

"""What the cells of the blocks say: formulas as text, and which formulas depend on cells that change.

Read in this order: references, pieces, method, network, results, order, scaled, expected, replay, play, lamps, live,
operands, holders, dependents; spelled, phrases, looking_back, why, why_lines, gallery, pictures, whole, predictions.
"""

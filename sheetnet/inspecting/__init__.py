"""Networks in other people's workbooks: what learns there, whether its gradients are right, and what went wrong.

It reads formulas through the room `graph` and knows no layout, no network and no file format.

Read in this order: trees, workings, points, slopes; updates, matching, losses, learning, by_value, inspection, places;
backward, scene, edits, cell_edits, mistakes, repair, diagnosis, structure, checking, wording.
"""

"""Pictures of what a network learned: shapes that know no workbook, drawings made of them, and how they are written.

Read in this order: colours, shapes, scales, axes, svg, fonts, raster, pdf, words; then the drawings; then the page in
which learning plays; then writing, files.
"""

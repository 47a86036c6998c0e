"""The .xlsx format, byte for byte: what is not changed stays as it is. It knows no network, no block and no grid.

Read in this order: encoding, markup, namespaces, wellformed, elements, tags; archive, package; relationships,
content_types, defined_names, related_parts; rows, cell_ranges, shared_formulas, sheet_reader, entering, sheet_writer,
worksheet; number_formats, charts, workbook, listed; styles, graft.
"""

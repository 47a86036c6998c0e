"""The .xlsx format, byte for byte: what is not changed stays as it is. It knows no network, no block and no grid.

Read in this order: encoding, wellformed, markup, elements, tags; archive, package; relationships, defined_names,
related_parts; rows, shared_formulas, sheet_reader, sheet_writer, worksheet; number_formats, workbook; styles, graft.
"""

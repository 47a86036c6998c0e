"""What the command line prints: results to stdout as text or JSON, messages to stderr.

Read in this order: terminal, waiting, results, fits, tables, explained, inspected, records, marks, events.
"""

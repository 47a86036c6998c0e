"""What the command line prints: results to stdout as text or JSON, messages to stderr.

Read in this order: terminal, results, fits, tables, explained, inspected, records, marks, events.
"""

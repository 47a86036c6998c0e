"""Many workbooks: which ones, one after another or side by side, on this machine or on others.

Read in this order: books, journal, work, running, cluster, tasks, findings, batch.
"""

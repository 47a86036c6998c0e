"""Where a file lies, and how it is replaced there: wholly or not at all, under a lock, and so that it can be undone.

Read in this order: location, locks, writing, undo, local, remote, addresses.
"""

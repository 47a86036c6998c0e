"""Many workbooks with one command."""

"""What sheetnet costs beside its peers: ratios measured side by side in one run, each with its target.

``python -m benchmarks`` runs everything, ``python -m benchmarks engine`` (or cli, writer) a part. Times differ from
machine to machine and minute to minute; ratios of things timed in turn much less. Nothing here passes or fails.
"""

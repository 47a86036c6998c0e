"""The sheets of a new workbook, one module each, and what they share.

Read in this order: style, print_setup, scatter, lesson, design; bp, optimiser_state, data, calc, trace, settings,
confusion, scaling, series, example; the rooms looking and play; guide, packing, build; then sweep, sweep_map,
sweep_chart; inspect; exercise.
"""

"""A class: exercises with blanks go out, marks come back. It compares formulas with a key's, cell by cell.

Read in this order: exercise, students, roster, books, alignment, inputs, key, comparing, lending, restoring, saved,
verdicts, diagnosing, attempts, rubric, grading, commonest, equal, together, inert, feedback, blanking.
"""

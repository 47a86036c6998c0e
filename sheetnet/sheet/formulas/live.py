"""All live formulas of a layout, and where they would be of no use."""

from collections.abc import Mapping

from sheetnet.sheet.blocks.layout import Layout
from sheetnet.sheet.cells import Area
from sheetnet.sheet.formulas.network import network_formulas
from sheetnet.sheet.formulas.references import Formulas


def live_formulas(layout: Layout) -> dict[str, Formulas]:
    """Area name -> formulas in the shape of the area; None where a cell stays empty. Only areas of the layout."""
    formulas = _of_settings(layout) if layout.has_settings else network_formulas(layout)
    if "expected" in layout:
        from sheetnet.sheet.formulas.expected import expected_formulas  # only an example needs them

        formulas |= expected_formulas(layout)
    return formulas


def _of_settings(layout: Layout) -> dict[str, Formulas]:
    from sheetnet.sheet.formulas.method import method_formulas  # only a workbook with settings needs them

    return method_formulas(layout) if layout.complete else {}


def live_limit(layout: Layout) -> str:
    """Why live formulas would be of no use in this workbook; empty where they are.

    Past 60,000 formulas or 4 million products for one recalculation, a spreadsheet program takes seconds for each
    change of a cell; a formula holds 8,192 characters at most.
    """
    sizes, cases = layout.geometry.sizes, layout.cases
    blocks, columns = (4, 9) if layout.has_settings else (2, 3)
    formulas = blocks * len(layout.geometry.cells) + cases * (3 * sum(sizes[1:]) + columns)
    products = 2 * len(layout.geometry.cells) * cases
    if formulas > 60_000:
        return f"{formulas:,} formulas are more than 60,000"
    if products > 4_000_000:
        return f"{products:,} products are more than 4,000,000"
    one_case: Mapping[str, Area] = {
        name: area.part(area.height - 1, 0, 1, area.width)
        if area.height == cases and area.sheet in ("Data", "Calc")
        else area
        for name, area in layout.areas.items()
    }
    sample = Layout(layout.geometry, one_case, layout.found, layout.has_settings)
    longest = max(len(text or "") for rows in live_formulas(sample).values() for row in rows for text in row)
    if longest > 8_000:
        return f"a formula would have {longest:,} characters, more than 8,192"
    return ""

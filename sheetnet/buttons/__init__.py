"""Buttons in a workbook: a VBA project and form controls, made without Excel.

[MS-CFB] is the file system inside ``vbaProject.bin``, [MS-OVBA] what lies in it, [MS-OI29500] and ECMA-376 what Excel
reads of a workbook.

Read in this order: compression, compound, project, vba, template, sheetpart, macros; ruler, vml, placing, buttons; then
button.
"""

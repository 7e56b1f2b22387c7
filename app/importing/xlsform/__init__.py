"""XLSForm: a form written as an Excel workbook, as ODK, KoBoToolbox and CommCare use it.

`workbook` opens it, `elements` are its rows, `expressions` its XPath; `form` writes the document.
"""

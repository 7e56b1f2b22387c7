"""A toolkit in words, pasted or from Word: lines in, a draft document out.

`lines` and `word` give lines; `joints` cuts what was run together; `signs` say what one line looks
like; `reading` says what the lines are in their order; `writing` makes the document.
"""

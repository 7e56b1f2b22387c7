"""Documents of JSON Forms and bare JSON Schemas that others wrote, put into the words we read.

`schemas` and `conjunctions` write a schema otherwise without changing what it allows; `layouts`
and `asked` do the same for what is laid out. Everything that changes what is shown is told.
"""

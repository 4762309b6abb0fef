"""Exchange with annotation tools: one module a format, with a ``read_*`` and ``write_*`` pair over documents.

``formats``  all of them by name               ``graph``     a document as spans, slots and links
``restore``  what a tool left, as a document    ``carried``   what rides along where spans take no attributes
``units``    UTF-16 and code points             ``tokens``    tokens for formats that are made of them
"""

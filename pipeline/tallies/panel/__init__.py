"""The panel: what many documents say, as one row a country, year and measure.

``measures``  what is measured (``measure.csv``), and which measure a fact is of
``tellings``  the facts of one document as tellings of cells, and the one that a document gives for a cell
``cells``     the tellings of all documents as cells: a figure told twice is one cell with both sources
``table``     the cells as a data frame, long or wide
``codebook``  what the columns and measures of a panel mean
"""

"""The page: a self-contained folder of HTML in which people look at what was read, and correct it.

``data``   records to the page's data and files        ``serve``   the page on loopback
``edits``  what a person enters to a correction        ``vendor``  libraries and map, by scripts/viewing.py
"""

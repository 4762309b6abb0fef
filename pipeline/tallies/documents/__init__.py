"""Reading inputs and writing outputs.

``inputs``   files and folders to :class:`~tallies.documents.source.Source`, one at a time
``text``     ``.txt`` files            ``jsonl``  ``.jsonl`` files, and document records both ways
``output``   the output of ``tallies read`` back into records   ``passages``  words and sentences at offsets
``tables``   records to data frames, and data frames to files
``files``    files that appear whole or not at all
``marks``    texts with inline marks, facts and routes, both ways
"""

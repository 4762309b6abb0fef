"""Reading inputs and writing outputs.

``inputs``   files and folders to :class:`~tallies.documents.source.Source`, one at a time
``text``     ``.txt`` files            ``jsonl``  ``.jsonl`` files, and document records both ways
``tables``   records to data frames, and data frames to files
``files``    files that appear whole or not at all
"""

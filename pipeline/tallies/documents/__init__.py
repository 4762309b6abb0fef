"""Reading inputs and writing outputs.

``inputs``   files and folders to :class:`~tallies.documents.source.Source`, one at a time
``kinds``    what reads each kind of file; one reader a module: ``text``, ``markdown``, ``webpage``, ``pdf``, ``docx``,
             ``epub``, ``rows``, ``archives``, and ``jsonl``, which has document records both ways
``guard``    readers in a process of their own    ``layouts``  kinds of report; whole volumes to documents
``repair``   damage, in a working copy            ``placed``   records of that copy back to the source
``output``   the output of ``tallies read`` back into records   ``passages``  words and sentences at offsets
``tables``   records to data frames, and data frames to files
``files``    files that appear whole or not at all
``marks``    texts with inline marks, facts and routes, both ways
"""

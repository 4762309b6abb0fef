"""Checks that flag what does not fit; they never reject or change a figure.

``sums``         parts and totals          ``rates``        dollars and the exchange rate that they imply
``percentages``  shares and changes        ``comparisons``  years and units of figures set against each other
``order``        convicted, prosecuted, investigated        ``revisions``  one cell in several reports
``flags``        the flag, and which cause is likelier      ``run``   all checks, as flags and as a table
"""

"""Documents to hand over: the council report, the joint need, the hand-over bundle, workbooks of reporting schemes."""

"""Measures pug beside other ways to compute the same scores. Run by scripts/bench."""

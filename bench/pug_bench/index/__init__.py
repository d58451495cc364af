"""Indices built, replicated and understood, beside what people compute them with."""

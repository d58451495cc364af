"""What keeps a peer from being timed."""

__all__ = ["DisagreementError", "NotComparableError"]


class DisagreementError(Exception):
    """A peer computed something else than pug; the text says what."""


class NotComparableError(Exception):
    """A peer cannot compute this; the text says why."""

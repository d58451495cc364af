"""Building an index, understanding it, and saying how sure its ranks are."""

from pug.workbench.design import Design
from pug.workbench.index import Index

__all__ = ["Design", "Index"]

"""``python -m pug`` is the command ``pug``."""

import sys

from pug.cli import main

if __name__ == "__main__":
    sys.exit(main())

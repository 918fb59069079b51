"""`python -m tidings` is `tidings`, down to its exit code."""

import sys

from tidings.cli import main

if __name__ == "__main__":
    sys.exit(main())

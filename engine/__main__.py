"""`python -m engine`: the command line where there is no window. Knows no command itself."""

import sys

from engine.cli import main

sys.exit(main())

"""`python -m embedded`: start the whole site on this machine."""

import sys

from embedded.start import main

sys.exit(main())

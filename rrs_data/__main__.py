"""``python -m rrs_data``."""

import sys

from rrs_data.commands.line import main

sys.exit(main())

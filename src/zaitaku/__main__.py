"""`python -m zaitaku` is the command `zaitaku`."""

import sys

from zaitaku.cli.main import main

sys.exit(main())

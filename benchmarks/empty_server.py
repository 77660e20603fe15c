"""Our server with the empty page in place of the app: `python -m benchmarks.empty_server PORT`."""

import sys

import server
from benchmarks.servers import EMPTY_PAGE

if __name__ == "__main__":
    server.app = server.create_app(EMPTY_PAGE)
    sys.exit(server.main(["--port", sys.argv[1]]))

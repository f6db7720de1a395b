"""Ask one address of this installation and end with 0 where it answers 200: the health check of a container.

Speaks as the proxy in front would: with the first of ALLOWED_HOSTS as the host, over TLS.
"""

import os
import sys
import urllib.error
import urllib.request


def main(address: str) -> int:
    """Return 0 where the address answers well, else 1 with the reason."""
    host = os.environ.get("ALLOWED_HOSTS", "localhost").split(",")[0].strip()
    request = urllib.request.Request(address, headers={"Host": host, "X-Forwarded-Proto": "https"})
    try:
        # the address is an argument of the operator
        with urllib.request.urlopen(request, timeout=5) as answer:  # nosec B310
            return 0 if answer.status == 200 else 1
    except (urllib.error.URLError, OSError) as error:
        print(error, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))

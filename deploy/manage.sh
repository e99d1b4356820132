#!/bin/sh
# manage.py of the release that counts now, with the settings of the site and as its user; this is
# what `afdelingsscan COMMAND ...` on the server is.
set -eu

if [ "$(id -u)" != 0 ]; then
  echo "Dit werkt alleen als root: sudo afdelingsscan ..." >&2
  exit 1
fi
set -a
# shellcheck source=/dev/null
. /etc/afdelingsscan/env
set +a
exec runuser -u afdelingsscan -- /srv/afdelingsscan/current/deploy/run manage "$@"

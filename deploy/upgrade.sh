#!/bin/sh
# Install the release that this file is in beside the one that runs, and switch. No request fails
# and no answer is lost; when the new release doesn't answer, the old one is put back.
#
#   upgrade.sh [--no-start]
set -eu

here=$(cd -P "$(dirname "$0")" && pwd)
# shellcheck source=deploy/lib.sh
. "$here/lib.sh"

[ "${1:-}" != --no-start ] || no_start=yes
need_root
[ -e "$etc/env" ] || stop "Er is nog geen site; begin met deploy/install.sh."

source=$(dirname "$here")
release=$base/releases/$(release_name "$source")
PYTHON=python3 sh "$source/scripts/system-packages.sh" run
build_release "$source" "$release"
prepare_release "$release"
install_units "$release"

before=$(current_release)
older=$(previous_release)
switch_to "$release"
if ! restart_site; then
  logs="Zie: journalctl -u 'afdelingsscan-*'"
  failed="De nieuwe release start of antwoordt niet"
  [ -n "$before" ] || stop "$failed, en er is geen vorige. $logs"
  point current "$before"
  if [ -n "$older" ]; then point previous "$older"; else rm -f "$base/previous"; fi
  if put_units_back "$release" "$before" && restart_site; then
    stop "$failed; $(basename "$before") is teruggezet. $logs"
  fi
  stop "$failed, en $(basename "$before"), die is teruggezet, ook niet. $logs"
fi
forget_old_releases
say "De site draait op $(basename "$release"); terug kan met deploy/rollback.sh."

#!/bin/sh
# Go back to the release before this one, or to the one that is named. The database stays as it is:
# migrations only add, so an older release works on it.
#
#   rollback.sh [--no-start] [NAME]
set -eu

here=$(cd -P "$(dirname "$0")" && pwd)
# shellcheck source=deploy/lib.sh
. "$here/lib.sh"

if [ "${1:-}" = --no-start ]; then
  no_start=yes
  shift
fi
need_root

if [ -n "${1:-}" ]; then
  target=$base/releases/$1
else
  target=$(previous_release)
fi
[ -n "$target" ] || stop "Er is geen vorige release."
[ -e "$target/.complete" ] || stop "Release $(basename "$target") is er niet (meer)."
[ "$target" != "$(current_release)" ] || stop "De site draait al op $(basename "$target")."

before=$(current_release)
switch_to "$target"
put_units_back "$before" "$target"
restart_site ||
  stop "$(basename "$target") is teruggezet, maar start of antwoordt niet. Zie: journalctl -u 'afdelingsscan-*'"
say "De site draait weer op $(basename "$target")."

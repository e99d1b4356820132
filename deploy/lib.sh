# What install.sh, upgrade.sh and rollback.sh share; sourced, never run.
# shellcheck shell=sh disable=SC2034 # not every script uses every name

user=afdelingsscan
base=/srv/afdelingsscan
etc=/etc/afdelingsscan
state=/var/lib/afdelingsscan
backups=/var/backups/afdelingsscan
socket=/run/afdelingsscan/web.sock
systemd=/etc/systemd
command=/usr/local/sbin/afdelingsscan
kept_releases=5

say() {
  printf '%s\n' "$*"
}

stop() {
  printf '%s\n' "$*" >&2
  exit 1
}

need_root() {
  [ "$(id -u)" = 0 ] || stop "Dit werkt alleen als root: sudo $0"
}

# In a chroot or a container there is no systemd to start anything with.
has_systemd() {
  [ "${no_start:-}" != yes ] && [ -d /run/systemd/system ]
}

# Read one setting of the site without running the file.
setting() {
  sed -n "s/^$1=//p" "$etc/env" | tail -n 1 | sed "s/^'\(.*\)'\$/\1/; s/^\"\(.*\)\"\$/\1/"
}

# Run a part of a release with the settings of the site, as its user.
run_part() {
  (
    set -a
    # shellcheck source=/dev/null
    . "$etc/env"
    set +a
    # Migrations hold a lock as long as their session lasts; a pooler may share sessions.
    export DATABASE_URL="${DIRECT_DATABASE_URL:-$DATABASE_URL}"
    cd /
    exec runuser -u "$user" -- "$1/deploy/run" "$2" ${3+"$3"} ${4+"$4"} ${5+"$5"} ${6+"$6"}
  )
}

# The files of which a release consists.
pack() {
  tar -C "$1" --sort=name --mtime=@0 --owner=0 --group=0 --numeric-owner \
    --exclude=./.git --exclude=./.venv --exclude=./var --exclude='./collected*' \
    --exclude=./node_modules --exclude=./tests --exclude=./bench --exclude=./.complete \
    --exclude=__pycache__ --exclude='*.mo' --exclude='.*_cache' --exclude=./.hypothesis \
    -cf - .
}

# The version and a digest of the files: the same files are the same release.
release_name() {
  version=$(sed -n 's/^VERSION = "\(.*\)"$/\1/p' "$1/afdelingsscan/settings.py")
  printf '%s-%s\n' "$version" "$(pack "$1" | sha256sum | cut -c 1-10)"
}

# Put the source in a folder of its own with all that it needs; what is there already stays.
build_release() {
  source=$1 release=$2
  if [ -e "$release/.complete" ]; then
    say "Release $(basename "$release") is er al."
    return
  fi
  say "Release $(basename "$release") klaarzetten…"
  rm -rf "$release"
  mkdir -p "$release"
  pack "$source" | tar -C "$release" --no-same-owner -xf -
  chown -R root:root "$release"
  chmod -R u=rwX,go=rX "$release"
  python3 -m venv "$release/.venv"
  "$release/.venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-input \
    --require-hashes -r "$release/requirements.txt" ||
    stop "De pakketten zijn niet geïnstalleerd; de reden staat hierboven."
  for catalogue in "$release"/locale/*/LC_MESSAGES/django.po; do
    msgfmt --check --output-file="${catalogue%.po}.mo" "$catalogue"
  done
  "$release/.venv/bin/python" -m compileall -q "$release/afdelingsscan" "$release/scans"
  touch "$release/.complete"
}

# Bring database and static files up to date. The old release keeps working on both: migrations
# only add (docs/decisions/deployment.md), and the files of both stand in both.
prepare_release() {
  release=$1
  say "Instellingen controleren…"
  # Warnings are shown and stop nothing: a site that is being set up may not know all yet.
  run_part "$release" manage check --deploy --fail-level ERROR >/dev/null ||
    stop "De instellingen in $etc/env zijn niet in orde; de reden staat hierboven."
  say "Database en bestanden bijwerken…"
  # Collected once: what was collected for this release before is left alone.
  mkdir -p "$release/collected"
  touch "$release/collected.digest"
  chown -R "$user:$user" "$release/collected" "$release/collected.digest"
  run_part "$release" prepare ||
    stop "Het bijwerken is gestopt; de reden staat hierboven. De site draait door zoals hij was."
  chown -R root:root "$release/collected" "$release/collected.digest"
  chmod -R u=rwX,go=rX "$release/collected"
  now=$(current_release)
  if [ -n "$now" ] && [ "$now" != "$release" ]; then
    share_static "$now" "$release"
    share_static "$release" "$now"
  fi
}

# A browser may ask one release for a file that a page of the other one names.
share_static() {
  [ -d "$1/collected" ] || return 0
  mkdir -p "$2/collected"
  tar -C "$1/collected" -cf - . | tar -C "$2/collected" --skip-old-files -xf -
}

current_release() {
  if [ -e "$base/current" ]; then readlink -f "$base/current"; fi
}

previous_release() {
  if [ -e "$base/previous" ]; then readlink -f "$base/previous"; fi
}

# Let the link point at another release, in one step: there is never no release.
point() {
  ln -sfn "$2" "$base/.$1"
  mv -T "$base/.$1" "$base/$1"
}

switch_to() {
  left=$(current_release)
  point current "$1"
  if [ -n "$left" ] && [ "$left" != "$1" ]; then point previous "$left"; fi
}

# systemd keeps the socket: what comes in while the web server is replaced waits, and isn't
# refused. Old workers finish what they have in hand.
restart_site() {
  if ! has_systemd; then
    say "Er is hier geen systemd: start web en workers zelf opnieuw."
    return 0
  fi
  systemctl daemon-reload
  systemctl restart afdelingsscan-web.service || return 1
  answers || return 1
  systemctl restart 'afdelingsscan-worker@*.service' || return 1
  systemctl try-restart afdelingsscan-metrics.service
}

# Whether the web server is ready within a minute: it reaches a database with all migrations of its
# release, and gives the front page, which it would also do without a database.
answers() {
  deadline=$(($(date +%s) + 60))
  while [ "$(date +%s)" -lt "$deadline" ]; do
    if gives /healthz/ready && gives /; then return 0; fi
    sleep 1
  done
  return 1
}

# Whether the web server gives a page, asked as nginx asks it.
gives() {
  curl --silent --fail --max-time 5 --output /dev/null --unix-socket "$socket" \
    --header "Host: $(setting ALLOWED_HOSTS | cut -d , -f 1)" \
    --header 'X-Forwarded-Proto: https' "http://localhost$1"
}

# Remove the oldest releases, but never the one that counts or the one to go back to.
forget_old_releases() {
  # shellcheck disable=SC2012 # names of releases hold no blanks
  ls -1dt "$base"/releases/*/ | tail -n +$((kept_releases + 1)) | while read -r release; do
    release=${release%/}
    case $release in
      "$(current_release)" | "$(previous_release)") ;;
      *) rm -rf "$release" ;;
    esac
  done
}

# Units, what starts them at boot, and the command `afdelingsscan`.
install_units() {
  release=$1
  install -d -m 0755 "$systemd/system/afdelingsscan-.service.d" "$systemd/journald.conf.d"
  install -m 0644 "$release"/deploy/systemd/*.service "$release"/deploy/systemd/*.socket \
    "$release"/deploy/systemd/*.timer "$systemd/system/"
  install -m 0644 "$release/deploy/systemd/afdelingsscan-.service.d/hardening.conf" \
    "$systemd/system/afdelingsscan-.service.d/"
  install -m 0644 "$release/deploy/systemd/journald.conf" \
    "$systemd/journald.conf.d/afdelingsscan.conf"
  install -m 0755 "$release/deploy/manage.sh" "$command"
}

# Go back from one release to another in this as well: what only the first one has is stopped and
# taken away. Other units that somebody made on this machine stay.
put_units_back() {
  for unit in "$1"/deploy/systemd/*.timer "$1"/deploy/systemd/*.socket \
    "$1"/deploy/systemd/*.service; do
    name=${unit##*/}
    if [ ! -e "$unit" ] || [ -e "$2/deploy/systemd/$name" ]; then continue; fi
    systemctl disable --quiet "$name" || true
    if has_systemd; then
      # Of a template every instance.
      systemctl stop "$(printf '%s' "$name" | sed 's/@\./@*./')" || true
    fi
    rm -f "$systemd/system/$name"
  done
  install_units "$2"
}

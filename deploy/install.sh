#!/bin/sh
# Install the Afdelingsscan on a bare Debian 12, from the release that this file is in. Running it
# again changes nothing that is in order already: settings, secrets and data stay.
#
#   install.sh --host scan.example.nl [--certificate FILE --key FILE] [--no-start]
#
# Without a certificate it makes one that browsers warn of, to begin with. docs/deployment.md says
# what each step does, so that it can also be done by hand.
set -eu

here=$(cd -P "$(dirname "$0")" && pwd)
# shellcheck source=deploy/lib.sh
. "$here/lib.sh"
source=$(dirname "$here")

packages="ca-certificates curl gettext libharfbuzz-subset0 libpango-1.0-0 libpangoft2-1.0-0
  nginx openssl postgresql python3 python3-venv"

main() {
  host='' certificate='' key=''
  read_arguments "$@"
  need_root
  check_machine
  install_packages
  make_account
  write_settings
  make_database
  release=$base/releases/$(release_name "$source")
  build_release "$source" "$release"
  prepare_release "$release"
  install_units "$release"
  switch_to "$release"
  set_up_nginx "$release"
  limit_logs
  start
}

read_arguments() {
  while [ $# -gt 0 ]; do
    case $1 in
      --host) host=${2:?} && shift ;;
      --certificate) certificate=${2:?} && shift ;;
      --key) key=${2:?} && shift ;;
      --no-start) no_start=yes ;;
      *) stop "Onbekend: $1. Gebruik: install.sh --host NAAM [--certificate BESTAND --key BESTAND]" ;;
    esac
    shift
  done
  [ -n "$certificate" ] && [ -z "$key" ] && stop "Bij --certificate hoort --key."
  [ -z "$certificate" ] && [ -n "$key" ] && stop "Bij --key hoort --certificate."
  if [ -e "$etc/env" ]; then
    kept=$(setting ALLOWED_HOSTS | cut -d , -f 1)
    [ -z "$host" ] || [ "$host" = "$kept" ] ||
      stop "De site heet $kept. Een andere naam: pas $etc/env aan (ALLOWED_HOSTS, SITE_URL)."
    host=$kept
  fi
  case $host in
    '') stop "Noem de naam van de site: install.sh --host scan.example.nl" ;;
    *[!a-z0-9.-]*) stop "$host is geen naam voor een site; schrijf kleine letters, zonder https://." ;;
  esac
}

check_machine() {
  . /etc/os-release
  [ "${ID:-}" = debian ] && [ "${VERSION_ID:-0}" -ge 12 ] ||
    stop "Dit script is voor Debian 12 of nieuwer; hier staat ${PRETTY_NAME:-iets anders}."
  free=$(df -Pk /srv | awk 'NR == 2 {print int($4 / 1024)}')
  [ "$free" -ge 3000 ] || stop "De schijf is bijna vol: $free MB vrij in /srv, nodig is 3000 MB."
}

install_packages() {
  # shellcheck disable=SC2086 # a list of words
  if dpkg-query -W -f '${Status}\n' $packages 2>/dev/null | grep -cx 'install ok installed' |
    grep -qx "$(echo $packages | wc -w)"; then
    return
  fi
  say "Pakketten van Debian installeren…"
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq
  # shellcheck disable=SC2086 # a list of words
  apt-get install -y -qq --no-install-recommends $packages >/dev/null
}

make_account() {
  if ! getent passwd "$user" >/dev/null; then
    useradd --system --user-group --home-dir "$state" --shell /usr/sbin/nologin "$user"
  fi
  install -d -o root -g "$user" -m 0750 "$etc"
  install -d -o "$user" -g "$user" -m 0750 "$state"
  install -d -o "$user" -g "$user" -m 0700 "$backups"
  install -d -m 0755 "$base" "$base/releases"
}

secret() {
  python3 -c 'import secrets; print(secrets.token_urlsafe(50))'
}

write_settings() {
  if [ ! -e "$etc/env" ]; then
    say "Instellingen en geheimen maken in $etc/env…"
    umask 077
    cat >"$etc/env.new" <<TEXT
# Settings of the Afdelingsscan; docs/deployment.md explains each of them. A value with a blank or
# a \$ stands in 'single quotes'. After a change: systemctl restart afdelingsscan-web
# 'afdelingsscan-worker@*'

# Keep a copy of these two elsewhere: without LINK_KEY no link of a scan can be shown again.
SECRET_KEY=$(secret)
LINK_KEY=$(secret)

DATABASE_URL=postgresql:///afdelingsscan?host=/var/run/postgresql
VAR_DIR=$state
BACKUP_DIR=$backups

ALLOWED_HOSTS=$host
SITE_URL=https://$host
BEHIND_PROXY=True
SECURE_SSL_REDIRECT=True
SECURE_HSTS_SECONDS=31536000

# Without a mail server each mail becomes a file in $state/mail.
DEFAULT_FROM_EMAIL='Afdelingsscan <afdelingsscan@$host>'
#EMAIL_HOST=
#EMAIL_HOST_USER=
#EMAIL_HOST_PASSWORD=

# Who gets a mail when a backup or the housekeeping fails.
#ALARM_ADDRESS=
TEXT
    mv "$etc/env.new" "$etc/env"
    umask 022
  fi
  chown "root:$user" "$etc/env"
  chmod 0640 "$etc/env"
}

as_postgres() {
  (cd / && runuser -u postgres -- "$@")
}

make_database() {
  case $(setting DATABASE_URL) in
    postgresql:///*) ;;
    *) return 0 ;; # on another machine, by whoever manages that
  esac
  if has_systemd; then
    systemctl enable --now --quiet postgresql
  fi
  version=$(pg_lsclusters -h | awk '$2 == "main" {print $1}' | tail -n 1)
  [ -n "$version" ] || stop "PostgreSQL heeft geen cluster 'main'."
  pg_ctlcluster "$version" main status >/dev/null || pg_ctlcluster "$version" main start
  until as_postgres pg_isready -q; do sleep 0.5; done
  if [ -z "$(as_postgres psql -tAc "SELECT 1 FROM pg_roles WHERE rolname = '$user'")" ]; then
    say "Database maken…"
    as_postgres createuser "$user"
  fi
  if [ -z "$(as_postgres psql -tAc "SELECT 1 FROM pg_database WHERE datname = '$user'")" ]; then
    as_postgres createdb --owner "$user" --template template0 --encoding UTF8 \
      --locale C.UTF-8 "$user"
  fi
  # Its own log would hold what people filled in, as a part of statements that fail. And what an
  # index has is worth getting from a disk without a moving head.
  as_postgres psql -q -v ON_ERROR_STOP=1 <<SQL
REVOKE ALL ON DATABASE $user FROM PUBLIC;
ALTER ROLE $user SET log_min_error_statement = 'panic';
ALTER ROLE $user SET random_page_cost = 1.1;
ALTER ROLE $user SET log_error_verbosity = 'terse';
ALTER ROLE $user SET log_min_duration_statement = -1;
ALTER ROLE $user SET log_statement = 'none';
SQL
}

set_up_nginx() {
  say "nginx instellen voor $host…"
  if [ -z "$certificate" ] && [ -e "$etc/certificate" ]; then
    certificate=$(sed -n 1p "$etc/certificate")
    key=$(sed -n 2p "$etc/certificate")
  fi
  if [ -z "$certificate" ]; then
    certificate=$etc/tls/self-signed.pem key=$etc/tls/self-signed.key
    make_certificate
  fi
  [ -r "$certificate" ] || stop "Het certificaat $certificate is er niet."
  [ -r "$key" ] || stop "De sleutel $key is er niet."
  printf '%s\n%s\n' "$certificate" "$key" >"$etc/certificate"
  chmod 0644 "$etc/certificate"
  install -d -m 0755 /var/www/letsencrypt /var/www/afdelingsscan
  install -m 0644 "$1/deploy/nginx/unavailable.html" /var/www/afdelingsscan/
  [ -e /etc/nginx/nginx.conf.debian ] || cp -p /etc/nginx/nginx.conf /etc/nginx/nginx.conf.debian
  # A machine without IPv6 refuses to listen on it.
  ipv6='s/^\( *\)@IPV6@ /\1/'
  [ -s /proc/net/if_inet6 ] || ipv6='/@IPV6@/d'
  sed -e "$ipv6" -e "s|@HOST@|$host|g" -e "s|@CERTIFICATE@|$certificate|" -e "s|@KEY@|$key|" \
    "$1/deploy/nginx/nginx.conf" >/etc/nginx/nginx.conf.new
  nginx -q -t -c /etc/nginx/nginx.conf.new
  mv /etc/nginx/nginx.conf.new /etc/nginx/nginx.conf
}

make_certificate() {
  install -d -o root -g root -m 0700 "$etc/tls"
  [ ! -e "$certificate" ] || return 0
  say "Voorlopig certificaat maken; browsers waarschuwen ervoor…"
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -noenc -days 365 \
    -subj "/CN=$host" -addext "subjectAltName=DNS:$host" \
    -keyout "$key" -out "$certificate" 2>/dev/null
}

# Nothing is kept longer than 30 days; journald does that by itself (systemd/journald.conf).
limit_logs() {
  for file in /etc/logrotate.d/postgresql-common /etc/logrotate.d/nginx; do
    [ -e "$file" ] || continue
    grep -q 'maxage 30' "$file" || sed -i 's/^\([[:space:]]*\)rotate .*/&\n\1maxage 30/' "$file"
  done
}

start() {
  timers="afdelingsscan-housekeeping.timer afdelingsscan-backup.timer
    afdelingsscan-backup-check.timer"
  # shellcheck disable=SC2086 # a list of words
  systemctl enable --quiet afdelingsscan-web.socket afdelingsscan-web.service \
    afdelingsscan-worker@1.service $timers nginx.service
  if ! has_systemd; then
    say "Alles staat klaar; er is hier geen systemd, dus er is niets gestart."
    return
  fi
  systemctl restart systemd-journald
  systemctl daemon-reload
  # shellcheck disable=SC2086 # a list of words
  systemctl start afdelingsscan-web.socket $timers
  restart_site || stop "De site antwoordt niet. Zie: journalctl -u afdelingsscan-web"
  systemctl start afdelingsscan-worker@1.service
  systemctl reload-or-restart nginx.service
  say "De Afdelingsscan draait op https://$host"
}

main "$@"

#!/bin/sh
# Debian packages the tests need: a browser with Japanese letters, and PostgreSQL's server programs.
# `bench` adds what a peer of the benchmarks needs. Installed when this runs as root on Debian; otherwise the tests that need them skip and say so.
set -eu
missing=""
command -v chromium-headless-shell >/dev/null 2>&1 || command -v chromium >/dev/null 2>&1 || missing="$missing chromium"
fc-list 2>/dev/null | grep -qi "noto.*cjk" || missing="$missing fonts-noto-cjk fontconfig"
ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || missing="$missing postgresql"
if [ "${1:-}" = bench ] && ! ldconfig -p 2>/dev/null | grep -q libpangoft2; then
  missing="$missing libpango-1.0-0 libpangoft2-1.0-0" # of the peer WeasyPrint
fi
if [ "${1:-}" = bench ] && ! command -v redis-server >/dev/null 2>&1; then
  missing="$missing redis-server" # of the peer pretix
fi
[ -n "$missing" ] || exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq
  # Without windows the same browser starts and paints in two thirds of the time; older releases do not package it.
  ! apt-cache show chromium-headless-shell >/dev/null 2>&1 || missing=$(echo "$missing" | sed 's/ chromium/ chromium-headless-shell/')
  # shellcheck disable=SC2086
  apt-get install -y -qq --no-install-recommends $missing >/dev/null
else
  echo "Not installed, tests that need them will be skipped:$missing" >&2
fi

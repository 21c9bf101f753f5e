#!/bin/sh
# Prints the path of a Python 3.13 that runs, or nothing: the suite runs on it too where it is present.
for candidate in python3.13 "$HOME"/.pyenv/versions/3.13.*/bin/python3.13; do
  if "$candidate" -c 'import venv, ensurepip' >/dev/null 2>&1; then
    command -v "$candidate"
    exit 0
  fi
done

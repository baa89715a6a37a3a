#!/bin/sh
# A Python that makes environments with itself as their Python; it writes down what it is asked for.
case "$*" in
-c*) exit 0 ;;
tools/environment.py*) exec "$REAL_PYTHON" -c '
import os, runpy, sys
sys.argv, sys.executable = sys.argv[1:], os.environ["FAKE_PYTHON"]
runpy.run_path(sys.argv[0], run_name="__main__")' "$@" ;;
"-m venv"*) echo venv >> "$STEPS"
    for directory; do :; done
    rm -rf "$directory"/*; mkdir -p "$directory/bin" "$directory/lib/python3.12/site-packages"
    cp "$FAKE_PYTHON" "$directory/bin/python" ;;
"-m pip install"*) echo pip >> "$STEPS"
    cp "$FAKE_PYTHON" "$(dirname "$0")/uv" ;;
"pip sync"* | "pip install"*) echo uv >> "$STEPS"; exit "$UV_ENDS_WITH" ;;
esac

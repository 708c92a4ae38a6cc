#!/bin/sh
# The same as run.py, with the wheels that lie in .whl of the checkout.
cd "$(dirname "$0")/../.." || exit
wheels=""
[ -d .whl ] && wheels="--wheels .whl"
exec python3 benchmarks/gpu/run.py $wheels "$@"

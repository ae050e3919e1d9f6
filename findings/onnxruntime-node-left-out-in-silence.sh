#!/usr/bin/env bash
# onnxruntime-node 1.30.0 on Linux x64, npm 10 and 11.
#
# Its install script downloads libraries for CUDA, although those for the processor lie in the package. Behind a proxy that
# does not let the download through, the script fails. A package that has onnxruntime-node as an optional dependency then
# installs with exit code 0 and without a word, and onnxruntime-node is not there. With --ignore-scripts it is, and works.
#
# Seen: "exit 0, missing" with scripts and a proxy that refuses, "exit 0, there, runs" without scripts.
set -euo pipefail
[ "$(uname -sm)" = 'Linux x86_64' ] || { echo 'This is about Linux on x64.'; exit 0; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{"name":"user","version":"1.0.0","optionalDependencies":{"onnxruntime-node":"1.30.0"}}' >package.json
state() { [ -d node_modules/onnxruntime-node ] && echo there || echo missing; }

# The script heeds this variable of the package global-agent, npm does not: only the script's download is refused.
GLOBAL_AGENT_HTTPS_PROXY=http://127.0.0.1:9 npm install --no-audit --no-fund --foreground-scripts=false --ignore-scripts=false >said.txt 2>&1
first="exit $?, $(state)"
if grep -qi onnxruntime said.txt; then first="$first, said"; fi
rm -rf node_modules package-lock.json
npm install --no-audit --no-fund --ignore-scripts >/dev/null 2>&1
runs=$(node -e "console.log(typeof require('onnxruntime-node').InferenceSession.create === 'function' ? 'runs' : 'does not run')")
second="exit 0, $(state), $runs"

seen="$first
$second"
expected='exit 0, missing
exit 0, there, runs'
echo "$seen"
[ "$seen" = "$expected" ] || { echo "It behaves differently now. Expected: $expected" >&2; exit 1; }

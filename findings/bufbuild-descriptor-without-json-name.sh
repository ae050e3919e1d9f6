#!/usr/bin/env bash
# @bufbuild/protobuf 2.17.0, Node 20 and newer.
#
# A message type may be made at run time from a FileDescriptorProto. Its field json_name is optional: protoc fills it in,
# and other runtimes derive it from the field's name (start_time: startTime) where it is absent. Here it stays empty, nothing
# is reported, and toJson writes every field of the message under one key, the empty string: all but the last are lost.
# The binary form is right. fromJson then knows no name but the one with underscores.
#
# Seen: {"":60} for a message that holds start_time 1.5 and pitch 60. Whoever makes descriptors must set json_name.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --ignore-scripts --no-audit --no-fund @bufbuild/protobuf@2.17.0
cat >try.mjs <<'JS'
import { create, createFileRegistry, fromBinary, toBinary, toJson } from '@bufbuild/protobuf';
import { FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';

const [double, int32, optional] = [1, 5, 1];
const field = [
  { name: 'start_time', number: 1, type: double, label: optional },
  { name: 'pitch', number: 2, type: int32, label: optional },
];
const jsonOf = (fields) => {
  const file = { name: 'note.proto', package: 'note', syntax: 'proto3' };
  file.messageType = [{ name: 'Note', field: fields }];
  const files = create(FileDescriptorSetSchema, { file: [file] });
  const type = createFileRegistry(files).getMessage('note.Note');
  const note = create(type, { startTime: 1.5, pitch: 60 });
  const { startTime, pitch } = fromBinary(type, toBinary(type, note));
  return `${JSON.stringify(toJson(type, note))} binary ${startTime} ${pitch}`;
};
console.log(jsonOf(field));
console.log(jsonOf(field.map((one, i) => ({ ...one, jsonName: ['startTime', 'pitch'][i] }))));
JS
seen=$(node try.mjs)
expected='{"":60} binary 1.5 60
{"startTime":1.5,"pitch":60} binary 1.5 60'
echo "$seen"
[ "$seen" = "$expected" ] || { echo "It behaves differently now. Expected: $expected" >&2; exit 1; }

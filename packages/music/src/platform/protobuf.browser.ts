/** A bundler reads the modules; they need protobufjs alone. */
export { NoteSequence } from '@magenta/music/esm/protobuf.js';

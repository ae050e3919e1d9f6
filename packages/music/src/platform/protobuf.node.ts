/** Node reads the CommonJS build; the other entries of the package name files that it does not ship. */
import magenta from '@magenta/music/node/protobuf.js';

export const { NoteSequence } = magenta;

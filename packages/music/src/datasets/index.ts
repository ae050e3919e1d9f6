/** Music datasets on the disk. */
export { namedNotes, type NamedNotes, type NotesName } from './catalogue.js';
export { fetchNotes } from './fetch.js';
export { locateNotes } from './find.js';
export { openNotes, type OpenNotesOptions } from './open.js';
export type { NotesDataset, Song } from './song.js';
export { surveySongs, type Count, type SongSurvey } from './survey.js';
export { isHere, openExamples, type OpenExamplesOptions } from './examples.js';

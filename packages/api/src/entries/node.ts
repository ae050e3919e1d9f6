/** What every package that writes to a disk shares. Node only. */
export { makeFolder } from '../node/make-folder.js';

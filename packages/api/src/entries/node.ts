/** Functions for packages that write to a disk. Node only. */
export { makeFolder } from '../node/make-folder.js';

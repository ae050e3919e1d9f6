/** What an import gives. */
import type { NamedFiles } from '../domains/domain.js';
import type { Assembled } from './assemble.js';

export interface Imported extends Pick<Assembled, 'spec'> {
  readonly files: NamedFiles;
  /** The items and the latent of the model, for people. */
  readonly what: string;
  /** A command to try, whose OUT is the model's folder. */
  readonly next: string;
}

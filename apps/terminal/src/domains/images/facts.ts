/** What is known about the domain of pictures without loading its libraries. */
import type { DomainFacts } from '../domain.js';

export const imagesFacts: DomainFacts = {
  name: 'images',
  items: 'pictures',
  takesFit: true,
  temperature: 'prior',
  downloads: null,
  recognise: (folder) => (folder.has('model.json') ? 'model' : undefined),
};

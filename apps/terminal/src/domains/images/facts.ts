/** What is known about the domain of pictures without loading its libraries. */
import type { DomainFacts } from '../domain.js';

export const imagesFacts: DomainFacts = {
  name: 'images',
  items: 'pictures',
  takesFit: true,
  temperature: 'prior',
  downloads: null,
  async listFamilies() {
    const { fittedFamilies } = await import('@speil/images/recipes');
    return Object.entries(fittedFamilies).map(([name, { title }]) => ({ name, title }));
  },
  recognise: (folder) => (folder.has('model.json') ? 'model' : undefined),
};

/** What is known about the domain of music without loading its libraries, which takes a while. */
import type { DomainFacts, ModelFolder } from '../domain.js';

/** The codec of models of music (`notesCodec` of @speil/music). */
const notesCodec = 'music-vae';

export const musicFacts: DomainFacts = {
  name: 'music',
  items: 'music',
  takesFit: false,
  temperature: 'decoder',
  downloads: 'checkpoint',
  async listFamilies() {
    const { fittedBars, fittedParts } = await import('@speil/music/recipes');
    const title = `MusicVAE of --bars ${fittedBars.join('|')} of --part ${fittedParts.join('|')}`;
    return [{ name: 'musicvae', title }];
  },
  recognise(folder) {
    if (folder.has('model.json')) return codecOf(folder) === notesCodec ? 'model' : undefined;
    if (!folder.has('config.json')) return undefined;
    const weights = folder.has('weights_manifest.json') || folder.has('manifest.json');
    // A config.json is not enough, since a run has one too. A checkpoint that has lost its weights is recognised by its
    // type.
    return weights || folder.json('config.json')['type'] === 'MusicVAE' ? 'checkpoint' : undefined;
  },
};

function codecOf(folder: ModelFolder): unknown {
  const { spec } = folder.json('model.json') as { spec?: { codec?: { id?: unknown } } };
  return spec?.codec?.id;
}

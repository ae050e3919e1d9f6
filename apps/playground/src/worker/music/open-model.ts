/** Opens the model of a scene of music: the shipped checkpoint or another, on the page's engine. */
import { IncompatibleError } from '@speil/api';
import { fromUrl } from '@speil/core';
import type { ModelSource } from '@speil/core';
import { loadMusicVae } from '@speil/music';
import type { MusicVae, MusicVaeConfig } from '@speil/music';
import { modelUrl } from '../protocol/paths';
import { labelCounts, melodyPitches, musicModels, patternSteps } from '../protocol/music';
import type { MusicKind } from '../protocol/music';
import { openEngine } from '../runtime/engine';
import { prefetch } from '../runtime/prefetch';

export async function openShipped(kind: MusicKind): Promise<MusicVae> {
  const files = ['config.json', 'weights_manifest.json', 'group1-shard1of1'];
  return openMusicModel(kind, prefetch(fromUrl(modelUrl(musicModels[kind])), files));
}

/** @throws IncompatibleError for a model whose patterns differ from the scene's. */
export async function openMusicModel(kind: MusicKind, source: ModelSource): Promise<MusicVae> {
  const engine = await openEngine();
  const model = await loadMusicVae(source, { engine });
  try {
    assertFits(kind, model.config, source.name);
  } catch (error) {
    model.dispose();
    throw error;
  }
  return model;
}

const converters = { beats: 'DrumsConverter', melodies: 'MelodyConverter' } as const;

export function assertFits(kind: MusicKind, config: MusicVaeConfig, name: string): void {
  const { type, args } = config.dataConverter;
  const wanted = `${converters[kind]} of ${patternSteps} steps`;
  if (type !== converters[kind] || args.numSteps !== patternSteps || args.numSegments) {
    throw new IncompatibleError(
      `This scene needs a ${wanted}. Received: ${type} of ${args.numSteps} in ${name}.`,
    );
  }
  if (config.chordEncoder !== null || config.conditionOnKey || config.extraControls.length > 0) {
    throw new IncompatibleError(
      `This scene needs a model without controls. Received: ${name}, which needs chords, a key or other controls.`,
    );
  }
  const fits =
    'pitchClasses' in args
      ? 2 ** args.pitchClasses.length === labelCounts.beats
      : 'minPitch' in args &&
        args.minPitch === melodyPitches.lowest &&
        args.maxPitch === melodyPitches.highest;
  if (!fits) {
    throw new IncompatibleError(
      `This scene needs ${kind === 'beats' ? 'nine drums' : 'pitches from 21 to 108'}. Received: ${name}, which has others.`,
    );
  }
}

/**
 * Tiny random checkpoints of music, installed in a folder as shipped models are. They decode to the same meaningless
 * notes each time.
 */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { sizeOf, type HostTensor } from '@speil/api';
import { modelFiles } from '@speil/core';
import { normals } from '@speil/core/random';
import {
  checkpointFiles,
  musicVaeConfigSchema,
  planMusicVae,
  type MusicVaeConfigInput,
  type MusicVaeSizes,
} from '@speil/music';

const flat: MusicVaeSizes = {
  latent: 8,
  sigma: true,
  encoder: [8],
  decoders: [{ units: [12], nade: null }],
  conductor: [],
  controls: null,
};
const melodyConverter = {
  type: 'MelodyConverter' as const,
  args: { numSteps: 32, minPitch: 48, maxPitch: 84 },
};

const hierarchical: MusicVaeSizes = { ...flat, encoder: [8, 8], conductor: [8] };
const octaves = { minPitch: 36, maxPitch: 84 };
const multitrackConverter = {
  type: 'MultitrackConverter' as const,
  args: {
    numSteps: 96,
    numSegments: 4,
    totalSteps: 96,
    stepsPerQuarter: 24,
    numVelocityBins: 8,
  },
};

const models: Readonly<Record<string, readonly [MusicVaeConfigInput, MusicVaeSizes]>> = {
  'drums-2bar': [
    { type: 'MusicVAE', dataConverter: { type: 'DrumsConverter', args: { numSteps: 32 } } },
    flat,
  ],
  'melody-2bar': [{ type: 'MusicVAE', dataConverter: melodyConverter }, flat],
  'melody-chords': [
    {
      type: 'MusicVAE',
      dataConverter: melodyConverter,
      chordEncoder: 'PitchChordEncoder',
      conditionOnKey: true,
    },
    flat,
  ],
  'melody-triads': [
    { type: 'MusicVAE', dataConverter: melodyConverter, chordEncoder: 'TriadChordEncoder' },
    flat,
  ],
  'groove-2bar': [
    { type: 'MusicVAE', dataConverter: { type: 'GrooveConverter', args: { numSteps: 32 } } },
    flat,
  ],
  'mel-16bar': [
    {
      type: 'MusicVAE',
      dataConverter: {
        type: 'MelodyConverter',
        args: { numSteps: 256, numSegments: 16, minPitch: 48, maxPitch: 84 },
      },
    },
    hierarchical,
  ],
  'trio-4bar': [
    {
      type: 'MusicVAE',
      dataConverter: {
        type: 'TrioConverter',
        args: { numSteps: 64, melArgs: octaves, bassArgs: octaves, drumsArgs: {} },
      },
    },
    { ...flat, decoders: [flat.decoders[0]!, flat.decoders[0]!, flat.decoders[0]!] },
  ],
  multitrack: [{ type: 'MusicVAE', dataConverter: multitrackConverter }, hierarchical],
  'multitrack-chords': [
    {
      type: 'MusicVAE',
      dataConverter: multitrackConverter,
      chordEncoder: 'PitchChordEncoder',
    },
    hierarchical,
  ],
};

/** @returns the folder of each model by its name. `trained` is the model of drums in Speil's own format. */
export function installCheckpoints(cwd: string): Readonly<Record<string, string>> {
  const folders: Record<string, string> = {};
  for (const [name, [config, sizes]] of Object.entries(models)) {
    const plan = planMusicVae(musicVaeConfigSchema.parse(config), sizes);
    const variables: Record<string, HostTensor> = {};
    Object.entries(plan.variables).forEach(([variable, shape], operation) => {
      const draws = normals({ seed: 5, purpose: 'synthetic', operation }, sizeOf(shape));
      variables[variable] = { shape, values: draws.map((value) => 0.6 * value) };
    });
    const folder = path.join(cwd, 'node_modules', '@speil', `model-${name}`);
    fs.mkdirSync(folder, { recursive: true });
    const files = checkpointFiles({ plan, variables });
    for (const [file, bytes] of Object.entries(files)) {
      fs.writeFileSync(path.join(folder, file), bytes);
    }
    if (name === 'drums-2bar') {
      folders['trained'] = path.join(cwd, 'trained');
      fs.mkdirSync(folders['trained']);
      for (const [file, bytes] of Object.entries(modelFiles(plan.spec, variables))) {
        fs.writeFileSync(path.join(folders['trained'], file), bytes);
      }
    }
    const manifest = { name: `@speil/model-${name}`, version: '0.0.0' };
    fs.writeFileSync(path.join(folder, 'package.json'), JSON.stringify(manifest));
    folders[name] = folder;
  }
  return folders;
}

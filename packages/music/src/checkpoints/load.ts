/**
 * Loads a checkpoint of magenta-js as a plan and variables. Layer widths are read from the shapes of some variables.
 * Then the shapes of all variables must match the plan.
 */
import { IncompatibleError, parseJson, type HostTensor } from '@speil/api';
import type { ModelSource } from '@speil/core';
import { createConverter } from '../converters/converters.js';
import { sequenceNames as names } from '@speil/core/spec';
import { planMusicVae, type MusicVaePlan, type MusicVaeSizes } from '../models/plan.js';
import { musicVaeConfigSchema, type MusicVaeConfig } from '../converters/config.js';
import { fromTensorFlow } from './lstm-layout.js';
import { readWeights, type ReadWeightsOptions } from './weights.js';

/** A MusicVAE as a checkpoint holds it. */
export interface Checkpoint {
  /** Its converter and the sizes of its networks. */
  readonly plan: MusicVaePlan;
  /** Variables in the layout of core's layers. */
  readonly variables: Readonly<Record<string, HostTensor>>;
}

/**
 * Reads a checkpoint in the format of magenta-js.
 *
 * @throws InvalidFileError, NotFoundError or NetworkError if a file cannot be read; IncompatibleError if the files do
 *   not match each other.
 */
export async function loadCheckpoint(
  source: ModelSource,
  options: ReadWeightsOptions = {},
): Promise<Checkpoint> {
  const path = `${source.name}/config.json`;
  const config = parseJson(musicVaeConfigSchema, text(await source.read('config.json')), path);
  const all = fromTensorFlow(await readWeights(source, options));
  const plan = withFeedback(planMusicVae(config, sizesOf(config, all, source.name)), all);
  const variables: Record<string, HostTensor> = {};
  for (const [name, shape] of Object.entries(plan.variables)) {
    const found = all[name];
    if (found === undefined) throw missingVariable(source.name, name);
    if (found.shape.join() !== shape.join()) {
      throw new IncompatibleError(
        `${source.name}: ${name} must be [${shape.join(', ')}]. Received: [${found.shape.join(', ')}].`,
      );
    }
    variables[name] = found;
  }
  return { plan, variables };
}

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

function missingVariable(source: string, name: string): IncompatibleError {
  return new IncompatibleError(
    `${source} does not match its config.json: variable ${name} is missing.`,
  );
}

/**
 * Returns the plan with the decoders' bit feedback. With it, a decoder's first kernel has log2(classes) rows for the
 * fed-back input instead of one row per class. magenta-js has no such decoders.
 */
function withFeedback(
  plan: MusicVaePlan,
  variables: Readonly<Record<string, HostTensor>>,
): MusicVaePlan {
  const { config, sizes, converter } = plan;
  const decoders = sizes.decoders.map((decoder, part) => {
    const prefix = names.decoder(part, sizes.decoders.length, converter.segments !== null);
    const kernel = `${names.decoderCell(prefix, 0)}/kernel`;
    const classes = converter.parts?.[part] ?? converter.outputDepth;
    const fewer = plan.variables[kernel]![0]! - (variables[kernel]?.shape[0] ?? 0);
    return fewer === classes - Math.log2(classes)
      ? { ...decoder, feedback: 'bits' as const }
      : decoder;
  });
  const hasFeedback = decoders.some(({ feedback }) => feedback !== undefined);
  return hasFeedback ? planMusicVae(config, { ...sizes, decoders }) : plan;
}

function sizesOf(
  config: MusicVaeConfig,
  variables: Readonly<Record<string, HostTensor>>,
  source: string,
): MusicVaeSizes {
  const converter = createConverter(config.dataConverter);
  const hierarchical = converter.segments !== null;
  const parts = converter.parts?.length ?? 1;
  const width = (name: string): number | undefined => variables[name]?.shape[0];
  const requireWidth = (name: string): number => {
    const found = width(name);
    if (found === undefined) throw missingVariable(source, name);
    return found;
  };
  const unitsOf = (prefix: string): number =>
    requireWidth(`${names.direction(prefix, 'fw')}/recurrent`);
  /** Number of units of each layer in a stack of LSTM cells. */
  const stack = (nameOf: (layer: number) => string): number[] => {
    const units: number[] = [];
    for (let next; (next = width(`${nameOf(units.length)}/recurrent`)) !== undefined;) {
      units.push(next);
    }
    if (units.length === 0) throw missingVariable(source, `${nameOf(0)}/kernel`);
    return units;
  };
  const levels = hierarchical ? [0, 1] : [0];
  return {
    latent: requireWidth(`${names.mu}/bias`),
    sigma: width(`${names.sigma}/kernel`) !== undefined,
    encoder: levels.map((level) => unitsOf(names.encoderLevel(level, hierarchical))),
    decoders: Array.from({ length: parts }, (_, part) => {
      const prefix = names.decoder(part, parts, hierarchical);
      return {
        units: stack((layer) => names.decoderCell(prefix, layer)),
        nade: variables[`${names.nade(prefix)}/w_enc`]?.shape[2] ?? null,
      };
    }),
    conductor: hierarchical ? stack(names.conductorCell) : [],
    controls:
      width(`${names.direction(names.controls, 'fw')}/recurrent`) === undefined
        ? null
        : unitsOf(names.controls),
  };
}

/**
 * Names the combinations of bottleneck, condition and objective, and rejects those that make no sense. The names are
 * for people; the code uses the combination.
 */
import { IncompatibleError, type Family, type ModelSpec, isDiscrete } from '@speil/api';
import { isSequence } from './sequence.js';

/**
 * Returns the name of a combination. Corruption, reduction, sparsity, depth and recurrence do not change it: a
 * denoising or sparse autoencoder is an `ae`. Beta, capacity and free bits do not make a `vae` another family.
 */
export function inferFamily({ bottleneck, objective, condition }: ModelSpec): Family {
  const { priorMatching, importanceSamples = 1 } = objective;
  if (bottleneck.kind === 'vq') return 'vq-vae';
  if (bottleneck.kind === 'fsq') return 'fsq-vae';
  if (priorMatching?.kind === 'adversarial') return 'aae';
  if (priorMatching?.kind === 'mmd') return bottleneck.kind === 'gaussian' ? 'infovae' : 'wae';
  if (importanceSamples > 1) return 'iwae';
  if (bottleneck.kind === 'deterministic') return 'ae';
  return condition === null ? 'vae' : 'cvae';
}

/** @throws IncompatibleError if parts of the spec contradict each other or the family. */
export function assertCombination(spec: ModelSpec): void {
  const { bottleneck, objective, condition, input, architecture } = spec;
  const {
    importanceSamples = 1,
    sparsity,
    priorMatching,
    supervision,
    capacity,
    freeBits,
  } = objective;
  const { kind } = bottleneck;
  const refuse = (what: string): never => {
    throw new IncompatibleError(`Model ${spec.name}: ${what}`);
  };
  if (kind !== 'gaussian') {
    if (importanceSamples > 1) {
      refuse(`importance samples need a gaussian bottleneck. Received: bottleneck=${kind}.`);
    }
    if (capacity !== undefined) {
      refuse(`a capacity needs a gaussian bottleneck. Received: bottleneck=${kind}.`);
    }
  }
  if (importanceSamples > 1 && (priorMatching ?? capacity ?? freeBits) !== undefined) {
    refuse(
      `an importance-weighted bound excludes prior matching, capacity and free bits. Received: importanceSamples=${importanceSamples}.`,
    );
  }
  if (capacity !== undefined && freeBits !== undefined) {
    refuse(`a capacity and free bits exclude each other. Received: freeBits=${freeBits.nats}.`);
  }
  const reshaped = importanceSamples > 1 || capacity !== undefined || kind !== 'gaussian';
  if (objective.reproduceError && reshaped) {
    refuse(
      `a reproduced error needs the plain bound of a gaussian bottleneck. Received: bottleneck=${kind}.`,
    );
  }
  if (sparsity !== undefined && kind !== 'deterministic') {
    refuse(`sparsity needs a deterministic bottleneck. Received: bottleneck=${kind}.`);
  }
  if (sparsity?.kind === 'kl') {
    const last = isSequence(architecture) ? undefined : architecture.encoder.at(-1);
    const activation = last !== undefined && 'activation' in last ? last.activation : 'none';
    if (kind !== 'deterministic' || bottleneck.head !== 'identity' || activation !== 'sigmoid') {
      refuse(
        `a target activation needs an identity head after a sigmoid. Received: activation=${activation}.`,
      );
    }
  }
  if (priorMatching !== undefined && (isDiscrete(bottleneck) || spec.latentShape.length !== 1)) {
    refuse(
      `prior matching needs a flat latent vector. Received: bottleneck=${kind}, latentShape=[${spec.latentShape.join(', ')}].`,
    );
  }
  if (supervision !== undefined && isDiscrete(bottleneck)) {
    refuse(`supervision needs latents of real numbers. Received: bottleneck=${kind}.`);
  }
  if (
    condition !== null &&
    (isDiscrete(bottleneck) || ('head' in bottleneck && bottleneck.head === 'identity'))
  ) {
    refuse(
      `a condition needs a bottleneck with dense heads, which take it as an input. Received: bottleneck=${kind}.`,
    );
  }
  if (input?.kind === 'binarized' && objective.likelihood.kind !== 'bernoulli') {
    refuse(
      `binary samples of the input need a bernoulli likelihood. Received: likelihood=${objective.likelihood.kind}.`,
    );
  }
  if (objective.likelihood.kind === 'groove' && !isSequence(architecture)) {
    refuse('a groove likelihood needs a sequence architecture. Received: layers.');
  }
  const family = inferFamily(spec);
  if (family !== spec.family) {
    const parts = [
      `a ${kind} bottleneck`,
      ...(priorMatching === undefined ? [] : [`prior matching by ${priorMatching.kind}`]),
      ...(importanceSamples > 1 ? [`${importanceSamples} importance samples`] : []),
      ...(condition === null ? [] : ['a condition']),
    ];
    refuse(`${parts.join(', ')}: that is family '${family}'. Received: family=${spec.family}.`);
  }
}

/** Finds the engine that trains a model fastest here: by a trial of a few steps, and only where there is a choice. */
import { train, TrainingControl } from '@speil/core';
import type { Engine } from '@speil/core/engines';
import type { EngineName, TrainingRequest } from '../protocol/train';
import { settingsOf, specOf } from './model';
import type { TrainingData } from './pictures';

export interface FastestOptions {
  /** The engines to try. The first one needs no graphics card. */
  readonly candidates: () => readonly EngineName[];
  /** Opens an engine. Rejects if the browser lacks it, or if its gradients fail the self-test. */
  readonly open: (name: EngineName) => Promise<Engine>;
  /** @returns how many pictures in a second an engine trains. Rejects if it cannot train the model. */
  readonly speedOf: (engine: Engine) => Promise<number>;
}

/** @returns the engine with the highest speed; the first candidate if there is no other, without a trial. */
export async function fastestOf({
  candidates,
  open,
  speedOf,
}: FastestOptions): Promise<EngineName> {
  const [first, ...others] = candidates();
  if (first === undefined) throw new Error('There must be an engine.');
  if (others.length === 0) return first;
  let best = { name: first, speed: 0 };
  // One after the other: they would slow each other down.
  for (const name of [first, ...others]) {
    const speed = await open(name)
      .then(speedOf, () => 0)
      .catch(() => 0);
    if (speed > best.speed) best = { name, speed };
  }
  return best.name;
}

/** The engines that may be the fastest in this browser. Software that imitates a graphics card never is. */
export function candidates(): readonly EngineName[] {
  if (!hasGraphicsCard()) return ['wasm'];
  // Without a card, a browser complains on its console when it is asked for WebGPU.
  return 'gpu' in navigator ? ['wasm', 'webgl', 'webgpu'] : ['wasm', 'webgl'];
}

function hasGraphicsCard(): boolean {
  if (typeof OffscreenCanvas === 'undefined') return false;
  // Some browsers give software in spite of this option.
  const options = { failIfMajorPerformanceCaveat: true };
  const context = new OffscreenCanvas(1, 1).getContext('webgl2', options);
  return context !== null && !isSoftware(rendererOf(context));
}

function rendererOf(context: WebGL2RenderingContext): string {
  const name = String(context.getParameter(context.RENDERER));
  // Chromium and Safari hide the name behind an extension; Firefox complains when it is asked for that extension.
  const extension = /^webkit/iu.test(name) && context.getExtension('WEBGL_debug_renderer_info');
  return extension ? String(context.getParameter(extension.UNMASKED_RENDERER_WEBGL)) : name;
}

/** @param renderer the name of a graphics card, or of software that imitates one. */
export function isSoftware(renderer: string): boolean {
  return /swiftshader|llvmpipe|softpipe|software|basic render/iu.test(renderer);
}

/** Milliseconds after which a trial ends, however few steps it has done. */
const patience = 2000;
/** Steps before the trial, in which an engine compiles its programs, and steps of the trial. */
const steps = { before: 2, timed: 8 };

/** @returns pictures in a second, measured on a model that is then discarded. */
export async function trainingSpeed(
  engine: Engine,
  request: TrainingRequest,
  { train: data, heldOut }: TrainingData,
): Promise<number> {
  const run = async (count: number): Promise<number> => {
    const control = new TrainingControl();
    const begun = performance.now();
    const { examplesPerSecond } = await train({
      ...{ run: 'trial', recipe: 'trial', engine, control, train: data, validation: heldOut },
      spec: specOf(request, data),
      settings: settingsOf(request),
      host: {
        emit: () => undefined,
        saveCheckpoint: () => Promise.resolve(''),
        saveSample: () => Promise.resolve(''),
        inspect(model) {
          const isLate = performance.now() - begun > patience;
          if (model.step === count || isLate) control.send({ type: 'stop' });
          return Promise.resolve();
        },
      },
    });
    return examplesPerSecond;
  };
  await run(steps.before);
  return run(steps.timed);
}

/** Creates tiny random checkpoints of every kind, and runs them with magenta-js's own class in a separate process. */
import { execFile } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { sizeOf, type HostTensor } from '@speil/api';
import { normals } from '@speil/core';
import {
  checkpointFiles,
  musicVaeConfigSchema,
  planMusicVae,
  type Checkpoint,
  type Controls,
  type MusicVaeConfigInput,
  type MusicVaeSizes,
  type NoteSequence,
} from '../entries/index.js';

/**
 * Creates a checkpoint with random weights. The weights are so large that the most likely row changes from step to
 * step.
 */
export function randomCheckpoint(
  config: MusicVaeConfigInput,
  sizes: MusicVaeSizes,
  seed: number,
): Checkpoint {
  const plan = planMusicVae(musicVaeConfigSchema.parse(config), sizes);
  const variables: Record<string, HostTensor> = {};
  Object.entries(plan.variables).forEach(([name, shape], operation) => {
    const values = normals({ seed, purpose: 'synthetic', operation }, sizeOf(shape));
    const scale = name.endsWith('bias') ? 0.3 : 0.6;
    variables[name] = { shape, values: values.map((value) => value * scale) };
  });
  return { plan, variables };
}

export interface OfficialJob {
  readonly files: Readonly<Record<string, Uint8Array>>;
  readonly sequences: readonly NoteSequence[];
  /** Whether to convert the decoded rows to notes. */
  readonly notes: boolean;
  /** Latents to decode. */
  readonly z: readonly (readonly number[])[];
  /** Sampling temperature; absent to take the most likely values. */
  readonly temperature?: number;
  readonly controls?: Controls;
  /** Depths of extra controls. */
  readonly depths?: Readonly<Record<string, number>>;
}

export interface OfficialAnswer {
  readonly inputs: readonly (readonly number[])[];
  readonly latents: readonly (readonly number[])[];
  readonly rows: readonly number[];
  readonly notes: readonly (readonly Record<string, unknown>[])[];
}

/** Runs all jobs in one process; a server on the loopback address provides the checkpoints. */
export async function runOfficial(jobs: readonly OfficialJob[]): Promise<OfficialAnswer[]> {
  const server = createServer((request, response) => {
    const [, job = '', file = ''] = (request.url ?? '').split('/');
    const bytes = jobs[Number(job)]?.files[file];
    response.statusCode = bytes === undefined ? 404 : 200;
    response.end(bytes);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const requests = jobs.map(({ sequences, z, controls, depths, notes, temperature }, job) => ({
    url: `http://127.0.0.1:${port}/${job}`,
    sequences,
    z,
    notes,
    temperature,
    controls: controls && {
      ...controls,
      extra:
        controls.extra &&
        Object.fromEntries(
          Object.entries(controls.extra).map(([name, values]) => {
            const depth = depths![name]!;
            return [name, { shape: [values.length / depth, depth], data: [...values] }];
          }),
        ),
    },
  }));
  try {
    return await new Promise<OfficialAnswer[]>((resolve, reject) => {
      const script = fileURLToPath(new URL('../../reference/official.cjs', import.meta.url));
      const child = execFile(
        process.execPath,
        [script],
        { maxBuffer: 2 ** 28 },
        (error, stdout, stderr) => {
          if (error) reject(new Error(`The official class failed: ${stderr.slice(0, 2000)}`));
          else resolve(JSON.parse(stdout) as OfficialAnswer[]);
        },
      );
      child.stdin!.end(JSON.stringify(requests));
    });
  } finally {
    server.close();
  }
}

export { checkpointFiles };

/** The engines that core brings, and helpers over any engine. */
import type { Engine, HostTensor, Resident } from '@speil/api';

export type { Engine, Executable, Groups, HostTensor, Resident, TensorFunction } from '@speil/api';

export type EngineName = 'cpu' | 'wasm' | 'webgl' | 'webgpu';
export const engineNames: readonly EngineName[] = ['cpu', 'wasm', 'webgl', 'webgpu'];

/** Uploads every value of a group. */
export function uploadAll(
  engine: Engine,
  values: Readonly<Record<string, HostTensor>>,
): Record<string, Resident> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, engine.upload(value)]),
  );
}

/** Downloads every value of a group. */
export async function downloadAll(
  engine: Engine,
  residents: Readonly<Record<string, Resident>>,
): Promise<Record<string, HostTensor>> {
  const entries = Object.entries(residents).map(
    async ([name, resident]) =>
      [name, { shape: [...resident.shape], values: await engine.download(resident) }] as const,
  );
  return Object.fromEntries(await Promise.all(entries));
}

/** The contract of an engine, and helpers for all engines. */
import type { Engine, HostTensor, Resident } from '@speil/api';

export type { Engine, Executable, Groups, HostTensor, Resident, TensorFunction } from '@speil/api';

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

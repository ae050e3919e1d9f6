/** The files of a model that was trained on this device, and its plane, as workers and scenes exchange them. */
import type { AtlasLatents, AtlasWindow } from '@speil/api';
import type { PrincipalComponents } from '@speil/core';

/** The files of a model folder by name, as `speil eval` reads it; with those of a checkpoint it can be resumed. */
export type ModelFolder = Readonly<Record<string, Uint8Array<ArrayBuffer>>>;

/** A model that was trained on this device. */
export interface OwnModel {
  readonly files: ModelFolder;
  /** The plane through its latents, if they have more than two numbers: their first two principal components. */
  readonly components?: PrincipalComponents;
}

/** The plane of such a model, with held-out pictures on it. */
export interface OwnPlane extends Pick<OwnModel, 'components'> {
  readonly window: AtlasWindow;
  /** Names of the classes; one without a name if the pictures have none. */
  readonly classNames: readonly string[];
  readonly latents: AtlasLatents;
  /** The pictures in the order of the latents, one after the other. */
  readonly pictures: Uint8Array;
}

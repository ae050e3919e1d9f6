/** What moves over the plane, as the scene stands: the journey, the landing, the cursor. On screen and in saved pictures. */
import type { Surface } from '../../../shared/hooks/use-canvas';
import type { Manifold } from '../controller';
import {
  paintCursor,
  paintGlance,
  paintLanding,
  paintTravel,
  viewOf,
} from '../../../shared/paint/overlay';
import { isTravelling } from '../state';

export function paintMoving(surface: Surface, { store, answers, atlas, near }: Manifold): void {
  const state = store.get();
  const view = viewOf(surface.width, state.world.centre, atlas.extent);
  if (isTravelling(state)) paintTravel(surface, view, state.travel.from, state.travel.to);
  const { landing } = answers.get();
  if (landing !== undefined) paintLanding(surface, view, landing.reflection);
  const around = near();
  const now = surface.color(around === undefined ? '--ink' : `--class-${around.first}`);
  if (state.glance === undefined) paintCursor(surface, view, state.cursor, now);
  else paintGlance(surface, view, state.cursor, state.glance, now);
}

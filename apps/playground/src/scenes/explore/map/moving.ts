/**
 * Paints the moving marks on the plane (the journey, the posterior of the input, the cursor), on screen and in saved
 * pictures.
 */
import type { Surface } from '../../../shared/hooks/use-canvas';
import type { ExploreController } from '../controller/controller';
import {
  paintCursor,
  paintHover,
  paintPosterior,
  paintTravel,
  createView,
} from '../../../shared/paint/overlay';
import { isTravelling } from '../controller/state';

export function paintMoving(
  surface: Surface,
  { store, answers, atlas, colourNear }: ExploreController,
): void {
  const state = store.get();
  const view = createView(surface.width, state.world.centre, atlas.extent);
  if (isTravelling(state)) paintTravel(surface, view, state.travel.from, state.travel.to);
  const { encoded } = answers.get();
  if (encoded !== undefined) paintPosterior(surface, view, encoded.reconstruction);
  const now = surface.color(colourNear());
  if (state.hover === undefined) paintCursor(surface, view, state.cursor, now);
  else paintHover(surface, view, state.cursor, state.hover, now);
}

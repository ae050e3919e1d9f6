/** Saves pictures of the scene. This code is loaded on demand. */
import { saveDigits, savePng } from '../../../shared/paint/save-png';
import type { ExploreController } from '../controller/controller';
import { paintPlanePicture, pictureSide } from './plane-picture';

/** Saves the decoded digit, if there is one. */
export async function saveDigit({ answers }: ExploreController, caption: string): Promise<void> {
  const { decoded } = answers.get();
  if (decoded !== undefined) await saveDigits('speil-digit.png', [{ picture: decoded, caption }]);
}

/** Saves the plane with everything that is shown on it. */
export async function savePlane(explore: ExploreController): Promise<void> {
  const style = getComputedStyle(document.documentElement);
  const color = (token: string): string => style.getPropertyValue(token);
  await savePng('speil-plane.png', pictureSide, pictureSide, (context) => {
    paintPlanePicture(context, explore, color);
  });
}

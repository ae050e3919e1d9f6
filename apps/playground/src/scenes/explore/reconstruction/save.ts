/** What is saved of the scene as a picture; it comes with the first press, since few press it. */
import { saveDigits, savePng } from '../../../shared/paint/save-png';
import type { ExploreController } from '../controller';
import { paintPlanePicture, pictureSide } from './plane-picture';

/** The digit at the place that is shown, once there is one. */
export async function saveDigit({ answers }: ExploreController, caption: string): Promise<void> {
  const { decoded } = answers.get();
  if (decoded !== undefined) await saveDigits('speil-digit.png', [{ picture: decoded, caption }]);
}

/** The plane with all that is shown on it. */
export async function savePlane(explore: ExploreController): Promise<void> {
  const style = getComputedStyle(document.documentElement);
  const color = (token: string): string => style.getPropertyValue(token);
  await savePng('speil-plane.png', pictureSide, pictureSide, (context) => {
    paintPlanePicture(context, explore, color);
  });
}

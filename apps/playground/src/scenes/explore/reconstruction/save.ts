/** What is saved of the scene as a picture; it comes with the first press, since few press it. */
import { saveDigits, savePng } from '../../../shared/paint/save-png';
import type { Manifold } from '../controller';
import { paintPlanePicture, pictureSide } from './plane-picture';

/** The digit at the place that is shown, once there is one. */
export async function saveDigit({ answers }: Manifold, caption: string): Promise<void> {
  const { seen } = answers.get();
  if (seen !== undefined) await saveDigits('speil-digit.png', [{ picture: seen, caption }]);
}

/** The plane with all that is shown on it. */
export async function savePlane(manifold: Manifold): Promise<void> {
  const style = getComputedStyle(document.documentElement);
  const color = (token: string): string => style.getPropertyValue(token);
  await savePng('speil-plane.png', pictureSide, pictureSide, (context) => {
    paintPlanePicture(context, manifold, color);
  });
}

/** What is saved of the scene as a picture; it comes with the first press, since few press it. */
import { savePixels, savePng } from '../../../scene/save-png';
import type { Manifold } from '../controller';
import { paintPlanePicture, pictureSide } from './plane-picture';

/** The digit at the place that is shown, once there is one. */
export async function saveDigit({ answers }: Manifold): Promise<void> {
  const { seen } = answers.get();
  if (seen !== undefined) await savePixels('speil-digit.png', seen);
}

/** The plane with all that is shown on it. */
export async function savePlane(manifold: Manifold): Promise<void> {
  const style = getComputedStyle(document.documentElement);
  const color = (token: string): string => style.getPropertyValue(token);
  await savePng('speil-plane.png', pictureSide, (context) => {
    paintPlanePicture(context, manifold, color);
  });
}

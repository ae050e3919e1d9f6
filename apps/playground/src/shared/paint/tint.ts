/** Converts values of a picture to opacities, so that it can be drawn in any colour. */

export function offscreen(width: number, height: number): CanvasRenderingContext2D {
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [Math.max(1, width), Math.max(1, height)];
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('This browser gave no canvas to draw on.');
  return context;
}

/** Gives everything on a canvas one colour and keeps the opacities. */
export function tint(context: CanvasRenderingContext2D, color: string): void {
  context.save();
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.globalCompositeOperation = 'source-in';
  context.fillStyle = color;
  context.fillRect(0, 0, context.canvas.width, context.canvas.height);
  context.restore();
}

/** @returns black pixels whose opacities are the values. */
export function asAlpha(picture: Uint8Array, width: number): ImageData {
  const image = new ImageData(width, picture.length / width);
  const { data } = image;
  picture.forEach((value, i) => {
    data[4 * i + 3] = value;
  });
  return image;
}

/**
 * The pictures of the gallery: for each model the commands that made them, with the file of each command's output folder
 * that is shown and its caption. `render.mjs` runs the commands; the pages print them.
 */

const digits = 'Digits of `mnist-10k`, which are of MNIST’s training part.';
const fashion = 'The clothes are samples of `fashion-vae`.';
const scenes = 'Scenes of the test part.';
const above = 'Originals above, reconstructions below.';

const numbers = '0 1 2 3 4 5 6 7';
const pairs = (name, data, text) => ({
  command: `speil reconstruct ${name} --data ${data} ${numbers} -o out`,
  file: 'pairs.png',
  caption: `${above} ${text}`,
});
const samples = (name, caption = 'Samples of the prior.', count = 25) => ({
  command: `speil sample ${name} -n ${count} --seed 1 -o out`,
  file: 'samples.png',
  caption,
});
const grid = (name, caption) => ({
  command: `speil grid ${name} --size 12 -o out/grid.png`,
  file: 'grid.png',
  caption,
});
const denoise = (name, folder, text) => ({
  command: `speil denoise ${name} ${folder}/*.png --corrupt 1 --seed 1 -o out`,
  file: 'rows.png',
  caption: `Originals, corrupted as in training, and restored by the model. ${text}`,
});
const upscale = (name, folder, text) => ({
  command: `speil upscale ${name} ${folder}/*.png --reduce --seed 1 -o out`,
  file: 'rows.png',
  caption: `Originals, reduced, enlarged by bicubic interpolation, and by the model. ${text}`,
});

/** By model; the first picture stands for the model on the page of all models. */
export const pictures = {
  'drums-2bar': [
    samples('drums-2bar', 'Four samples of two bars: time to the right, a row for each drum.', 4),
  ],
  'melody-2bar': [
    samples('melody-2bar', 'Four samples of two bars: time to the right, pitch upwards.', 4),
  ],
  'fashion-denoise-any': [denoise('fashion-denoise-any', 'clothes', fashion)],
  'fashion-vae': [
    samples('fashion-vae'),
    grid('fashion-vae', 'The latent plane, from -2 to 2 on both axes.'),
  ],
  'mnist-ae-2d': [
    grid('mnist-ae-2d', 'The latent plane.'),
    pairs('mnist-ae-2d', 'mnist-10k', digits),
  ],
  'mnist-beta-vae-2d': [
    grid('mnist-beta-vae-2d', 'The latent plane.'),
    pairs('mnist-beta-vae-2d', 'mnist-10k', digits),
  ],
  'mnist-classifier': [pairs('mnist-classifier', 'mnist-10k', digits)],
  'mnist-cvae': [samples('mnist-cvae', 'Samples of the prior, each digit in turn.', 30)],
  'mnist-denoise': [denoise('mnist-denoise', 'digits', digits)],
  'mnist-denoise-any': [denoise('mnist-denoise-any', 'digits', digits)],
  'mnist-pca-2d': [
    grid('mnist-pca-2d', 'The plane of the first two components.'),
    pairs('mnist-pca-2d', 'mnist-10k', digits),
  ],
  'mnist-upscale-2': [upscale('mnist-upscale-2', 'digits', digits)],
  'mnist-upscale-4': [upscale('mnist-upscale-4', 'digits', digits)],
  'mnist-vae': [grid('mnist-vae', 'The latent plane.'), pairs('mnist-vae', 'mnist-10k', digits)],
  'mnist-vq-vae': [
    samples('mnist-vq-vae', 'Samples of the PixelCNN prior.'),
    pairs('mnist-vq-vae', 'mnist-10k', digits),
  ],
  'scenes-denoise': [denoise('scenes-denoise', 'scenes', scenes)],
  'scenes-upscale-2': [upscale('scenes-upscale-2', 'scenes', scenes)],
  'scenes-upscale-4': [upscale('scenes-upscale-4', 'scenes', scenes)],
  'scenes-vae': [
    pairs('scenes-vae', 'scenes', scenes),
    samples('scenes-vae', 'Samples of the prior.', 16),
  ],
  'scenes-vq-vae': [
    pairs('scenes-vq-vae', 'scenes', scenes),
    samples('scenes-vq-vae', 'Samples of the PixelCNN prior.', 16),
  ],
};

/** The path of a picture in the repository; its number counts from 0. */
export function picturePath(name, number) {
  return `docs/images/models/${name}${number === 0 ? '' : `-${number + 1}`}.png`;
}

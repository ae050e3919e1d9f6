/** Comparison with the linear baseline: as many principal components as latent dimensions. */
import { PictureScorer, findPrincipalComponents, project, unproject } from '@speil/core';
import { decodeItems, sliceRows } from '@speil/api';
import { imageCodec, strips, type Picture } from '@speil/images';
import type { Chapter } from '../chapter.js';
import { deepAe, sizes, vaeOf } from '../experiments.js';
import { reconstruct } from '@speil/core';
import type { Stage } from '../stage.js';

/** Published errors of PCA on MNIST, fitted on the training part, measured on the test part. */
const published: Readonly<Record<number, string>> = {
  2: '.0557',
  8: '.0374',
  16: '.0269',
  32: '.0168',
};

export const linear: Chapter = {
  id: 'pca',
  title: 'Comparison with principal components',
  paragraphs: [
    'For a given number of dimensions, principal components have the smallest error of all linear maps. An autoencoder is not linear: with two dimensions its error is far smaller. The prior of a variational autoencoder costs some of that accuracy.',
  ],
  experiments: [...sizes.map(deepAe), ...sizes.map(vaeOf)],
  commands: ['speil compare runs/deep-ae-8 runs/dense-vae-8 -o compared'],
  async show(stage) {
    const figures = [];
    const rows: (readonly Picture[])[] = [await stage.pictures(16)];
    const pca = await linearRows(stage);
    for (const size of sizes) {
      const [ae, vae] = [await stage.scores(deepAe(size)), await stage.scores(vaeOf(size))];
      const { mse, pictures } = pca.get(size)!;
      figures.push(
        {
          name: `PCA ${size}, squared error per pixel`,
          value: mse.toFixed(4),
          printed: published[size]!,
        },
        { name: `autoencoder ${size}`, value: ae.mse.toFixed(4) },
        { name: `VAE ${size}`, value: vae.mse.toFixed(4) },
      );
      rows.push(
        pictures,
        await reconstruct(await stage.model(deepAe(size)), rows[0]!),
        await reconstruct(await stage.model(vaeOf(size)), rows[0]!),
      );
    }
    return {
      figures,
      pictures: [
        stage.save(
          'pca',
          strips(rows, { columns: 16 }),
          `Digits; then, for ${sizes.join(', ')} latent dimensions in turn: principal components, autoencoder, VAE.`,
        ),
      ],
    };
  },
};

async function linearRows(
  stage: Stage,
): Promise<Map<number, { mse: number; pictures: readonly Picture[] }>> {
  const whole = await findPrincipalComponents(await stage.data('train'), Math.max(...sizes));
  const test = await stage.data('test');
  const items = await test.read(Array.from({ length: Math.min(10_000, test.size) }, (_, i) => i));
  const codec = imageCodec({ id: 'image', shape: [...test.shape] });
  return new Map(
    sizes.map((size) => {
      const components = { ...whole, components: whole.components.slice(0, size) };
      const back = unproject(components, project(components, items), test.shape);
      const scorer = new PictureScorer();
      scorer.add(items, back);
      const pictures = decodeItems(codec, sliceRows(back, 0, 16));
      return [size, { mse: scorer.value().mse, pictures }];
    }),
  );
}

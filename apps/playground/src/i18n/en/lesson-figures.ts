/** The English captions of the pictures that stand in place of the Lesson's widgets without scripts. */
export const lessonFigures = {
  lessonFigures: {
    why: 'Digits above, and below them what an autoencoder with 128 latent numbers gives back.',
    halves:
      'Noise in the latents of an autoencoder with 128 numbers. From top to bottom its standard deviation is 0, 0.25, 0.5, 1 and 2 times that of the latents.',
    reduction:
      'Digits; then for 2, 8, 16 and 32 numbers in turn: from principal components, an autoencoder and a VAE.',
    denoising: 'Digits, the same digits with noise, and what the network makes of them.',
    enlarging:
      'Digits, shrunk to a quarter of their side, enlarged by interpolation, and enlarged by the network.',
    generating:
      'The plane of a plain autoencoder, decoded point by point: between the digits are shapes that nobody has written.',
    variational:
      'The plane of a VAE, decoded point by point from −2 to 2: digits nearly everywhere.',
    plane:
      'Where a VAE encodes test digits. The colours, one for each class, were added afterwards.',
    properties:
      'Clothing, the same pictures with noise, and what a network of digits makes of them.',
  },
} as const;

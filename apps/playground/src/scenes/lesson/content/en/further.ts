/** The family of autoencoders, and where to go on. */
import type { PartText } from '../types';

export const further: PartText = {
  title: 'The family',
  summary: 'Simple, sparse, deep, convolutional, denoising, recurrent, variational.',
  before: [
    {
      question: 'What makes a network an autoencoder?',
      answers: [
        {
          text: 'It rebuilds its input through something that keeps it from simply copying.',
          why: 'Right. A narrow latent, noise at the input, a price for each active number: there are many such obstacles.',
        },
        {
          text: 'It has convolutions.',
          why: 'Many have, for pictures. Dense and recurrent networks can be autoencoders too.',
        },
        {
          text: 'It has exactly two latent numbers.',
          why: 'Two can be drawn; that is why this lesson uses them. Models for real use have dozens to thousands.',
        },
      ],
    },
  ],
  text: [
    'All members of the family rebuild their input. They differ in what keeps them from copying it, and in what their layers are made of:',
  ],
  trial: '',
  mistakes: [
    {
      title: 'The critic that never learned',
      text: 'An *adversarial autoencoder* has no divergence. Instead, a second network, the discriminator, learns to tell latents from random draws of the standard normal, and the encoder learns to deceive it. In a well-known notebook the wrong optimiser takes the discriminator’s step, so that it never learns anything, and nothing orders the latents. Losses that look fine do not prove that every part is being trained. We compared the latents with random draws: the broken version can be told from them (p = .001); the repaired one, in our run, could not be at the .01 level (p = .016).',
    },
  ],
  tasks: [],
  after: [
    {
      question:
        'You want to generate new digits, and to know where to take their latents from. Which kind do you choose?',
      answers: [
        {
          text: 'A sparse autoencoder.',
          why: 'It keeps most numbers of its latent at 0, which helps to interpret them, but does not say where to draw random ones.',
        },
        {
          text: 'A variational autoencoder.',
          why: 'Right. Its divergence brings the latents close to the standard normal, and from that you can draw.',
        },
        {
          text: 'A denoising autoencoder.',
          why: 'It learns to clean pictures. Its latent space may be as full of holes as that of a plain one.',
        },
      ],
    },
  ],
};

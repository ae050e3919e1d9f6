/** The conditional variational autoencoder. */
import type { PartText } from '../types';

export const conditional: PartText = {
  title: 'A VAE that is given the class',
  summary: 'What need not be kept, and what there is room for then.',
  before: [
    {
      question:
        'Encoder and decoder are both given the class of the digit, in addition to the picture and the latent. What will the latent be used for?',
      answers: [
        {
          text: 'For the class, to be on the safe side.',
          why: 'Every nat in the latent costs divergence. What the decoder knows anyway is not worth paying for.',
        },
        {
          text: 'For nothing: the class says it all.',
          why: 'Two 3s of two people differ a great deal. The class says nothing of that.',
        },
        {
          text: 'For how the digit is written.',
          why: 'Right: slant, width, thickness. All that the class does not say.',
        },
      ],
    },
  ],
  text: [
    'A *conditional VAE* gets a condition, here the class of the digit, at both ends: the encoder next to the picture, the decoder next to the latent. In formulas, everything is now given c: q(z | x, c) and p(x | z, c).',
    'The class need not be kept any more, and the two numbers become free for everything else. Its scatter looks like a failure: all classes lie on top of each other. That is as it should be. The same latent with another class is another digit in the same hand.',
    'Such a model can be asked for something: a 5, please, and a slanted one. When a classifier judged random digits of this model, it read the requested class in 97.6 % of them. And with the class given, the reconstruction is better with the same two numbers: the mean squared error on test digits is .0344, that of the plain VAE .0400. The class is not free information, though. Somebody has to know it.',
  ],
  trial: 'Move the point: it is the handwriting. All ten classes are decoded from it.',
  mistakes: [],
  tasks: [
    {
      title: 'The wrong class, on purpose',
      text: [
        'The link opens Compare with a test digit, a 3. The conditional VAE, however, is given class 5.',
      ],
      link: 'Compare, a 3 given as a 5',
      question: 'What does the conditional VAE draw?',
      choices: ['A 3: the picture counts.', 'A 5: the class counts.', 'Half of each.'],
      right:
        'Yes. Its latent does not contain the class, so only the condition can decide. Slant and width come from the 3.',
      hint: 'Look at the rightmost of the five reconstructions.',
    },
  ],
  after: [
    {
      question: 'On the plane of a conditional VAE all classes overlap. Is that a fault?',
      answers: [
        {
          text: 'Yes: it has not learned to tell the classes apart.',
          why: 'It does not have to. The class is given.',
        },
        {
          text: 'No: the class is given, so the latent does not repeat it.',
          why: 'Right. The overlap shows that the latent is free for the handwriting.',
        },
        {
          text: 'Yes: β must be too small.',
          why: 'A smaller β would let the latent say more, but it still would not have to say the class.',
        },
      ],
    },
  ],
};

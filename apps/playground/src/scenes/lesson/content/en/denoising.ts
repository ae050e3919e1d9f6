/** Removing noise. */
import type { PartText } from '../types';

export const denoising: PartText = {
  title: 'Removing noise',
  summary: 'Damage the input, keep the target clean.',
  before: [
    {
      question:
        'A network should turn noisy digits into clean ones. What do you show it in training?',
      answers: [
        {
          text: 'Noisy pictures as input, and the same noisy pictures as target.',
          why: 'Then the best it can do is to copy the noise as well.',
        },
        {
          text: 'Noisy pictures as input, and the clean ones as target.',
          why: 'Right. The pairs cost nothing: you make the noise yourself.',
        },
        {
          text: 'Clean pictures as input, and noisy ones as target.',
          why: 'That asks for noise to be made up. As it cannot be predicted, the network would learn its average.',
        },
      ],
    },
  ],
  text: [
    'One change makes a new tool of the autoencoder. Damage the input, and leave the target as it was: a *denoising autoencoder*. It cannot copy its input any more; it must find out what the input was before.',
    'The noise itself cannot be learned, since it is different each time. What helps is to know what digits look like, and to answer with what is likely to lie under the noise. Where several strokes are possible, the smallest error is that of their average, weighted by how likely each one is. Doubt therefore looks grey.',
    'The network of this widget has 4,385 weights, fewer than this page has letters. It was trained on 60,000 digits with several kinds of damage.',
  ],
  trial:
    'Damage a digit more and more. At which strength do you no longer recognise it? And the network?',
  mistakes: [
    {
      title: 'The same noise each time',
      text: 'Some well-known notebooks draw the noise of each picture once, and use it again in each epoch. A network that is large enough learns these very grains by heart. We have measured it with 500 digits: noise that is drawn anew in each step gives an error of .182 on test digits (cross-entropy per pixel), noise that is drawn once .275.',
    },
  ],
  tasks: [
    {
      title: 'The digits’ network gets a T-shirt',
      text: [
        'The link opens Draw with a picture of clothing from Fashion-MNIST, noise of fixed strength and seed, and the network that knows only digits. Read the error after mending. Then hand the same picture to the clothes network.',
      ],
      link: 'Draw, with a T-shirt',
      question: 'How large is the error after mending by the digits’ network, in per cent?',
      choices: [],
      right:
        'Yes. It is larger than the error of the noisy picture: the network draws strokes where there were areas of cloth, and does more harm than good. The clothes network, with just as many weights, does far better. It has seen clothes.',
      hint: 'The line below the picture gives two errors: first of the damaged picture, then of the mended one.',
    },
  ],
  after: [
    {
      question: 'The bar of a 7 is covered entirely. What does the trained network put there?',
      answers: [
        {
          text: 'The true bar. It is still in the picture, only hidden.',
          why: 'The covered pixels do not reach the network. What they were, it cannot know.',
        },
        {
          text: 'Nothing. It leaves a gap.',
          why: 'It was trained to give back whole digits, and a gap has cost it dearly.',
        },
        {
          text: 'What was most often there in training, and grey where it varied.',
          why: 'Right. It is a good guess, and it may be wrong.',
        },
      ],
    },
  ],
};

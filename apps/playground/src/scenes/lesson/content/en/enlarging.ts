/** Super-resolution. */
import type { PartText } from '../types';

export const enlarging: PartText = {
  title: 'More pixels',
  summary: 'Super-resolution: a small picture in, a large one out.',
  before: [
    {
      question: 'A digit was shrunk to 7 by 7 pixels. Can the original be computed from them?',
      answers: [
        {
          text: 'Yes, with enough computing time.',
          why: 'Time does not help. Different originals have the very same 49 values.',
        },
        {
          text: 'No. Many originals shrink to the same small picture.',
          why: 'Right. Whoever enlarges it has to choose one of them.',
        },
        {
          text: 'Yes, if the small picture is sharp.',
          why: 'Each small pixel is the average of 16. From an average alone its 16 parts do not follow.',
        },
      ],
    },
  ],
  text: [
    '*Super-resolution* is the same trick with another damage: the input is a shrunken picture, and the target the full one. Averages of 2 by 2 pixels leave 196 of the 784 values; averages of 4 by 4 leave 49. Countless pictures have those 49 averages. Few of them are digits.',
    'Interpolation does not know that. It draws smooth transitions from one value to the next. The network has learned what strokes look like, and draws strokes. On the test digits its squared error of a pixel is .0110 for twice the side (20.3 decibels), and .0157 for four times (18.7 decibels).',
    'Nothing is recovered: a guess is made, by somebody who has seen many digits. Such a guess can look perfect and be wrong. An enlarged number plate is no evidence.',
  ],
  trial:
    'Shrink the digit to half and to a quarter of its side. Compare the edges of both enlargements.',
  mistakes: [],
  tasks: [
    {
      title: 'Twice and four times as large',
      text: [
        'The link opens Draw with a test digit that is shrunk to 7 by 7 pixels. Below the enlargements stand their errors. Note that of the network. Then choose 14 by 14, and compare.',
      ],
      link: 'Draw, enlarge four times',
      question: 'How large is the network’s error when it enlarges four times, in per cent?',
      choices: [],
      right:
        'Yes. From 14 by 14 pixels the error is smaller: four times as many values are known. In both cases the network is ahead of interpolation.',
      hint: 'Look in the section “Small, and large again”, at the card of the network.',
    },
    {
      title: 'The same in colour',
      text: [
        'The link opens Draw with a colour picture, shrunk to 16 by 16 pixels and enlarged to 64 by 64. Move the divider over the edges of the solid.',
      ],
      link: 'Draw, in colour, four times as large',
      question: 'What is the main difference between the network and interpolation?',
      choices: [
        'The network’s edges are sharp; interpolation’s are soft.',
        'The network’s colours are truer; the edges are the same.',
        'There is none.',
      ],
      right:
        'Yes. In a pixel of the small picture an edge is a mixture of both sides. The network has seen many solids, and knows that there is a line behind such a mixture.',
      hint: 'Choose “Interpolated” for the left side, and drag the divider slowly over an outline.',
    },
    {
      title: 'Noise for the enlarger',
      text: [
        'The link opens Draw with 49 random values for a picture: no digit at all. The network enlarges them four times.',
      ],
      link: 'Draw, with noise',
      question: 'What does the network make of it?',
      choices: [
        'Smooth grey areas.',
        'The same noise, only larger.',
        'Pieces of strokes, everywhere.',
      ],
      right:
        'Yes. It was only ever asked which digit lies behind 49 values. So it finds pieces of digits, even where there are none.',
      hint: 'Compare the right side of the divider with the left: which shapes do you find that were not in the small picture?',
    },
  ],
  after: [
    {
      question: 'Why is the network’s enlargement sharper than interpolation?',
      answers: [
        {
          text: 'It has learned from training pictures what strokes usually look like.',
          why: 'Right. The sharpness comes from the training data, not from the small picture.',
        },
        {
          text: 'It reads details that interpolation overlooks in the small picture.',
          why: 'Both get the same 49 or 196 values. There are no further details in them.',
        },
        {
          text: 'It computes with more decimals.',
          why: 'The decimals are the same. What differs is the knowledge of digits.',
        },
      ],
    },
  ],
};

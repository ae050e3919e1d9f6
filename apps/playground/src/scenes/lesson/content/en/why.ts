/** Why compress? */
import type { PartText } from '../types';

export const why: PartText = {
  title: 'Why compress?',
  summary: 'A digit is 784 numbers, and needs far fewer.',
  before: [
    {
      question:
        'A grey picture of 28 by 28 pixels holds 784 numbers. How many does somebody need to copy a handwritten 7 so that it can be read, and looks much the same?',
      answers: [
        {
          text: 'All 784.',
          why: 'That would be true of snow on a screen, where each pixel is independent of the others. In a digit, neighbouring pixels agree.',
        },
        {
          text: 'A few: which digit, how slanted, how wide, how thick.',
          why: 'Right. The pixels of a digit depend on each other, so a short description says most of it.',
        },
        {
          text: 'Exactly one: that it is a 7.',
          why: 'That tells which digit it is, but not how it was written. Two people’s sevens differ.',
        },
      ],
    },
  ],
  text: [
    'A scanned digit is 784 numbers, one for the brightness of each pixel. Draw those numbers at random, and you will not see a digit in a lifetime: you will see snow. Nearly all possible pictures are snow. Digits are a tiny part of them, and a part with structure: neighbouring pixels agree, strokes have a width, a 7 has a bar and a leg.',
    'Whoever knows this structure needs few numbers to say which digit is meant. An *autoencoder* is a neural network that finds such a short description by itself, from nothing but examples. The few numbers that describe a picture are its *latent*; all possible latents together form the *latent space*.',
    'The network on this page describes a digit by two numbers. As 32-bit numbers they take 8 bytes, where the picture takes 784: one ninety-eighth. This has its price. The picture that comes back is not quite the one that went in. And the network must be there too: with both halves it takes 270 kilobytes, once, for all digits.',
  ],
  trial:
    'Choose a digit. On the left are all its pixels, on the right what comes back from the two numbers between them.',
  mistakes: [],
  tasks: [],
  after: [
    {
      question: 'What is the raw data from which the autoencoder of this lesson learns?',
      answers: [
        {
          text: 'Pictures, each as 784 grey values, and nothing else.',
          why: 'Right. The pictures are both the question and the answer.',
        },
        {
          text: 'Pictures, each with the name of its digit.',
          why: 'A network that recognises digits needs those names. An autoencoder does not: its target is the picture itself.',
        },
        {
          text: 'Rules that say how each digit is drawn.',
          why: 'Nobody writes rules for it. What digits have in common, it has to find in the pictures.',
        },
      ],
    },
  ],
};

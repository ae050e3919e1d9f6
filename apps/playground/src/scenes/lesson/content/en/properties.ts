/**
 * Three properties: data-specific, lossy, unlabelled. The two errors are means of the RMS difference over the first 200
 * test pictures of mnist-10k (.185) and fashion-mnist-10k (.355), by mnist-vae, measured on 2026-12-03.
 */
import type { PartText } from '../types';

export const properties: PartText = {
  title: 'Three properties',
  summary: 'Data-specific, lossy, without labels: each of them to be seen.',
  before: [
    {
      question: 'The autoencoder of digits is given a picture of a T-shirt. What comes back?',
      answers: [
        {
          text: 'A T-shirt, a little blurred.',
          why: 'So it would be with JPEG, which works for all pictures. The decoder has never drawn anything but digits.',
        },
        {
          text: 'Something like a digit.',
          why: 'Right. Each latent decodes to a digit or a mixture of digits; there is nothing else in it.',
        },
        {
          text: 'An empty picture.',
          why: 'It cannot refuse. Every input gets a latent, and every latent a picture.',
        },
      ],
    },
  ],
  text: [
    '*Data-specific.* JPEG compresses every photograph, passably. An autoencoder compresses only what resembles its training data, but that very strongly. For anything else it is useless, and does not notice by itself. You can notice, by the error: over 200 test pictures of each, this site’s VAE is off by 18 % for digits, and by 36 % for clothing. For a single picture, such as the T-shirt here, the difference may be small. That is how machines are monitored, and how forged payments are found: train on what is normal, and look at what does not come back well.',
    '*Lossy.* What comes back is not what went in. The difference is no accident: what has no room in the bottleneck is gone. With more numbers there is less of it, but it is never zero, as it is with a zip file.',
    '*Without labels.* The target is the input. Nobody has to write down what the pictures show, and that is what makes large amounts of data usable. It is called *self-supervised* or unsupervised learning. Labels come afterwards at most, to colour a map.',
  ],
  trial:
    'Choose what the models of digits are given. The third picture is the difference: what was lost.',
  mistakes: [],
  tasks: [],
  after: [
    {
      question: 'Which is not a property of an autoencoder?',
      answers: [
        {
          text: 'It works only for data like those it was trained on.',
          why: 'That is one: it is data-specific.',
        },
        {
          text: 'It loses something of its input.',
          why: 'That is one: it is lossy, because of the bottleneck.',
        },
        {
          text: 'It needs a label for each example.',
          why: 'Right, this is not one. The input itself is the target.',
        },
      ],
    },
  ],
};

/** Generating, and the holes of a plain autoencoder. */
import type { PartText } from '../types';

export const generating: PartText = {
  title: 'Making new digits',
  summary: 'Random latents, and the holes of a plain autoencoder.',
  before: [
    {
      question:
        'You throw the encoder away, and give random numbers to the decoder of a plain autoencoder. What does it draw?',
      answers: [
        {
          text: 'Always a digit: it has learned nothing else.',
          why: 'It has learned digits for the latents that occurred in training. About all other latents nobody ever asked it.',
        },
        {
          text: 'A digit if the latent is near those of real digits; otherwise often a shape that nobody has written.',
          why: 'Right. Between the latents of the digits lie places that were never trained.',
        },
        {
          text: 'One of the training pictures.',
          why: 'Training pictures are not kept. The decoder computes a picture from any latent.',
        },
      ],
    },
  ],
  text: [
    'The decoder alone is a machine that makes pictures: put numbers in, and a picture comes out. Whether it is a digit depends on the numbers.',
    'A plain autoencoder is judged by one thing only, the error of its reconstructions. So it may place its digits wherever it likes, and far apart, since what lies far apart is not mixed up. It lays them out in arms, with empty regions between them. There, at the *holes* of the latent space, the decoder has never been corrected. It draws something, and nobody has ever said that it should be a digit.',
    'Even the scale is arbitrary. The autoencoder of this site uses numbers from −66 to 17; another run would use others. Whoever draws random latents does not know where to look.',
  ],
  trial: 'Draw ten random latents from each model. How many of them would you accept as digits?',
  mistakes: [],
  tasks: [
    {
      title: 'Train a plain autoencoder with two numbers',
      text: [
        'The link opens Train: an autoencoder with two latent numbers, and seed 7. Press “One epoch” three times. Look at the map of held-out digits, and at the pictures that the decoder draws all over the plane.',
      ],
      link: 'Train, plain autoencoder, seed 7',
      question:
        'What is the held-out loss after three epochs, in nats? It stands next to the step.',
      choices: [],
      right:
        'Yes. The same seed gives everybody the same network. The digits lie in arms that spread from one place; where there are no digits, the decoder draws blots.',
      hint: 'The line shows the epoch, the step, and “held out”. Press “Restart” if you have trained for more than three epochs.',
    },
  ],
  after: [
    {
      question: 'Why does the latent space of a plain autoencoder have holes?',
      answers: [
        {
          text: 'Its network has too few weights.',
          why: 'More weights make reconstructions better, but nothing in the loss asks to fill the space.',
        },
        {
          text: 'Some digits are missing from the training data.',
          why: 'Even with all digits there are holes: the encoder may put as much space between them as it likes.',
        },
        {
          text: 'Only reconstructions count in its loss; no part of it asks for order.',
          why: 'Right. What the loss does not ask for, training does not give.',
        },
      ],
    },
  ],
};

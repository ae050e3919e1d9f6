/** The plane and the scatter. */
import type { PartText } from '../types';

export const plane: PartText = {
  title: 'The plane and the scatter',
  summary: 'All that two numbers can say, on one map.',
  before: [
    {
      question:
        'The VAE has never been given the class of a digit. You mark where it encodes test digits, and colour them by class. What do you expect?',
      answers: [
        {
          text: 'A mixture of all colours: it does not know the classes.',
          why: 'It does not know their names. But digits of a class look alike, and what looks alike is encoded side by side.',
        },
        {
          text: 'Regions of mostly one colour that merge at their borders.',
          why: 'Right. It has sorted by shape, and shape and class largely agree.',
        },
        {
          text: 'Ten islands, with sharp borders.',
          why: 'Nothing pulls the classes apart, and the divergence pushes everything together. There are slanted 4s that look like 9s.',
        },
      ],
    },
  ],
  text: [
    'Two latent numbers are a point of a plane, and a plane can be drawn. This can be done from either side.',
    'From the side of the decoder: decode a grid of points, and put each picture where its point is. That is the *manifold*, all that this decoder can ever draw. It changes without steps: halfway between a 1 and a 7 is something between both.',
    'From the side of the encoder: encode digits that were not in training, and mark the mean of each in the colour of its class. That is the *scatter*. It shows where real digits lie, how densely, and which classes overlap. The colours come from people; the places come from the model.',
    'With two numbers, 4s and 9s share a region, and so do 3s, 5s and 8s. Nothing is wrong with the training: two numbers are not enough to keep them apart.',
  ],
  trial:
    'Press or drag on the plane, or use the arrow keys. Take the colours away: can you still say where the classes are?',
  mistakes: [],
  tasks: [
    {
      title: 'A walk through the plane',
      text: [
        'The link opens Explore with a straight path from a 0 to a 1. Look at the strip of digits along it.',
      ],
      link: 'Explore, from a 0 to a 1',
      question: 'What lies on the way?',
      choices: [
        'A fading 0, through which a 1 appears.',
        'Other digits, with smooth transitions from each to the next.',
        'Nothing that can be read.',
      ],
      right:
        'Yes. The path leads through the regions of other classes. That is the difference between mixing latents and mixing pixels.',
      hint: 'Scroll to “From one point to another”, and press Play.',
    },
  ],
  after: [
    {
      question: 'What does the decoder draw where the regions of 4 and 9 meet?',
      answers: [
        {
          text: 'A shape between both, often blurred.',
          why: 'Right. There it had to satisfy 4s and 9s at once, and draws their average.',
        },
        {
          text: 'A sharp 4 or a sharp 9, by chance.',
          why: 'There is no chance in decoding: the same latent always gives the same picture.',
        },
        {
          text: 'Nothing: there is a gap.',
          why: 'A VAE leaves hardly any gaps. That is what the divergence is for.',
        },
      ],
    },
  ],
};

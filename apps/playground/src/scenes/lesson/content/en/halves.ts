/** Encoder and decoder. */
import type { PartText } from '../types';

export const halves: PartText = {
  title: 'Encoder and decoder',
  summary: 'Two networks with a narrow place between them.',
  before: [
    {
      question: 'An autoencoder is trained on a picture. What should its output be?',
      answers: [
        {
          text: 'The name of what the picture shows.',
          why: 'That would be a classifier. An autoencoder gives back a picture.',
        },
        {
          text: 'Another picture of the same kind.',
          why: 'It would have to be told which other picture. An autoencoder needs no such pairs.',
        },
        {
          text: 'The same picture.',
          why: 'Right. Input and target are the same; what makes it hard is the narrow place in the middle.',
        },
      ],
    },
  ],
  text: [
    'An autoencoder is two networks in a row. The *encoder* takes the 784 pixels x and computes the latent z: here, two numbers. The *decoder* takes z, and only z, and computes 784 pixels again, the *reconstruction* x̂. It never sees x. What z does not say is lost.',
    'Both halves start with random weights, and draw grey mush. Training shows them a batch of digits, measures how far each reconstruction is from its own input, and changes all the weights a little so that the error falls. Then it takes the next batch. A common error is the squared difference:',
    { formula: 'squaredError' },
    'It is added up over the pixels of a picture, and averaged over the pictures of a batch. Nobody says what the two numbers should mean. They come to mean whatever helps the decoder most.',
    'The narrow place is the *bottleneck*. With room for all 784 numbers, the network could simply pass every pixel on. It would make no errors, and have learned nothing.',
  ],
  trial:
    'Choose a digit: the encoder sets both sliders. Then move them yourself. From now on only the decoder works.',
  mistakes: [],
  tasks: [
    {
      title: 'Noise in the latent',
      text: [
        'The link opens Explore at the latent of a test digit, a 0: x −1.1, y 1.9. Write down the digit that you see. Then add noise to the latent by hand: go to x −1.3, y 1.7, a small disturbance, and then to x 0.5, y −1.2, a large one.',
      ],
      link: 'Explore, at the latent of the 0',
      question: 'What does the decoder draw?',
      choices: [
        'A 0 in all three places.',
        'A 0 after the small disturbance; another digit after the large one.',
        'Only noise, as soon as the latent is disturbed.',
      ],
      right:
        'Yes. Nearby latents decode to similar pictures, so a little noise does no harm. Much noise leads into the region of another digit: the picture stays clean, but it is of something else. Noise in the latent looks quite unlike noise in the pixels.',
      hint: 'Use the arrow keys, or the two sliders for x and y, and look at the drawn digit at each of the three places.',
    },
  ],
  after: [
    {
      question: 'Who does what?',
      answers: [
        {
          text: 'The encoder compresses the picture into the latent; the decoder computes a picture from the latent alone.',
          why: 'Right. The decoder gets no other help than the latent.',
        },
        {
          text: 'The encoder makes the picture smaller; the decoder sharpens the small picture.',
          why: 'The latent is no small picture. Its numbers may mean slant, width or roundness, and have no place in the picture.',
        },
        {
          text: 'The encoder looks up the most similar picture; the decoder shows it.',
          why: 'Nothing is looked up. The decoder computes each picture from its weights, also pictures that were never in the data.',
        },
      ],
    },
  ],
};

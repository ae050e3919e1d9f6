/** Dimension reduction, against principal components. */
import type { PartText } from '../types';

export const reduction: PartText = {
  title: 'Fewer dimensions',
  summary: 'What bending is worth, compared with principal components.',
  before: [
    {
      question:
        'Principal component analysis describes a digit by how far it lies along two fixed, straight directions. What can a neural network with two numbers do that it cannot?',
      answers: [
        {
          text: 'Follow curves in the data.',
          why: 'Right. Layers with non-linear functions between them can bend.',
        },
        {
          text: 'Remember every digit by heart.',
          why: 'Two numbers must do for 60,000 digits, and for digits that were never in training.',
        },
        {
          text: 'Use more than two numbers, unnoticed.',
          why: 'The decoder gets exactly two. That is what makes the comparison fair.',
        },
      ],
    },
  ],
  text: [
    'Fewer dimensions are an old wish: to see what has too many of them to be seen, to search and to compare faster. The classic tool is *principal component analysis*, PCA. It finds the directions in which the data vary most. Each digit becomes an average digit, plus so much of a first pattern, plus so much of a second. Of all linear maps to two numbers and back, none has a smaller squared error. That is a theorem.',
    'But digits do not lie along straight directions. Move a stroke by three pixels, step by step, and the picture runs along a curve in the space of all pictures: halfway lies a moved stroke, not two half strokes. An autoencoder can follow such curves. Without its non-linear functions, and with the squared error, it could at best find the same plane as PCA: all that it gains, it gains by bending.',
    'Convolutions add something else that PCA lacks. They know which pixels are neighbours, and build large shapes from small ones. Shuffle the pixels of all pictures in the same way, and PCA gives the same result as before. It has never known what is next to what.',
    'On the 10,000 test digits the squared error of a pixel is .0557 with two principal components, and .0374 with this autoencoder’s two numbers.',
  ],
  trial:
    'The same digit, three times: the original, from PCA’s two numbers, and from the autoencoder’s.',
  mistakes: [],
  tasks: [
    {
      title: 'A digit that two lines cannot hold',
      text: [
        'The link opens Compare with a test digit, which all models encode. Under each model stands the error of its reconstruction.',
      ],
      link: 'Compare, with a test digit',
      question: 'How large is the error of principal components, in per cent?',
      choices: [],
      right:
        'Yes. The autoencoder’s error is smaller for this digit. But look at a few others: for a single digit PCA can win. Only the mean over many digits decides.',
      hint: 'Read the percentage under “Principal components”, not the mean below it.',
    },
  ],
  after: [
    {
      question:
        'With two numbers the autoencoder’s error is .0374, and that of PCA .0557. What follows?',
      answers: [
        {
          text: 'PCA was not trained for long enough.',
          why: 'PCA is not trained in steps. Its solution is exact: no linear map does better.',
        },
        {
          text: 'An autoencoder is always better than PCA.',
          why: 'Not always. With little data, or data that lie on a flat plane, PCA is as good, faster, and has nothing to tune.',
        },
        {
          text: 'A curved map suits these digits better than the best straight one.',
          why: 'Right: these digits, with two numbers, and measured by this error.',
        },
      ],
    },
  ],
};

/** The variational autoencoder and its loss. */
import type { PartText } from '../types';

export const variational: PartText = {
  title: 'The variational autoencoder',
  summary: 'Regions instead of points, and a loss with two terms.',
  before: [
    {
      question: 'What does VAE stand for?',
      answers: [
        {
          text: 'Variational autoencoder.',
          why: 'Right. The name comes from variational inference: an unknown distribution is approximated by a simple one, which is varied until it fits best.',
        },
        {
          text: 'Variable autoencoder.',
          why: 'Close. But the size of its latent is as fixed as that of any autoencoder.',
        },
        {
          text: 'Visual average encoder.',
          why: 'No. It works for music as well as for pictures; averages are what it draws when it is in doubt.',
        },
      ],
    },
  ],
  text: [
    'A *variational autoencoder*, VAE, changes two things. First, the encoder does not answer with a point but with a region: a normal distribution with a mean μ and a variance σ² for each latent number. In training the decoder gets a random point of it:',
    { formula: 'sample' },
    'The next time, the same digit is a slightly different point. So all points of the region must decode to this digit, and neighbours come to look alike. As ε is drawn apart from μ and σ, the gradient can pass through both: this is the *reparameterisation trick*.',
    'Second, the loss gets another term, the *Kullback–Leibler divergence* from the standard normal distribution:',
    { formula: 'divergence' },
    'It is 0 if the region is the standard normal itself, and grows as the mean leaves 0, or the variance leaves 1. It keeps all regions around the middle, and prevents them from shrinking to points.',
    { formula: 'loss' },
    'The two terms pull in opposite directions. For its reconstructions the model would like tiny regions, far apart. For the divergence it would like one and the same region for all digits, which says nothing about any of them. Training finds the balance, and β moves it. Both terms are in *nats*: one nat is 1.44 bits. This site’s VAE costs 149.1 nats for an average test digit: 142.7 for the reconstruction, and 6.4 for the divergence.',
  ],
  trial:
    'Above, one latent number: move mean and variance, and watch the divergence and what the decoder draws across the region. Below, two trained models: at which β does the other one become the cheaper?',
  mistakes: [
    {
      title: 'log σ or log σ²?',
      text: 'The encoder’s second output is one number for each latent, and both formulas must read it in the same way. In a much-copied notebook, sampling reads it as log σ and the divergence as log σ². It prints a loss of 35.7, which is no bound on anything. We have trained it both ways: read correctly, squared error plus divergence is 38.7; misread, it claims 36.3, and with the true divergence it is 39.2.',
    },
    {
      title: 'A mean where a sum belongs',
      text: 'Both terms are sums over dimensions, and then means over a batch. Whoever takes the mean over the 784 pixels makes the reconstruction 784 times lighter than the divergence. The model then answers with the standard normal for every digit and draws one average blur: *posterior collapse*.',
    },
    {
      title: 'Grey is not a probability',
      text: 'The reconstruction is often measured by the binary cross-entropy, as here. For pixels that are only black or white it is a likelihood, that of a Bernoulli distribution. For grey values it is a useful error, smallest at the right grey; but it is no likelihood, and its nats must not be compared with those of binary pictures.',
    },
  ],
  tasks: [
    {
      title: 'Train a convolutional VAE',
      text: [
        'The link opens Train: a VAE of convolutions, with two latent numbers and seed 7. Press “One epoch”, and wait: convolutions take longer than dense layers.',
      ],
      link: 'Train, convolutional VAE, seed 7',
      question: 'What is the held-out loss after one epoch, in nats? It stands next to the step.',
      choices: [],
      right:
        'Yes. Both terms are in this number. On the map the digits already lie around the middle, without arms: the divergence does that.',
      hint: 'The line shows the epoch, the step, and “held out”. Press “Restart” if you have trained for longer.',
    },
  ],
  after: [
    {
      question: 'Which of these is not part of a VAE’s loss?',
      answers: [
        {
          text: 'The error of the reconstruction.',
          why: 'It is the first term: what comes back should resemble what went in.',
        },
        {
          text: 'The Kullback–Leibler divergence from the standard normal distribution.',
          why: 'It is the second term: the regions should stay together.',
        },
        {
          text: 'The error in recognising the class.',
          why: 'Right, it is not part of it. A VAE is not given any classes.',
        },
      ],
    },
    {
      question: 'The encoder answers μ = 0 and σ² = 1 for every digit. What follows?',
      answers: [
        {
          text: 'The divergence is 0, and the latent says nothing about the digit.',
          why: 'Right. That is posterior collapse: the second term is as small as it can be, at the cost of the first.',
        },
        {
          text: 'The reconstructions are perfect.',
          why: 'On the contrary. The decoder gets the same random numbers for every digit, and cannot tell them apart.',
        },
        {
          text: 'The divergence is infinite.',
          why: 'It becomes infinite when σ² goes to 0 or without bound. At μ = 0 and σ² = 1 it is 0.',
        },
      ],
    },
  ],
};

/** The notes for teachers in English. */
import type { TeacherText } from '../types';

export const teachers: TeacherText = {
  heading: 'The lesson: notes for teachers',
  lead: 'For pupils from about 16, and for first-year students. Nobody needs to program. Whoever knows what a normal distribution is gets more out of part 7.',
  aimTitle: 'Aims',
  aims: [
    'Explain in a sentence each what encoder, latent and decoder do, and why there must be a bottleneck.',
    'Give reasons why an autoencoder needs no labels, works only for its kind of data, and loses something.',
    'Describe how the same network learns to denoise or to enlarge, by changing only its input.',
    'Name both terms of a VAE’s loss, say what each of them asks for, and what happens without it.',
    'Judge a generated picture as a guess that may be wrong.',
  ],
  beforeTitle: 'Before the class',
  before: [
    'Open the lesson once on each device, and wait a minute. After that it works without the internet. Nothing is installed; there are no accounts.',
    'What pupils answer stays in their browser. “Forget my answers”, at the end of the lesson, makes room for the next class.',
    'The address holds the part and the state of all widgets. Set a widget up, press “Copy link”, and send it to the class.',
    'The tasks have fixed seeds, so that everybody sees the same numbers. Those of training are accepted within 2 nats, the percentages within 1.',
    'Print the sheet if you want answers on paper. The lesson itself can be printed too.',
  ],
  plansTitle: 'Plans',
  plans: [
    {
      title: '15 minutes: one idea',
      steps: [
        {
          minutes: '3',
          text: 'Part 1: everybody answers the first question; then choose digits and compare.',
        },
        { minutes: '4', text: 'Part 2: move both sliders. Who finds a 4 that is nearly a 9?' },
        { minutes: '5', text: 'Part 10: give the model a T-shirt. Why does a digit come back?' },
        {
          minutes: '3',
          text: 'The last question of part 10, and one sentence on the sheet: what is an autoencoder?',
        },
      ],
    },
    {
      title: '45 minutes: up to the VAE',
      steps: [
        { minutes: '5', text: 'Parts 1 and 2, with their guesses, together at the projector.' },
        {
          minutes: '8',
          text: 'In pairs: part 4 (noise) or part 5 (pixels). Each pair shows the other kind of pair one picture.',
        },
        {
          minutes: '7',
          text: 'Part 6: count acceptable digits of both models, and put the counts on the board.',
        },
        {
          minutes: '10',
          text: 'Part 7: first the upper widget, then β. Ask for the two demands before you name them.',
        },
        {
          minutes: '10',
          text: 'One task of choice: train a plain autoencoder (part 6), or walk through the plane (part 8).',
        },
        { minutes: '5', text: 'Remaining quizzes; then discuss a question from the list below.' },
      ],
    },
  ],
  talkTitle: 'Questions to discuss',
  talkLead: 'One for each part. Below it is what a good answer contains.',
  talk: {
    why: {
      ask: 'Which other things are described by many numbers, but need few?',
      expect:
        'For example faces, spoken words, the weather of a region: their numbers depend on each other. Not: passwords or thrown dice.',
    },
    halves: {
      ask: 'Why would an autoencoder with 784 latent numbers be useless?',
      expect:
        'It could pass each pixel on unchanged. The error would be zero, and nothing would be learned about digits.',
    },
    reduction: {
      ask: 'When would you still use PCA?',
      expect:
        'With little data, when it must be fast or explained, or when the data lie close to a flat plane. Its solution is unique and needs no training.',
    },
    denoising: {
      ask: 'A doctor’s X-ray is denoised by such a network. What could go wrong?',
      expect:
        'It draws what is usual. Something rare, such as a small tumour, may be removed like noise; or something usual may be added.',
    },
    enlarging: {
      ask: 'May an enlarged picture be used as evidence?',
      expect:
        'No. Its details come from training data, not from the scene. The small picture is the evidence.',
    },
    generating: {
      ask: 'How could you find the holes without seeing the plane?',
      expect:
        'Draw latents, decode them, and encode the pictures again: near holes they do not come back to the same latent. Or measure the distance to the nearest encoded digit.',
    },
    variational: {
      ask: 'What becomes of the model with β = 0, and with a very large β?',
      expect:
        'β = 0: regions shrink, holes return; it is nearly a plain autoencoder. Very large: the latent says nothing, and every digit becomes the same blur.',
    },
    plane: {
      ask: 'Two digits lie side by side on the plane. Are they of the same class?',
      expect:
        'Often, not always. They look alike to this model, by two numbers. Classes such as 4 and 9 share regions.',
    },
    conditional: {
      ask: 'What would have to be known about music, for a model that writes pieces in a requested style?',
      expect:
        'The style of each training piece, that is, labels. The latent then holds what the style does not say.',
    },
    properties: {
      ask: 'How can a machine be monitored with an autoencoder of its normal sounds?',
      expect:
        'A large error means: this does not sound like the training data. It does not say what is broken, nor that a small error is safe.',
    },
    music: {
      ask: 'Who is the author of a rhythm halfway between two others?',
      expect:
        'Open. Consider: those who played the training data, those who trained the model, whoever chose the two ends and the point.',
    },
    further: {
      ask: 'How would you notice that one part of a model does not train at all?',
      expect:
        'Compare with a model without this part; watch whether its weights change; test its own task. A loss that falls is no proof.',
    },
  },
  answersTitle: 'All questions, with answers',
  answersLead: 'In the order of the lesson. The page explains every answer, also the wrong ones.',
  figuresTitle: 'Where the figures come from',
  figures: [
    'Models of this site, on MNIST’s 10,000 test digits: the cards of the model packages and docs/benchmarks.md.',
    'The two readings of log σ, the reused noise and the adversarial autoencoder: trained here, docs/lesson. The 35.7 is printed in a public notebook.',
    'The losses in the table of part 12 are those of a published article on autoencoders in Keras.',
    'Percentages next to pictures: root of the mean squared difference of the pixels, where 100 % is the difference of black and white.',
  ],
};

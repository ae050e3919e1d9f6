/** Music. */
import type { PartText } from '../types';

export const music: PartText = {
  title: 'Music',
  summary: 'The same idea, with notes: what lies between two rhythms.',
  before: [
    {
      question: 'A point halfway between the latents of two rhythms is decoded. What do you hear?',
      answers: [
        {
          text: 'Both rhythms at once.',
          why: 'That would be mixing sounds, like mixing pixels. The decoder writes one rhythm.',
        },
        {
          text: 'Silence: there was no rhythm there in training.',
          why: 'In a VAE neighbouring points decode to similar things. There are hardly any gaps.',
        },
        {
          text: 'A new rhythm, with traits of both.',
          why: 'Right, if the model is good. Whether it grooves, you must hear.',
        },
      ],
    },
  ],
  text: [
    'Nothing in the idea is about pictures. Take two bars of drums: 32 steps, and in each step one of 512 combinations of nine drums. Or two bars of melody: in each step a new note, the end of one, or nothing new.',
    'Time has an order, and so have these networks. They are *recurrent*: they read or write one step after the other, and carry a memory along. This model is a *MusicVAE*. Its encoder reads both bars, forwards and backwards, and answers with 32 means and variances. Its decoder gets the latent, and writes step after step; in each it also gets what it has just written.',
    'In pictures, an average of two examples is at least something to look at. In music it is not: half a snare drum is no rhythm, and the average of C and E is D, which belongs to neither. Between latents, however, lies music, because the decoder has learned to write nothing else.',
  ],
  trial:
    'Load the model, and move from one rhythm to the other. Then press Play: the loop goes on while you move.',
  mistakes: [],
  tasks: [
    {
      title: 'Between four rhythms',
      text: [
        'The link opens Beats. Play, and drag the puck from corner A slowly to corner D, at the bottom right.',
      ],
      link: 'Beats, at corner A',
      question: 'What happens on the way?',
      choices: [
        'The rhythm of A becomes quieter, that of D louder.',
        'Single strokes move, vanish or appear, until it is the rhythm of D.',
        'It jumps once, in the middle.',
      ],
      right:
        'Yes. It is one rhythm all the way, and changes in steps of single strokes. A mixing desk would have blended two.',
      hint: 'Watch the picture of what is playing while you drag: it shows each stroke.',
    },
  ],
  after: [
    {
      question: 'Why not simply average the notes of two melodies, step by step?',
      answers: [
        {
          text: 'Notes are choices: what lies between two of them is usually neither, and often no music.',
          why: 'Right. The decoder chooses one event at each step, among those that fit what came before.',
        },
        {
          text: 'The average would be too long.',
          why: 'It would have the same 32 steps. The trouble is what stands in them.',
        },
        {
          text: 'Computers cannot average notes.',
          why: 'They can: pitches are numbers. It just does not sound like music.',
        },
      ],
    },
  ],
};

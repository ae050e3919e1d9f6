/** The sections of the reference of recipes: one for each definition of the JSON schema, in the order of the page. */

export interface Section {
  readonly title: string;
  /** What a cell calls one of it, and several. */
  readonly nouns: readonly [one: string, several: string];
  readonly intro: string;
}

export const scalarsTitle = 'Scheduled scalars';

export const sections: Readonly<Record<string, Section>> = {
  augmentation: {
    title: 'Augmentation',
    nouns: ['augmentation', 'augmentations'],
    intro:
      'In `augmentation`, for pictures: each training picture is changed a little, in another way in each epoch.',
  },
  model: {
    title: 'Model',
    nouns: ['model', 'models'],
    intro: 'In `model`. A family is only a name: networks, bottleneck and objective make a model.',
  },
  codec: {
    title: 'Codec',
    nouns: ['codec', 'codecs'],
    intro: 'In `model.codec`. Pictures have the codec `image`, music has `music-vae`.',
  },
  architecture: {
    title: 'Architecture',
    nouns: ['architecture', 'architectures'],
    intro:
      'In `model.architecture`: two lists of [layers](#layers), or, with `"kind": "sequence"`, the networks of MusicVAE.',
  },
  layer: {
    title: 'Layers',
    nouns: ['layer', 'layers'],
    intro:
      'Elements of `model.architecture.encoder` and `model.architecture.decoder`. Shapes are those of one item, without the batch.',
  },
  activation: {
    title: 'Activations',
    nouns: ['activation', 'activations'],
    intro: 'The `activation` of a layer.',
  },
  bottleneck: {
    title: 'Bottlenecks',
    nouns: ['bottleneck', 'bottlenecks'],
    intro: 'In `model.bottleneck`: how the features of the encoder become a latent.',
  },
  prior: {
    title: 'Priors',
    nouns: ['prior', 'priors'],
    intro: 'In `model.prior`: the distribution of latents before any data.',
  },
  condition: {
    title: 'Conditions',
    nouns: ['condition', 'conditions'],
    intro: 'In `model.condition`: what encoder and decoder receive in addition to the item.',
  },
  input: {
    title: 'Inputs',
    nouns: ['input', 'inputs'],
    intro: 'In `model.input`: what the encoder receives in training, if it is not the item itself.',
  },
  corruption: {
    title: 'Corruptions',
    nouns: ['corruption', 'corruptions'],
    intro:
      'Elements of `model.input.corruptions`. The scheduled scalar `corruption` is their strength: with 1 they are as declared, with 0 there are none.',
  },
  objective: {
    title: 'Objective',
    nouns: ['objective', 'objectives'],
    intro:
      'In `model.objective`: the likelihood of the item, penalties, and how the KL counts. Training minimises their sum, in nats.',
  },
  likelihood: {
    title: 'Likelihoods',
    nouns: ['likelihood', 'likelihoods'],
    intro: 'In `model.objective.likelihood`: what the output of the decoder means.',
  },
  sparsity: {
    title: 'Sparsity',
    nouns: ['sparsity penalty', 'sparsity penalties'],
    intro: 'In `model.objective.sparsity`: a penalty on latents that are not sparse.',
  },
  priorMatching: {
    title: 'Prior matching',
    nouns: ['prior matching', 'prior matchings'],
    intro:
      'In `model.objective.priorMatching`: a penalty on latents whose distribution is not the standard normal. The scheduled scalar `priorMatching` is a factor of its weight.',
  },
  supervision: {
    title: 'Supervision',
    nouns: ['supervision', 'supervisions'],
    intro: 'In `model.objective.supervision`: a classifier on the latent, trained with the model.',
  },
  training: {
    title: 'Training',
    nouns: ['training settings', 'training settings'],
    intro: `In \`training\`, together with the [scheduled scalars](#${anchorOf(scalarsTitle)}). Steps are training steps, of one batch each.`,
  },
  optimizer: {
    title: 'Optimisers',
    nouns: ['optimiser', 'optimisers'],
    intro: `In \`training.optimizer\`. The learning rate is a [scheduled scalar](#${anchorOf(scalarsTitle)}).`,
  },
  schedule: {
    title: 'Schedules',
    nouns: ['schedule', 'schedules'],
    intro:
      'How a scalar changes over a run, as a function of the training step alone. For `--set` a number is a constant, such as `--set beta=4`, and any other schedule is JSON: `--set beta=\'{"kind":"linear","from":0,"to":1,"steps":500}\'`.',
  },
};

/** Definitions that belong to the section of another. */
const partOf: Readonly<Record<string, string>> = { plainLayer: 'layer' };

/** Whether the page has a place for a definition. Each layer, `layer.dense`, has a section of its own. */
export function hasSection(definition: string): boolean {
  return (partOf[definition] ?? definition.split('.')[0]!) in sections;
}

/** A link to the section of a definition. */
export function linkTo(definition: string, isPlural: boolean): string {
  const { title, nouns } = sections[partOf[definition] ?? definition]!;
  return `[${nouns[isPlural ? 1 : 0]}](#${anchorOf(title)})`;
}

/** The anchor that GitHub gives to a heading. */
export function anchorOf(title: string): string {
  return title.toLowerCase().replaceAll(' ', '-');
}

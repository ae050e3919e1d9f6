/** The English texts that every page has. */
export const page = {
  about: {
    explore: {
      title: 'Speil: two numbers, every digit',
      description:
        'Move through the latent space of an autoencoder: the two numbers in which a small neural network keeps handwritten digits. Live, in your browser, offline too.',
    },
    draw: {
      title: 'Speil: a mirror that mends',
      description:
        'Draw a digit, damage it, and watch a small neural network mend it. Live, in your browser, offline too.',
    },
    compare: {
      title: 'Speil: two numbers, five ways',
      description:
        'Principal components, an autoencoder and three variational ones under one cursor: see what each keeps of a digit. Live, in your browser, offline too.',
    },
    beats: {
      title: 'Speil: between four beats',
      description:
        'Four beats, and all that a small neural network finds between them. Drag and listen, edit, open MIDI, save. Live, in your browser, offline too.',
    },
    melodies: {
      title: 'Speil: between four melodies',
      description:
        'Four melodies, and all that a small neural network finds between them. Drag and listen, edit, open MIDI, save. Live, in your browser, offline too.',
    },
    train: {
      title: 'Speil: train your own autoencoder',
      description:
        'Train a small variational autoencoder on handwritten digits, watch its latent plane unfold, steer it and break it. Live, in your browser, offline too.',
    },
    lesson: {
      title: 'Speil: a lesson on autoencoders',
      description:
        'What autoencoders learn, in twelve short parts with experiments, quizzes and tasks: compression, denoising, variational autoencoders, music. Live, in your browser, offline too.',
    },
    sheet: {
      title: 'Speil: the lesson’s sheet to print',
      description: 'The questions and tasks of the lesson on autoencoders, with room to write.',
    },
    teachers: {
      title: 'Speil: the lesson, notes for teachers',
      description:
        'Aims, plans for 15 and 45 minutes, questions to discuss and expected answers for the lesson on autoencoders.',
    },
    about: {
      title: 'About Speil: an autoencoder studio',
      description:
        'What autoencoders and their latent space are, who made Speil, its source, guides and licences, and how to train your own.',
    },
  },
  page: {
    home: 'Speil, to Explore',
    language: 'Language',
    theme: 'Switch between light and dark',
    scenes: 'Scenes',
    explore: 'Explore',
    draw: 'Draw',
    compare: 'Compare',
    beats: 'Beats',
    melodies: 'Melodies',
    train: 'Train',
    lesson: 'Lesson',
    skipToContents: 'Skip to the contents',
    skipToTraining: 'Skip to the training',
    skipToPlane: 'Skip to the plane',
    skipToRestored: 'Skip to the mended digit',
    skipToPlanes: 'Skip to the planes',
    skipToPad: 'Skip to the pad',
    skipToText: 'Skip to the text',
  },
  ownModel: {
    heading: 'Your own model',
    loading: 'Loading the model that you trained …',
    missing:
      'This link opens a model that was trained on this device, and there is none here. Train one, and choose “Explore it”.',
    train: 'Train a model',
  },
  clothing: {
    c0: 'T-shirt',
    c1: 'Trousers',
    c2: 'Pullover',
    c3: 'Dress',
    c4: 'Coat',
    c5: 'Sandal',
    c6: 'Shirt',
    c7: 'Sneaker',
    c8: 'Bag',
    c9: 'Boot',
  },
  classDescription: {
    near: 'Nearest: {digit}s',
    between: 'Nearest: {first}s and {second}s',
    far: 'Far from any digit; nearest: {digit}s',
  },
  steps: {
    label: 'Steps',
    undo: 'Undo',
    redo: 'Redo',
    startOver: 'Start over',
  },
  pad: {
    label: 'Drawing pad',
    help: 'Draw with mouse, pen or finger. Without one, choose a test digit below.',
    empty: 'Draw here',
    clear: 'Clear',
    examples: 'Or take one of the test set',
    example: 'Test digit of class {digit}; press again for another',
  },
  share: {
    link: 'Copy link',
    linkCopied: 'Link copied',
    linkFailed: 'Copy the address from the address bar',
  },
  foot: {
    beats:
      'Drums and examples: made from the Groove MIDI dataset by Gillick, Roberts, Engel, Eck and Bamman (Google LLC), CC BY 4.0.',
    melodies: 'Melodies and examples: made from the OpenScore Lieder corpus, CC0.',
    private:
      'Nothing leaves this tab. The network runs in your browser, and what you draw stays there.',
    privateMusic:
      'The network runs in your browser, and what you make stays there. Nothing is fetched from elsewhere but a model whose address you give.',
    links: 'About',
    about: 'About Speil',
    source: 'Source code',
    guides: 'Guides',
    offline: 'Once loaded, the page works without a connection.',
    data: 'Digits: MNIST by LeCun, Cortes and Burges, CC BY-SA 3.0.',
    name: 'Speil is Norwegian for mirror.',
  },
  errors: {
    model:
      'The network could not be loaded. {advice} Until then the plane shows the picture stored with the page.',
    advice: {
      connection: 'Check your connection and try again.',
      engine:
        'This browser could not start the engine that it needs. Another or a newer browser may.',
      worker: 'This browser has no web workers, which it needs. Use another or a newer browser.',
      other: 'Try again, or reload the page.',
    },
    details: 'Technical details',
    script:
      'The network of this page runs in your browser and needs JavaScript. Turn JavaScript on and load the page again. Without it you can look at the plane and read about it.',
    retry: 'Try again',
    picture: 'The picture could not be saved in this browser.',
  },
} as const;

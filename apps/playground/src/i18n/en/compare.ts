/** The English texts of the Compare page. */
export const compare = {
  compare: {
    heading: 'Two numbers, five ways',
    lead: 'Each model keeps two numbers of a digit. Move or drag over any plane, and all five draw the digit of that place.',
    pca: {
      name: 'Principal components',
      text: 'No network: two fixed patterns, added and taken away. Straight directions are all it has.',
    },
    ae: {
      name: 'Autoencoder',
      text: 'Bends its plane freely, in no order. Digits lie in long arms; between them it draws shapes that nobody wrote.',
    },
    vae: {
      name: 'VAE',
      text: 'Variational: it encodes a digit as a region near the middle. The plane is filled, and neighbours look alike.',
    },
    beta: {
      name: 'β-VAE',
      text: 'The same, but all that it keeps costs four times as much. Only the coarse shape stays: digits are softer.',
    },
    cvae: {
      name: 'Conditional VAE',
      text: 'It is given the class. Its plane holds the handwriting instead: slant and width.',
    },
    own: {
      name: 'Yours',
      text: 'The model that you trained, with the test digits of this page given to it.',
      verdict: 'Not a model of digits',
    },
    plane: 'Plane: {model}',
    role: 'plane',
    decoded: 'What it draws: {model}',
    help: 'Hover to look around; press or drag to move the cursor, or use the arrow keys: Shift makes larger steps, Home goes to the middle.',
    waiting: 'Loading …',
    failed: 'This one could not be loaded. {advice}',
    classCaption: 'Class: {digit}',
    off: 'Average error: {off}',
    mean: 'over 2,000 test digits: {mean}',
    condition: 'Class for the conditional VAE',
    chooseInput: 'Try a test digit on all five',
    original: 'The original',
    draw: 'or draw your own',
    aside: 'Put aside',
    takeUp: 'Show again',
    remove: 'Remove',
    hatch: 'Hatched: far from every digit that the encoder has placed. The further, the stronger.',
    script:
      'The models of this page run in your browser and need JavaScript. Turn JavaScript on and load the page again.',
  },
  compareOwn: {
    every: {
      compare: {
        heading: 'Yours beside five others',
        lead: 'Move or drag over any plane: your model and the five of this page draw the picture of that place.',
        chooseInput: 'Try a test digit on all six',
      },
    },
  },
  compareEssay: {
    heading: 'What you are looking at',
    straightTitle: 'Straight lines first',
    straight:
      'Principal components are the best that two numbers can do with straight lines, and they need no training. Every place on that plane is a sum of the same two patterns and an average digit, so that most places look like smudges of several digits at once.',
    bentTitle: 'What bending buys',
    bent: 'The autoencoder may bend its plane as it likes, and comes a good deal closer to each digit. Nobody asked it to use the plane evenly: it lays digits out in long arms with nothing between them. Go to a hatched place, and it draws something it has never been corrected for.',
    filledTitle: 'What order costs',
    filled:
      'The variational autoencoder has to answer with a region, and pays for being far from the middle. So it fills the plane without holes, and a random place is nearly always a digit. The price is a little sharpness; the β-VAE pays more, and is tidier still.',
    conditionTitle: 'A given class need not be kept',
    condition:
      'The conditional VAE is given the class, in training and here. Its two numbers are free for everything else, so that classes lie on top of each other. Choose a 3 above, then the class 5: it writes a 5 in the same hand.',
  },
} as const;

/** The English texts of the Explore page. */
export const explore = {
  intro: {
    heading: 'Two numbers, every digit',
    lead: 'Move or drag: the network draws the digit of each point. This is the latent space of a variational autoencoder.',
  },
  plane: {
    label: 'Plane of digits',
    role: 'plane',
    help: 'Hover to look around; press or drag to move the cursor, or use the arrow keys: Shift makes larger steps, Home goes to the middle.',
    x: 'x',
    y: 'y',
    position: 'Position',
    layers: 'Shown on the plane',
    grid: 'Decoded digits',
    items: '2,000 test digits',
    classes: 'Classes',
    classToggle: 'Test digits of class {digit}',
    tour: 'Wander by itself',
    save: 'Save plane',
  },
  decoded: {
    label: 'The digit that the network draws for this point',
    waiting: 'Loading the network …',
    announce: '{description}. x {x}, y {y}.',
    nearest: 'Nearest test digit',
    save: 'Save digit',
  },
  draw: {
    heading: 'Show it a digit',
    lead: 'Draw one. The encoder turns it into two numbers, the decoder draws it back from them.',
    reconstruction: 'What comes back',
    reconstructionEmpty: 'Draw a digit to see what comes back',
    close: 'Where it lands, close up',
    closeEmpty: 'An example from the test set. Draw a digit, and yours lands here.',
    lands: 'Lands at x {x}, y {y}, give or take {sx} and {sy}.',
    show: 'Go there',
  },
  travel: {
    heading: 'From one point to another',
    lead: 'Each step along a straight line is a digit too, even where nobody ever wrote one. Drag A or B.',
    setA: 'Set A to the cursor',
    setB: 'Set B to the cursor',
    ownA: 'Set A to your digit',
    ownB: 'Set B to your digit',
    map: 'Plane with A, B and the cursor; drag A or B',
    now: 'The digit at the cursor',
    play: 'Play',
    pause: 'Pause',
    position: 'Between A and B',
    positionText: '{percent} of the way from A to B',
    speed: 'Speed',
    times: '{speed}×',
    strip: 'Digits on the way from A to B',
  },
  exploreOwn: {
    every: {
      intro: {
        heading: 'Your own latent space',
        lead: 'Move or drag: the model that you trained draws the picture of each point.',
      },
      plane: {
        label: 'Plane of your model',
        grid: 'Decoded pictures',
        items: 'Held-out pictures',
        classToggle: 'Held-out pictures of class {digit}',
      },
      decoded: {
        label: 'The picture that your model draws for this point',
        waiting: 'Loading your model …',
        nearest: 'Nearest held-out picture',
        save: 'Save picture',
      },
      draw: {
        heading: 'Show it a picture',
        lead: 'Draw one. The encoder turns it into a latent, the decoder draws it back from that.',
        reconstructionEmpty: 'Draw a picture to see what comes back',
        closeEmpty: 'A held-out picture as an example. Draw one, and yours lands here.',
      },
      travel: {
        lead: 'Each step along a straight line is a picture too, even where the model has never seen one. Drag A or B.',
        ownA: 'Set A to your picture',
        ownB: 'Set B to your picture',
        now: 'The picture at the cursor',
        strip: 'Pictures on the way from A to B',
      },
      pad: {
        help: 'Draw with mouse, pen or finger. Without one, choose a held-out picture below.',
        examples: 'or choose a held-out picture',
        example: 'Held-out picture of class {digit}; press again for another',
      },
    },
    'fashion-mnist-10k': {
      classDescription: {
        near: 'Nearest: {digit}',
        between: 'Nearest: {first} and {second}',
        far: 'Far from every held-out picture; nearest: {digit}',
      },
    },
    own: {
      classDescription: {
        near: 'Among your held-out pictures',
        between: 'Among your held-out pictures',
        far: 'Far from every held-out picture',
      },
      pad: { example: 'Held-out picture; press again for another' },
    },
    onwards: 'Onwards',
    train: 'Back to training',
    site: 'Explore the digits of this page',
    condition: 'Class given to the decoder',
    components:
      'This model has more than two numbers. The plane shows the two directions in which the held-out pictures differ most (PCA).',
  },
  essay: {
    heading: 'What you are looking at',
    numbersTitle: 'Two numbers',
    numbers:
      'The network has seen sixty thousand handwritten digits. Of each it may keep two numbers, x and y, and from those alone it has to draw the digit again. The plane holds all the pairs it can use. To get by, it puts digits that look alike next to each other.',
    coloursTitle: 'The colours came later',
    colours:
      'Nobody told the network which digit is a 3. It sorted them by shape. The coloured points are 2,000 digits that it never trained on, placed by its encoder; the colour is the label that people gave them.',
    ellipseTitle: 'What the ellipse means',
    ellipse:
      'The encoder answers with a region rather than a point: its best guess, and how far off that may be. The inner ellipse is one standard deviation, the outer one two. A clear digit gets a small ellipse, an odd one a large one.',
    blurTitle: 'Why some places blur',
    blur: 'Where two kinds of digit meet, the decoder has to please both and draws their average. And two numbers cannot hold everything: slant, loops and thickness that do not fit come back as grey. Draw a letter, and you get the digit nearest to it. It knows nothing else.',
  },
} as const;

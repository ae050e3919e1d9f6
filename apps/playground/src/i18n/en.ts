/** What the page says in English. The other dictionaries have the same keys and arguments (dictionary.test.ts). */
export const en = {
  page: {
    title: 'Speil: two numbers, every digit',
    description:
      'Move through the two-number space in which a small neural network keeps handwritten digits. Live, in your browser, offline too.',
    skip: 'Skip to the plane',
    home: 'Speil, to the top',
    language: 'Language',
    theme: 'Switch between light and dark',
  },
  intro: {
    heading: 'Two numbers, every digit',
    lead: 'Move over the plane. A small neural network draws, as you go, the digit that belongs to each point.',
  },
  plane: {
    label: 'Plane of digits',
    role: 'plane',
    help: 'Drag, touch, or use the arrow keys: with Shift in larger steps, Home for the middle.',
    x: 'x',
    y: 'y',
    position: 'Position',
    layers: 'Shown on the plane',
    grid: 'Decoded digits',
    items: '2,000 test digits',
    classes: 'Classes',
    classToggle: 'Test digits of class {digit}',
    tour: 'Glide',
    save: 'Save plane',
  },
  mirror: {
    label: 'The digit that the network draws for this point',
    waiting: 'Loading the network …',
    looks: 'Looks like {digit, select, 8 {an} other {a}} {digit}',
    between:
      'Between {first, select, 8 {an} other {a}} {first} and {second, select, 8 {an} other {a}} {second}',
    announce: '{looks}. x {x}, y {y}.',
    nearest: 'Nearest test digit',
    save: 'Save digit',
    link: 'Copy link',
    linkCopied: 'Link copied',
    linkFailed: 'Copy the address from the address bar',
  },
  draw: {
    heading: 'Hold up a digit',
    lead: 'Draw one. The encoder turns it into two numbers, the decoder draws it back from them.',
    pad: 'Drawing pad',
    padHelp: 'Draw with mouse, pen or finger. Without one, choose a test digit below.',
    padEmpty: 'Draw here',
    clear: 'Clear',
    examples: 'Or take one of the test set',
    example: 'Test digit of class {digit}; press again for another',
    reflection: 'What comes back',
    reflectionEmpty: 'Draw a digit to see what comes back',
    close: 'Where it lands, close up',
    closeEmpty: 'An example from the test set. Draw a digit, and yours lands here.',
    lands: 'Lands at x {x}, y {y}, give or take {sx} and {sy}.',
    show: 'Go there',
  },
  travel: {
    heading: 'From one point to another',
    lead: 'Each step along a straight line is a digit too, even where nobody ever wrote one.',
    setA: 'Put A here',
    setB: 'Put B here',
    play: 'Play',
    pause: 'Pause',
    position: 'Between A and B',
    positionText: '{percent} of the way from A to B',
    speed: 'Speed',
    times: '{speed}×',
    strip: 'Digits on the way from A to B',
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
  foot: {
    private:
      'Nothing leaves this tab. The network runs in your browser, and what you draw stays there.',
    offline: 'Once loaded, the page works without a connection.',
    data: 'Digits: MNIST by LeCun, Cortes and Burges, CC BY-SA 3.0.',
    name: 'Speil is Norwegian for mirror.',
  },
  errors: {
    model:
      'The network could not be loaded. Check your connection and try again. Until then the plane shows the picture stored with the page.',
    details: 'Technical details',
    script:
      'The network of this page runs in your browser and needs JavaScript. Turn JavaScript on and load the page again. Without it you can look at the plane and read about it.',
    retry: 'Try again',
    picture: 'The picture could not be saved in this browser.',
  },
} as const;

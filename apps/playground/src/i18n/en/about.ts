/** The English texts of the About page. */
export const about = {
  aboutPage: {
    heading: 'About Speil',
    lead: 'Speil is an autoencoder studio: these pages, a trainer with a dashboard in the terminal, and packages to build on. Its name is Norwegian for mirror, which is what an autoencoder learns to be.',
    whatTitle: 'Autoencoders and their latent space',
    what: 'An autoencoder is a neural network of two halves. The encoder squeezes a picture, or two bars of music, into a few numbers; the decoder rebuilds it from them. Those numbers are the latent space. Explore and Compare show it as a plane; Beats and Melodies let you hear what lies in it; Draw shows how a network restores a damaged digit, or a colour picture of your own.',
    teachersTitle: 'For teachers',
    teachers:
      'No accounts, no tracking, nothing to install. Once the site has been opened, every page works offline. The address holds all that you see: send it to your class. The lesson goes through all of it in twelve parts, with quizzes, tasks, a sheet to print and notes for you. All pages are available in English and Norwegian.',
    ownTitle: 'Train your own',
    own: 'All models here were trained with Speil itself, on two cores, in minutes to hours. With Node 20.19 or newer, in a copy of the source, after npm ci and npm run build:',
    sourceTitle: 'Source and guides',
    source: 'Source code',
    terminal: 'Guide: train models and watch them in the terminal',
    music: 'Guide: music',
    packages: 'Guide: build on the packages',
    lesson: 'Lesson: what autoencoders learn, step by step',
    papersTitle: 'Papers behind Speil',
    authorsTitle: 'Authors and licences',
    authors:
      'Written by the Speil authors; the code is free under the Apache License 2.0. Digits: MNIST by LeCun, Cortes and Burges, CC BY-SA 3.0. Drums: Groove MIDI by Gillick, Roberts, Engel, Eck and Bamman (Google LLC), CC BY 4.0. Melodies: OpenScore Lieder, CC0. Typeface: Schibsted Grotesk, SIL Open Font License.',
  },
} as const;

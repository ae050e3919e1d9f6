/** Musikk. */
import type { PartText } from '../types';

export const music: PartText = {
  title: 'Musikk',
  summary: 'Samme idé med noter: hva som ligger mellom to rytmer.',
  before: [
    {
      question: 'Et punkt midt mellom de latente tallene til to rytmer blir dekodet. Hva hører du?',
      answers: [
        {
          text: 'Begge rytmene på en gang.',
          why: 'Det ville vært å blande lyd, slik man blander piksler. Dekoderen skriver én rytme.',
        },
        {
          text: 'Stillhet: Der var det ingen rytme i treningen.',
          why: 'I en VAE blir nabopunkter til noe som ligner. Det er knapt noen hull.',
        },
        {
          text: 'En ny rytme, med trekk fra begge.',
          why: 'Riktig, hvis modellen er god. Om den svinger, må du høre selv.',
        },
      ],
    },
  ],
  text: [
    'Ingenting i ideen handler om bilder. Ta to takter trommer: 32 steg, og i hvert steg en av 512 kombinasjoner av ni trommer. Eller to takter melodi: i hvert steg en ny tone, slutten på en, eller ingenting nytt.',
    'Tiden har en rekkefølge, og det har disse nettverkene også. De er *rekurrente*: De leser eller skriver ett steg etter det andre og tar med seg et minne. Denne modellen er en *MusicVAE*. Enkoderen leser begge taktene, forlengs og baklengs, og svarer med 32 gjennomsnitt og varianser. Dekoderen får de latente tallene og skriver steg for steg; hver gang får den også vite hva den nettopp skrev.',
    'I bilder er et gjennomsnitt av to eksempler i det minste noe å se på. I musikk er det ikke det: En halv skarptromme er ingen rytme, og gjennomsnittet av C og E er D, som ikke hører til noen av dem. Mellom de latente tallene ligger det derimot musikk, for dekoderen har ikke lært å skrive noe annet.',
  ],
  trial:
    'Last modellen, og gå fra den ene rytmen til den andre. Trykk så på Spill av: Sløyfen går videre mens du flytter.',
  mistakes: [],
  tasks: [
    {
      title: 'Mellom fire rytmer',
      text: [
        'Lenken åpner Rytmer. Spill av, og dra pucken langsomt fra hjørne A til hjørne D, nederst til høyre.',
      ],
      link: 'Rytmer, i hjørne A',
      question: 'Hva skjer underveis?',
      choices: [
        'Rytmen i A blir svakere, og den i D blir sterkere.',
        'Enkelte slag flytter seg, forsvinner eller kommer til, helt til det er rytmen i D.',
        'Den hopper én gang, midt på.',
      ],
      right:
        'Ja. Det er én rytme hele veien, og den endrer seg slag for slag. En miksepult ville blandet to.',
      hint: 'Følg med på bildet av det som spilles mens du drar: Det viser hvert slag.',
    },
  ],
  after: [
    {
      question: 'Hvorfor ikke bare ta gjennomsnittet av notene i to melodier, steg for steg?',
      answers: [
        {
          text: 'Noter er valg: Det som ligger mellom to av dem, er som regel ingen av delene, og ofte ikke musikk.',
          why: 'Riktig. Dekoderen velger én hendelse i hvert steg, blant dem som passer til det som kom før.',
        },
        {
          text: 'Gjennomsnittet ville blitt for langt.',
          why: 'Det ville hatt de samme 32 stegene. Problemet er hva som står i dem.',
        },
        {
          text: 'Datamaskiner kan ikke regne med noter.',
          why: 'Det kan de: Tonehøyder er tall. Det låter bare ikke som musikk.',
        },
      ],
    },
  ],
};

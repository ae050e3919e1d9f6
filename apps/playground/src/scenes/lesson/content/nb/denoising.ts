/** Å fjerne støy. */
import type { PartText } from '../types';

export const denoising: PartText = {
  title: 'Bort med støyen',
  summary: 'Ødelegg det som går inn, behold fasiten ren.',
  before: [
    {
      question:
        'Et nettverk skal gjøre sifre med støy om til rene sifre. Hva viser du det under treningen?',
      answers: [
        {
          text: 'Bilder med støy inn, og de samme bildene med støy som fasit.',
          why: 'Da er det beste det kan gjøre, å kopiere støyen også.',
        },
        {
          text: 'Bilder med støy inn, og de rene som fasit.',
          why: 'Riktig. Parene koster ingenting, for støyen lager du selv.',
        },
        {
          text: 'Rene bilder inn, og bilder med støy som fasit.',
          why: 'Da skal det finne på støy. Siden støyen ikke kan forutsies, ville det lært gjennomsnittet av den.',
        },
      ],
    },
  ],
  text: [
    'Én endring gjør autoenkoderen til et nytt verktøy. Ødelegg det som går inn, og la fasiten være som før: en *støyfjernende autoenkoder*. Nå kan den ikke lenger kopiere. Den må finne ut hvordan bildet var før det ble ødelagt.',
    'Selve støyen kan ikke læres, for den er ny hver gang. Det som hjelper, er å vite hvordan sifre ser ut, og å svare med det som trolig ligger under. Der flere streker er mulige, gir gjennomsnittet av dem minst feil, veid etter hvor sannsynlige de er. Derfor ser tvil grå ut.',
    'Nettverket i forsøket har 4385 vekter, færre enn det er bokstaver på denne siden. Det er trent på 60 000 sifre med flere slags skader.',
  ],
  trial:
    'Ødelegg et siffer mer og mer. Når kjenner du det ikke igjen lenger? Og når gir nettverket opp?',
  mistakes: [
    {
      title: 'Den samme støyen hver gang',
      text: 'Noen kjente notatbøker trekker støyen til hvert bilde én gang og bruker den om igjen i hver epoke. Et nettverk som er stort nok, pugger da nettopp disse prikkene. Vi har målt det på 500 sifre: Støy som trekkes på nytt i hvert steg, gir en feil på 0,182 på testsifrene (kryssentropi per piksel), støy som trekkes én gang, 0,275.',
    },
  ],
  tasks: [
    {
      title: 'Siffernettverket får en T-skjorte',
      text: [
        'Lenken åpner Tegn med et bilde fra Fashion-MNIST, støy med fast styrke og fast frø, og nettverket som bare kan sifre. Les av avviket etter reparasjonen. Gi så det samme bildet til klesnettverket.',
      ],
      link: 'Tegn, med en T-skjorte',
      question: 'Hvor stort er avviket etter at siffernettverket har reparert, i prosent?',
      choices: [],
      right:
        'Ja. Det er større enn avviket i bildet med støy: Nettverket tegner streker der det var flater av stoff, og gjør mer skade enn nytte. Klesnettverket har like mange vekter og klarer seg langt bedre. Det har sett klær.',
      hint: 'Linjen under bildet har to tall: først avviket i det ødelagte bildet, så i det reparerte.',
    },
  ],
  after: [
    {
      question: 'Bjelken i et 7‑tall er helt dekket til. Hva setter det trente nettverket inn der?',
      answers: [
        {
          text: 'Den egentlige bjelken. Den er jo i bildet, bare gjemt.',
          why: 'Pikslene som er dekket til, når aldri fram til nettverket. Hva som sto der, kan det ikke vite.',
        },
        {
          text: 'Ingenting. Det lar det stå et hull.',
          why: 'Det er trent til å gi hele sifre tilbake, og hull har kostet det dyrt.',
        },
        {
          text: 'Det som oftest sto der i treningen, og grått der det varierte.',
          why: 'Riktig. Det er en god gjetning, og den kan være gal.',
        },
      ],
    },
  ],
};

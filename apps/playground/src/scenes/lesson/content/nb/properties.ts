/** Tre egenskaper: bundet til data, med tap, uten merkelapper. */
import type { PartText } from '../types';

export const properties: PartText = {
  title: 'Tre egenskaper',
  summary: 'Bundet til data, med tap, uten merkelapper: Se dem selv.',
  before: [
    {
      question: 'Siffer-autoenkoderen får et bilde av en T-skjorte. Hva kommer tilbake?',
      answers: [
        {
          text: 'En T-skjorte, litt uskarp.',
          why: 'Slik ville det vært med JPEG, som virker for alle bilder. Dekoderen har aldri tegnet annet enn sifre.',
        },
        {
          text: 'Noe som ligner et siffer.',
          why: 'Riktig. Alle latente tall dekodes til et siffer eller en blanding av sifre; noe annet finnes ikke i den.',
        },
        {
          text: 'Et tomt bilde.',
          why: 'Den kan ikke si nei. Alt som går inn, får latente tall, og alle latente tall gir et bilde.',
        },
      ],
    },
  ],
  text: [
    '*Bundet til dataene.* JPEG komprimerer ethvert fotografi sånn noenlunde. En autoenkoder komprimerer bare det som ligner treningsdataene, men det svært kraftig. Til alt annet er den ubrukelig, og den merker det ikke selv. Du kan merke det på feilen: Over 200 testbilder av hvert slag er avviket til nettstedets VAE 18 % for sifre og 36 % for klær. For et enkelt bilde, som T-skjorten her, kan forskjellen være liten. Slik overvåkes maskiner, og slik oppdages falske betalinger: Tren på det normale, og se etter det som ikke kommer godt tilbake.',
    '*Med tap.* Det som kommer tilbake, er ikke det som ble sendt inn. Forskjellen er ikke tilfeldig: Det som ikke får plass i flaskehalsen, er borte. Med flere tall blir det mindre av den, men den blir aldri null, slik den er med en zip-fil.',
    '*Uten merkelapper.* Fasiten er det som går inn. Ingen trenger å skrive ned hva bildene viser, og det er det som gjør store datamengder brukbare. Det kalles *selvveiledet* eller ikke-veiledet læring. Merkelapper kommer i høyden etterpå, for å farge et kart.',
  ],
  trial: 'Velg hva siffermodellene får. Det tredje bildet er forskjellen: det som gikk tapt.',
  mistakes: [],
  tasks: [],
  after: [
    {
      question: 'Hva er ikke en egenskap ved en autoenkoder?',
      answers: [
        {
          text: 'Den virker bare for data som ligner dem den er trent på.',
          why: 'Det er en av dem: Den er bundet til dataene.',
        },
        {
          text: 'Den mister noe av det som går inn.',
          why: 'Det er en av dem: På grunn av flaskehalsen er den aldri uten tap.',
        },
        {
          text: 'Den trenger en merkelapp for hvert eksempel.',
          why: 'Riktig, dette er ingen av dem. Det som går inn, er selv fasiten.',
        },
      ],
    },
  ],
};

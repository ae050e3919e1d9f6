/** Superoppløsning. */
import type { PartText } from '../types';

export const enlarging: PartText = {
  title: 'Flere piksler',
  summary: 'Superoppløsning: et lite bilde inn, et stort ut.',
  before: [
    {
      question: 'Et siffer ble krympet til 7 ganger 7 piksler. Kan originalen regnes ut fra dem?',
      answers: [
        {
          text: 'Ja, med nok regnetid.',
          why: 'Tid hjelper ikke. Ulike originaler har nøyaktig de samme 49 verdiene.',
        },
        {
          text: 'Nei. Mange originaler krymper til det samme lille bildet.',
          why: 'Riktig. Den som forstørrer, må velge en av dem.',
        },
        {
          text: 'Ja, hvis det lille bildet er skarpt.',
          why: 'Hver av de små pikslene er gjennomsnittet av 16. Ut fra et gjennomsnitt alene kan du ikke finne de 16.',
        },
      ],
    },
  ],
  text: [
    '*Superoppløsning* er det samme knepet med en annen skade: Inn går et krympet bilde, og fasiten er det hele. Gjennomsnitt av 2 ganger 2 piksler etterlater 196 av de 784 verdiene; gjennomsnitt av 4 ganger 4 etterlater 49. Utallige bilder har disse 49 gjennomsnittene. Få av dem er sifre.',
    'Interpolasjon vet ikke det. Den tegner jevne overganger fra en verdi til den neste. Nettverket har lært hvordan streker ser ut, og tegner streker. På testsifrene er den kvadrerte feilen per piksel 0,0110 ved dobbel side (20,3 desibel) og 0,0157 ved firedobbel (18,7 desibel).',
    'Ingenting blir gjenfunnet: Noen som har sett mange sifre, gjetter. En slik gjetning kan se perfekt ut og være gal. Et forstørret bilskilt er ikke noe bevis.',
  ],
  trial:
    'Krymp sifferet til halve og til en firedels side. Sammenlign kantene i de to forstørrelsene.',
  mistakes: [],
  tasks: [
    {
      title: 'Dobbelt og fire ganger så stort',
      text: [
        'Lenken åpner Tegn med et testsiffer som er krympet til 7 ganger 7 piksler. Ved forstørrelsene står avvikene. Noter det for nettverket. Velg så 14 ganger 14, og sammenlign.',
      ],
      link: 'Tegn, forstørr fire ganger',
      question: 'Hvor stort er nettverkets avvik når det forstørrer fire ganger, i prosent?',
      choices: [],
      right:
        'Ja. Fra 14 ganger 14 piksler er avviket mindre, for da er fire ganger så mange verdier kjent. Begge gangene slår nettverket interpolasjonen.',
      hint: 'Let i delen «Liten, og stor igjen», ved kortet til nettverket.',
    },
    {
      title: 'Det samme i farger',
      text: [
        'Lenken åpner Tegn med et fargebilde som er krympet til 16 ganger 16 piksler og forstørret til 64 ganger 64. Flytt skillet over kantene på figuren.',
      ],
      link: 'Tegn, i farger, fire ganger så stort',
      question: 'Hva er den viktigste forskjellen mellom nettverket og interpolasjonen?',
      choices: [
        'Nettverkets kanter er skarpe, interpolasjonens er myke.',
        'Nettverkets farger er riktigere, kantene er like.',
        'Det er ingen forskjell.',
      ],
      right:
        'Ja. I en piksel i det lille bildet er en kant en blanding av begge sider. Nettverket har sett mange figurer og vet at det ligger en linje bak en slik blanding.',
      hint: 'Velg «Interpolert» på venstre side, og dra skillet langsomt over et omriss.',
    },
    {
      title: 'Støy til forstørreren',
      text: [
        'Lenken åpner Tegn med 49 tilfeldige verdier som bilde: slett ikke noe siffer. Nettverket forstørrer dem fire ganger.',
      ],
      link: 'Tegn, med støy',
      question: 'Hva får nettverket ut av det?',
      choices: [
        'Jevne, grå flater.',
        'Den samme støyen, bare større.',
        'Biter av streker, overalt.',
      ],
      right:
        'Ja. Det har aldri fått andre oppgaver enn å finne sifferet bak 49 verdier. Derfor finner det biter av sifre også der det ikke er noen.',
      hint: 'Sammenlign høyre side av skillet med venstre: Hvilke former finner du som ikke var i det lille bildet?',
    },
  ],
  after: [
    {
      question: 'Hvorfor blir nettverkets forstørrelse skarpere enn interpolasjon?',
      answers: [
        {
          text: 'Det har lært av treningsbildene hvordan streker pleier å se ut.',
          why: 'Riktig. Skarpheten kommer fra treningsdataene, ikke fra det lille bildet.',
        },
        {
          text: 'Det leser detaljer i det lille bildet som interpolasjonen overser.',
          why: 'Begge får de samme 49 eller 196 verdiene. Det finnes ikke flere detaljer i dem.',
        },
        {
          text: 'Det regner med flere desimaler.',
          why: 'Desimalene er de samme. Forskjellen er at nettverket kjenner sifre.',
        },
      ],
    },
  ],
};

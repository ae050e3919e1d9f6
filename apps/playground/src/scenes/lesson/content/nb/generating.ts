/** Å lage nye sifre, og hullene i en vanlig autoenkoder. */
import type { PartText } from '../types';

export const generating: PartText = {
  title: 'Nye sifre',
  summary: 'Tilfeldige latente tall, og hullene i en vanlig autoenkoder.',
  before: [
    {
      question:
        'Du legger bort enkoderen og gir tilfeldige tall til dekoderen i en vanlig autoenkoder. Hva tegner den?',
      answers: [
        {
          text: 'Alltid et siffer: Den har ikke lært noe annet.',
          why: 'Den har lært sifre for de latente tallene som forekom i treningen. Om alle andre tall har ingen spurt den.',
        },
        {
          text: 'Et siffer hvis tallene ligger nær dem til ekte sifre; ellers ofte en form som ingen har skrevet.',
          why: 'Riktig. Mellom sifrenes latente tall ligger det steder som aldri ble trent.',
        },
        {
          text: 'Et av treningsbildene.',
          why: 'Treningsbildene blir ikke tatt vare på. Dekoderen regner ut et bilde fra hvilke tall som helst.',
        },
      ],
    },
  ],
  text: [
    'Dekoderen alene er en maskin som lager bilder: Putt tall inn, og et bilde kommer ut. Om det blir et siffer, kommer an på tallene.',
    'En vanlig autoenkoder blir bedømt etter én ting, feilen i rekonstruksjonene. Den kan altså legge sifrene hvor den vil, og gjerne langt fra hverandre, for det som ligger langt fra hverandre, blir ikke forvekslet. Den legger dem i armer med tomme områder imellom. Der, i *hullene* i det latente rommet, er dekoderen aldri blitt rettet på. Den tegner noe, men ingen har sagt at det skal være et siffer.',
    'Selv målestokken er vilkårlig. Autoenkoderen på dette nettstedet bruker tall fra −66 til 17; en annen trening ville brukt andre. Den som trekker tilfeldige tall, vet ikke hvor det er noe å finne.',
  ],
  trial:
    'Trekk ti tilfeldige latente tallpar fra hver modell. Hvor mange av bildene godtar du som sifre?',
  mistakes: [],
  tasks: [
    {
      title: 'Tren en vanlig autoenkoder med to tall',
      text: [
        'Lenken åpner Tren: en autoenkoder med to latente tall og frø 7. Trykk tre ganger på «Én epoke». Se på kartet over de usette sifrene, og på bildene som dekoderen tegner over hele flaten.',
      ],
      link: 'Tren, vanlig autoenkoder, frø 7',
      question:
        'Hvor stort er tapet for usette sifre etter tre epoker, i nats? Det står ved siden av steget.',
      choices: [],
      right:
        'Ja. Det samme frøet gir alle det samme nettverket. Sifrene ligger i armer som går ut fra ett sted; der det ikke er noen sifre, tegner dekoderen flekker.',
      hint: 'Linjen viser epoken, steget og «usette». Trykk på «Begynn på nytt» hvis du har trent mer enn tre epoker.',
    },
  ],
  after: [
    {
      question: 'Hvorfor har det latente rommet til en vanlig autoenkoder hull?',
      answers: [
        {
          text: 'Nettverket har for få vekter.',
          why: 'Flere vekter gir bedre rekonstruksjoner, men ingenting i tapet krever at rommet fylles.',
        },
        {
          text: 'Noen sifre mangler i treningsdataene.',
          why: 'Også med alle sifre blir det hull: Enkoderen kan legge så stor avstand mellom dem som den vil.',
        },
        {
          text: 'Bare rekonstruksjonene teller i tapet; ingen del av det krever orden.',
          why: 'Riktig. Det tapet ikke krever, gir ikke treningen.',
        },
      ],
    },
  ],
};

/** Enkoder og dekoder. */
import type { PartText } from '../types';

export const halves: PartText = {
  title: 'Enkoder og dekoder',
  summary: 'To nettverk med en trang passasje imellom.',
  before: [
    {
      question: 'En autoenkoder trenes på et bilde. Hva skal komme ut av den?',
      answers: [
        {
          text: 'Navnet på det bildet viser.',
          why: 'Da hadde det vært en klassifikator. En autoenkoder gir et bilde tilbake.',
        },
        {
          text: 'Et annet bilde av samme slag.',
          why: 'Da måtte den fått vite hvilket. En autoenkoder trenger ingen slike par.',
        },
        {
          text: 'Det samme bildet.',
          why: 'Riktig. Det som går inn, er også fasiten. Vanskelig blir det først av den trange passasjen i midten.',
        },
      ],
    },
  ],
  text: [
    'En autoenkoder er to nettverk etter hverandre. *Enkoderen* tar imot de 784 pikslene x og regner ut de latente tallene z, her to stykker. *Dekoderen* tar imot z, bare z, og regner ut 784 piksler på nytt: *rekonstruksjonen* x̂. Den får aldri se x. Det z ikke forteller, er tapt.',
    'Begge halvdelene begynner med tilfeldige vekter og tegner grå grøt. Under treningen får de se en bunke sifre, feilen i hver rekonstruksjon måles, og alle vektene endres bitte litt, slik at feilen blir mindre. Så kommer neste bunke. En vanlig feil er den kvadrerte forskjellen:',
    { formula: 'squaredError' },
    'Den summeres over pikslene i et bilde og midles over bildene i bunken. Ingen bestemmer hva de to tallene skal bety. De kommer til å bety det dekoderen har mest nytte av.',
    'Den trange passasjen kalles *flaskehalsen*. Med plass til alle 784 tallene kunne nettverket bare sendt hver piksel videre. Da hadde det ikke gjort noen feil, og heller ikke lært noe.',
  ],
  trial:
    'Velg et siffer, så stiller enkoderen inn begge glidebryterne. Flytt dem deretter selv. Fra da av er det bare dekoderen som arbeider.',
  mistakes: [],
  tasks: [
    {
      title: 'Støy i de latente tallene',
      text: [
        'Lenken åpner Utforsk ved de latente tallene til et testsiffer, en 0: x −1,1, y 1,9. Noter hvilket siffer du ser. Legg så støy til de latente tallene for hånd: Gå til x −1,3, y 1,7, en liten forstyrrelse, og deretter til x 0,5, y −1,2, en stor.',
      ],
      link: 'Utforsk, ved 0‑tallet',
      question: 'Hva tegner dekoderen?',
      choices: [
        'En 0 alle tre stedene.',
        'En 0 etter den lille forstyrrelsen, et annet siffer etter den store.',
        'Bare støy, så snart tallene forstyrres.',
      ],
      right:
        'Ja. Latente tall som ligger nær hverandre, gir bilder som ligner, så litt støy gjør ingen skade. Mye støy fører inn i området til et annet siffer: Bildet er like rent, men det viser noe annet. Støy i de latente tallene ser altså helt annerledes ut enn støy i pikslene.',
      hint: 'Bruk piltastene eller de to glidebryterne for x og y, og se på det tegnede sifferet hvert av de tre stedene.',
    },
  ],
  after: [
    {
      question: 'Hvem gjør hva?',
      answers: [
        {
          text: 'Enkoderen komprimerer bildet til latente tall; dekoderen regner ut et bilde fra dem alene.',
          why: 'Riktig. Dekoderen har ingen annen hjelp enn de latente tallene.',
        },
        {
          text: 'Enkoderen lager et mindre bilde; dekoderen gjør det lille bildet skarpt.',
          why: 'De latente tallene er ikke et lite bilde. De kan bety helning, bredde eller hvor rundt noe er, og hører ikke til noe bestemt sted i bildet.',
        },
        {
          text: 'Enkoderen slår opp det bildet som ligner mest; dekoderen viser det fram.',
          why: 'Ingenting slås opp. Dekoderen regner ut hvert bilde fra vektene sine, også bilder som aldri fantes i dataene.',
        },
      ],
    },
  ],
};

/** Den betingede variasjonsautoenkoderen. */
import type { PartText } from '../types';

export const conditional: PartText = {
  title: 'En VAE som får vite klassen',
  summary: 'Hva som ikke må huskes, og hva det da blir plass til.',
  before: [
    {
      question:
        'Enkoderen og dekoderen får begge vite klassen til sifferet, i tillegg til bildet og de latente tallene. Hva blir de latente tallene brukt til?',
      answers: [
        {
          text: 'Til klassen, for sikkerhets skyld.',
          why: 'Hver nat i de latente tallene koster divergens. Det dekoderen vet fra før, er ikke verdt å betale for.',
        },
        {
          text: 'Til ingenting: Klassen sier alt.',
          why: 'To menneskers 3‑tall kan være svært ulike. Det sier klassen ingenting om.',
        },
        {
          text: 'Til hvordan sifferet er skrevet.',
          why: 'Riktig: helning, bredde, tykkelse. Alt det klassen ikke sier.',
        },
      ],
    },
  ],
  text: [
    'En *betinget VAE* får en betingelse, her klassen til sifferet, i begge ender: enkoderen sammen med bildet, dekoderen sammen med de latente tallene. I formlene er alt nå gitt c: q(z | x, c) og p(x | z, c).',
    'Klassen trenger ikke lenger å huskes, og de to tallene blir ledige til alt annet. Spredningsdiagrammet ser mislykket ut: Alle klassene ligger oppå hverandre. Slik skal det være. De samme latente tallene med en annen klasse er et annet siffer med samme håndskrift.',
    'En slik modell kan man bestille noe av: et 5‑tall, takk, og gjerne et skrått. Da et eget nettverk leste tilfeldige sifre fra denne modellen, fant det den bestilte klassen i 97,6 % av dem. Og når klassen er gitt, blir rekonstruksjonen bedre med de samme to tallene: Den gjennomsnittlige kvadrerte feilen på testsifrene er 0,0344, mot 0,0400 for den vanlige VAE-en. Men klassen er ikke gratis. Noen må vite den.',
  ],
  trial: 'Flytt punktet: Det er håndskriften. Alle ti klassene dekodes fra det.',
  mistakes: [],
  tasks: [
    {
      title: 'Feil klasse med vilje',
      text: [
        'Lenken åpner Sammenlign med et testsiffer, et 3‑tall. Men den betingede VAE-en får beskjed om klasse 5.',
      ],
      link: 'Sammenlign, et 3‑tall utgitt for et 5‑tall',
      question: 'Hva tegner den betingede VAE-en?',
      choices: ['Et 3‑tall: Bildet teller.', 'Et 5‑tall: Klassen teller.', 'Halvparten av hvert.'],
      right:
        'Ja. De latente tallene inneholder ikke klassen, så bare betingelsen kan avgjøre. Helning og bredde kommer fra 3‑tallet.',
      hint: 'Se på den siste av de fem rekonstruksjonene.',
    },
  ],
  after: [
    {
      question: 'På kartet til en betinget VAE overlapper alle klassene. Er det en feil?',
      answers: [
        {
          text: 'Ja: Den har ikke lært å skille klassene.',
          why: 'Det trenger den ikke. Klassen er gitt.',
        },
        {
          text: 'Nei: Klassen er gitt, så de latente tallene gjentar den ikke.',
          why: 'Riktig. Overlappet viser at tallene er ledige til håndskriften.',
        },
        {
          text: 'Ja: β må være for liten.',
          why: 'Med mindre β kunne de latente tallene fortalt mer, men de ville fortsatt ikke trengt å fortelle klassen.',
        },
      ],
    },
  ],
};

/** Dimensjonsreduksjon, sammenlignet med hovedkomponenter. */
import type { PartText } from '../types';

export const reduction: PartText = {
  title: 'Færre dimensjoner',
  summary: 'Hva det er verdt å bøye seg, målt mot hovedkomponenter.',
  before: [
    {
      question:
        'Hovedkomponentanalyse beskriver et siffer ved hvor langt det ligger langs to faste, rette retninger. Hva kan et nevralt nettverk med to tall gjøre som den ikke kan?',
      answers: [
        {
          text: 'Følge kurver i dataene.',
          why: 'Riktig. Lag med ikke-lineære funksjoner imellom kan bøye seg.',
        },
        {
          text: 'Pugge alle sifrene.',
          why: 'To tall skal holde for 60 000 sifre, og for sifre som aldri var med i treningen.',
        },
        {
          text: 'Bruke flere enn to tall i smug.',
          why: 'Dekoderen får nøyaktig to. Det er derfor sammenligningen er rettferdig.',
        },
      ],
    },
  ],
  text: [
    'Færre dimensjoner er et gammelt ønske: for å kunne se det som har for mange til å sees, og for å søke og sammenligne raskere. Det klassiske verktøyet er *hovedkomponentanalyse*, PCA. Den finner retningene som dataene varierer mest i. Hvert siffer blir et gjennomsnittssiffer, pluss så og så mye av et første mønster, pluss så og så mye av et andre. Av alle lineære avbildninger til to tall og tilbake har ingen mindre kvadrert feil. Det kan bevises.',
    'Men sifre ligger ikke langs rette linjer. Flytt en strek tre piksler, litt om gangen, og bildet følger en kurve i rommet av alle bilder: Halvveis ligger en strek som er flyttet, ikke to halve streker. Slike kurver kan en autoenkoder følge. Uten de ikke-lineære funksjonene, og med kvadrert feil, kunne den i beste fall funnet det samme planet som PCA. Alt den vinner, vinner den på å bøye seg.',
    'Konvolusjoner har noe mer som PCA mangler. De vet hvilke piksler som er naboer, og bygger store former av små. Bytt om på pikslene, likt i alle bilder, og PCA gir samme resultat som før. Den har aldri visst hva som ligger ved siden av hva.',
    'På de 10 000 testsifrene er den kvadrerte feilen per piksel 0,0557 med to hovedkomponenter og 0,0374 med de to tallene til denne autoenkoderen.',
  ],
  trial:
    'Det samme sifferet tre ganger: originalen, fra de to tallene til PCA, og fra dem til autoenkoderen.',
  mistakes: [],
  tasks: [
    {
      title: 'Et siffer som ikke får plass på to linjer',
      text: [
        'Lenken åpner Sammenlign med et testsiffer som alle modellene enkoder. Under hver modell står avviket i rekonstruksjonen.',
      ],
      link: 'Sammenlign, med et testsiffer',
      question: 'Hvor stort er avviket for hovedkomponentene, i prosent?',
      choices: [],
      right:
        'Ja. Autoenkoderens avvik er mindre for dette sifferet. Men se på noen andre: For et enkelt siffer kan PCA være best. Bare gjennomsnittet over mange sifre avgjør saken.',
      hint: 'Les av prosenten under «Hovedkomponenter», ikke gjennomsnittet på linjen nedenfor.',
    },
  ],
  after: [
    {
      question:
        'Med to tall er autoenkoderens feil 0,0374, og feilen til PCA 0,0557. Hva kan du slutte av det?',
      answers: [
        {
          text: 'PCA ble ikke trent lenge nok.',
          why: 'PCA trenes ikke steg for steg. Løsningen er eksakt: Ingen lineær avbildning er bedre.',
        },
        {
          text: 'En autoenkoder er alltid bedre enn PCA.',
          why: 'Ikke alltid. Med lite data, eller data som ligger på et flatt plan, er PCA like god, raskere, og har ingenting som må stilles inn.',
        },
        {
          text: 'Et bøyd kart passer bedre til disse sifrene enn det beste rette.',
          why: 'Riktig: til akkurat disse sifrene, med to tall, og målt med denne feilen.',
        },
      ],
    },
  ],
};

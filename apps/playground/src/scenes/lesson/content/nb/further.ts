/** Familien av autoenkodere. */
import type { PartText } from '../types';

export const further: PartText = {
  title: 'Familien',
  summary: 'Enkel, sparsom, dyp, med konvolusjoner, støyfjernende, rekurrent, variasjonell.',
  before: [
    {
      question: 'Hva gjør et nettverk til en autoenkoder?',
      answers: [
        {
          text: 'Den bygger opp igjen det som går inn, gjennom noe som hindrer den i bare å kopiere.',
          why: 'Riktig. Få latente tall, støy i det som går inn, en pris på hvert tall som er i bruk: Det finnes mange slike hindringer.',
        },
        {
          text: 'Den har konvolusjoner.',
          why: 'Mange har det, til bilder. Tette og rekurrente nettverk kan også være autoenkodere.',
        },
        {
          text: 'Den har nøyaktig to latente tall.',
          why: 'To kan tegnes; derfor bruker denne leksjonen to. Modeller til praktisk bruk har fra noen titalls til tusenvis.',
        },
      ],
    },
  ],
  text: [
    'Alle i familien bygger opp igjen det som går inn. De skiller seg fra hverandre i hva som hindrer dem i å kopiere, og i hva lagene er laget av:',
  ],
  trial: '',
  mistakes: [
    {
      title: 'Kritikeren som aldri lærte noe',
      text: 'En *adversariell autoenkoder* har ingen divergens. I stedet lærer et annet nettverk, diskriminatoren, å skille latente tall fra tilfeldige trekninger fra standardnormalfordelingen, og enkoderen lærer å lure det. I en kjent notatbok er det feil optimerer som tar diskriminatorens steg, så den lærer aldri noe, og ingenting holder orden på de latente tallene. At tapet ser fint ut, beviser ikke at alle deler blir trent. Vi sammenlignet de latente tallene med tilfeldige trekninger: Den ødelagte utgaven kan skilles fra dem (p = 0,001); den rettede kunne i vår trening ikke skilles på 1 %-nivå (p = 0,016).',
    },
  ],
  tasks: [],
  after: [
    {
      question:
        'Du vil lage nye sifre, og vite hvor de latente tallene skal trekkes fra. Hvilken velger du?',
      answers: [
        {
          text: 'En sparsom autoenkoder.',
          why: 'Den holder de fleste latente tallene på 0. Det gjør dem lettere å tolke, men sier ikke hvor du skal trekke tilfeldige.',
        },
        {
          text: 'En variasjonsautoenkoder.',
          why: 'Riktig. Divergensen fører de latente tallene nær standardnormalfordelingen, og fra den kan du trekke.',
        },
        {
          text: 'En støyfjernende autoenkoder.',
          why: 'Den lærer å rense bilder. Det latente rommet kan være like fullt av hull som i en vanlig.',
        },
      ],
    },
  ],
};

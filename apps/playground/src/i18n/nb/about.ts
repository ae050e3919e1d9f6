/** The Norwegian (bokmål) texts of the About page. */
import type { Texts } from '../en/dictionary';
import type { about as english } from '../en/about';

export const about: Texts<typeof english> = {
  aboutPage: {
    heading: 'Om Speil',
    lead: 'Speil er et verksted for autoenkodere: disse sidene, et treningsprogram for terminalen og pakker å bygge videre på. En autoenkoder lærer å være nettopp det: et speil.',
    whatTitle: 'Autoenkodere og det latente rommet',
    what: 'En autoenkoder er et nevralt nettverk i to halvdeler. Enkoderen presser et bilde, eller to takter musikk, sammen til noen få tall; dekoderen bygger det opp igjen fra dem. De tallene er det latente rommet. Utforsk og Sammenlign viser det som et kart; i Rytmer og Melodier kan du høre hva som finnes i det; Tegn viser hvordan et nettverk gjenoppretter et ødelagt siffer, eller ditt eget fargebilde.',
    teachersTitle: 'For lærere',
    teachers:
      'Ingen kontoer, ingen sporing, ingenting å installere. Når nettstedet har vært åpnet én gang, virker alle sidene uten internett. Adressen rommer alt du ser: Send den til klassen. Leksjonen går gjennom det hele i tolv deler, med spørsmål, oppgaver, et ark til utskrift og sider til deg som lærer. Alle sidene finnes på engelsk og norsk.',
    ownTitle: 'Tren din egen',
    own: 'Alle modellene her er trent med Speil selv, på to kjerner, på minutter til timer. Med Node 20.19 eller nyere, i en kopi av kildekoden, etter npm ci og npm run build:',
    sourceTitle: 'Kildekode og veiledninger',
    source: 'Kildekode',
    terminal: 'Veiledning: tren modeller og følg med i terminalen (engelsk)',
    music: 'Veiledning: musikk (engelsk)',
    packages: 'Veiledning: bygg på pakkene (engelsk)',
    lesson: 'Leksjon: hva autoenkodere lærer, steg for steg (engelsk)',
    papersTitle: 'Artikler som Speil bygger på',
    authorsTitle: 'Forfattere og lisenser',
    authors:
      'Skrevet av forfatterne bak Speil; koden er fri under Apache License 2.0. Sifre: MNIST av LeCun, Cortes og Burges, CC BY-SA 3.0. Trommer: Groove MIDI av Gillick, Roberts, Engel, Eck og Bamman (Google LLC), CC BY 4.0. Melodier: OpenScore Lieder, CC0. Skrift: Schibsted Grotesk, SIL Open Font License.',
  },
};

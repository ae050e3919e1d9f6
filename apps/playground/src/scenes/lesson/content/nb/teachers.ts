/** Sidene til læreren på norsk (bokmål). */
import type { TeacherText } from '../types';

export const teachers: TeacherText = {
  heading: 'Leksjonen: til læreren',
  lead: 'For elever fra omtrent 16 år og for studenter i første studieår. Ingen trenger å kunne programmere. Den som vet hva en normalfordeling er, får mer ut av del 7.',
  aimTitle: 'Mål',
  aims: [
    'Forklare med én setning hver hva enkoderen, de latente tallene og dekoderen gjør, og hvorfor det må være en flaskehals.',
    'Begrunne at en autoenkoder ikke trenger merkelapper, bare virker for sin egen slags data, og alltid mister noe.',
    'Beskrive hvordan det samme nettverket lærer å fjerne støy eller forstørre når bare det som går inn, endres.',
    'Nevne begge leddene i tapet til en VAE, si hva hvert av dem krever, og hva som skjer uten.',
    'Vurdere et generert bilde som en gjetning som kan være gal.',
  ],
  beforeTitle: 'Før timen',
  before: [
    'Åpne leksjonen én gang på hver maskin og vent et minutt. Etterpå virker den uten internett. Ingenting installeres, og det finnes ingen kontoer.',
    'Det elevene svarer, blir i nettleseren deres. «Glem svarene mine», nederst i leksjonen, gjør klart til neste klasse.',
    'Adressen rommer delen og tilstanden til alle forsøkene. Still inn et forsøk, trykk på «Kopier lenken», og send den til klassen.',
    'Oppgavene har faste frø, så alle ser de samme tallene. Tall fra trening godtas innenfor 2 nats, prosenter innenfor 1.',
    'Skriv ut arket hvis du vil ha svar på papir. Selve leksjonen kan også skrives ut.',
  ],
  plansTitle: 'Opplegg',
  plans: [
    {
      title: '15 minutter: én idé',
      steps: [
        {
          minutes: '3',
          text: 'Del 1: Alle svarer på det første spørsmålet; velg deretter sifre og sammenlign.',
        },
        {
          minutes: '4',
          text: 'Del 2: Flytt begge glidebryterne. Hvem finner et 4‑tall som nesten er et 9‑tall?',
        },
        {
          minutes: '5',
          text: 'Del 10: Gi modellen en T-skjorte. Hvorfor kommer det et siffer tilbake?',
        },
        {
          minutes: '3',
          text: 'Det siste spørsmålet i del 10, og én setning på arket: Hva er en autoenkoder?',
        },
      ],
    },
    {
      title: '45 minutter: fram til VAE',
      steps: [
        { minutes: '5', text: 'Del 1 og 2 med gjetningene, sammen ved projektoren.' },
        {
          minutes: '8',
          text: 'I par: del 4 (støy) eller del 5 (piksler). Hvert par viser et bilde til et par som har valgt den andre.',
        },
        {
          minutes: '7',
          text: 'Del 6: Tell godkjente sifre fra begge modellene, og skriv tallene på tavla.',
        },
        {
          minutes: '10',
          text: 'Del 7: først det øverste forsøket, så β. Spør etter de to kravene før du nevner dem.',
        },
        {
          minutes: '10',
          text: 'Én valgfri oppgave: Tren en vanlig autoenkoder (del 6), eller gå en tur over kartet (del 8).',
        },
        { minutes: '5', text: 'Resten av spørsmålene; snakk så om ett fra listen under.' },
      ],
    },
  ],
  talkTitle: 'Spørsmål å snakke om',
  talkLead: 'Ett til hver del. Under står det hva et godt svar inneholder.',
  talk: {
    why: {
      ask: 'Hva annet beskrives med mange tall, men trenger få?',
      expect:
        'For eksempel ansikter, talte ord, været i et område: Tallene henger sammen. Ikke: passord eller terningkast.',
    },
    halves: {
      ask: 'Hvorfor ville en autoenkoder med 784 latente tall vært ubrukelig?',
      expect:
        'Den kunne sendt hver piksel uendret videre. Feilen ville vært null, og ingenting ville vært lært om sifre.',
    },
    reduction: {
      ask: 'Når ville du likevel brukt PCA?',
      expect:
        'Med lite data, når det må gå fort eller kunne forklares, eller når dataene ligger nær et flatt plan. Løsningen er entydig og trenger ingen trening.',
    },
    denoising: {
      ask: 'Et røntgenbilde renses av et slikt nettverk. Hva kan gå galt?',
      expect:
        'Det tegner det vanlige. Noe sjeldent, som en liten svulst, kan bli fjernet som støy; eller noe vanlig kan bli lagt til.',
    },
    enlarging: {
      ask: 'Kan et forstørret bilde brukes som bevis?',
      expect:
        'Nei. Detaljene kommer fra treningsdataene, ikke fra stedet. Det lille bildet er beviset.',
    },
    generating: {
      ask: 'Hvordan kan du finne hullene uten å se kartet?',
      expect:
        'Trekk latente tall, dekod dem og enkod bildene igjen: Ved hull kommer de ikke tilbake til de samme tallene. Eller mål avstanden til nærmeste enkodede siffer.',
    },
    variational: {
      ask: 'Hva blir det av modellen med β = 0, og med en svært stor β?',
      expect:
        'β = 0: Områdene krymper, og hullene kommer tilbake; den er nesten en vanlig autoenkoder. Svært stor: De latente tallene forteller ingenting, og alle sifre blir den samme flekken.',
    },
    plane: {
      ask: 'To sifre ligger side om side på kartet. Er de av samme klasse?',
      expect:
        'Ofte, men ikke alltid. For denne modellen ligner de, målt med to tall. Klasser som 4 og 9 deler områder.',
    },
    conditional: {
      ask: 'Hva måtte man vite om musikk for å lage en modell som skriver stykker i en ønsket stil?',
      expect:
        'Stilen til hvert stykke i treningen, altså merkelapper. De latente tallene rommer da det stilen ikke sier.',
    },
    properties: {
      ask: 'Hvordan kan en maskin overvåkes med en autoenkoder som kan de normale lydene dens?',
      expect:
        'En stor feil betyr: Dette låter ikke som treningsdataene. Den sier ikke hva som er ødelagt, og en liten feil er ingen garanti.',
    },
    music: {
      ask: 'Hvem har laget en rytme midt mellom to andre?',
      expect:
        'Åpent. Ta med: de som spilte treningsdataene, de som trente modellen, den som valgte endene og punktet.',
    },
    further: {
      ask: 'Hvordan kan du oppdage at en del av en modell ikke blir trent i det hele tatt?',
      expect:
        'Sammenlign med en modell uten denne delen; se om vektene endrer seg; prøv dens egen oppgave. Et tap som synker, er ikke noe bevis.',
    },
  },
  answersTitle: 'Alle spørsmål med svar',
  answersLead: 'I leksjonens rekkefølge. Siden forklarer alle svar, også de gale.',
  figuresTitle: 'Hvor tallene kommer fra',
  figures: [
    'Modellene på nettstedet, målt på de 10 000 testsifrene i MNIST: kortene til modellpakkene og docs/benchmarks.md.',
    'De to lesningene av log σ, støyen som brukes om igjen, og den adversarielle autoenkoderen: trent her, docs/lesson. Tallet 35,7 står i en offentlig notatbok.',
    'Tapene i tabellen i del 12 er fra en publisert artikkel om autoenkodere i Keras.',
    'Prosenter ved bilder: roten av den midlere kvadrerte forskjellen mellom pikslene, der 100 % er forskjellen på svart og hvitt.',
  ],
};

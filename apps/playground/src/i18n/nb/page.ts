/** The Norwegian (bokmål) texts that every page has. */
import type { Texts } from '../en/dictionary';
import type { page as english } from '../en/page';

export const page: Texts<typeof english> = {
  about: {
    explore: {
      title: 'Speil: to tall, alle sifre',
      description:
        'Utforsk det latente rommet til en autoenkoder: de to tallene som et lite nevralt nettverk husker hvert håndskrevne siffer med. Rett i nettleseren, også uten internett.',
    },
    draw: {
      title: 'Speil: et speil som reparerer',
      description:
        'Tegn et siffer, ødelegg det, og se et lite nevralt nettverk sette det i stand igjen. Rett i nettleseren, også uten internett.',
    },
    compare: {
      title: 'Speil: to tall på fem måter',
      description:
        'Hovedkomponenter, en autoenkoder og tre variasjonelle under én markør: Se hva hver av dem husker av et siffer. Rett i nettleseren, også uten internett.',
    },
    beats: {
      title: 'Speil: mellom fire rytmer',
      description:
        'Fire rytmer, og alt et lite nevralt nettverk finner mellom dem. Dra og lytt, rediger, åpne MIDI, lagre. Rett i nettleseren, også uten internett.',
    },
    melodies: {
      title: 'Speil: mellom fire melodier',
      description:
        'Fire melodier, og alt et lite nevralt nettverk finner mellom dem. Dra og lytt, rediger, åpne MIDI, lagre. Rett i nettleseren, også uten internett.',
    },
    train: {
      title: 'Speil: tren din egen autoenkoder',
      description:
        'Tren en liten variasjonell autoenkoder på håndskrevne sifre, se det latente kartet folde seg ut, styr den og ødelegg den. Rett i nettleseren, også uten internett.',
    },
    lesson: {
      title: 'Speil: en leksjon om autoenkodere',
      description:
        'Hva autoenkodere lærer, i tolv korte deler med forsøk, spørsmål og oppgaver: komprimering, støyfjerning, variasjonsautoenkodere, musikk. Rett i nettleseren, også uten internett.',
    },
    sheet: {
      title: 'Speil: arket til leksjonen',
      description: 'Spørsmålene og oppgavene i leksjonen om autoenkodere, med plass til å skrive.',
    },
    teachers: {
      title: 'Speil: leksjonen, til læreren',
      description:
        'Mål, opplegg for 15 og 45 minutter, spørsmål å snakke om og forventede svar til leksjonen om autoenkodere.',
    },
    about: {
      title: 'Om Speil: et verksted for autoenkodere',
      description:
        'Hva autoenkodere og det latente rommet deres er, hvem som har laget Speil, kildekode, veiledninger og lisenser, og hvordan du trener din egen.',
    },
  },
  page: {
    home: 'Speil, til Utforsk',
    language: 'Språk',
    theme: 'Bytt mellom lyst og mørkt',
    scenes: 'Scener',
    explore: 'Utforsk',
    draw: 'Tegn',
    compare: 'Sammenlign',
    beats: 'Rytmer',
    melodies: 'Melodier',
    train: 'Tren',
    lesson: 'Leksjon',
    skipToContents: 'Hopp til innholdet',
    skipToTraining: 'Hopp til treningen',
    skipToPlane: 'Hopp til kartet',
    skipToRestored: 'Hopp til det reparerte sifferet',
    skipToPlanes: 'Hopp til kartene',
    skipToPad: 'Hopp til flaten',
    skipToText: 'Hopp til teksten',
  },
  ownModel: {
    heading: 'Din egen modell',
    loading: 'Laster modellen som du trente …',
    missing:
      'Denne lenken åpner en modell som er trent på denne enheten, og her finnes det ingen. Tren en, og velg «Utforsk den».',
    train: 'Tren en modell',
  },
  clothing: {
    c0: 'T‑skjorte',
    c1: 'Bukse',
    c2: 'Genser',
    c3: 'Kjole',
    c4: 'Jakke',
    c5: 'Sandal',
    c6: 'Skjorte',
    c7: 'Joggesko',
    c8: 'Veske',
    c9: 'Støvlett',
  },
  classDescription: {
    near: 'Nærmest: {digit}‑tall',
    between: 'Nærmest: {first}‑tall og {second}‑tall',
    far: 'Langt fra alle sifre; nærmest: {digit}‑tall',
  },
  steps: {
    label: 'Steg',
    undo: 'Angre',
    redo: 'Gjør om',
    startOver: 'Begynn på nytt',
  },
  pad: {
    label: 'Tegneflate',
    help: 'Tegn med mus, penn eller finger. Ellers kan du velge et testsiffer nedenfor.',
    empty: 'Tegn her',
    clear: 'Visk ut',
    examples: 'Eller velg ett fra testsettet',
    example: 'Testsiffer i klasse {digit}; trykk igjen for et annet',
  },
  share: {
    link: 'Kopier lenke',
    linkCopied: 'Lenken er kopiert',
    linkFailed: 'Kopier adressen fra adressefeltet',
  },
  foot: {
    beats:
      'Trommer og eksempler: laget av datasettet Groove MIDI av Gillick, Roberts, Engel, Eck og Bamman (Google LLC), CC BY 4.0.',
    melodies: 'Melodier og eksempler: laget av korpuset OpenScore Lieder, CC0.',
    private:
      'Ingenting forlater denne fanen. Nettverket kjører i nettleseren din, og det du tegner, blir der.',
    privateMusic:
      'Nettverket kjører i nettleseren din, og det du lager, blir der. Ingenting hentes fra andre steder enn en modell du selv gir adressen til.',
    links: 'Om',
    about: 'Om Speil',
    source: 'Kildekode',
    guides: 'Veiledninger',
    offline: 'Når siden er lastet inn, virker den uten internett.',
    data: 'Sifre: MNIST av LeCun, Cortes og Burges, CC BY-SA 3.0.',
    name: 'Et speil viser deg det du holder fram.',
  },
  errors: {
    model:
      'Nettverket kunne ikke lastes inn. {advice} I mellomtiden viser kartet bildet som er lagret med siden.',
    advice: {
      connection: 'Kontroller at du er på nett, og prøv igjen.',
      engine:
        'Nettleseren fikk ikke startet motoren det kjører på. En annen eller en nyere nettleser kan klare det.',
      worker:
        'Nettleseren mangler web workers, som det kjører i. Bruk en annen eller en nyere nettleser.',
      other: 'Prøv igjen, eller last siden på nytt.',
    },
    details: 'Tekniske detaljer',
    script:
      'Nettverket på denne siden kjører i nettleseren din og trenger JavaScript. Slå på JavaScript og last siden på nytt. Uten det kan du se kartet og lese om det.',
    retry: 'Prøv igjen',
    picture: 'Bildet kunne ikke lagres i denne nettleseren.',
  },
};

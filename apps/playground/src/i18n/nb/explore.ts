/** The Norwegian (bokmål) texts of the Explore page. */
import type { Texts } from '../en/dictionary';
import type { explore as english } from '../en/explore';

export const explore: Texts<typeof english> = {
  intro: {
    heading: 'To tall, alle sifre',
    lead: 'Pek eller dra: Nettverket tegner sifferet i hvert punkt. Dette er det latente rommet til en variasjonell autoenkoder.',
  },
  plane: {
    label: 'Sifferkartet',
    role: 'kart',
    help: 'Pek for å se, trykk eller dra for å bli, eller bruk piltastene: Shift gir større steg, Home går til midten.',
    x: 'x',
    y: 'y',
    position: 'Posisjon',
    layers: 'Vises på kartet',
    grid: 'Dekodede sifre',
    items: '2000 testsifre',
    classes: 'Klasser',
    classToggle: 'Testsifre i klasse {digit}',
    tour: 'Vandre av seg selv',
    save: 'Lagre kartet',
  },
  decoded: {
    label: 'Sifferet som nettverket tegner for dette punktet',
    waiting: 'Laster nettverket …',
    announce: '{description}. x {x}, y {y}.',
    nearest: 'Nærmeste testsiffer',
    save: 'Lagre sifferet',
  },
  draw: {
    heading: 'Vis speilet et siffer',
    lead: 'Tegn ett. Enkoderen gjør det om til to tall, og dekoderen tegner det på nytt ut fra dem.',
    reconstruction: 'Det som kommer tilbake',
    reconstructionEmpty: 'Tegn et siffer for å se hva som kommer tilbake',
    close: 'Der det lander, sett på nært hold',
    closeEmpty: 'Et eksempel fra testsettet. Tegn et siffer, så lander ditt her.',
    lands: 'Lander på x {x}, y {y}, pluss/minus {sx} og {sy}.',
    show: 'Gå dit',
  },
  travel: {
    heading: 'Fra ett punkt til et annet',
    lead: 'Hvert steg langs en rett linje er også et siffer, selv der ingen har skrevet et. Dra i A eller B.',
    setA: 'Sett A til markøren',
    setB: 'Sett B til markøren',
    ownA: 'Sett A til ditt siffer',
    ownB: 'Sett B til ditt siffer',
    map: 'Kartet med A, B og markøren; dra i A eller B',
    now: 'Sifferet ved markøren',
    play: 'Spill av',
    pause: 'Pause',
    position: 'Mellom A og B',
    positionText: '{percent} av veien fra A til B',
    speed: 'Fart',
    times: '{speed}×',
    strip: 'Sifre på veien fra A til B',
  },
  exploreOwn: {
    every: {
      intro: {
        heading: 'Ditt eget latente rom',
        lead: 'Pek eller dra: Modellen som du trente, tegner bildet i hvert punkt.',
      },
      plane: {
        label: 'Kartet til modellen din',
        grid: 'Dekodede bilder',
        items: 'Bilder den ikke har lært av',
        classToggle: 'Bilder i klasse {digit} som den ikke har lært av',
      },
      decoded: {
        label: 'Bildet som modellen din tegner for dette punktet',
        waiting: 'Laster modellen din …',
        nearest: 'Nærmeste bilde den ikke har lært av',
        save: 'Lagre bildet',
      },
      draw: {
        heading: 'Vis den et bilde',
        lead: 'Tegn ett. Enkoderen gjør det om til et latent, og dekoderen tegner det på nytt ut fra det.',
        reconstructionEmpty: 'Tegn et bilde for å se hva som kommer tilbake',
        closeEmpty: 'Et bilde den ikke har lært av, som eksempel. Tegn ett, så lander ditt her.',
      },
      travel: {
        lead: 'Hvert steg langs en rett linje er også et bilde, selv der modellen aldri har sett et. Dra i A eller B.',
        ownA: 'Sett A til ditt bilde',
        ownB: 'Sett B til ditt bilde',
        now: 'Bildet ved markøren',
        strip: 'Bilder på veien fra A til B',
      },
      pad: {
        help: 'Tegn med mus, penn eller finger. Uten det kan du velge et bilde nedenfor.',
        examples: 'eller velg et bilde',
        example: 'Bilde i klasse {digit}; trykk igjen for et annet',
      },
    },
    'fashion-mnist-10k': {
      classDescription: {
        near: 'Nærmest: {digit}',
        between: 'Nærmest: {first} og {second}',
        far: 'Langt fra alle bilder; nærmest: {digit}',
      },
    },
    own: {
      classDescription: {
        near: 'Blant bildene dine',
        between: 'Blant bildene dine',
        far: 'Langt fra alle bildene dine',
      },
      pad: { example: 'Et av bildene dine; trykk igjen for et annet' },
    },
    onwards: 'Videre',
    train: 'Tilbake til treningen',
    site: 'Utforsk sifrene på denne siden',
    condition: 'Klassen som dekoderen får',
    components:
      'Denne modellen har flere enn to tall. Kartet viser de to retningene der bildene er mest forskjellige (PCA).',
  },
  essay: {
    heading: 'Dette ser du',
    numbersTitle: 'To tall',
    numbers:
      'Nettverket har sett seksti tusen håndskrevne sifre. Av hvert siffer får det beholde to tall, x og y, og må tegne sifferet på nytt ut fra dem alene. Kartet viser alle tallparene det kan bruke. For å få det til legger nettverket sifre som ligner hverandre, side om side.',
    coloursTitle: 'Fargene kom etterpå',
    colours:
      'Ingen fortalte nettverket hvilke sifre som er 3‑tall. Det sorterte dem etter form. De fargede sifrene er 2000 testsifre som det aldri har trent på, plassert av enkoderen; fargen viser hva mennesker har sagt at de er.',
    ellipseTitle: 'Hva ellipsen betyr',
    ellipse:
      'Enkoderen svarer med et område i stedet for et punkt: et beste anslag, og hvor langt det kan bomme. Den indre ellipsen er ett standardavvik, den ytre to. Et tydelig siffer får en liten ellipse, et uvanlig siffer en stor.',
    blurTitle: 'Hvorfor noen steder er uskarpe',
    blur: 'Der to slags sifre møtes, må dekoderen gjøre begge til lags, og den tegner gjennomsnittet. Og to tall rommer ikke alt: Helning, løkker og strektykkelse som det ikke er plass til, kommer tilbake som grått. Tegner du en bokstav, får du sifferet som ligner mest. Noe annet kjenner ikke nettverket.',
  },
};

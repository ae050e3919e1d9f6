/** What the page says in Norwegian bokmål. */
import type { Dictionary } from './dictionary';

export const nb: Dictionary = {
  page: {
    title: 'Speil: to tall, alle sifre',
    description:
      'Utforsk de to tallene som et lite nevralt nettverk husker hvert håndskrevne siffer med. Rett i nettleseren, også uten internett.',
    skip: 'Hopp til kartet',
    home: 'Speil, til toppen',
    language: 'Språk',
    theme: 'Bytt mellom lyst og mørkt',
  },
  intro: {
    heading: 'To tall, alle sifre',
    lead: 'Beveg deg over kartet. Et lite nevralt nettverk tegner underveis sifferet som hører til hvert punkt.',
  },
  plane: {
    label: 'Sifferkartet',
    role: 'kart',
    help: 'Dra, pek eller bruk piltastene: Shift gir større steg, Home går til midten.',
    x: 'x',
    y: 'y',
    position: 'Posisjon',
    layers: 'Vises på kartet',
    grid: 'Dekodede sifre',
    items: '2000 testsifre',
    classes: 'Klasser',
    classToggle: 'Testsifre i klasse {digit}',
    tour: 'Svev',
    save: 'Lagre kartet',
  },
  mirror: {
    label: 'Sifferet som nettverket tegner for dette punktet',
    waiting: 'Laster nettverket …',
    looks: 'Ligner et {digit}-tall',
    between: 'Mellom {first} og {second}',
    announce: '{looks}. x {x}, y {y}.',
    nearest: 'Nærmeste testsiffer',
    save: 'Lagre sifferet',
    link: 'Kopier lenke',
    linkCopied: 'Lenken er kopiert',
    linkFailed: 'Kopier adressen fra adressefeltet',
  },
  draw: {
    heading: 'Hold fram et siffer',
    lead: 'Tegn ett. Koderen gjør det om til to tall, og dekoderen tegner det på nytt ut fra dem.',
    pad: 'Tegneflate',
    padHelp: 'Tegn med mus, penn eller finger. Ellers kan du velge et testsiffer nedenfor.',
    padEmpty: 'Tegn her',
    clear: 'Visk ut',
    examples: 'Eller velg ett fra testsettet',
    example: 'Testsiffer i klasse {digit}; trykk igjen for et annet',
    reflection: 'Det som kommer tilbake',
    reflectionEmpty: 'Tegn et siffer for å se hva som kommer tilbake',
    close: 'Der det lander, sett på nært hold',
    closeEmpty: 'Et eksempel fra testsettet. Tegn et siffer, så lander ditt her.',
    lands: 'Lander på x {x}, y {y}, pluss/minus {sx} og {sy}.',
    show: 'Gå dit',
  },
  travel: {
    heading: 'Fra ett punkt til et annet',
    lead: 'Hvert steg langs en rett linje er også et siffer, selv der ingen har skrevet et.',
    setA: 'Sett A her',
    setB: 'Sett B her',
    play: 'Spill av',
    pause: 'Pause',
    position: 'Mellom A og B',
    positionText: '{percent} av veien fra A til B',
    speed: 'Fart',
    times: '{speed}×',
    strip: 'Sifre på veien fra A til B',
  },
  essay: {
    heading: 'Dette ser du',
    numbersTitle: 'To tall',
    numbers:
      'Nettverket har sett seksti tusen håndskrevne sifre. Av hvert siffer får det beholde to tall, x og y, og må tegne sifferet på nytt ut fra dem alene. Kartet viser alle tallparene det kan bruke. For å få det til legger nettverket sifre som ligner hverandre, side om side.',
    coloursTitle: 'Fargene kom etterpå',
    colours:
      'Ingen fortalte nettverket hvilke sifre som er 3-tall. Det sorterte dem etter form. De fargede sifrene er 2000 testsifre som det aldri har trent på, plassert av koderen; fargen viser hva mennesker har sagt at de er.',
    ellipseTitle: 'Hva ellipsen betyr',
    ellipse:
      'Koderen svarer med et område i stedet for et punkt: et beste anslag, og hvor langt det kan bomme. Den indre ellipsen er ett standardavvik, den ytre to. Et tydelig siffer får en liten ellipse, et uvanlig siffer en stor.',
    blurTitle: 'Hvorfor noen steder er uskarpe',
    blur: 'Der to slags sifre møtes, må dekoderen gjøre begge til lags, og den tegner gjennomsnittet. Og to tall rommer ikke alt: Helning, løkker og strektykkelse som det ikke er plass til, kommer tilbake som grått. Tegner du en bokstav, får du sifferet som ligner mest. Noe annet kjenner ikke nettverket.',
  },
  foot: {
    private:
      'Ingenting forlater denne fanen. Nettverket kjører i nettleseren din, og det du tegner, blir der.',
    offline: 'Når siden er lastet inn, virker den uten internett.',
    data: 'Sifre: MNIST av LeCun, Cortes og Burges, CC BY-SA 3.0.',
    name: 'Et speil viser deg det du holder fram.',
  },
  errors: {
    model:
      'Nettverket kunne ikke lastes inn. Kontroller at du er på nett, og prøv igjen. I mellomtiden viser kartet bildet som er lagret med siden.',
    details: 'Tekniske detaljer',
    script:
      'Nettverket på denne siden kjører i nettleseren din og trenger JavaScript. Slå på JavaScript og last siden på nytt. Uten det kan du se kartet og lese om det.',
    retry: 'Prøv igjen',
    picture: 'Bildet kunne ikke lagres i denne nettleseren.',
  },
};

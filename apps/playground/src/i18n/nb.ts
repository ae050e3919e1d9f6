/** What the page says in Norwegian bokmål. */
import type { Dictionary } from './dictionary';

export const nb: Dictionary = {
  page: {
    title: 'Speil: to tall, alle sifre',
    description:
      'Beveg deg gjennom rommet av to tall der et lite nevralt nett oppbevarer håndskrevne sifre. Direkte i nettleseren, også uten nett.',
    skip: 'Hopp til planet',
    home: 'Speil, starten av siden',
    language: 'Språk',
    theme: 'Bytt mellom lyst og mørkt',
  },
  intro: {
    heading: 'To tall, alle sifre',
    lead: 'Beveg deg over planet. Et lite nevralt nett tegner underveis sifferet som hører til hvert punkt.',
  },
  plane: {
    label: 'Sifferplanet',
    role: 'plan',
    help: 'Dra, berør eller bruk piltastene: med Shift i større steg, Home for midten.',
    x: 'x',
    y: 'y',
    position: 'Posisjon',
    layers: 'Vises på planet',
    grid: 'Dekodede sifre',
    items: '2000 testsifre',
    classes: 'Klasser',
    classToggle: 'Testsifre av klasse {digit}',
    tour: 'Svev',
    save: 'Lagre planet',
  },
  mirror: {
    label: 'Sifferet som nettet tegner for dette punktet',
    waiting: 'Laster nettet …',
    looks: 'Ligner tallet {digit}',
    between: 'Mellom tallene {first} og {second}',
    announce: '{looks}. x {x}, y {y}.',
    nearest: 'Nærmeste testsiffer',
    save: 'Lagre sifferet',
    link: 'Kopier lenke',
    linkCopied: 'Lenken er kopiert',
    linkFailed: 'Kopier adressen fra adressefeltet',
  },
  draw: {
    heading: 'Hold opp et siffer',
    lead: 'Tegn ett. Koderen gjør det om til to tall, og dekoderen tegner det tilbake ut fra dem.',
    pad: 'Tegneflate',
    padHelp: 'Tegn med mus, penn eller finger. Uten dem kan du velge et testsiffer under.',
    padEmpty: 'Tegn her',
    clear: 'Visk ut',
    examples: 'Eller ta ett fra testsettet',
    example: 'Testsiffer av klasse {digit}; trykk igjen for et annet',
    reflection: 'Det som kommer tilbake',
    reflectionEmpty: 'Tegn et siffer for å se hva som kommer tilbake',
    close: 'Der det lander, på nært hold',
    closeEmpty: 'Ingenting har landet ennå',
    lands: 'Lander på x {x}, y {y}, pluss minus {sx} og {sy}.',
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
      'Nettet har sett seksti tusen håndskrevne sifre. Av hvert får det beholde to tall, x og y, og bare ut fra dem må det tegne sifferet på nytt. Planet rommer alle par det kan bruke. For å klare seg legger det sifre som ligner hverandre, side om side.',
    coloursTitle: 'Fargene kom etterpå',
    colours:
      'Ingen fortalte nettet hvilket siffer som er et 3-tall. Det sorterte dem etter form. De fargede punktene er 2000 sifre det aldri har trent på, plassert av koderen; fargen er merkelappen mennesker har gitt dem.',
    ellipseTitle: 'Hva ellipsen betyr',
    ellipse:
      'Koderen svarer med et område i stedet for et punkt: sitt beste anslag, og hvor langt unna det kan være. Den indre ellipsen er ett standardavvik, den ytre to. Et tydelig siffer får en liten ellipse, et underlig et får en stor.',
    blurTitle: 'Hvorfor noen steder er uklare',
    blur: 'Der to slags sifre møtes, må dekoderen gjøre begge til lags og tegner gjennomsnittet. Og to tall rommer ikke alt: helning, løkker og tykkelse som ikke får plass, kommer tilbake som grått. Tegn en bokstav, og du får sifferet som ligger nærmest. Noe annet kjenner det ikke.',
  },
  foot: {
    private:
      'Ingenting forlater denne fanen. Nettet kjører i nettleseren din, og det du tegner, blir der.',
    offline: 'Når siden er lastet, virker den uten tilkobling.',
    data: 'Sifre: MNIST av LeCun, Cortes og Burges, CC BY-SA 3.0.',
    name: 'Et speil viser deg det du holder opp.',
  },
  errors: {
    model:
      'Nettet kunne ikke starte. Bildet av planet er det som ligger lagret med siden. {reason}',
    retry: 'Prøv igjen',
    picture: 'Bildet kunne ikke lagres i denne nettleseren.',
  },
};

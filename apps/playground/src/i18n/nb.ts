/** What the page says in Norwegian bokmål. */
import type { Dictionary } from './dictionary';

export const nb: Dictionary = {
  about: {
    manifold: {
      title: 'Speil: to tall, alle sifre',
      description:
        'Utforsk de to tallene som et lite nevralt nettverk husker hvert håndskrevne siffer med. Rett i nettleseren, også uten internett.',
    },
    draw: {
      title: 'Speil: et speil som reparerer',
      description:
        'Tegn et siffer, ødelegg det, og se et lite nevralt nettverk sette det i stand igjen. Rett i nettleseren, også uten internett.',
    },
    compare: {
      title: 'Speil: fem slags to tall',
      description:
        'Hovedkomponenter, en autokoder og tre variasjonelle under én markør: Se hva hver av dem husker av et siffer. Rett i nettleseren, også uten internett.',
    },
  },
  page: {
    home: 'Speil, til toppen',
    language: 'Språk',
    theme: 'Bytt mellom lyst og mørkt',
    scenes: 'Scener',
    manifold: 'Utforsk',
    draw: 'Tegn',
    compare: 'Jevnfør',
    skipToPlane: 'Hopp til kartet',
    skipToMirror: 'Hopp til speilet',
    skipToPlanes: 'Hopp til kartene',
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
    announce: '{looks}. x {x}, y {y}.',
    nearest: 'Nærmeste testsiffer',
    save: 'Lagre sifferet',
  },
  draw: {
    heading: 'Hold fram et siffer',
    lead: 'Tegn ett. Koderen gjør det om til to tall, og dekoderen tegner det på nytt ut fra dem.',
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
  looks: {
    like: 'Ligner et {digit}-tall',
    between: 'Mellom {first} og {second}',
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
  mend: {
    heading: 'Et speil som reparerer',
    lead: 'Tegn et siffer og ødelegg det. Et lite nettverk, som aldri har øvd på noe annet, viser hva som lå under.',
    stage: 'Ødelegg og reparer',
    noise: 'Slags skade',
    gaussian: 'Gaussisk støy',
    saltAndPepper: 'Salt og pepper',
    maskBlocks: 'Blokker',
    blur: 'Uskarphet',
    strength: 'Styrke',
    anew: 'Ødelegg på nytt',
    choose: 'Velg et bilde',
    drop: 'Slipp bildet her',
    glass: 'Det nettverket får ut av det',
    waiting: 'Laster nettverket …',
    byDigits: 'Reparert av et nettverk som kan sifre',
    byClothes: 'Reparert av et nettverk som bare kan klær',
    off: 'Ødelagt bommer en piksel med {before}, reparert med {after}.',
    whole: 'Slik det var',
    toClothes: 'Gi det til klesnettverket',
    toDigits: 'Tilbake til siffernettverket',
    save: 'Lagre bildet',
    failed:
      'Nettverket kunne ikke lastes inn. Kontroller at du er på nett, og prøv igjen. I mellomtiden kan du tegne, men ingenting blir reparert.',
    script:
      'Nettverkene på denne siden kjører i nettleseren din og trenger JavaScript. Slå på JavaScript og last siden på nytt.',
  },
  file: {
    kind: 'Det er verken et PNG- eller et JPEG-bilde. Velg et av de slagene.',
    size: 'Bildet er for stort. Bilder på opptil {megabytes} MB og {megapixels} megapiksler kan leses.',
    broken: 'Bildet kunne ikke leses: Filen ser ut til å være ødelagt.',
    empty: 'Det er ingenting å se i bildet: Det har nesten ingen lyse og mørke områder.',
  },
  enlarge: {
    heading: 'Liten, og stor igjen',
    lead: 'Sifferet krympes til noen få piksler og forstørres igjen. En vanlig forstørrelse kan bare smøre pikslene utover; nettverket legger til det streker pleier å ha.',
    factor: 'Hvor mye mindre',
    times: '{factor}×',
    pixels: '{side} × {side} piksler',
    before: 'Til venstre for skillet',
    small: 'Krympet',
    usual: 'Interpolert',
    original: 'Originalen',
    network: 'Nettverket',
    rightSide: 'Til høyre for skillet',
    off: 'bommer med {off}',
    divider: 'Skillet mellom før og etter',
    dividerText: '{percent} før, resten fra nettverket',
    help: 'Dra i skillet, eller flytt det med piltastene.',
  },
  land: {
    heading: 'Der det lander',
    lead: 'Koderen fra den andre scenen plasserer alle tre på sifferkartet sitt: ditt slik det var, ødelagt og reparert.',
    map: 'Sifferkartet med de tre stedene merket av',
    drawn: 'Slik det var',
    spoiled: 'Ødelagt',
    restored: 'Reparert',
    away: '{distance} unna stedet der det var',
    waiting: 'Plasserer sifferet …',
    explore: 'Gå dit i Utforsk',
  },
  lesson: {
    heading: 'Dette ser du',
    practiceTitle: 'Øvelse gjør speilet',
    practice:
      'Nettverket fikk se ødelagte sifre og skulle svare med de hele, seksti tusen av dem, om og om igjen. Støyen lærte det aldri. Det lærte hva som trolig ligger under.',
    guessTitle: 'Godt gjettet, ikke sannheten',
    guess:
      'Det som er dekket til, er borte. Nettverket fyller hullet med den mest sannsynlige streken, og der flere er sannsynlige, maler det gjennomsnittet: grått.',
    clothesTitle: 'Det kan bare det det har sett',
    clothes:
      'Klesnettverket har samme form og like mange vekter. Det har sett skjorter og sko i stedet for sifre, og fyller inn det det kan: brede flater der du tegnet streker.',
    smallTitle: 'Fire tusen tall',
    small:
      'Hvert nettverk her er omtrent fire tusen tall, under ti kilobyte. De arbeider i denne fanen, og ingen av dem vet hvilket siffer de ser: Det har ingen fortalt dem.',
  },
  compare: {
    heading: 'Fem slags to tall',
    lead: 'Hver av disse husker to tall om et siffer. Beveg deg over et av kartene, og alle fem tegner det som hører til der.',
    pca: {
      name: 'Hovedkomponenter',
      text: 'Ikke noe nettverk: to faste mønstre som legges til og trekkes fra. Rette linjer er alt den har.',
    },
    ae: {
      name: 'Autokoder',
      text: 'Kan bøye seg fritt, og ingen krever orden. Sifrene ligger i armer; mellom dem tegner den noe ingen har skrevet.',
    },
    vae: {
      name: 'VAE',
      text: 'Variasjonell: må svare med et område nær midten. Kartet er fylt, og naboer ligner hverandre.',
    },
    beta: {
      name: 'β-VAE',
      text: 'Det samme, men alt den husker, koster fire ganger så mye. Bare det groveste blir igjen, og streken blir mykere.',
    },
    told: {
      name: 'Betinget VAE',
      text: 'Får vite hvilket siffer den skal tegne. Kartet trenger ikke å si det, og husker håndskriften i stedet: helning og bredde.',
    },
    plane: 'Kart: {model}',
    role: 'kart',
    glass: 'Det den tegner: {model}',
    help: 'Dra, pek eller bruk piltastene: Shift gir større steg, Home går til midten.',
    waiting: 'Laster …',
    failed: 'Denne kunne ikke lastes inn. Kontroller at du er på nett, og prøv igjen.',
    asked: 'Et {digit}-tall, som den fikk beskjed om',
    off: 'En piksel bommer med {off}',
    tell: 'Sifferet den betingede får vite om',
    hold: 'Vis alle fem et testsiffer',
    original: 'Vises fram',
    letGo: 'Ta det bort',
    hatch:
      'Skravert: langt fra alle sifre som koderen har plassert. Jo lenger unna, desto tydeligere.',
    script:
      'Modellene på denne siden kjører i nettleseren og trenger JavaScript. Slå på JavaScript og last siden på nytt.',
  },
  compareEssay: {
    heading: 'Dette ser du',
    straightTitle: 'Rette linjer først',
    straight:
      'Hovedkomponenter er det beste to tall kan få til med rette linjer, og de trenger ingen trening. Hvert sted på det kartet er en sum av de samme to mønstrene og et gjennomsnittssiffer, så de fleste stedene ligner flekker av flere sifre på en gang.',
    bentTitle: 'Hva det er verdt å bøye seg',
    bent: 'Autokoderen kan bøye kartet som den vil, og kommer et godt stykke nærmere hvert siffer. Ingen ba den om å bruke kartet jevnt: Den legger sifrene i lange armer med ingenting imellom. Gå til et skravert sted, og den tegner noe den aldri er blitt rettet for.',
    filledTitle: 'Hva orden koster',
    filled:
      'Den variasjonelle autokoderen må svare med et område, og betaler for å være langt fra midten. Derfor fyller den kartet uten hull, og et tilfeldig sted er nesten alltid et siffer. Prisen er litt skarphet; β-VAE-en betaler mer, og er enda ryddigere.',
    toldTitle: 'Det en får vite, trenger en ikke å huske',
    told: 'Den betingede får vite klassen, både under treningen og nå. De to tallene er ledige til alt det andre, så klassene ligger oppå hverandre. Vis den et 3-tall, og si så 5: Den skriver et 5-tall med den samme hånden.',
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

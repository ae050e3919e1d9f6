/** The Norwegian (bokmål) texts of the Draw page. */
import type { Texts } from '../en/dictionary';
import type { draw as english } from '../en/draw';

export const draw: Texts<typeof english> = {
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
    reseed: 'Ødelegg på nytt',
    choose: 'Velg et bilde',
    drop: 'Slipp bildet her',
    damaged: 'Det ødelagte sifferet',
    reconstruction: 'Det nettverket får ut av det',
    waiting: 'Laster nettverket …',
    missing: 'Ingen nettverk til å reparere',
    by: {
      digits: 'Reparert av et nettverk som kan sifre',
      clothes: 'Reparert av et nettverk som bare kan klær',
      own: 'Reparert av modellen som du trente',
    },
    noOwn:
      'Det ligger ingen modell som kan reparere bilder, på denne enheten. Tren først en uten klasser, og velg «Tegn med den».',
    off: 'Avvik: {before} ødelagt, {after} reparert.',
    offCut: 'Der det er klippet ut: {before} ødelagt, {after} reparert.',
    worse: 'Nettverket tegner alt på nytt, også det som var helt.',
    whole: 'Slik det var',
    to: {
      clothes: 'Gi det til klesnettverket',
      digits: 'Tilbake til siffernettverket',
      own: 'Gi det til modellen din',
    },
    save: 'Lagre bildet',
    failed:
      'Nettverket kunne ikke lastes inn. {advice} I mellomtiden kan du tegne, men ingenting blir reparert.',
    script:
      'Nettverkene på denne siden kjører i nettleseren din og trenger JavaScript. Slå på JavaScript og last siden på nytt.',
  },
  file: {
    kind: 'Det er ikke et bilde som denne nettleseren kan lese.',
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
    off: 'avvik {off}',
    divider: 'Skillet mellom før og etter',
    dividerText: '{percent} før, resten fra nettverket',
    help: 'Dra i skillet, eller flytt det med piltastene.',
  },
  colour: {
    heading: 'Ditt eget bilde, i farger',
    lead: 'Bildet krympes til 64 × 64 piksler og gis til et nettverk. Disse nettverkene har bare sett tegnede scener: én figur i et rom. Slipp et fotografi her og se hva de får ut av det. Det blir i denne fanen og følger ikke med i lenker.',
    task: 'Hva et nettverk gjør med bildet',
    twofold: 'Dobbelt så stort',
    fourfold: 'Fire ganger så stort',
    denoise: 'Uten støy',
    vae: '24 tall',
    vqVae: '64 indekser',
    twofoldAbout:
      'Fra 32 × 32 piksler. Nettverket går ut fra det lille bildet og lærer bare det interpolasjonen mangler: skarpe kanter.',
    fourfoldAbout:
      'Fra 16 × 16 piksler, en sekstendel av bildet. Hvor kantene var, kan det se; tekstur kan det ikke finne på.',
    denoiseAbout:
      'Gaussisk støy med et standardavvik på en femdel av skalaen. Nettverket jevner ut der bildet er glatt, og beholder kantene.',
    vaeAbout:
      'En variasjonsautoenkoder beholder 24 tall og tegner bildet ut fra dem alene. De rekker til en scene, og ikke til noe annet.',
    vqVaeAbout:
      'En VQ-VAE beholder 8 × 8 indekser inn i en kodebok med 256 vektorer: 64 byte for hele bildet.',
    input: 'Krympet',
    noisy: 'Med støy',
    usual: 'Interpolert',
    original: 'Originalen',
    network: 'Nettverket',
    divider: 'Skillet mellom fargebildet før og etter',
    choose: 'Velg et fargebilde',
    nextScene: 'En annen scene',
    backToScenes: 'Tilbake til scenene',
    drop: 'Slipp bildet her',
  },
  encoded: {
    heading: 'Der det lander',
    lead: 'Enkoderen fra Utforsk plasserer alle tre på sifferkartet sitt: ditt slik det var, ødelagt og reparert.',
    map: 'Sifferkartet med de tre stedene merket av',
    drawn: 'Slik det var',
    damaged: 'Ødelagt',
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
};

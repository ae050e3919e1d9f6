/** The Norwegian (bokmål) texts of the Compare page. */
import type { Texts } from '../en/dictionary';
import type { compare as english } from '../en/compare';

export const compare: Texts<typeof english> = {
  compare: {
    heading: 'To tall på fem måter',
    lead: 'Hver av dem husker to tall om et siffer. Pek eller dra på et av kartene, og alle fem tegner det som hører til der.',
    pca: {
      name: 'Hovedkomponenter',
      text: 'Ikke noe nettverk: to faste mønstre som legges til og trekkes fra. Rette linjer er alt den har.',
    },
    ae: {
      name: 'Autoenkoder',
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
    cvae: {
      name: 'Betinget VAE',
      text: 'Får vite hvilket siffer den skal tegne. Kartet trenger ikke å si det, og husker håndskriften i stedet: helning og bredde.',
    },
    own: {
      name: 'Din',
      text: 'Modellen som du trente, når den får testsifrene på denne siden.',
      verdict: 'Ikke en modell av sifre',
    },
    plane: 'Kart: {model}',
    role: 'kart',
    decoded: 'Det den tegner: {model}',
    help: 'Pek for å se, trykk eller dra for å bli, eller bruk piltastene: Shift gir større steg, Home går til midten.',
    waiting: 'Laster …',
    failed: 'Denne kunne ikke lastes inn. {advice}',
    classCaption: 'Klasse: {digit}',
    off: 'Gjennomsnittlig avvik: {off}',
    mean: 'over 2000 testsifre: {mean}',
    condition: 'Klasse for den betingede VAE-en',
    chooseInput: 'Prøv et testsiffer på alle fem',
    original: 'Originalen',
    draw: 'eller tegn ditt eget',
    aside: 'Lagt til side',
    takeUp: 'Vis igjen',
    remove: 'Fjern',
    hatch:
      'Skravert: langt fra alle sifre som enkoderen har plassert. Jo lenger unna, desto tydeligere.',
    script:
      'Modellene på denne siden kjører i nettleseren og trenger JavaScript. Slå på JavaScript og last siden på nytt.',
  },
  compareOwn: {
    every: {
      compare: {
        heading: 'Din ved siden av fem andre',
        lead: 'Pek eller dra på et kart: Modellen din og de fem på denne siden tegner bildet på det stedet.',
        chooseInput: 'Prøv et testsiffer på alle seks',
      },
    },
  },
  compareEssay: {
    heading: 'Dette ser du',
    straightTitle: 'Rette linjer først',
    straight:
      'Hovedkomponenter er det beste to tall kan få til med rette linjer, og de trenger ingen trening. Hvert sted på det kartet er en sum av de samme to mønstrene og et gjennomsnittssiffer, så de fleste stedene ligner flekker av flere sifre på en gang.',
    bentTitle: 'Hva det er verdt å bøye seg',
    bent: 'Autoenkoderen kan bøye kartet som den vil, og kommer et godt stykke nærmere hvert siffer. Ingen ba den om å bruke kartet jevnt: Den legger sifrene i lange armer med ingenting imellom. Gå til et skravert sted, og den tegner noe den aldri er blitt rettet for.',
    filledTitle: 'Hva orden koster',
    filled:
      'Den variasjonelle autoenkoderen må svare med et område, og betaler for å være langt fra midten. Derfor fyller den kartet uten hull, og et tilfeldig sted er nesten alltid et siffer. Prisen er litt skarphet; β-VAE-en betaler mer, og er enda ryddigere.',
    conditionTitle: 'En oppgitt klasse trenger ikke å huskes',
    condition:
      'Den betingede får vite klassen, både under treningen og nå. De to tallene er ledige til alt det andre, så klassene ligger oppå hverandre. Velg et 3‑tall over, og så klassen 5: Den skriver et 5‑tall med den samme hånden.',
  },
};

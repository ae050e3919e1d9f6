/** Kartet og spredningen. */
import type { PartText } from '../types';

export const plane: PartText = {
  title: 'Kartet og spredningen',
  summary: 'Alt to tall kan si, på ett kart.',
  before: [
    {
      question:
        'VAE-en har aldri fått vite klassen til et siffer. Du merker av hvor den plasserer testsifre, og farger dem etter klasse. Hva venter du deg?',
      answers: [
        {
          text: 'Alle farger om hverandre: Den kjenner jo ikke klassene.',
          why: 'Navnene kjenner den ikke. Men sifre av samme klasse ligner hverandre, og det som ligner, havner side om side.',
        },
        {
          text: 'Områder med stort sett én farge, som glir over i hverandre.',
          why: 'Riktig. Den har sortert etter form, og form og klasse følger stort sett hverandre.',
        },
        {
          text: 'Ti øyer med skarpe grenser.',
          why: 'Ingenting drar klassene fra hverandre, og divergensen skyver alt sammen. Det finnes skrå 4‑tall som ligner 9‑tall.',
        },
      ],
    },
  ],
  text: [
    'To latente tall er et punkt på et kart, og et kart kan tegnes. Det kan gjøres fra to sider.',
    'Fra dekoderens side: Dekod et rutenett av punkter, og legg hvert bilde der punktet er. Det er *mangfoldigheten*, alt denne dekoderen noensinne kan tegne. Den endrer seg uten sprang: Midt mellom et 1‑tall og et 7‑tall er det noe midt imellom.',
    'Fra enkoderens side: Enkod sifre som ikke var med i treningen, og merk av gjennomsnittet til hvert av dem i fargen til klassen. Det er *spredningsdiagrammet*. Det viser hvor de ekte sifrene ligger, hvor tett, og hvilke klasser som overlapper. Fargene kommer fra mennesker; plassene kommer fra modellen.',
    'Med to tall deler 4‑tall og 9‑tall et område, og det gjør 3‑, 5‑ og 8‑tall også. Det er ikke noe galt med treningen: To tall er for lite til å holde dem fra hverandre.',
  ],
  trial:
    'Trykk eller dra på kartet, eller bruk piltastene. Ta bort fargene: Kan du fortsatt si hvor klassene er?',
  mistakes: [],
  tasks: [
    {
      title: 'En tur over kartet',
      text: [
        'Lenken åpner Utforsk med en rett vei fra et 0‑tall til et 1‑tall. Se på stripen med sifre langs veien.',
      ],
      link: 'Utforsk, fra 0 til 1',
      question: 'Hva ligger underveis?',
      choices: [
        'Et 0‑tall som blekner, mens et 1‑tall trer fram.',
        'Andre sifre, med jevne overganger fra det ene til det neste.',
        'Ingenting som kan leses.',
      ],
      right:
        'Ja. Veien går gjennom områdene til andre klasser. Det er forskjellen på å blande latente tall og å blande piksler.',
      hint: 'Bla ned til «Fra ett punkt til et annet», og trykk på Spill av.',
    },
  ],
  after: [
    {
      question: 'Hva tegner dekoderen der områdene til 4 og 9 møtes?',
      answers: [
        {
          text: 'En form midt imellom, ofte uskarp.',
          why: 'Riktig. Der måtte den gjøre både 4‑tall og 9‑tall til lags, og tegner gjennomsnittet.',
        },
        {
          text: 'Et skarpt 4‑tall eller et skarpt 9‑tall, helt tilfeldig.',
          why: 'Det er ingenting tilfeldig ved dekodingen: De samme latente tallene gir alltid det samme bildet.',
        },
        {
          text: 'Ingenting: Der er det et hull.',
          why: 'En VAE etterlater knapt noen hull. Det er det divergensen er til for.',
        },
      ],
    },
  ],
};

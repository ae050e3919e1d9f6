/** Variasjonsautoenkoderen og tapet. */
import type { PartText } from '../types';

export const variational: PartText = {
  title: 'Variasjonsautoenkoderen',
  summary: 'Områder i stedet for punkter, og et tap med to ledd.',
  before: [
    {
      question: 'Hva står VAE for?',
      answers: [
        {
          text: 'Variational autoencoder, på norsk variasjonsautoenkoder.',
          why: 'Riktig. Navnet kommer fra variasjonsinferens: En ukjent fordeling tilnærmes med en enkel, som varieres til den passer best mulig.',
        },
        {
          text: 'Variable autoencoder, en autoenkoder med variabel størrelse.',
          why: 'Nesten. Men antallet latente tall er like fast som i andre autoenkodere.',
        },
        {
          text: 'Visual average encoder, en enkoder for gjennomsnittsbilder.',
          why: 'Nei. Den virker for musikk like godt som for bilder; gjennomsnitt er det den tegner når den er i tvil.',
        },
      ],
    },
  ],
  text: [
    'En *variasjonsautoenkoder*, VAE, endrer to ting. For det første svarer enkoderen ikke med et punkt, men med et område: en normalfordeling med et gjennomsnitt μ og en varians σ² for hvert latente tall. Under treningen får dekoderen et tilfeldig punkt fra den:',
    { formula: 'sample' },
    'Neste gang er det samme sifferet et litt annet punkt. Derfor må alle punktene i området dekodes til dette sifferet, og naboer kommer til å ligne hverandre. Siden ε trekkes uavhengig av μ og σ, kan gradienten gå gjennom begge: Dette kalles *reparametriseringstrikset*.',
    'For det andre får tapet et ledd til, *Kullback–Leibler-divergensen* fra standardnormalfordelingen:',
    { formula: 'divergence' },
    'Den er 0 når området er standardnormalfordelingen selv, og vokser når gjennomsnittet fjerner seg fra 0 eller variansen fra 1. Den holder alle områdene samlet rundt midten og hindrer at de krymper til punkter.',
    { formula: 'loss' },
    'De to leddene trekker hver sin vei. For rekonstruksjonens skyld ville modellen helst hatt bitte små områder, langt fra hverandre. For divergensens skyld ville den hatt ett og samme område for alle sifre, og det forteller ingenting om noen av dem. Treningen finner balansen, og β flytter den. Begge leddene måles i *nats*: Én nat er 1,44 bit. Nettstedets VAE koster 149,1 nats for et gjennomsnittlig testsiffer: 142,7 for rekonstruksjonen og 6,4 for divergensen.',
  ],
  trial:
    'Øverst er ett latent tall: Endre gjennomsnitt og varians, og følg med på divergensen og på det dekoderen tegner tvers over området. Nederst er to ferdig trente modeller: Ved hvilken β blir den andre den billigste?',
  mistakes: [
    {
      title: 'log σ eller log σ²?',
      text: 'Det andre tallet fra enkoderen må leses på samme måte i begge formlene. I en mye kopiert notatbok leser trekningen det som log σ og divergensen som log σ². Den skriver ut et tap på 35,7, og det er ikke en grense for noe som helst. Vi har trent begge utgavene: Lest riktig er kvadrert feil pluss divergens 38,7; lest feil hevder den 36,3, og med den sanne divergensen er det 39,2.',
    },
    {
      title: 'Gjennomsnitt der det skal være en sum',
      text: 'Begge leddene er summer over dimensjonene, og deretter gjennomsnitt over en bunke. Den som tar gjennomsnittet over de 784 pikslene, gjør rekonstruksjonen 784 ganger lettere i forhold til divergensen. Da svarer modellen med standardnormalfordelingen for hvert siffer og tegner én og samme gjennomsnittsflekk: *kollaps*.',
    },
    {
      title: 'Grått er ingen sannsynlighet',
      text: 'Rekonstruksjonen måles ofte med binær kryssentropi, også her. For piksler som bare er svarte eller hvite, er det en rimelighet (likelihood), nemlig fra en Bernoulli-fordeling. For gråverdier er det et nyttig feilmål som er minst når gråverdien er riktig; men det er ingen rimelighet, og tallet i nats må ikke sammenlignes med det for binære bilder.',
    },
  ],
  tasks: [
    {
      title: 'Tren en konvolusjons-VAE',
      text: [
        'Lenken åpner Tren: en VAE av konvolusjoner, med to latente tall og frø 7. Trykk på «Én epoke», og vent: Konvolusjoner tar lengre tid enn tette lag.',
      ],
      link: 'Tren, konvolusjons-VAE, frø 7',
      question:
        'Hvor stort er tapet for usette sifre etter én epoke, i nats? Det står ved siden av steget.',
      choices: [],
      right:
        'Ja. Begge leddene er med i dette tallet. På kartet ligger sifrene allerede rundt midten, uten armer: Det er divergensen som sørger for det.',
      hint: 'Linjen viser epoken, steget og «usette». Trykk på «Begynn på nytt» hvis du har trent lenger.',
    },
  ],
  after: [
    {
      question: 'Hvilket av disse er ikke en del av tapet til en VAE?',
      answers: [
        {
          text: 'Feilen i rekonstruksjonen.',
          why: 'Den er det første leddet: Det som kommer tilbake, skal ligne det som ble sendt inn.',
        },
        {
          text: 'Kullback–Leibler-divergensen fra standardnormalfordelingen.',
          why: 'Den er det andre leddet: Områdene skal holde sammen.',
        },
        {
          text: 'Feilen i å kjenne igjen klassen.',
          why: 'Riktig, den er ikke med. En VAE får ikke vite noen klasser.',
        },
      ],
    },
    {
      question: 'Enkoderen svarer μ = 0 og σ² = 1 for hvert eneste siffer. Hva følger av det?',
      answers: [
        {
          text: 'Divergensen er 0, og de latente tallene forteller ingenting om sifferet.',
          why: 'Riktig. Det er kollaps: Det andre leddet er så lite det kan bli, på bekostning av det første.',
        },
        {
          text: 'Rekonstruksjonene blir perfekte.',
          why: 'Tvert imot. Dekoderen får de samme tilfeldige tallene for alle sifre og kan ikke skille dem.',
        },
        {
          text: 'Divergensen blir uendelig.',
          why: 'Uendelig blir den når σ² går mot 0 eller vokser over alle grenser. Ved μ = 0 og σ² = 1 er den 0.',
        },
      ],
    },
  ],
};

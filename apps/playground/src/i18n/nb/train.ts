/** The Norwegian (bokmål) texts of the Train page. */
import type { Texts } from '../en/dictionary';
import type { train as english } from '../en/train';

export const train: Texts<typeof english> = {
  train: {
    heading: 'Tren din egen',
    lead: 'Et nettverk som ikke kan noe, og 9000 sifre. Trykk på start, og se to tall lære å romme alle sifrene. Alt skjer her på siden.',
    script:
      'Nettverket på denne siden trenes i nettleseren og trenger JavaScript. Slå på JavaScript og last siden på nytt.',
    play: 'Start treningen',
    pause: 'Pause',
    oneStep: 'Ett steg',
    oneEpoch: 'Én epoke',
    restart: 'Begynn på nytt',
    loading: 'Laster bildene og motoren …',
    where: 'Epoke {epoch}, steg {step}',
    validation: ' · usette: {nats} nats',
    speed: ' · {count} bilder i sekundet',
    engine: 'Motor: {engine}',
    status: {
      waiting: 'Laster',
      running: 'Trener',
      paused: 'Pause',
      completed:
        'Alle epokene er ferdige. Begynn på nytt eller endre en innstilling for å trene igjen.',
      'early-stopping': 'Treningen er slutt.',
      stopped: 'Treningen ble stoppet.',
      diverged: 'Tallene ble for store, og treningen stoppet.',
      failed: 'Treningen mislyktes.',
    },
    moment: 'Vist: etter steg {step}',
    newest: 'Nyeste',
    branch: 'Fortsett herfra',
    manifold: 'Det dekoderen tegner, over hele kartet',
    samples: 'Det dekoderen tegner fra tilfeldige latente tall',
    classes: 'Én latent per rad, dekodet som hver av klassene',
    map: 'Der enkoderen plasserer 500 usette bilder',
    mapOfTwo: 'Usette bilder, langs de to dimensjonene som varierer mest',
    reconstructions: 'Øverst: bilder som ingen steg har lært av. Nederst: det som kommer tilbake.',
    settings: 'Innstillinger',
    learningRate: 'Læringsrate',
    beta: 'β, vekten til KL',
    short: { learningRate: 'lr', beta: 'β' },
    inFlight: 'Disse to kan endres mens den trener. Hver endring blir merket på kurvene.',
    data: 'Bilder',
    datasets: { 'mnist-10k': 'Sifre', 'fashion-mnist-10k': 'Klær' },
    model: 'Modell',
    families: { vae: 'VAE', cvae: 'Betinget', ae: 'Autoenkoder', denoise: 'Støyfjerner' },
    network: 'Nettverk',
    networks: { dense: 'Tette lag', conv: 'Konvolusjoner' },
    latents: 'Antall latente tall',
    batch: 'Bilder per steg',
    seed: 'Frø',
    anew: 'Endrer du en av disse, begynner en ny trening. Samme innstillinger og samme frø gir de samme kurvene hver gang.',
    export: 'Lagre modellen',
    exported: 'Lagret: en zip-fil med en modellmappe. Pakk den ut, så kan speil eval lese den.',
    exportFailed: 'Modellen kunne ikke lagres i denne nettleseren.',
    step: 'Steg',
    total: 'Tap',
    reconstruction: 'Rekonstruksjon',
    kl: 'KL',
    heldOutTotal: 'Tap, usette',
    heldOutKl: 'KL, usette',
    lossCaption: 'Tapet i nats per bilde. Lavere er bedre.',
    klCaption: 'KL i nats: hvor mye det latente forteller om bildet.',
    dimensions: 'KL for hver dimensjon: {used} av {all} i bruk, {share} av tapet',
    advice: {
      waiting: 'Trykk på start. Etter den første epoken kommer det råd her.',
      diverged:
        'Stegene var så store at tallene løp løpsk. Flytt læringsraten mot venstre, og begynn på nytt.',
      collapsed:
        'Kollaps: Ingen dimensjon forteller noe, og alle bilder kommer likt tilbake. Flytt β mot venstre.',
      dead: 'Noen dimensjoner forteller ingenting: Til den prisen klarer modellen seg uten dem. Flytt β mot venstre for å ta flere i bruk.',
      rate: 'Stegene er for store: Tapet hopper eller står stille. Flytt læringsraten mot venstre.',
      overfitting:
        'Usette bilder blir dårligere mens de andre blir bedre: Den pugger. Ta pause her, eller flytt β mot høyre.',
      narrow:
        'En vanlig autoenkoder kan plassere bildene hvor som helst, og etterlater hull mellom dem. Velg VAE for å fylle dem.',
      fine: 'Alt er i orden: Tapet synker, og alle dimensjonene er i bruk.',
    },
  },
  trainFailures: {
    heading: 'Ødelegg den',
    collapseTitle: 'Kollaps',
    collapse:
      'Med β på 100 koster hver nat som det latente forteller, like mye som 100 nats rekonstruksjon. Snart sier modellen ingenting: Dimensjonene dør én etter én, og alle sifre blir den samme grå flekken.',
    collapseButton: 'La den kollapse',
    explodeTitle: 'For store steg',
    explode:
      'Med en læringsrate på 0,5 går hvert steg for langt. Tapet hopper i stedet for å synke, kartet stivner eller flimrer, og av og til løper tallene løpsk.',
    explodeButton: 'La den eksplodere',
    holesTitle: 'Ingen orden i det latente',
    holes:
      'En vanlig autoenkoder har ingen KL. Sifrene kommer fint tilbake, men ingen ber den om å fylle kartet: Mellom armene tegner dekoderen noe ingen har skrevet.',
    holesButton: 'Tren uten KL',
  },
  trainEssay: {
    heading: 'Dette ser du',
    lossTitle: 'To krav i ett tall',
    loss: 'Tapet er summen av to deler, begge i nats. Rekonstruksjonen: hvor overrasket dekoderen er over det ekte sifferet. KL: hvor mye enkoderen forteller om det. Treningen gjør summen mindre, én bunke sifre om gangen.',
    planeTitle: 'Et kart som folder seg ut',
    plane:
      'Først tegner hvert sted på kartet det samme grå. Så kommer den største forskjellen fram, tykt eller tynt, et 1‑tall eller en 0, og deler seg igjen og igjen til hvert siffer har sitt område og naboer ligner hverandre.',
    betaTitle: 'Hva β gjør',
    beta: 'β ganges med KL. Under 1 kan modellen fortelle mer: skarpere sifre, et større kart, hull. Over 1 sparer den: mykere sifre, bedre orden. Flytt den mens modellen trener, og se begge kurvene svare.',
    heldOutTitle: 'Sifre den aldri har sett',
    heldOut:
      'Tusen sifre er holdt utenfor: Ingen steg lærer av dem. Kartet, rekonstruksjonene og den mørke kurven viser dem, for bare de forteller om modellen har forstått sifre eller pugget sine egne.',
  },
};

/** Hvorfor komprimere? */
import type { PartText } from '../types';

export const why: PartText = {
  title: 'Hvorfor komprimere?',
  summary: 'Et siffer er 784 tall, men trenger langt færre.',
  before: [
    {
      question:
        'Et gråtonebilde på 28 ganger 28 piksler består av 784 tall. Hvor mange trenger du for å kopiere et håndskrevet 7‑tall, slik at det kan leses og ser omtrent likt ut?',
      answers: [
        {
          text: 'Alle 784.',
          why: 'Det ville stemt for snøen på en TV uten signal, der hver piksel er uavhengig av de andre. I et siffer henger nabopikslene sammen.',
        },
        {
          text: 'Noen få: hvilket siffer, hvor skrått, hvor bredt, hvor tykk strek.',
          why: 'Riktig. Pikslene i et siffer henger sammen, så en kort beskrivelse sier det meste.',
        },
        {
          text: 'Bare ett: at det er et 7‑tall.',
          why: 'Da vet du hvilket siffer det er, men ikke hvordan det ble skrevet. To menneskers 7‑tall er ikke like.',
        },
      ],
    },
  ],
  text: [
    'Et skannet siffer er 784 tall, ett for lysstyrken i hver piksel. Trekk tallene tilfeldig, og du får ikke se et siffer om du holder på livet ut: Du ser snø. Nesten alle tenkelige bilder er snø. Sifrene er en forsvinnende liten del av dem, men en del med struktur: Nabopiksler er like, streker har en bredde, et 7‑tall har en bjelke og et ben.',
    'Den som kjenner strukturen, trenger få tall for å si hvilket siffer som menes. En *autoenkoder* er et nevralt nettverk som selv finner en slik kort beskrivelse, bare ved å se eksempler. Tallene som beskriver et bilde, kaller vi bildets *latente tall*; alle mulige slike tall utgjør til sammen det *latente rommet*.',
    'Nettverket på denne siden beskriver et siffer med to tall. Lagret som 32‑bits tall tar de 8 byte, mens bildet tar 784: en nittiåttendedel. Det har en pris. Bildet som kommer tilbake, er ikke helt det som ble sendt inn. Og nettverket må også være der: Med begge halvdelene tar det 270 kilobyte, én gang for alle sifre.',
  ],
  trial:
    'Velg et siffer. Til venstre ser du alle pikslene, til høyre det som kommer tilbake fra de to tallene imellom.',
  mistakes: [],
  tasks: [],
  after: [
    {
      question: 'Hva er rådataene som autoenkoderen i denne leksjonen lærer av?',
      answers: [
        {
          text: 'Bilder, hvert av dem som 784 gråverdier, og ikke noe annet.',
          why: 'Riktig. Bildene er både spørsmålet og svaret.',
        },
        {
          text: 'Bilder, hvert av dem med navnet på sifferet.',
          why: 'Et nettverk som skal kjenne igjen sifre, trenger navnene. Det gjør ikke en autoenkoder: Målet er bildet selv.',
        },
        {
          text: 'Regler for hvordan hvert siffer skal tegnes.',
          why: 'Ingen skriver regler for den. Det sifrene har felles, må den finne i bildene.',
        },
      ],
    },
  ],
};

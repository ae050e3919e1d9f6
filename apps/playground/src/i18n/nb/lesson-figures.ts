/** The Norwegian (bokmål) captions of the pictures that stand in place of the Lesson's widgets without scripts. */
import type { Texts } from '../en/dictionary';
import type { lessonFigures as english } from '../en/lesson-figures';

export const lessonFigures: Texts<typeof english> = {
  lessonFigures: {
    why: 'Øverst sifre, nederst det en autoenkoder med 128 latente tall gir tilbake.',
    halves:
      'Støy i de latente tallene til en autoenkoder med 128 tall. Ovenfra og ned er standardavviket 0, 0,25, 0,5, 1 og 2 ganger det til de latente tallene.',
    reduction:
      'Sifre; deretter for 2, 8, 16 og 32 tall etter tur: fra hovedkomponenter, en autoenkoder og en VAE.',
    denoising: 'Sifre, de samme sifrene med støy, og det nettverket får ut av dem.',
    enlarging:
      'Sifre, krympet til en firedels side, forstørret med interpolasjon og forstørret av nettverket.',
    generating:
      'Kartet til en vanlig autoenkoder, dekodet punkt for punkt: Mellom sifrene er det former som ingen har skrevet.',
    variational: 'Kartet til en VAE, dekodet punkt for punkt fra −2 til 2: sifre nesten overalt.',
    plane: 'Der en VAE plasserer testsifre. Fargene, én for hver klasse, er lagt til etterpå.',
    properties: 'Klær, de samme bildene med støy, og det et siffernettverk får ut av dem.',
  },
};

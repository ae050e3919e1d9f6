/** Coefficients of approximations that every target writes, highest power first: those of Cephes' single-precision functions. */
export const polynomials = {
  /** e^r = 1 + r + r^2 p(r), |r| <= ln 2 / 2. */
  exp: [
    1.98756915e-4, 1.3981999507e-3, 8.3334519073e-3, 4.1665795894e-2, 1.6666665459e-1,
    5.0000001201e-1,
  ],
  /** ln(1 + m) = m - m^2 / 2 + m^3 p(m), sqrt(1/2) <= 1 + m < sqrt(2). */
  log: [
    7.0376836292e-2, -1.151461031e-1, 1.167699874e-1, -1.2420140846e-1, 1.4249322787e-1,
    -1.6668057665e-1, 2.0000714765e-1, -2.4999993993e-1, 3.3333331174e-1,
  ],
  /** tanh x = x + x z p(z), z = x^2, |x| < .625. */
  tanh: [
    -5.70498872745e-3, 2.06390887954e-2, -5.37397155531e-2, 1.33314422036e-1, -3.33332819422e-1,
  ],
} as const;

/** ln 2 in two parts: products of the first one with small whole numbers are exact. */
export const ln2 = { high: 0.693359375, low: -2.1219444e-4 } as const;

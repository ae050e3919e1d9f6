/**
 * The dense VAE of the benchmark (784-512-2, batch 128, Adam) in jax-js, as one compiled function on its wasm device. The
 * package is no dependency: `page.mjs --jax-js DIR` finds it.
 */
import {
  blockUntilReady,
  defaultDevice,
  init,
  jit,
  nn,
  numpy as np,
  valueAndGrad,
} from '@jax-js/jax';

const batch = 128;
const widths = { hidden: 512, latent: 2, pixels: 784 };

/** A fixed wave in place of random numbers. */
const wave = (length, scale) =>
  Float32Array.from({ length }, (_, i) => scale * Math.sin(12.9898 * i * i));

function initialParameters() {
  const { hidden, latent, pixels } = widths;
  const layer = (rows, columns) => ({
    kernel: np.array(wave(rows * columns, 0.05)).reshape([rows, columns]),
    bias: np.zeros([columns]),
  });
  return {
    encoder: layer(pixels, hidden),
    mean: layer(hidden, latent),
    logVariance: layer(hidden, latent),
    decoder: layer(latent, hidden),
    logits: layer(hidden, pixels),
  };
}

const dense = (x, { kernel, bias }) => np.matmul(x, kernel).add(bias);

/** jax-js counts references: a value that is used again is passed as `ref`. */
function loss(p, x, noise) {
  const h = nn.relu(dense(x.ref, p.encoder));
  const mean = dense(h.ref, p.mean);
  const logVariance = dense(h, p.logVariance);
  const z = mean.ref.add(np.exp(logVariance.ref.mul(0.5)).mul(noise));
  const logits = dense(nn.relu(dense(z, p.decoder)), p.logits);
  const reconstruction = nn.softplus(logits.ref).sub(x.mul(logits)).sum();
  const kl = np.exp(logVariance.ref).add(np.square(mean)).sub(logVariance).sub(1).sum().mul(0.5);
  return reconstruction.add(kl).mul(1 / batch);
}

const each = (layers, make) =>
  Object.fromEntries(
    Object.entries(layers).map(([name, layer]) => [
      name,
      Object.fromEntries(
        Object.entries(layer).map(([key, value]) => [key, make(value, name, key)]),
      ),
    ]),
  );

/** @returns a function that does one step and resolves to the loss. */
export async function createStep() {
  await init('wasm');
  defaultDevice('wasm');
  const step = jit((parameters, means, squares, x, noise, rate) => {
    const [value, gradients] = valueAndGrad(loss)(
      each(parameters, (one) => one.ref),
      x,
      noise,
    );
    const m = each(means, (one, name, key) => one.mul(0.9).add(gradients[name][key].ref.mul(0.1)));
    const s = each(squares, (one, name, key) =>
      one.mul(0.999).add(np.square(gradients[name][key]).mul(0.001)),
    );
    const next = each(parameters, (one, name, key) => {
      const change = m[name][key].ref.mul(rate.ref);
      return one.sub(change.div(np.sqrt(s[name][key].ref).add(1e-7)));
    });
    rate.dispose();
    return [value, next, m, s];
  });
  const x = np.array(wave(batch * widths.pixels, 1).map((v) => (v > 0.8 ? v : 0)));
  const pixels = x.reshape([batch, widths.pixels]);
  const noise = np.array(wave(batch * widths.latent, 1)).reshape([batch, widths.latent]);
  let parameters = initialParameters();
  let means = each(parameters, (one) => np.zeros(one.shape));
  let squares = each(parameters, (one) => np.zeros(one.shape));
  return async () => {
    const [value, ...state] = step(
      parameters,
      means,
      squares,
      pixels.ref,
      noise.ref,
      np.array(1e-3),
    );
    [parameters, means, squares] = state;
    await blockUntilReady(state);
    const [total] = await value.data();
    if (!Number.isFinite(total)) throw new Error(`the loss became ${total}`);
  };
}

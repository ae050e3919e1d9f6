/** A bundler reads tfjs-core's modules, so the gradients come without the rest of the union. */
import '@tensorflow/tfjs-core/dist/register_all_gradients.js';

/**
 * Registers the gradients. A bundler reads the modules of tfjs-core, so the gradients can be imported without the rest
 * of the union package.
 */
import '@tensorflow/tfjs-core/dist/register_all_gradients.js';

/**
 * Registers the gradients. The builds of tfjs-core for Node do not contain them. Loading the union package registers
 * them on the engine that all copies share.
 */
import '@tensorflow/tfjs';

/** Node's builds of tfjs-core carry no gradients; loading the union registers them on the engine that all share. */
import '@tensorflow/tfjs';

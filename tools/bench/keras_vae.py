"""The dense and the convolutional VAE in Keras on torch, as its users would write them."""
import math
import sys

from side import serve

work, threads = sys.argv[1], int(sys.argv[2])
batch, latent = 128, 2


def prepare():
    # Before Keras creates anything, since torch creates its thread pool only once.
    import torch

    torch.set_num_threads(threads)
    torch.set_num_interop_threads(1)
    torch.set_flush_denormal(True)
    import keras
    import numpy
    from keras import layers, ops

    class Sampling(layers.Layer):
        """Adds the KL term, and draws a latent vector."""

        def __init__(self):
            super().__init__()
            self.seed = keras.random.SeedGenerator(1)

        def call(self, inputs):
            mean, log_variance = inputs
            kl = 0.5 * (ops.square(mean) + ops.exp(log_variance) - log_variance - 1)
            self.add_loss(ops.mean(ops.sum(kl, axis=1)))
            noise = keras.random.normal(ops.shape(mean), seed=self.seed)
            return mean + ops.exp(0.5 * log_variance) * noise

    def reconstruction(x, logits):
        losses = ops.binary_crossentropy(x, logits, from_logits=True)
        return ops.sum(ops.reshape(losses, (-1, 784)), axis=1)

    def dense():
        x = layers.Input((784,))
        h = layers.Dense(512, "relu")(x)
        z = Sampling()([layers.Dense(latent)(h), layers.Dense(latent)(h)])
        return x, layers.Dense(784)(layers.Dense(512, "relu")(z))

    def conv():
        x = layers.Input((28, 28, 1))
        h = layers.Conv2D(32, 3, strides=2, padding="same", activation="relu")(x)
        h = layers.Conv2D(64, 3, strides=2, padding="same", activation="relu")(h)
        h = layers.Dense(16, "relu")(layers.Flatten()(h))
        z = Sampling()([layers.Dense(latent)(h), layers.Dense(latent)(h)])
        h = layers.Reshape((7, 7, 64))(layers.Dense(7 * 7 * 64, "relu")(z))
        h = layers.Conv2DTranspose(64, 3, strides=2, padding="same", activation="relu")(h)
        h = layers.Conv2DTranspose(32, 3, strides=2, padding="same", activation="relu")(h)
        return x, layers.Conv2DTranspose(1, 3, padding="same")(h)

    keras.utils.set_random_seed(1)
    model = keras.Model(*{"dense": dense, "conv": conv}[work]())
    model.compile(keras.optimizers.Adam(1e-3, epsilon=1e-7), loss=reconstruction)
    data = numpy.random.default_rng(1).random((batch, *model.input_shape[1:]), dtype="float32")
    data[data <= 0.8] = 0

    def step():
        loss = float(model.train_on_batch(data, data))
        if not math.isfinite(loss):
            raise ValueError(f"the loss became {loss}")

    return step


serve(prepare)

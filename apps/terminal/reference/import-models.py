"""Makes the files that the tests of `speil import` read, with the outputs that their own libraries compute.

    python import-models.py ../src/testing/imported

Needs keras 3.15, torch 2.x (as Keras's backend too), onnx, onnxscript, safetensors. The networks are those of the Keras
VAE example and of PyTorch's VAE example with fewer units, so that the files are small. Weights are random, since only
the arithmetic counts.
"""

import json
import os
import sys

os.environ["KERAS_BACKEND"] = "torch"

import keras
import numpy as np
import torch
from keras import layers, ops
from safetensors.torch import save_file

out = sys.argv[1]
os.makedirs(out, exist_ok=True)
keras.utils.set_random_seed(1)
rng = np.random.default_rng(1)


def write(name, pictures, encoded, latents, decoded):
    """Expected values: pictures `[n, 28, 28, 1]`, the encoder's outputs, latents and what they decode to."""
    values = {
        "pictures": np.round(pictures.reshape(len(pictures), -1), 4).tolist(),
        "encoded": [np.round(value, 6).tolist() for value in encoded],
        "latents": latents.tolist(),
        "decoded": np.round(decoded.reshape(len(decoded), -1), 6).tolist(),
    }
    with open(f"{out}/{name}.json", "w") as file:
        json.dump(values, file, separators=(",", ":"))


pictures = np.round(rng.random((2, 28, 28, 1)), 2).astype("float32")


@keras.saving.register_keras_serializable()
class Sampling(layers.Layer):
    def call(self, inputs):
        mean, log_variance = inputs
        return mean + ops.exp(0.5 * log_variance) * keras.random.normal(ops.shape(mean))


# The Keras example's encoder and decoder (keras.io/examples/generative/vae), with fewer filters.
inputs = keras.Input(shape=(28, 28, 1))
x = layers.Conv2D(4, 3, activation="relu", strides=2, padding="same")(inputs)
x = layers.Conv2D(6, 3, activation="relu", strides=2, padding="same")(x)
x = layers.Flatten()(x)
x = layers.Dense(8, activation="relu")(x)
z_mean = layers.Dense(2, name="z_mean")(x)
z_log_var = layers.Dense(2, name="z_log_var")(x)
encoder = keras.Model(inputs, [z_mean, z_log_var, Sampling()([z_mean, z_log_var])], name="encoder")
latent = keras.Input(shape=(2,))
x = layers.Dense(7 * 7 * 6, activation="relu")(latent)
x = layers.Reshape((7, 7, 6))(x)
x = layers.Conv2DTranspose(6, 3, activation="relu", strides=2, padding="same")(x)
x = layers.BatchNormalization()(x)
x = layers.Conv2DTranspose(4, 3, strides=2, padding="same")(x)
x = layers.LeakyReLU(negative_slope=0.2)(x)
decoder = keras.Model(
    latent, layers.Conv2DTranspose(1, 3, activation="sigmoid", padding="same")(x), name="decoder"
)
for model in (encoder, decoder):
    for weight in model.weights:
        if weight.path.split("/")[-1] in ("seed_generator_state",):
            continue
        shape = tuple(weight.shape)
        if len(shape) == 1:
            weight.assign(rng.normal(0, 0.1, shape) + (1 if "variance" in weight.path else 0))
encoder.save(f"{out}/keras-encoder.keras")
decoder.save(f"{out}/keras-decoder.keras")
latents = np.array([[0.5, -1.0], [1.5, 0.25]], dtype="float32")
mean, log_variance, _ = encoder(pictures)
numpy = keras.ops.convert_to_numpy
write("keras", pictures, [numpy(mean), numpy(log_variance)], latents, numpy(decoder(latents)))


# PyTorch's example (github.com/pytorch/examples, vae/main.py), with fewer units.
class VAE(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1 = torch.nn.Linear(784, 10)
        self.fc21 = torch.nn.Linear(10, 3)
        self.fc22 = torch.nn.Linear(10, 3)
        self.fc3 = torch.nn.Linear(3, 10)
        self.fc4 = torch.nn.Linear(10, 784)

    def encode(self, x):
        hidden = torch.relu(self.fc1(x.view(-1, 784)))
        return self.fc21(hidden), self.fc22(hidden)

    def decode(self, z):
        return torch.sigmoid(self.fc4(torch.relu(self.fc3(z))))


torch.manual_seed(1)
vae = VAE()
save_file(vae.state_dict(), f"{out}/torch.safetensors")
z = torch.tensor([[0.5, -1.0, 0.0], [1.5, 0.25, -0.5]])
with torch.no_grad():
    encoded = [value.numpy() for value in vae.encode(torch.tensor(pictures))]
    write("torch", pictures, encoded, z.numpy(), vae.decode(z).numpy())


# A convolutional network, channels first, by safetensors and by ONNX.
class Encoder(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = torch.nn.Conv2d(1, 4, 4, stride=2, padding=1)
        self.conv2 = torch.nn.Conv2d(4, 6, 4, stride=2, padding=1)
        self.hidden = torch.nn.Linear(6 * 7 * 7, 8)
        self.mean = torch.nn.Linear(8, 2)
        self.log_variance = torch.nn.Linear(8, 2)

    def forward(self, x):
        x = torch.relu(self.conv1(x))
        x = torch.relu(self.conv2(x))
        x = torch.relu(self.hidden(torch.flatten(x, 1)))
        return self.mean(x), self.log_variance(x)


class Decoder(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = torch.nn.Linear(2, 6 * 7 * 7)
        self.up1 = torch.nn.ConvTranspose2d(6, 4, 4, stride=2, padding=1)
        self.up2 = torch.nn.ConvTranspose2d(4, 1, 4, stride=2, padding=1)

    def forward(self, z):
        x = torch.relu(self.hidden(z)).reshape(-1, 6, 7, 7)
        return torch.sigmoid(self.up2(torch.relu(self.up1(x))))


class Whole(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.encoder = Encoder()
        self.decoder = Decoder()


whole = Whole().eval()
save_file(whole.state_dict(), f"{out}/conv.safetensors")
first = torch.tensor(pictures).permute(0, 3, 1, 2)
z = torch.tensor(latents)
with torch.no_grad():
    encoded = [value.numpy() for value in whole.encoder(first)]
    decoded = whole.decoder(z).permute(0, 2, 3, 1).numpy()
    write("conv", pictures, encoded, latents, decoded)
for name, module, example in (("encoder", whole.encoder, first), ("decoder", whole.decoder, z)):
    torch.onnx.export(
        module, (example,), f"{out}/conv-{name}.onnx", dynamo=False, opset_version=17,
        input_names=["input"], dynamic_axes={"input": {0: "batch"}},
    )

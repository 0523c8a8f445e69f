"""Writes golden values of the networks and objectives, from PyTorch alone.

Run with Debian's python3-torch (1.13): /usr/bin/python3 golden.py FOLDER
An independent reference: written from the papers with PyTorch's own modules and optimiser. Parameters and floating
inputs come from a formula that both sides compute, so the files hold results only.
"""
import json
import math
import sys

import numpy as np
import torch
from torch import nn
import torch.nn.functional as F

torch.set_num_threads(1)
# Formula values are float32 exactly; results are computed in float64 so that the reference has no error of its own.
torch.set_default_dtype(torch.float64)


def uniform(name, count):
    """Numbers in [-1, 1) from a hash of name and place (FNV-1a, then the finalizer of MurmurHash3)."""
    seed = 0x811C9DC5
    for char in name.encode():
        seed = ((seed ^ char) * 0x01000193) & 0xFFFFFFFF
    x = (np.arange(count, dtype=np.uint64) * np.uint64(0x9E3779B9) + np.uint64(seed)) & np.uint64(0xFFFFFFFF)
    x ^= x >> np.uint64(16)
    x = (x * np.uint64(0x85EBCA6B)) & np.uint64(0xFFFFFFFF)
    x ^= x >> np.uint64(13)
    x = (x * np.uint64(0xC2B2AE35)) & np.uint64(0xFFFFFFFF)
    x ^= x >> np.uint64(16)
    return (x.astype(np.float64) / 2.0**31 - 1.0).astype(np.float32)


def tensor(name, *shape):
    return torch.tensor(uniform(name, math.prod(shape)).astype(np.float64)).reshape(shape)


def formula(name, shape):
    """Value of a parameter by its public name."""
    if name == "temperature.logScale":
        return torch.full(shape, math.log(1 / 0.07))
    u = tensor(name, *shape)
    last = name.split(".")[-2]
    if name.endswith(".weight") and last.lower().startswith(("norm", "prenorm")):
        value = 1 + 0.2 * u
    elif len(shape) == 1:
        value = 0.1 * u
    elif name.endswith((".positions", ".token")):
        value = 0.5 * u
    else:
        value = math.sqrt(3.0 / math.prod(shape[1:])) * u
    return value.to(torch.float32).to(torch.float64)


class QuickGelu(nn.Module):
    def forward(self, x):
        return x * torch.sigmoid(1.702 * x)


class Mlp(nn.Sequential):
    def __init__(self, width, activation):
        super().__init__()
        self.up = nn.Linear(width, 4 * width)
        self.activation = activation
        self.down = nn.Linear(4 * width, width)

    def forward(self, x):
        return self.down(self.activation(self.up(x)))


class Block(nn.Module):
    def __init__(self, width, heads, activation, eps):
        super().__init__()
        self.norm1 = nn.LayerNorm(width, eps=eps)
        self.attention = nn.MultiheadAttention(width, heads, batch_first=True)
        self.norm2 = nn.LayerNorm(width, eps=eps)
        self.mlp = Mlp(width, activation)

    def forward(self, x, mask=None):
        y = self.norm1(x)
        x = x + self.attention(y, y, y, need_weights=False, attn_mask=mask)[0]
        return x + self.mlp(self.norm2(x))


class Vit(nn.Module):
    def __init__(self, size, patch, width, layers, heads, clip):
        super().__init__()
        eps = 1e-5 if clip else 1e-6
        activation = QuickGelu() if clip else nn.GELU()
        self.patch = nn.Conv2d(3, width, patch, patch, bias=not clip)
        self.cls = nn.Parameter(torch.zeros(1, 1, width))
        self.positions = nn.Parameter(torch.zeros(1, 1 + (size // patch) ** 2, width))
        self.preNorm = nn.LayerNorm(width, eps=eps) if clip else nn.Identity()
        self.blocks = nn.ModuleList(Block(width, heads, activation, eps) for _ in range(layers))
        self.norm = nn.LayerNorm(width, eps=eps)

    def forward(self, image, mask=None, token=None, kept=None):
        """Outputs of all blocks. kept: [B, k] patches seen; mask [B, N, 1] with the token that replaces patches."""
        x = self.patch(image).flatten(2).transpose(1, 2)
        if mask is not None:
            x = torch.where(mask.bool(), token.expand_as(x), x)
        x = x + self.positions[:, 1:]
        if kept is not None:
            x = torch.gather(x, 1, kept.unsqueeze(-1).expand(-1, -1, x.shape[2]))
        cls = (self.cls + self.positions[:, :1]).expand(len(x), -1, -1)
        x = self.preNorm(torch.cat([cls, x], 1))
        outputs = []
        for block in self.blocks:
            x = block(x)
            outputs.append(x)
        return outputs


class Text(nn.Module):
    def __init__(self, vocabulary, context, width, layers, heads):
        super().__init__()
        self.tokens = nn.Embedding(vocabulary, width)
        self.positions = nn.Parameter(torch.zeros(1, context, width))
        self.blocks = nn.ModuleList(Block(width, heads, QuickGelu(), 1e-5) for _ in range(layers))
        self.norm = nn.LayerNorm(width)

    def forward(self, tokens):
        context = tokens.shape[1]
        future = torch.full((context, context), -math.inf).triu(1)
        x = self.tokens(tokens) + self.positions
        for block in self.blocks:
            x = block(x, future)
        return self.norm(x)[torch.arange(len(x)), tokens.argmax(-1)]


class Residual(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.first = nn.Conv2d(width, width, 3, padding=1)
        self.second = nn.Conv2d(width, width, 1)

    def forward(self, x):
        return x + self.second(F.relu(self.first(F.relu(x))))


class VaeEncoder(nn.Module):
    def __init__(self, patch, vocabulary, width):
        super().__init__()
        halvings = int(math.log2(patch))
        self.down = nn.ModuleList(nn.Conv2d(width if k else 3, width, 4, 2, 1) for k in range(halvings))
        self.residual = nn.ModuleList([Residual(width)])
        self.logits = nn.Conv2d(width, vocabulary, 1)

    def forward(self, x):
        for layer in self.down:
            x = F.relu(layer(x))
        return self.logits(self.residual[0](x))


class VaeDecoder(nn.Module):
    def __init__(self, patch, vocabulary, width, codes, channels):
        super().__init__()
        halvings = int(math.log2(patch))
        self.codes = nn.Conv2d(vocabulary, codes, 1, bias=False)
        self.enter = nn.Conv2d(codes, width, 1)
        self.residual = nn.ModuleList([Residual(width)])
        self.up = nn.ModuleList(nn.ConvTranspose2d(width, width, 4, 2, 1) for _ in range(halvings))
        self.pixels = nn.Conv2d(width, channels, 1)

    def forward(self, weights):
        x = self.residual[0](self.enter(self.codes(weights)))
        for layer in self.up:
            x = F.relu(layer(x))
        return self.pixels(x)


class MimHead(nn.Module):
    def __init__(self, width, heads, layers, vocabulary):
        super().__init__()
        self.maskToken = nn.Parameter(torch.zeros(1, 1, width))
        self.blocks = nn.ModuleList(Block(width, heads, QuickGelu(), 1e-5) for _ in range(layers))
        self.norm = nn.LayerNorm(width)
        self.classify = nn.Linear(width, vocabulary)


class Farl(nn.Module):
    def __init__(self):
        super().__init__()
        self.encoder = Vit(32, 8, 32, 2, 4, clip=True)
        self.text = Text(64, 10, 24, 2, 3)
        self.projection = nn.ModuleDict({"image": nn.Linear(32, 16, False), "text": nn.Linear(24, 16, False)})
        self.temperature = nn.ParameterDict({"logScale": nn.Parameter(torch.zeros(1))})
        self.mim = MimHead(32, 4, 1, 24)
        self.tokenizer = nn.ModuleDict({"encoder": VaeEncoder(4, 24, 8)})

    def forward(self, image, tokens, mask, sum_per_image=False):
        e_image = F.normalize(self.projection["image"](self.encoder.norm(self.encoder(image)[-1][:, 0])), dim=-1)
        e_text = F.normalize(self.projection["text"](self.text(tokens)), dim=-1)
        logits = self.temperature["logScale"].exp().clamp(max=100) * e_image @ e_text.T
        labels = torch.arange(len(image))
        l_image = F.cross_entropy(logits, labels)
        l_text = F.cross_entropy(logits.T, labels)
        x = self.encoder(image, mask=mask, token=self.mim.maskToken)[-1]
        for block in self.mim.blocks:
            x = block(x)
        scores = self.mim.classify(self.mim.norm(x[:, 1:]))
        with torch.no_grad():
            visual = self.tokenizer["encoder"](F.avg_pool2d(image, 2)).argmax(1).flatten(1)
        each = F.cross_entropy(scores.transpose(1, 2), visual, reduction="none")
        where = mask[..., 0].bool()
        mim = each[where].sum() / (len(image) if sum_per_image else where.sum())
        itc = (l_image + l_text) / 2
        return {"loss": itc + mim, "itc": itc, "itc.image": l_image, "itc.text": l_text, "mim": mim}


class PseudoDecoder(nn.Module):
    def __init__(self, encoder_width, tokens, width, layers, heads, values):
        super().__init__()
        self.embed = nn.Linear(encoder_width, width)
        self.maskToken = nn.Parameter(torch.zeros(1, 1, width))
        self.positions = nn.Parameter(torch.zeros(1, tokens, width))
        self.blocks = nn.ModuleList(Block(width, heads, nn.GELU(), 1e-6) for _ in range(layers))
        self.norm = nn.LayerNorm(width, eps=1e-6)
        self.pixels = nn.Linear(width, values)

    def forward(self, latent, kept, grid, patch):
        batch = len(latent)
        x = self.embed(latent)
        places = self.maskToken.repeat(batch, grid * grid, 1)
        places = places.scatter(1, kept.unsqueeze(-1).expand(-1, -1, x.shape[2]), x[:, 1:])
        x = torch.cat([x[:, :1], places], 1) + self.positions
        for block in self.blocks:
            x = block(x)
        x = self.pixels(self.norm(x))[:, 1:]
        # Pixels of a patch run over rows, columns, colours; fold wants colours, rows, columns.
        x = x.reshape(batch, grid * grid, patch * patch, 3).permute(0, 3, 2, 1).flatten(1, 2)
        return F.fold(x, grid * patch, patch, stride=patch)


class Head(nn.Module):
    def __init__(self, width, hidden, size, inner, last):
        super().__init__()
        self.first = nn.Linear(width, hidden, bias=not inner)
        if inner:
            self.norm = nn.BatchNorm1d(hidden, track_running_stats=False)
        self.second = nn.Linear(hidden, size, bias=not inner)
        if last:
            self.lastNorm = nn.BatchNorm1d(size, affine=False, track_running_stats=False)

    def forward(self, x):
        x = self.first(x)
        x = self.second(F.relu(self.norm(x) if hasattr(self, "norm") else x))
        return self.lastNorm(x) if hasattr(self, "lastNorm") else x


class Mcf(nn.Module):
    def __init__(self, code):
        super().__init__()
        self.code = code
        self.encoder = Vit(32, 8, 32, 2, 4, clip=False)
        self.decoder = PseudoDecoder(32, 17, 16, 2, 4, 192)
        self.target = Vit(32, 8, 24, 4, 3, clip=False)
        self.head = Head(32, 20, 12, code, code)
        self.projector = Head(12, 20, 12, code, False)
        self.teacher = Vit(32, 8, 32, 2, 4, clip=False)
        self.teacherHead = Head(32, 20, 12, code, code)
        for part in (self.target, self.teacher, self.teacherHead):
            part.requires_grad_(False)
        for part in (self.encoder, self.decoder):
            part.positions.requires_grad_(False)

    def forward(self, image, kept_base, kept_online):
        latent = self.encoder.norm(self.encoder(image, kept=kept_base)[-1])
        pseudo = self.decoder(latent, kept_base, 4, 8)
        if self.code:
            features = sum(
                F.mse_loss(F.normalize(p, dim=1), F.normalize(r, dim=1))
                for p, r in zip(self.target(pseudo), self.target(image)))
        else:
            features = (self.target(pseudo)[-1] - self.target(image)[-1]).flatten(1).norm(dim=1).mean()
        seen = self.teacher.norm(self.teacher(image, kept=kept_online)[-1])
        if self.code:
            q, k = self.projector(self.head(latent[:, 0])), self.teacherHead(seen[:, 0])
            logits = F.normalize(q, dim=1) @ F.normalize(k, dim=1).T / 0.2
            contrast = F.cross_entropy(logits, torch.arange(len(q))) * 2 * 0.2
        else:
            q, k = self.projector(self.head(latent[:, 1:].mean(1))), self.teacherHead(seen[:, 1:].mean(1))
            contrast = F.cross_entropy(q @ k.T / 0.2, torch.arange(len(q)))
        weight = 1000 if self.code else 1
        return {"loss": weight * features + contrast, "features": features, "contrast": contrast}


class Tokenizer(nn.Module):
    def __init__(self, laplace):
        super().__init__()
        self.laplace = laplace
        self.tokenizer = nn.ModuleDict({
            "encoder": VaeEncoder(4, 24, 8), "decoder": VaeDecoder(4, 24, 8, 6, 6 if laplace else 3)})

    def forward(self, image, noise, temperature):
        logits = self.tokenizer["encoder"](image)
        weights = F.softmax((logits - torch.log(-torch.log(noise))) / temperature, dim=1)
        painted = self.tokenizer["decoder"](weights)
        if self.laplace:
            pixels = (image * 0.25 + 0.5).clamp(0, 1) * 0.8 + 0.1
            location, log_scale = painted.chunk(2, dim=1)
            density = torch.exp(-(torch.logit(pixels) - location).abs() / log_scale.exp()) / (
                2 * log_scale.exp() * pixels * (1 - pixels))
            reconstruction = -density.log().mean()
        else:
            reconstruction = F.mse_loss(painted, image)
        q = torch.distributions.Categorical(logits=logits.permute(0, 2, 3, 1))
        flat = torch.distributions.Categorical(logits=torch.zeros_like(q.logits))
        divergence = torch.distributions.kl_divergence(q, flat).mean()
        mean = torch.distributions.Categorical(probs=q.probs.flatten(0, 2).mean(0))
        return {"loss": reconstruction + 0.05 * divergence, "reconstruction": reconstruction,
                "divergence": divergence, "perplexity": mean.entropy().exp()}


def public(name):
    """PyTorch's name of a parameter → ours."""
    for theirs, ours in ((".in_proj_", ".qkv."), (".out_proj.", ".out."), ("cls", "class.token"),
                         ("maskToken", "mask.token")):
        name = name.replace(theirs, ours)
    return name


def fill(module, prefix=""):
    for name, parameter in module.named_parameters():
        parameter.data.copy_(formula(prefix + public(name), tuple(parameter.shape)))
    return module


def probe(name, value):
    """A float: the product with fixed pseudo-random numbers, which every element weighs on."""
    flat = value.detach().flatten()
    return float(flat @ tensor(name + ".probe", len(flat)))


def measured(name, value):
    """Norm and probe."""
    return [float(value.norm()), probe(name, value)]


def forward(value):
    return {"shape": list(value.shape), "first": value.detach().flatten()[:6].tolist(), "probe": probe("out", value)}


def training(module, *inputs, **options):
    """Losses, gradients, and what one AdamW step with clipping to norm 1 and no decay of vectors changes."""
    parts = module(*inputs, **options)
    parts["loss"].backward()
    trained = {public(n): p for n, p in module.named_parameters() if p.requires_grad and p.grad is not None}
    gradients = {n: measured(n, p.grad) for n, p in trained.items()}

    def decays(name, parameter):
        return parameter.ndim > 1 and not name.endswith((".positions", ".token"))

    groups = [{"params": [p for n, p in trained.items() if decays(n, p)], "weight_decay": 0.05},
              {"params": [p for n, p in trained.items() if not decays(n, p)], "weight_decay": 0.0}]
    before = {n: p.detach().clone() for n, p in trained.items()}
    optimizer = torch.optim.AdamW(groups, lr=0.01, betas=(0.9, 0.95), eps=1e-4)
    norm = float(nn.utils.clip_grad_norm_(trained.values(), 1.0))
    optimizer.step()
    changes = {n: measured(n, p.detach() - before[n]) for n, p in trained.items()}
    return {"parts": {n: float(v) for n, v in parts.items()}, "gradientNorm": norm, "gradients": gradients,
            "changes": changes}


def rounded(value):
    if isinstance(value, float):
        return float("%.8g" % value)
    if isinstance(value, dict):
        return {k: rounded(v) for k, v in value.items()}
    return [rounded(v) for v in value] if isinstance(value, list) else value


def lines(value, depth):
    """JSON with what is deep in one line."""
    if depth == 0 or not isinstance(value, dict):
        return json.dumps(value)
    return "{\n" + ",\n".join("%s: %s" % (json.dumps(k), lines(v, depth - 1)) for k, v in value.items()) + "}"


def write(folder, name, value):
    with open("%s/%s.json" % (folder, name), "w") as file:
        file.write(lines(rounded(value), 2) + "\n")


def main(folder):
    image = tensor("input.image", 4, 3, 32, 32)
    tokens = torch.tensor([[62, 5, 9, 63, 0, 0, 0, 0, 0, 0], [62, 1, 2, 3, 4, 5, 6, 7, 8, 63],
                           [62, 17, 63, 0, 0, 0, 0, 0, 0, 0], [62, 40, 40, 9, 5, 63, 0, 0, 0, 0]])
    clip, mae = fill(Vit(32, 8, 32, 2, 4, True), "encoder."), fill(Vit(32, 8, 32, 2, 4, False), "encoder.")
    text = fill(Text(64, 10, 24, 2, 3), "text.")
    write(folder, "networks", {
        "tokens": tokens.tolist(),
        "clip.block1": forward(clip(image)[0]), "clip.class": forward(clip.norm(clip(image)[1][:, 0])),
        "mae.block2": forward(mae(image)[1]), "mae.class": forward(mae.norm(mae(image)[1][:, 0])),
        "text": forward(text(tokens))})

    masked = [[0, 1, 4, 5, 9], [2, 3], [10, 11, 14, 15, 7, 6], [8]]
    mask = torch.zeros(4, 16, 1)
    for i, row in enumerate(masked):
        mask[i, row] = 1
    for name, per_image in (("farl", False), ("farl-sum", True)):
        model = fill(Farl())
        model.tokenizer.requires_grad_(False)
        write(folder, name, {"tokens": tokens.tolist(), "masked": masked,
                             **training(model, image, tokens, mask, sum_per_image=per_image)})

    base = torch.tensor([[0, 3, 7, 12], [1, 2, 14, 15], [4, 5, 6, 8], [0, 9, 10, 13]])
    online = torch.tensor([[1, 2, 4, 15], [0, 3, 5, 6], [7, 9, 11, 13], [2, 8, 12, 14]])
    for name, code in (("mcf", True), ("mcf-paper", False)):
        write(folder, name, {"keptBase": base.tolist(), "keptOnline": online.tolist(),
                             **training(fill(Mcf(code)), image, base, online)})

    small = tensor("input.small", 4, 3, 16, 16)
    noise = (tensor("input.noise", 4, 24, 4, 4) * 0.49 + 0.5).to(torch.float32).to(torch.float64)
    for name, laplace in (("tokenizer", False), ("tokenizer-laplace", True)):
        write(folder, name, training(fill(Tokenizer(laplace)), small, noise, 0.7))


if __name__ == "__main__":
    main(sys.argv[1])

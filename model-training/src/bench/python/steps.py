"""Facet's pre-training steps, written again in plain PyTorch: what its own trainer is timed against.

Modules carry the names of the trainer's parameters, so that its values load strictly: the same number of weights, the
same first loss, or an error.

Protocol: the first line of standard input is a JSON object (recipe, options, parameters, batch, optimizer, threads);
then each line is {"steps": n}, answered by {"seconds": s, "processorSeconds":
p, "losses": [...]}. Ends with the input. Tensors lie in one file,
little-endian, row-major: {"name": {"dtype": "float32"|"int64", "shape": [...], "offset": bytes}}.
"""

import ctypes
import json
import math
import sys
import time

import numpy
import torch
from torch import nn
from torch.nn import functional as F


class Token(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.token = nn.Parameter(torch.zeros(1, 1, width))


class QuickGelu(nn.Module):
    def forward(self, x):
        return x * torch.sigmoid(1.702 * x)


class Attention(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.heads = heads
        self.scale = (width // heads) ** -0.5
        self.qkv = nn.Linear(width, 3 * width)
        self.out = nn.Linear(width, width)

    def forward(self, x, mask=None):
        batch, tokens, width = x.shape
        qkv = self.qkv(x).reshape(batch, tokens, 3, self.heads, width // self.heads).permute(2, 0, 3, 1, 4)
        query, key, value = qkv.unbind(0)
        scores = (query * self.scale) @ key.transpose(-2, -1)
        if mask is not None:
            scores = scores + mask
        mixed = scores.softmax(dim=-1) @ value
        return self.out(mixed.transpose(1, 2).reshape(batch, tokens, width))


class Mlp(nn.Module):
    def __init__(self, width, activation):
        super().__init__()
        self.up = nn.Linear(width, 4 * width)
        self.activation = activation
        self.down = nn.Linear(4 * width, width)

    def forward(self, x):
        return self.down(self.activation(self.up(x)))


class Block(nn.Module):
    def __init__(self, width, heads, activation, epsilon):
        super().__init__()
        self.norm1 = nn.LayerNorm(width, epsilon)
        self.attention = Attention(width, heads)
        self.norm2 = nn.LayerNorm(width, epsilon)
        self.mlp = Mlp(width, activation)

    def forward(self, x, mask=None):
        x = x + self.attention(self.norm1(x), mask)
        return x + self.mlp(self.norm2(x))


def blocks(options, layers=None):
    activation = QuickGelu() if options["activation"] == "QUICK_GELU" else nn.GELU()
    return nn.ModuleList(
        Block(options["width"], options["heads"], activation, options["normEpsilon"])
        for _ in range(options["layers"] if layers is None else layers)
    )


class VisionTransformer(nn.Module):
    def __init__(self, options):
        super().__init__()
        width, patch = options["width"], options["patch"]
        grid = options["imageSize"] // patch
        self.patch = nn.Conv2d(3, width, patch, patch, bias=options["patchBias"])
        self.add_module("class", Token(width))
        self.positions = nn.Parameter(torch.zeros(1, 1 + grid * grid, width))
        self.preNorm = nn.LayerNorm(width, options["normEpsilon"]) if options["preNorm"] else nn.Identity()
        self.blocks = blocks(options)
        # A frozen network that only its blocks' features are asked of has no last norm.
        if options.get("norm", True):
            self.norm = nn.LayerNorm(width, options["normEpsilon"])

    def patches(self, image):
        return self.patch(image).flatten(2).transpose(1, 2)

    def tokens(self, patches, kept=None):
        placed = patches + self.positions[:, 1:]
        if kept is not None:
            placed = placed.flatten(0, 1)[kept].reshape(patches.shape[0], -1, patches.shape[2])
        first = getattr(self, "class").token + self.positions[:, :1]
        return self.preNorm(torch.cat([first.expand(patches.shape[0], -1, -1), placed], dim=1))

    def forward(self, tokens):
        for block in self.blocks:
            tokens = block(tokens)
        return tokens

    def features(self, tokens, layers):
        found = []
        for number, block in enumerate(self.blocks, 1):
            tokens = block(tokens)
            if number in layers:
                found.append(tokens)
        return found


class TextEncoder(nn.Module):
    def __init__(self, options):
        super().__init__()
        width, context = options["width"], options["context"]
        self.tokens = nn.Embedding(options["vocabulary"], width)
        self.positions = nn.Parameter(torch.zeros(1, context, width))
        self.blocks = blocks(dict(options, activation="QUICK_GELU", normEpsilon=1e-5))
        self.norm = nn.LayerNorm(width)
        self.register_buffer("mask", torch.full((context, context), -math.inf).triu(1), persistent=False)

    def forward(self, tokens):
        x = self.tokens(tokens) + self.positions
        for block in self.blocks:
            x = block(x, self.mask)
        return self.norm(x[torch.arange(len(x)), tokens.argmax(dim=-1)])


class Residual(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.first = nn.Conv2d(width, width, 3, padding=1)
        self.second = nn.Conv2d(width, width, 1)

    def forward(self, x):
        return x + self.second(F.relu(self.first(F.relu(x))))


class TokenizerEncoder(nn.Module):
    def __init__(self, options):
        super().__init__()
        width = options["width"]
        halvings = options["patch"].bit_length() - 1
        self.down = nn.ModuleList(nn.Conv2d(width if k else 3, width, 4, 2, 1) for k in range(halvings))
        self.residual = nn.ModuleList(Residual(width) for _ in range(options["residualBlocks"]))
        self.logits = nn.Conv2d(width, options["vocabulary"], 1)

    def forward(self, x):
        for convolution in self.down:
            x = F.relu(convolution(x))
        for residual in self.residual:
            x = residual(x)
        return self.logits(x)


class Tokenizer(nn.Module):
    def __init__(self, options, factor):
        super().__init__()
        self.factor = factor
        self.encoder = TokenizerEncoder(options)

    @torch.no_grad()
    def forward(self, image):
        small = F.avg_pool2d(image, self.factor) if self.factor > 1 else image
        return self.encoder(small).argmax(dim=1).flatten()


class MaskedImageHead(nn.Module):
    def __init__(self, encoder, layers, vocabulary):
        super().__init__()
        self.mask = Token(encoder["width"])
        self.blocks = blocks(encoder, layers)
        self.norm = nn.LayerNorm(encoder["width"], encoder["normEpsilon"])
        self.classify = nn.Linear(encoder["width"], vocabulary)

    def masked(self, patches, mask):
        return patches * (1 - mask) + self.mask.token * mask

    def forward(self, tokens, places):
        for block in self.blocks:
            tokens = block(tokens)
        return self.classify(self.norm(tokens[:, 1:].flatten(0, 1)[places]))


class Temperature(nn.Module):
    def __init__(self):
        super().__init__()
        self.logScale = nn.Parameter(torch.zeros(1))

    def forward(self):
        return self.logScale.clamp(max=math.log(100)).exp()


class Farl(nn.Module):
    """FaRL: the contrast of images and texts, and masked image modelling."""

    def __init__(self, options):
        super().__init__()
        image, text, masked = options["image"], options["text"], options["masked"]
        self.encoder = VisionTransformer(image)
        self.text = TextEncoder(text)
        self.projection = nn.ModuleDict({
            "image": nn.Linear(image["width"], options["embedding"], bias=False),
            "text": nn.Linear(text["width"], options["embedding"], bias=False),
        })
        self.temperature = Temperature()
        self.mim = MaskedImageHead(image, masked["layers"], masked["tokenizer"]["vocabulary"])
        self.tokenizer = Tokenizer(masked["tokenizer"], image["imageSize"] // masked["tokenizer"]["imageSize"])
        self.weight = masked["weight"]

    def forward(self, batch):
        image = batch["image"]
        patches = self.encoder.patches(image)
        return self.contrast(patches, batch["tokens"]) + self.weight * self.masked(image, patches, batch)

    def contrast(self, patches, tokens):
        feature = self.encoder.norm(self.encoder(self.encoder.tokens(patches))[:, 0])
        images = F.normalize(self.projection["image"](feature), dim=-1)
        texts = F.normalize(self.projection["text"](self.text(tokens)), dim=-1)
        logits = self.temperature() * images @ texts.t()
        partners = torch.arange(len(logits))
        return (F.cross_entropy(logits, partners) + F.cross_entropy(logits.t(), partners)) / 2

    def masked(self, image, patches, batch):
        hidden = self.encoder(self.encoder.tokens(self.mim.masked(patches, batch["mask"])))
        logits = self.mim(hidden, batch["masked"])
        return F.cross_entropy(logits, self.tokenizer(image)[batch["masked"]])

    def after_update(self):
        pass


class PseudoImageDecoder(nn.Module):
    def __init__(self, encoder, options):
        super().__init__()
        width, patch = options["width"], encoder["patch"]
        self.grid, self.side = encoder["imageSize"] // patch, patch
        self.embed = nn.Linear(encoder["width"], width)
        self.mask = Token(width)
        self.positions = nn.Parameter(torch.zeros(1, 1 + self.grid**2, width))
        self.blocks = blocks(dict(options, activation="GELU", normEpsilon=encoder["normEpsilon"]))
        self.norm = nn.LayerNorm(width, encoder["normEpsilon"])
        self.pixels = nn.Linear(width, 3 * patch * patch)

    def forward(self, latent, restore):
        embedded = self.embed(latent)
        batch, visible, width = embedded.shape
        missing = self.mask.token.expand(batch, 1 + self.grid**2 - visible, -1)
        rows = torch.cat([embedded[:, 1:], missing], dim=1).flatten(0, 1)[restore]
        x = torch.cat([embedded[:, :1], rows.reshape(batch, -1, width)], dim=1) + self.positions
        for block in self.blocks:
            x = block(x)
        values = self.pixels(self.norm(x[:, 1:])).reshape(batch, self.grid, self.grid, self.side, self.side, 3)
        return torch.einsum("nhwpqc->nchpwq", values).reshape(batch, 3, self.grid * self.side, self.grid * self.side)


class ContrastHead(nn.Module):
    def __init__(self, width, options, norm_after_second):
        super().__init__()
        hidden, size, batch_norm = options["hidden"], options["size"], options["batchNorm"]
        self.first = nn.Linear(width, hidden, bias=not batch_norm)
        self.norm = nn.BatchNorm1d(hidden, track_running_stats=False) if batch_norm else nn.Identity()
        self.second = nn.Linear(hidden, size, bias=not batch_norm)
        last = batch_norm and norm_after_second
        self.last = nn.BatchNorm1d(size, affine=False, track_running_stats=False) if last else nn.Identity()

    def forward(self, x):
        return self.last(self.second(F.relu(self.norm(self.first(x)))))


class Mcf(nn.Module):
    """MCF: features of a pseudo image, and the contrast of two masks with an averaged teacher."""

    def __init__(self, options):
        super().__init__()
        contrast = options["contrast"]
        width = options["encoder"]["width"]
        self.options, self.contrast_options = options, contrast
        self.encoder = VisionTransformer(options["encoder"])
        self.decoder = PseudoImageDecoder(options["encoder"], options["decoder"])
        self.target = VisionTransformer(dict(options["target"], norm=False))
        self.head = ContrastHead(width, contrast, True)
        self.projector = ContrastHead(contrast["size"], contrast, False)
        self.teacher = VisionTransformer(options["encoder"])
        self.teacherHead = ContrastHead(width, contrast, True)

    def latent(self, encoder, image, kept):
        return encoder.norm(encoder(encoder.tokens(encoder.patches(image), kept)))

    def target_features(self, image):
        return self.target.features(self.target.tokens(self.target.patches(image)), self.options["featureLayers"])

    def forward(self, batch):
        image = batch["image"]
        latent = self.latent(self.encoder, image, batch["keptBase"])
        pseudo = self.decoder(latent, batch["restoreBase"])
        with torch.no_grad():
            wanted = self.target_features(image)
        found = self.target_features(pseudo)
        features = sum(F.mse_loss(F.normalize(a, dim=1), F.normalize(b, dim=1)) for a, b in zip(found, wanted))
        return self.options["featureWeight"] * features + self.contrast(image, latent, batch["keptOnline"])

    def contrast(self, image, latent, kept):
        temperature = self.contrast_options["temperature"]
        queries = F.normalize(self.projector(self.head(latent[:, 0])), dim=-1)
        with torch.no_grad():
            keys = F.normalize(self.teacherHead(self.latent(self.teacher, image, kept)[:, 0]), dim=-1)
        logits = queries @ keys.t() / temperature
        return F.cross_entropy(logits, torch.arange(len(logits))) * 2 * temperature

    @torch.no_grad()
    def after_update(self):
        momentum = self.contrast_options["momentum"]
        for averaged, followed in ((self.teacher, self.encoder), (self.teacherHead, self.head)):
            for target, source in zip(averaged.parameters(), followed.parameters()):
                target.mul_(momentum).add_(source, alpha=1 - momentum)


def tensors(file, entries):
    with open(file, "rb") as data:
        content = bytearray(data.read())
    found = {}
    for name, entry in entries.items():
        count = math.prod(entry["shape"])
        values = numpy.frombuffer(content, numpy.dtype(entry["dtype"]).newbyteorder("<"), count, entry["offset"])
        found[name] = torch.from_numpy(values.reshape(entry["shape"]))
    return found


def optimizer(model, options):
    decayed, others = [], []
    for name, parameter in model.named_parameters():
        if name.startswith(tuple(options["frozen"])):
            parameter.requires_grad_(False)
        else:
            (decayed if name in options["decayed"] else others).append(parameter)
    groups = [{"params": decayed, "weight_decay": options["weightDecay"]}, {"params": others, "weight_decay": 0.0}]
    return torch.optim.AdamW(groups, lr=options["rate"], betas=(options["beta1"], options["beta2"]), eps=options["epsilon"])


def blas():
    """The file that matrix products come from: Debian's own is ten times slower than others."""
    for library in (None, "libtorch_cpu.so"):
        try:
            address = ctypes.cast(ctypes.CDLL(library).sgemm_, ctypes.c_void_p).value
        except (OSError, AttributeError):
            continue
        with open("/proc/self/maps") as regions:
            for region in regions:
                begin, end = (int(bound, 16) for bound in region.split()[0].split("-"))
                if begin <= address < end:
                    return region.split()[-1].rsplit("/", 1)[-1]
    return "built in"


def step(model, adam, batch, clip):
    loss = model(batch)
    adam.zero_grad(set_to_none=True)
    loss.backward()
    nn.utils.clip_grad_norm_([p for group in adam.param_groups for p in group["params"]], clip)
    adam.step()
    model.after_update()
    return loss.item()


def main():
    settings = json.loads(sys.stdin.readline())
    torch.set_num_threads(settings["threads"])
    model = {"farl": Farl, "mcf": Mcf}[settings["recipe"]](settings["options"])
    model.load_state_dict(tensors(settings["file"], settings["parameters"]), strict=True)
    batch = tensors(settings["file"], settings["batch"])
    adam = optimizer(model, settings["optimizer"])
    print(json.dumps({"version": torch.__version__, "blas": blas()}), flush=True)
    for line in sys.stdin:
        count = json.loads(line)["steps"]
        begun, worked = time.perf_counter(), time.process_time()
        losses = [step(model, adam, batch, settings["optimizer"]["clipNorm"]) for _ in range(count)]
        seconds, processor = time.perf_counter() - begun, time.process_time() - worked
        print(json.dumps({"seconds": seconds, "processorSeconds": processor, "losses": losses}), flush=True)


if __name__ == "__main__":
    main()

"""Writes the checkpoints and golden features of test-data/checkpoints with PyTorch, for the tests of the importers.

The networks are built from torch.nn's own modules (MultiheadAttention, LayerNorm, Linear), so that their features are a
reference that shares nothing with the Java networks. Weights are drawn from a fixed seed.

    python3 write_checkpoints.py FOLDER
"""
import argparse
import io
import json
import os
import struct
import sys
import zipfile
from collections import OrderedDict

import torch
from torch import nn

WIDTH, LAYERS, HEADS, PATCH, SIZE, EMBEDDING = 32, 2, 2, 8, 32, 16
VOCABULARY, CONTEXT, TEXT_WIDTH, TEXT_HEADS = 49, 12, 16, 2


class QuickGelu(nn.Module):
    def forward(self, x):
        return x * torch.sigmoid(1.702 * x)


class ClipBlock(nn.Module):
    def __init__(self, width: int, heads: int):
        super().__init__()
        self.attn = nn.MultiheadAttention(width, heads, batch_first=True)
        self.ln_1 = nn.LayerNorm(width, eps=1e-5)
        self.mlp = nn.Sequential(
            OrderedDict(c_fc=nn.Linear(width, 4 * width), gelu=QuickGelu(), c_proj=nn.Linear(4 * width, width)))
        self.ln_2 = nn.LayerNorm(width, eps=1e-5)

    def forward(self, x, mask=None):
        y = self.ln_1(x)
        x = x + self.attn(y, y, y, need_weights=False, attn_mask=mask)[0]
        return x + self.mlp(self.ln_2(x))


class Blocks(nn.Module):
    def __init__(self, width: int, layers: int, heads: int):
        super().__init__()
        self.resblocks = nn.ModuleList([ClipBlock(width, heads) for _ in range(layers)])


class ClipVision(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(3, WIDTH, PATCH, PATCH, bias=False)
        self.class_embedding = nn.Parameter(torch.randn(WIDTH))
        self.positional_embedding = nn.Parameter(torch.randn((SIZE // PATCH) ** 2 + 1, WIDTH) * 0.5)
        self.ln_pre = nn.LayerNorm(WIDTH)
        self.transformer = Blocks(WIDTH, LAYERS, HEADS)
        self.ln_post = nn.LayerNorm(WIDTH)
        self.proj = nn.Parameter(torch.randn(WIDTH, EMBEDDING) * WIDTH ** -0.5)

    def forward(self, image):
        x = self.conv1(image).flatten(2).transpose(1, 2)
        x = torch.cat([self.class_embedding.expand(x.shape[0], 1, -1), x], 1) + self.positional_embedding
        x = self.ln_pre(x)
        features = []
        for block in self.transformer.resblocks:
            x = block(x)
            features.append(x)
        return features, self.ln_post(x[:, 0]) @ self.proj


class Clip(nn.Module):
    def __init__(self):
        super().__init__()
        self.visual = ClipVision()
        self.transformer = Blocks(TEXT_WIDTH, 1, TEXT_HEADS)
        self.token_embedding = nn.Embedding(VOCABULARY, TEXT_WIDTH)
        self.positional_embedding = nn.Parameter(torch.randn(CONTEXT, TEXT_WIDTH) * 0.5)
        self.ln_final = nn.LayerNorm(TEXT_WIDTH)
        self.text_projection = nn.Parameter(torch.randn(TEXT_WIDTH, EMBEDDING) * TEXT_WIDTH ** -0.5)
        self.logit_scale = nn.Parameter(torch.tensor(2.6592))

    def text(self, tokens):
        mask = torch.full((CONTEXT, CONTEXT), float("-inf")).triu(1)
        x = self.token_embedding(tokens) + self.positional_embedding
        for block in self.transformer.resblocks:
            x = block(x, mask)
        x = self.ln_final(x)
        return x[torch.arange(x.shape[0]), tokens.argmax(1)] @ self.text_projection

    def forward(self, image):
        return self.visual(image)[1]


class Attention(nn.Module):
    """One matrix for queries, keys and values, as MAE and timm name it."""

    def __init__(self, width: int, heads: int):
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(width, 3 * width)
        self.proj = nn.Linear(width, width)

    def forward(self, x):
        y, _ = nn.functional.multi_head_attention_forward(
            x.transpose(0, 1), x.transpose(0, 1), x.transpose(0, 1), x.shape[2], self.heads, self.qkv.weight,
            self.qkv.bias, None, None, False, 0.0, self.proj.weight, self.proj.bias, need_weights=False)
        return y.transpose(0, 1)


class MaeBlock(nn.Module):
    def __init__(self, width: int, heads: int):
        super().__init__()
        self.norm1 = nn.LayerNorm(width, eps=1e-6)
        self.attn = Attention(width, heads)
        self.norm2 = nn.LayerNorm(width, eps=1e-6)
        self.mlp = nn.Sequential(OrderedDict(fc1=nn.Linear(width, 4 * width), act=nn.GELU(), fc2=nn.Linear(4 * width, width)))

    def forward(self, x):
        x = x + self.attn(self.norm1(x))
        return x + self.mlp(self.norm2(x))


class Mae(nn.Module):
    def __init__(self):
        super().__init__()
        self.patch_embed = nn.Module()
        self.patch_embed.proj = nn.Conv2d(3, WIDTH, PATCH, PATCH)
        self.cls_token = nn.Parameter(torch.randn(1, 1, WIDTH))
        self.pos_embed = nn.Parameter(torch.randn(1, (SIZE // PATCH) ** 2 + 1, WIDTH) * 0.5)
        self.blocks = nn.ModuleList([MaeBlock(WIDTH, HEADS) for _ in range(LAYERS)])
        self.norm = nn.LayerNorm(WIDTH, eps=1e-6)
        self.mask_token = nn.Parameter(torch.randn(1, 1, 8))
        self.decoder_embed = nn.Linear(WIDTH, 8)
        self.decoder_pos_embed = nn.Parameter(torch.randn(1, (SIZE // PATCH) ** 2 + 1, 8), requires_grad=False)
        self.decoder_norm = nn.LayerNorm(8)

    def forward(self, image):
        x = self.patch_embed.proj(image).flatten(2).transpose(1, 2)
        x = torch.cat([self.cls_token.expand(x.shape[0], 1, -1), x], 1) + self.pos_embed
        features = []
        for block in self.blocks:
            x = block(x)
            features.append(x)
        return features, self.norm(x)


def randomize(module: nn.Module) -> nn.Module:
    """Norms and biases away from one and zero: a swapped name must show."""
    for name, parameter in module.named_parameters():
        if parameter.dim() == 1 and name.split(".")[-1] in ("weight", "bias", "in_proj_bias"):
            parameter.data = parameter.data + 0.2 * torch.randn_like(parameter)
    return module.eval()


def write_safetensors(path: str, tensors: dict) -> None:
    header, data = {}, b""
    for name, tensor in tensors.items():
        raw = tensor.detach().contiguous().numpy().tobytes()
        dtype = {torch.float32: "F32", torch.int64: "I64"}[tensor.dtype]
        header[name] = {"dtype": dtype, "shape": list(tensor.shape), "data_offsets": [len(data), len(data) + len(raw)]}
        data += raw
    text = json.dumps(header).encode()
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + data)


class Command:
    """A pickle of this runs a command in a reader that executes what pickles name."""

    def __reduce__(self):
        return os.system, ("touch facet-pickle-was-executed",)


def write_torchscript(path: str, module: nn.Module, image: torch.Tensor) -> None:
    """As torch.jit.save, less the debug files: they hold the paths of this machine."""
    buffer = io.BytesIO()
    torch.jit.save(torch.jit.trace(module, image, check_trace=False), buffer)
    with zipfile.ZipFile(buffer) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as target:
        for entry in source.infolist():
            if not entry.filename.endswith(".debug_pkl"):
                target.writestr(zipfile.ZipInfo(entry.filename), source.read(entry))


def write_layouts(folder: str) -> None:
    """Every element type and every kind of view, in both formats."""
    base = torch.arange(24, dtype=torch.float32).reshape(4, 6)
    state = OrderedDict(
        transposed=base.t(), cut=base[1:3, 2:5], shared=base, scalar=torch.tensor(0.07), empty=torch.zeros(0, 3),
        double=torch.tensor([0.1], dtype=torch.float64), half=torch.tensor([1.5, -2.0]).half(),
        bfloat=torch.tensor([1.5, -123.5]).bfloat16(), long=torch.tensor([-(2 ** 62), 7]),
        int=torch.tensor([-5], dtype=torch.int32), short=torch.tensor([-6], dtype=torch.int16),
        char=torch.tensor([-7], dtype=torch.int8), byte=torch.tensor([200], dtype=torch.uint8),
        bool=torch.tensor([True, False]), parameter=nn.Parameter(torch.ones(2)),
        transposed_long=torch.arange(6).reshape(2, 3).t())
    torch.save(state, f"{folder}/views-zip.pt")
    torch.save(state, f"{folder}/views-legacy.pt", _use_new_zipfile_serialization=False)


def main() -> None:
    folder = sys.argv[1]
    os.makedirs(folder, exist_ok=True)
    torch.set_num_threads(1)
    torch.manual_seed(20)
    image = torch.randn(2, 3, SIZE, SIZE)
    clip, mae = randomize(Clip()), randomize(Mae())
    tokens = torch.tensor([[1, 5, 9, 48, 0, 0, 0, 0, 0, 0, 0, 0], [1, 7, 3, 22, 30, 2, 48, 0, 0, 0, 0, 0]])
    state = clip.state_dict()

    torch.save(state, f"{folder}/clip-fp32.pt")
    torch.save({"state_dict": OrderedDict(("module." + k, v.half()) for k, v in state.items())}, f"{folder}/clip-fp16.pth")
    vision = OrderedDict((k, v) for k, v in state.items() if k.startswith("visual."))
    torch.save({"state_dict": vision}, f"{folder}/farl-vision-legacy.pth", _use_new_zipfile_serialization=False)
    write_torchscript(f"{folder}/clip-torchscript.pt", clip, image)
    torch.save(
        {"model": mae.state_dict(), "epoch": 3, "optimizer": {"state": {0: {"exp_avg": torch.ones(3)}}, "param_groups": []},
         "args": argparse.Namespace(model="mae_vit", lr=1e-3, layers=[2, 4])},
        f"{folder}/mae.pth")
    torch.save({"weight": torch.ones(2), "hook": Command()}, f"{folder}/hostile.pt")
    write_layouts(folder)

    with torch.no_grad():
        (one, two), embedding = clip.visual(image)
        (half_one, half_two), _ = rounded_half(clip).visual(image)
        (mae_one, mae_two), latent = mae(image)
        write_safetensors(f"{folder}/golden.safetensors", {
            "tokens": tokens, "image": image, "clip.block1": one, "clip.block2": two, "clip.image": embedding,
            "clip.text": clip.text(tokens), "half.block1": half_one, "half.block2": half_two,
            "mae.block1": mae_one, "mae.block2": mae_two, "mae.latent": latent})


def rounded_half(clip: Clip) -> Clip:
    """The network with its weights rounded to 16 bits, computing in 32."""
    rounded = Clip().eval()
    rounded.load_state_dict({k: v.half().float() for k, v in clip.state_dict().items()})
    return rounded


if __name__ == "__main__":
    main()

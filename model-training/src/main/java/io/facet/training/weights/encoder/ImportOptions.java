package io.facet.training.weights.encoder;

import java.util.List;
import java.util.OptionalInt;

/**
 * What a file of weights does not say, and what to make of it.
 *
 * @param heads of the image encoder's attention; if empty, those of the usual sizes: width / 64, and 16 for width 1280
 * @param textHeads of the text encoder's attention; if empty, as for the image encoder
 * @param imageSize side of the input to resample positions to, in pixels; if empty, that of the file
 * @param prefix takes only the tensors whose names begin so, without it, for example {@code student.}; empty for all.
 *     {@code module.}, {@code model.} and {@code _orig_mod.} before every name are taken off anyway
 * @param ignore beginnings of names that are left out on purpose
 * @param dropDistillation leaves out DeiT's distillation token, with its position; without, a file that has one is refused
 */
public record ImportOptions(
        OptionalInt heads,
        OptionalInt textHeads,
        OptionalInt imageSize,
        String prefix,
        List<String> ignore,
        boolean dropDistillation) {
    public ImportOptions {
        ignore = List.copyOf(ignore);
    }

    /** Everything as the file has it. */
    public static ImportOptions defaults() {
        return new ImportOptions(OptionalInt.empty(), OptionalInt.empty(), OptionalInt.empty(), "", List.of(), false);
    }

    public ImportOptions withHeads(int heads) {
        return new ImportOptions(OptionalInt.of(heads), textHeads, imageSize, prefix, ignore, dropDistillation);
    }

    public ImportOptions withTextHeads(int heads) {
        return new ImportOptions(this.heads, OptionalInt.of(heads), imageSize, prefix, ignore, dropDistillation);
    }

    public ImportOptions withImageSize(int pixels) {
        return new ImportOptions(heads, textHeads, OptionalInt.of(pixels), prefix, ignore, dropDistillation);
    }

    public ImportOptions withPrefix(String start) {
        return new ImportOptions(heads, textHeads, imageSize, start, ignore, dropDistillation);
    }

    public ImportOptions withIgnore(List<String> starts) {
        return new ImportOptions(heads, textHeads, imageSize, prefix, starts, dropDistillation);
    }

    public ImportOptions withDropDistillation(boolean drop) {
        return new ImportOptions(heads, textHeads, imageSize, prefix, ignore, drop);
    }
}

package io.facet.training.weights.encoder;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;

import io.facet.domain.UserError;
import io.facet.training.data.Sha256;
import io.facet.training.engine.Parameters;
import io.facet.training.network.PositionResampling;
import io.facet.training.network.VitSettings;
import io.facet.training.tensor.HostTensor;
import io.facet.training.tensor.Shape;
import io.facet.training.weights.TensorFile;

/**
 * Imports published encoders: CLIP and FaRL, MAE and MCF, timm and DeiT, and our own, from PyTorch or safetensors files.
 * The layout is told from names, sizes from shapes. Every tensor of the file is used or left out for a stated reason.
 */
public final class EncoderImport {
    private static final String POSITIONS = "encoder.positions";

    private final TensorFile file;
    private final ImportOptions options;
    private final NamedShapes tensors;
    private final CheckpointLayout layout;
    private final ImportPlan plan;

    private EncoderImport(TensorFile file, ImportOptions options) {
        this.file = file;
        this.options = options;
        this.tensors = new NamedShapes(file.tensors(), options.prefix());
        this.layout = CheckpointLayout.of(tensors);
        this.plan = layout.plan(tensors, options);
    }

    /**
     * Reads an encoder.
     *
     * @throws UserError if the file cannot be read, is of another architecture, lacks a tensor, has one more or one of
     *     another shape (all are named), or a value is not finite
     */
    public static ImportedEncoder run(Path path, ImportOptions options) {
        try (TensorFile file = TensorFile.open(path)) {
            return new EncoderImport(file, options).read(sha256(path));
        } catch (UserError e) {
            String message = String.valueOf(e.getMessage());
            throw message.contains(path.toString()) ? e : new UserError("cannot import " + path + ": " + message, e);
        }
    }

    private ImportedEncoder read(String sha256) {
        List<ImportedEncoder.Ignored> ignored = account();
        Map<String, HostTensor.Floats> parameters = new LinkedHashMap<>();
        for (TensorMapping mapping : plan.mappings()) {
            parameters.put(mapping.target(), mapping.convert(values(mapping.source())));
        }
        List<String> adaptations = new ArrayList<>();
        adaptations.add("named as Facet's parameters, from " + layout.label(tensors));
        adaptations.addAll(plan.notes());
        ignored.forEach(
                group -> adaptations.add(group.reason() + ": " + group.names().size() + " tensors left out"));
        VitSettings vit = resample(parameters, adaptations);
        return new ImportedEncoder(
                vit,
                plan.text(),
                new Parameters(parameters),
                ignored,
                layout.label(tensors),
                file.format(),
                sha256,
                adaptations);
    }

    /** Every tensor is mapped, or known and left out: else the file is refused, naming all that do not fit. */
    private List<ImportedEncoder.Ignored> account() {
        SortedSet<String> missing = new TreeSet<>(NaturalOrder.INSTANCE);
        List<String> misshapen = new ArrayList<>();
        SortedSet<String> unexpected = tensors.names();
        for (TensorMapping mapping : plan.mappings()) {
            unexpected.remove(mapping.source());
            if (!tensors.has(mapping.source())) {
                missing.add(mapping.source());
            } else if (!fits(mapping)) {
                misshapen.add(mapping.source() + " " + tensors.shape(mapping.source()) + " rather than "
                        + mapping.expected());
            }
        }
        List<ImportedEncoder.Ignored> ignored = new ArrayList<>();
        if (!tensors.outside().isEmpty()) {
            ignored.add(new ImportedEncoder.Ignored("not under " + options.prefix(), List.copyOf(tensors.outside())));
        }
        take(unexpected, "ignored on request", name -> options.ignore().stream().anyMatch(name::startsWith), ignored);
        plan.ignorable().forEach((reason, group) -> take(unexpected, reason, group, ignored));
        require(missing, unexpected, misshapen);
        return ignored;
    }

    /** A scalar may come as one element. */
    private boolean fits(TensorMapping mapping) {
        Shape found = tensors.shape(mapping.source());
        return found.equals(mapping.expected()) || mapping.expected().rank() == 0 && found.elements() == 1;
    }

    private static void take(
            SortedSet<String> from, String reason, Predicate<String> group, List<ImportedEncoder.Ignored> into) {
        List<String> names = from.stream().filter(group).toList();
        if (!names.isEmpty()) {
            into.add(new ImportedEncoder.Ignored(reason, names));
            names.forEach(from::remove);
        }
    }

    private void require(SortedSet<String> missing, SortedSet<String> unexpected, List<String> misshapen) {
        if (missing.isEmpty() && unexpected.isEmpty() && misshapen.isEmpty()) {
            return;
        }
        List<String> parts = new ArrayList<>();
        parts.add("expected the " + plan.mappings().size() + " tensors of a " + layout.label(tensors)
                + " encoder of width " + plan.vit().width() + " and "
                + plan.vit().layers() + " layers");
        describe(parts, "missing", List.copyOf(missing));
        describe(parts, "unexpected", List.copyOf(unexpected));
        describe(parts, "of another shape", misshapen);
        throw new UserError(String.join("; ", parts));
    }

    private static void describe(List<String> parts, String what, List<String> names) {
        if (!names.isEmpty()) {
            parts.add(names.size() + " " + what + ": " + String.join(", ", names));
        }
    }

    private float[] values(String source) {
        if (!(file.read(tensors.original(source)) instanceof HostTensor.Floats floats)) {
            throw new UserError("tensor " + source + ": expected floating-point values, found integers");
        }
        for (float value : floats.values()) {
            if (!Float.isFinite(value)) {
                throw new UserError("tensor " + source + ": expected finite values, found " + value);
            }
        }
        return floats.values();
    }

    private VitSettings resample(Map<String, HostTensor.Floats> parameters, List<String> adaptations) {
        VitSettings vit = plan.vit();
        int size = options.imageSize().orElse(vit.imageSize());
        if (size == vit.imageSize()) {
            return vit;
        }
        if (size < vit.patch() || size % vit.patch() != 0) {
            throw new UserError(
                    "expected an image size that is a multiple of the patch, " + vit.patch() + ", found " + size);
        }
        VitSettings resized = vit.withImageSize(size);
        float[] values = PositionResampling.bicubic(
                parameters.get(POSITIONS).values(), vit.grid(), resized.grid(), vit.width(), true);
        parameters.put(POSITIONS, new HostTensor.Floats(Shape.of(1, resized.tokens(), vit.width()), values));
        adaptations.add("positions resampled from " + vit.imageSize() + " to " + size + " pixels, bicubic");
        return resized;
    }

    private static String sha256(Path path) {
        try {
            return Sha256.ofFile(path);
        } catch (IOException e) {
            throw new UserError("cannot read " + path + ": " + e.getMessage(), e);
        }
    }
}

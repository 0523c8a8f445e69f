package io.facet.training.weights.encoder;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedSet;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import io.facet.domain.UserError;
import io.facet.training.data.image.AugmentationSettings;
import io.facet.training.engine.Backend;
import io.facet.training.engine.EngineFlags;
import io.facet.training.export.EncoderExport;
import io.facet.training.export.EncoderProgram;
import io.facet.training.export.EncoderRelease;
import io.facet.training.export.LayerFlags;
import io.facet.training.export.ReleaseFlags;
import io.facet.training.network.TextSettings;
import io.facet.training.network.VisionTransformer;
import io.facet.training.network.VitSettings;
import io.facet.training.weights.Safetensors;
import io.facet.training.weights.TensorFile;
import io.facet.training.weights.TensorInfo;

/** {@code facet train import}: from a published file of weights to an encoder bundle. */
@Command(
        name = "import",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Imports a published image encoder and writes it as a bundle.",
            "Reads PyTorch (zip, legacy, TorchScript) and safetensors files of CLIP, FaRL, MAE, MCF, timm, DeiT and Facet;"
                    + " nothing in the file is executed."
        })
public final class TrainImportCommand implements Callable<Integer> {
    /** How pixels are normalised; the files do not say. */
    enum Normalization {
        CLIP(AugmentationSettings.CLIP_MEAN, AugmentationSettings.CLIP_STD),
        IMAGENET(AugmentationSettings.IMAGENET_MEAN, AugmentationSettings.IMAGENET_STD);

        private final EncoderRelease.Normalization values;

        Normalization(List<Double> mean, List<Double> std) {
            this.values = new EncoderRelease.Normalization(mean, std);
        }
    }

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "A .pth, .pt or .safetensors file.")
    private Path file;

    @Option(names = "--out", paramLabel = "DIR", description = "Folder of the new bundle; new or empty.")
    private Path out;

    @Option(names = "--list", description = "Only list the file's tensors: name, type, shape.")
    private boolean list;

    @Option(
            names = "--heads",
            paramLabel = "N",
            description = "Heads of the attention: not in the file. Default: those of the usual sizes, width / 64.")
    private Integer heads;

    @Option(names = "--text-heads", paramLabel = "N", description = "The same of the text encoder.")
    private Integer textHeads;

    @Option(
            names = "--image-size",
            paramLabel = "PIXELS",
            description = "Resample the positions to this input size, for example 448. Default: that of the file.")
    private Integer imageSize;

    @Option(
            names = "--normalization",
            paramLabel = "NAME",
            description =
                    "How pixels are normalised: ${COMPLETION-CANDIDATES}. Default: clip for CLIP and FaRL, else imagenet.")
    private Normalization normalization;

    @Option(
            names = "--prefix",
            paramLabel = "TEXT",
            description = "Take only tensors whose names begin so, for example ema. of a checkpoint.")
    private String prefix = "";

    @Option(
            names = "--ignore",
            paramLabel = "TEXT",
            split = ",",
            description = "Leave out tensors whose names begin so.")
    private List<String> ignore = List.of();

    @Option(names = "--drop-distillation", description = "Leave out DeiT's distillation token.")
    private boolean dropDistillation;

    @Mixin
    private LayerFlags layers;

    @Mixin
    private ReleaseFlags release;

    @Option(
            names = "--parameters",
            paramLabel = "FILE",
            description = "Also write all parameters, the text encoder's too, as safetensors: a start for training.")
    private Path parameters;

    @Mixin
    private EngineFlags engine;

    @Override
    public Integer call() {
        if (list) {
            list();
            return 0;
        }
        if (out == null) {
            throw new ParameterException(spec.commandLine(), "--out or --list is missing");
        }
        print("Reading " + file);
        ImportedEncoder imported = EncoderImport.run(file, options());
        report(imported);
        if (parameters != null) {
            Safetensors.write(parameters, imported.parameters().values(), Map.of("from", imported.sha256()));
            print("Wrote %d parameters to %s"
                    .formatted(imported.parameters().values().size(), parameters));
        }
        export(imported);
        return 0;
    }

    private ImportOptions options() {
        return new ImportOptions(
                optional(heads, "--heads"),
                optional(textHeads, "--text-heads"),
                optional(imageSize, "--image-size"),
                prefix,
                ignore,
                dropDistillation);
    }

    private static OptionalInt optional(Integer value, String option) {
        if (value == null) {
            return OptionalInt.empty();
        }
        if (value < 1) {
            throw new UserError(option + ": expected 1 or more, found " + value);
        }
        return OptionalInt.of(value);
    }

    private void list() {
        try (TensorFile tensors = TensorFile.open(file)) {
            List<TensorInfo> sorted = tensors.tensors().values().stream()
                    .sorted((a, b) -> NaturalOrder.INSTANCE.compare(a.name(), b.name()))
                    .toList();
            int width =
                    sorted.stream().mapToInt(info -> info.name().length()).max().orElse(0);
            for (TensorInfo info : sorted) {
                print(("%-" + Math.max(1, width) + "s  %-8s  %s").formatted(info.name(), info.type(), info.shape()));
            }
            long elements =
                    sorted.stream().mapToLong(info -> info.shape().elements()).sum();
            print("%d tensors, %d elements, %s".formatted(sorted.size(), elements, tensors.format()));
            tensors.metadata().forEach((key, value) -> print(key + ": " + value));
        }
    }

    private void report(ImportedEncoder imported) {
        VitSettings vit = imported.vit();
        print("%s, %s, SHA-256 %s".formatted(imported.layout(), imported.format(), imported.sha256()));
        print("Image encoder: %d layers of width %d, %d heads, patches of %d, %d x %d pixels, %s"
                .formatted(
                        vit.layers(),
                        vit.width(),
                        vit.heads(),
                        vit.patch(),
                        vit.imageSize(),
                        vit.imageSize(),
                        vit.activation()));
        imported.text().ifPresent(this::report);
        print("Parameters: %d tensors, %d elements"
                .formatted(
                        imported.parameters().values().size(),
                        imported.parameters().elements()));
        for (ImportedEncoder.Ignored group : imported.ignored()) {
            print("Left out, %s: %d tensors: %s"
                    .formatted(group.reason(), group.names().size(), String.join(", ", group.names())));
        }
    }

    private void report(TextSettings text) {
        print("Text encoder: %d layers of width %d, %d heads, %d tokens of %d (not in the bundle; see --parameters)"
                .formatted(text.layers(), text.width(), text.heads(), text.context(), text.vocabulary()));
    }

    private void export(ImportedEncoder imported) {
        VisionTransformer encoder = new VisionTransformer("encoder", imported.vit());
        SortedSet<Integer> chosen = layers.layers(imported.vit().layers());
        EncoderProgram program = new EncoderProgram(encoder, chosen);
        try (Backend<?> backend = engine.open()) {
            print("Comparing with " + backend.description());
            EncoderExport.Exported exported =
                    EncoderExport.run(backend, program, imported.parameters(), release(imported), out);
            print("ONNX Runtime agrees: " + exported.parity().text());
            print("Wrote %s to %s: features of blocks %s"
                    .formatted(exported.manifest().id(), out, commaSeparated(chosen)));
        }
    }

    private EncoderRelease release(ImportedEncoder imported) {
        Normalization chosen = Optional.ofNullable(normalization)
                .orElse(imported.vit().preNorm() ? Normalization.CLIP : Normalization.IMAGENET);
        String source = file.getFileName().toString();
        List<String> adaptations = new ArrayList<>(imported.adaptations());
        adaptations.add("pixels normalised as by " + chosen.name().toLowerCase(Locale.ROOT));
        return new EncoderRelease(
                release.name(defaultName(source)),
                release.version(),
                release.license(),
                "Imported from `" + source + "` (" + imported.layout() + ", " + imported.format() + ").",
                chosen.values,
                new EncoderRelease.Origin(source, imported.sha256(), release.license(), adaptations),
                Optional.empty(),
                Map.of());
    }

    /** The file's stem, what a bundle's name may not hold replaced. */
    private static String defaultName(String source) {
        int dot = source.lastIndexOf('.');
        String stem = dot > 0 ? source.substring(0, dot) : source;
        return stem.replaceAll("[^A-Za-z0-9._+-]", "-");
    }

    private static String commaSeparated(SortedSet<Integer> numbers) {
        return String.join(", ", numbers.stream().map(String::valueOf).toList());
    }

    private void print(String text) {
        PrintWriter writer = spec.commandLine().getOut();
        writer.println(text);
        writer.flush();
    }
}

package io.facet.training.export;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

import io.facet.domain.UserError;
import io.facet.domain.bundle.BundleFile;
import io.facet.domain.bundle.BundleManifest;
import io.facet.domain.bundle.EncoderSpec;
import io.facet.domain.bundle.ImageInput;
import io.facet.domain.bundle.Lineage;
import io.facet.domain.bundle.TensorSpec;
import io.facet.inference.bundle.BundleException;
import io.facet.inference.bundle.BundleWriter;
import io.facet.vision.align.AlignmentTemplates;

/**
 * Writes the bundle of an encoder alone: {@code encoder.onnx}, {@code card.md}, {@code run-card.json} where there is
 * one, and {@code bundle.json} with their hashes.
 */
final class EncoderBundle {
    private static final String ENCODER = "encoder.onnx";
    private static final String CARD = "card.md";
    private static final String RUN_CARD = "run-card.json";

    private final EncoderRelease release;
    private final EncoderSpec encoder;

    private EncoderBundle(EncoderRelease release, EncoderSpec encoder) {
        this.release = release;
        this.encoder = encoder;
    }

    /**
     * @param out must not exist or be empty; nothing is left there on failure
     * @param model the encoder as {@link EncoderProgram} says
     * @throws UserError in one line, if the release, the run card or the folder does not fit
     */
    static BundleManifest write(Path out, byte[] model, EncoderProgram program, EncoderRelease release) {
        int side = program.encoder().settings().imageSize();
        ImageInput input = new ImageInput(
                EncoderProgram.IMAGE,
                side,
                side,
                1,
                ImageInput.ColorOrder.RGB,
                1.0 / 255,
                release.normalization().mean(),
                release.normalization().std());
        return new EncoderBundle(release, new EncoderSpec(ENCODER, input, program.features())).write(out, model);
    }

    private BundleManifest write(Path out, byte[] model) {
        SortedMap<String, byte[]> files = new TreeMap<>();
        files.put(ENCODER, model);
        files.put(CARD, card().getBytes(StandardCharsets.UTF_8));
        release.runCard().ifPresent(card -> files.put(RUN_CARD, read(card)));
        try {
            return BundleWriter.write(out, files, this::manifest);
        } catch (BundleException e) {
            throw new UserError(e.getMessage(), e);
        }
    }

    private BundleManifest manifest(List<BundleFile> files) {
        EncoderRelease.Origin origin = release.origin();
        Lineage lineage = new Lineage(
                program(),
                release.runCard().map(card -> RUN_CARD).orElse(null),
                List.of(new Lineage.ModelSource(
                        ENCODER, origin.file(), origin.sha256(), origin.licence(), origin.adaptations())));
        return new BundleManifest(
                BundleManifest.SCHEMA_VERSION,
                release.name(),
                release.version(),
                release.licence(),
                files,
                lineage,
                AlignmentTemplates.forEncoder(encoder.input().width()),
                null,
                encoder,
                List.of(),
                release.scores());
    }

    private String card() {
        List<String> lines = new ArrayList<>();
        lines.add("# " + release.name() + " " + release.version());
        lines.add("");
        lines.add(release.summary().strip());
        lines.add("");
        lines.add("An encoder alone: heads are to be trained on its features.");
        lines.add("");
        lines.add("- Licence: " + release.licence());
        lines.add("- Made from: " + release.origin().file() + " ("
                + release.origin().licence() + ")");
        release.runCard().ifPresent(card -> lines.add("- How it was trained: `" + RUN_CARD + "`"));
        ImageInput input = encoder.input();
        lines.add("- Input `%s`: aligned face, RGB, %d x %d, (v / 255 - %s) / %s"
                .formatted(input.tensor(), input.width(), input.height(), input.mean(), input.std()));
        for (TensorSpec feature : encoder.features()) {
            lines.add("- Output `%s` %s: %s".formatted(feature.name(), feature.shape(), meaning(feature)));
        }
        return String.join("\n", lines) + "\n";
    }

    private static String meaning(TensorSpec feature) {
        return EncoderProgram.isMap(feature) ? "a map of the stem" : "class token and patches, not normed";
    }

    private static byte[] read(Path runCard) {
        try {
            return Files.readAllBytes(runCard);
        } catch (IOException e) {
            throw new UserError("run card %s: expected a file that can be read, found %s".formatted(runCard, e), e);
        }
    }

    private static String program() {
        String version = EncoderBundle.class.getPackage().getImplementationVersion();
        return "facet train export" + (version == null ? "" : " " + version);
    }
}

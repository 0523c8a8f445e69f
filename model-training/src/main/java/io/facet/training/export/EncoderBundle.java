package io.facet.training.export;

import java.nio.charset.StandardCharsets;
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
        ImageInput input = release.normalization().input(side);
        return new EncoderBundle(release, new EncoderSpec(ENCODER, input, program.features())).write(out, model);
    }

    private BundleManifest write(Path out, byte[] model) {
        SortedMap<String, byte[]> files = new TreeMap<>();
        files.put(ENCODER, model);
        files.put(ReleaseCard.FILE, card().getBytes(StandardCharsets.UTF_8));
        release.runCard().ifPresent(card -> files.put(ReleaseCard.RUN_CARD, ReleaseCard.read(card)));
        try {
            return BundleWriter.write(out, files, this::manifest);
        } catch (BundleException e) {
            throw new UserError(e.getMessage(), e);
        }
    }

    private BundleManifest manifest(List<BundleFile> files) {
        EncoderRelease.Origin origin = release.origin();
        Lineage lineage = new Lineage(
                ReleaseCard.program("facet train export"),
                release.runCard().map(card -> ReleaseCard.RUN_CARD).orElse(null),
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
        List<String> lines = new ArrayList<>(ReleaseCard.beginning(release));
        lines.add("- An encoder alone: heads are to be trained on its features");
        lines.add(ReleaseCard.input(encoder.input()));
        for (TensorSpec feature : encoder.features()) {
            lines.add("- Output `%s` %s: %s".formatted(feature.name(), feature.shape(), meaning(feature)));
        }
        return String.join("\n", lines) + "\n";
    }

    private static String meaning(TensorSpec feature) {
        return EncoderProgram.isMap(feature) ? "a map of the stem" : "class token and patches, not normed";
    }
}

package io.facet.training.export;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

import io.facet.domain.UserError;
import io.facet.domain.bundle.AlignmentTemplate;
import io.facet.domain.bundle.BundleFile;
import io.facet.domain.bundle.BundleManifest;
import io.facet.domain.bundle.EncoderSpec;
import io.facet.domain.bundle.HeadSpec;
import io.facet.domain.bundle.Lineage;
import io.facet.domain.bundle.TensorSpec;
import io.facet.inference.bundle.BundleException;
import io.facet.inference.bundle.BundleWriter;
import io.facet.training.engine.Backend;
import io.facet.training.engine.Parameters;
import io.facet.training.network.VitSettings;
import io.facet.training.network.head.Head;
import io.facet.vision.align.AlignmentTemplates;

/**
 * Makes a whole bundle of a trained network: {@code encoder.onnx} with the features that heads read and no others, {@code
 * heads/NAME.onnx}, the detector, {@code card.md}, {@code run-card.json} where there is one, attachments, and the manifest.
 *
 * <p>The composed graph, as jobs run it, is compared with the training engine first, outputs as decoders read them ({@link
 * ServedForm}): what differs is not written.
 */
public final class BundleExport {
    private static final String ENCODER = "encoder.onnx";

    private final BundleContents contents;
    private final EncoderRelease release;
    private final ServedProgram program;
    private final EncoderSpec encoder;

    private BundleExport(BundleContents contents, EncoderRelease release) {
        this.contents = contents;
        this.release = release;
        this.program = contents.program();
        this.encoder = new EncoderSpec(
                ENCODER,
                release.normalization().input(settings().imageSize()),
                program.encoder().features());
    }

    /**
     * What was written.
     *
     * @param manifest of the bundle
     * @param parity how close ONNX Runtime and the engine are
     */
    public record Exported(BundleManifest manifest, ParityCheck.Parity parity) {
        /** Length of all files together. */
        public long bytes() {
            return manifest.files().stream().mapToLong(BundleFile::bytes).sum();
        }
    }

    /**
     * Writes a bundle. The same contents, parameters and release give the same bytes.
     *
     * @param backend to compare with; stays open. Used by the calling thread
     * @param parameters at least those of encoder and heads; others are not looked at
     * @param out folder of the bundle; must not exist or be empty. Nothing is left there on failure
     * @throws UserError with expected and found, if a parameter or the folder does not fit, the manifest breaks a rule, or
     *     ONNX Runtime and the engine differ by more than {@link ParityCheck#TOLERANCE}
     */
    public static Exported run(
            Backend<?> backend, BundleContents contents, Parameters parameters, EncoderRelease release, Path out) {
        BundleExport export = new BundleExport(contents, release);
        try {
            BundleWriter.requireEmpty(out);
            SortedMap<String, byte[]> files = export.files(parameters);
            // To the engine's own size: what comes before is the same whatever was trained.
            BundleManifest straight =
                    export.manifest(List.of(), ofSide(export.settings().imageSize()));
            ParityCheck.Parity parity =
                    new BundleParity(straight, files, export.program).require(backend, contents.served(), parameters);
            AlignmentTemplate alignment =
                    AlignmentTemplates.forEncoder(export.settings().imageSize());
            return new Exported(BundleWriter.write(out, files, listed -> export.manifest(listed, alignment)), parity);
        } catch (BundleException e) {
            throw new UserError(e.getMessage(), e);
        }
    }

    private VitSettings settings() {
        return contents.encoder().settings();
    }

    private static AlignmentTemplate ofSide(int side) {
        AlignmentTemplate usual = AlignmentTemplates.FACET_224;
        return new AlignmentTemplate(usual.name(), side, usual.points());
    }

    private SortedMap<String, byte[]> files(Parameters parameters) {
        SortedMap<String, byte[]> files = new TreeMap<>(contents.attachments());
        EncoderProgram offered = program.encoder();
        files.put(
                ENCODER,
                OnnxProgram.write(
                        release.name(),
                        offered,
                        List.of(OnnxProgram.input(EncoderProgram.IMAGE, offered.image())),
                        parameters,
                        offered.features().stream().map(TensorSpec::name).toList()));
        for (Head head : program.heads()) {
            HeadProgram single = new HeadProgram(head, settings());
            files.put(
                    file(head.name()),
                    OnnxProgram.write(head.name(), single, single.inputs(), parameters, List.of(HeadProgram.OUTPUT)));
        }
        files.put(contents.detector().spec().file(), contents.detector().model());
        files.put(ReleaseCard.FILE, card().getBytes(StandardCharsets.UTF_8));
        release.runCard().ifPresent(card -> files.put(ReleaseCard.RUN_CARD, ReleaseCard.read(card)));
        return files;
    }

    private static String file(String head) {
        return "heads/" + head + ".onnx";
    }

    private BundleManifest manifest(List<BundleFile> files, AlignmentTemplate alignment) {
        return new BundleManifest(
                BundleManifest.SCHEMA_VERSION,
                release.name(),
                release.version(),
                release.licence(),
                files,
                lineage(),
                alignment,
                contents.detector().spec(),
                encoder,
                contents.served().stream().map(this::head).toList(),
                release.scores());
    }

    private HeadSpec head(ServedHead task) {
        HeadProgram network = program.heads().stream()
                .filter(head -> head.name().equals(task.head()))
                .map(head -> new HeadProgram(head, settings()))
                .findFirst()
                .orElseThrow();
        List<Long> shape = new ArrayList<>();
        for (long size : network.output().sizes()) {
            shape.add(size);
        }
        return new HeadSpec(
                task.task(),
                file(task.head()),
                network.features().stream().map(TensorSpec::name).toList(),
                null,
                new TensorSpec(HeadProgram.OUTPUT, shape),
                task.from(),
                task.to(),
                task.decoding(),
                task.labels(),
                task.scheme());
    }

    private Lineage lineage() {
        List<Lineage.ModelSource> sources = new ArrayList<>();
        sources.add(source(ENCODER));
        program.heads().forEach(head -> sources.add(source(file(head.name()))));
        sources.add(contents.detector().source());
        return new Lineage(
                ReleaseCard.program("facet train export-bundle"),
                release.runCard().map(card -> ReleaseCard.RUN_CARD).orElse(null),
                sources);
    }

    private Lineage.ModelSource source(String file) {
        EncoderRelease.Origin origin = release.origin();
        return new Lineage.ModelSource(file, origin.file(), origin.sha256(), origin.licence(), origin.adaptations());
    }

    private String card() {
        List<String> lines = new ArrayList<>(ReleaseCard.beginning(release));
        lines.add("- Detector: " + contents.detector().source().origin() + " ("
                + contents.detector().source().licence() + ")");
        lines.add(ReleaseCard.input(encoder.input()));
        for (ServedHead task : contents.served()) {
            String labels = task.labels().isEmpty() ? "" : ": " + String.join(", ", task.labels());
            String scheme = task.scheme() == null ? "" : ", " + task.scheme();
            lines.add("- `" + task.task().key() + "`, by `" + file(task.head()) + "`" + scheme + labels);
        }
        release.scores().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(score -> lines.add("- Score `" + score.getKey() + "`: " + score.getValue()));
        return String.join("\n", lines) + "\n";
    }
}

package io.facet.training.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import io.facet.domain.UserError;
import io.facet.training.engine.Backend;
import io.facet.training.engine.EngineFlags;
import io.facet.training.export.BundleContents;
import io.facet.training.export.BundleExport;
import io.facet.training.export.DetectorPart;
import io.facet.training.export.EncoderRelease;
import io.facet.training.export.ReleaseFlags;
import io.facet.training.recipe.TrainedHeads;
import io.facet.training.recipe.TrainedRun;

/** {@code facet train export-bundle}: what a fine-tuning has come to, as a bundle that jobs run. */
@Command(
        name = "export-bundle",
        description = {
            "Write a fine-tuned encoder with its heads and a detector as a bundle.",
            "Refused where ONNX Runtime gives other results than the training engine."
        })
final class TrainBundleCommand implements Callable<Integer> {
    private static final double MEGABYTE = 1e6;

    @Option(names = "--run", required = true, paramLabel = "DIR", description = "Folder of a fine-tuning run.")
    private Path run;

    @Option(
            names = "--detector",
            required = true,
            paramLabel = "PATH",
            description = "The detector: a bundle that has one, or a folder with detector.json and its file.")
    private Path detector;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "DIR",
            description = "Folder of the new bundle; new or empty.")
    private Path output;

    @Option(
            names = "--scores",
            paramLabel = "FILE",
            description = "Measured scores by name, as a JSON object; they replace those of the run card.")
    private Optional<Path> scores;

    @Option(
            names = "--attach",
            paramLabel = "FILE",
            description = "A further file for the bundle, such as the run card of the pre-training; repeatable.")
    private List<Path> attachments = List.of();

    @Option(
            names = "--quantize",
            description = "Refused: ONNX Runtime's Java library has no static quantizer, and a dynamically quantized"
                    + " network gives a face other results beside other faces.")
    private boolean quantize;

    @Mixin
    private ReleaseFlags flags;

    @Mixin
    private EngineFlags engine;

    @Override
    public Integer call() throws IOException {
        if (quantize) {
            throw new UserError("--quantize: expected a float32 bundle, since ONNX Runtime's Java library has no static"
                    + " quantizer, and dynamic quantization makes a face's results depend on the faces beside it");
        }
        TrainedRun trained = TrainedRun.open(run);
        EncoderRelease release = flags.of(trained, measured(trained));
        TrainedHeads heads = TrainedHeads.of(trained.recipe(), release.name() + "-" + release.version());
        BundleContents contents = new BundleContents(
                heads.encoder(),
                heads.heads(),
                heads.served(),
                DetectorPart.open(detector, flags.license()),
                attached());
        try (Backend<?> backend = engine.open()) {
            System.err.println("Comparing with " + backend.description());
            BundleExport.Exported exported = BundleExport.run(backend, contents, trained.weights(), release, output);
            System.out.println("ONNX Runtime agrees: " + exported.parity().text());
            if (!heads.left().isEmpty()) {
                System.out.println("Not in the bundle: tasks " + String.join(", ", heads.left()));
            }
            System.out.printf(
                    "Wrote %s to %s: %d tasks, %.1f MB%n",
                    exported.manifest().id(), output, heads.served().size(), exported.bytes() / MEGABYTE);
            return 0;
        }
    }

    private Map<String, Double> measured(TrainedRun trained) {
        if (scores.isEmpty()) {
            return trained.card().scores();
        }
        try {
            return new JsonMapper().readValue(scores.get().toFile(), new TypeReference<Map<String, Double>>() {});
        } catch (IOException e) {
            throw new UserError(
                    "--scores %s: expected a JSON object of numbers, found: %s".formatted(scores.get(), e.getMessage()),
                    e);
        }
    }

    private SortedMap<String, byte[]> attached() {
        SortedMap<String, byte[]> files = new TreeMap<>();
        for (Path file : attachments) {
            try {
                files.put("attached/" + file.getFileName(), Files.readAllBytes(file));
            } catch (IOException e) {
                throw new UserError("--attach %s: expected a file that can be read, found %s".formatted(file, e), e);
            }
        }
        return files;
    }
}

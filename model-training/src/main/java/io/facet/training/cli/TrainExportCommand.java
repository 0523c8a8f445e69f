package io.facet.training.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import io.facet.domain.UserError;
import io.facet.training.engine.Backend;
import io.facet.training.engine.EngineFlags;
import io.facet.training.export.DetectorExport;
import io.facet.training.export.DetectorPart;
import io.facet.training.export.EncoderExport;
import io.facet.training.export.EncoderProgram;
import io.facet.training.export.LayerFlags;
import io.facet.training.export.ReleaseFlags;
import io.facet.training.network.VisionTransformer;
import io.facet.training.recipe.TrainedRun;
import io.facet.training.recipe.TrainedTokenizer;

/** {@code facet train export}. */
@Command(
        name = "export",
        description = {
            "Writes the encoder of a run as a bundle: ONNX, manifest, card and the run's card.",
            "Refuses one whose ONNX outputs differ from the network's by more than 1e-4 (of the largest value, where an",
            "output goes beyond 1).",
            "The run of a face detector becomes detector.onnx and detector.json, for --detector of `train export-bundle`.",
            "The run of a visual tokenizer becomes one file, tokenizer.safetensors, for --tokenizer of `train pretrain`."
        },
        sortOptions = false,
        mixinStandardHelpOptions = true)
final class TrainExportCommand implements Callable<Integer> {
    @Option(names = "--run", required = true, paramLabel = "DIR", description = "Folder of the run.")
    private Path run;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "DIR",
            description = "Folder of the new bundle; new or empty.")
    private Path output;

    @Option(
            names = "--score-threshold",
            paramLabel = "SCORE",
            description =
                    "For a detector: from which score a detection is a face, in (0, 1). Default: that of the recipe.")
    private Double scoreThreshold;

    @Mixin
    private LayerFlags layers;

    @Mixin
    private ReleaseFlags flags;

    @Mixin
    private EngineFlags engine;

    @Override
    public Integer call() throws IOException {
        TrainedRun trained = TrainedRun.open(run);
        requireThresholdFits(trained);
        if (trained.recipe().tokenizer() != null) {
            return tokenizer(trained);
        }
        if (trained.recipe().detector() != null) {
            return detector(trained);
        }
        EncoderProgram program = new EncoderProgram(
                new VisionTransformer("encoder", trained.encoder().vit()),
                layers.layers(trained.encoder().vit().layers()));
        try (Backend<?> backend = engine.open()) {
            System.err.println("Comparing with " + backend.description());
            EncoderExport.Exported exported = EncoderExport.run(
                    backend,
                    program,
                    trained.encoder().parameters(),
                    flags.of(trained, trained.card().scores()),
                    output);
            System.out.println("ONNX Runtime agrees: " + exported.parity().text());
            System.out.println(
                    "Wrote " + exported.manifest().id() + " to " + output + ": features of blocks " + program.layers());
            return 0;
        }
    }

    private void requireThresholdFits(TrainedRun trained) {
        if (scoreThreshold == null) {
            return;
        }
        if (trained.recipe().detector() == null) {
            throw new UserError("--score-threshold: expected the run of a detector, found "
                    + trained.recipe().name());
        }
        if (!(scoreThreshold > 0 && scoreThreshold < 1)) {
            throw new UserError("--score-threshold: expected a number between 0 and 1, found " + scoreThreshold);
        }
    }

    private int detector(TrainedRun trained) {
        if (Files.exists(output.resolve(DetectorPart.SPEC))) {
            throw new UserError("--out: expected a new or empty folder, found " + output.resolve(DetectorPart.SPEC));
        }
        try (Backend<?> backend = engine.open()) {
            System.err.println("Comparing with " + backend.description());
            DetectorExport.Exported exported = DetectorExport.of(trained, Optional.ofNullable(scoreThreshold), backend);
            DetectorExport.write(exported, output);
            System.out.println("ONNX Runtime agrees: " + exported.parity().text());
            System.out.println("Wrote " + output.resolve(DetectorPart.SPEC) + ": name the folder with --detector");
            return 0;
        }
    }

    private int tokenizer(TrainedRun trained) {
        Path file = output.resolve("tokenizer.safetensors");
        if (Files.exists(file)) {
            throw new UserError("--out: expected a new or empty folder, found " + file);
        }
        try {
            Files.createDirectories(output);
        } catch (IOException e) {
            throw new UserError("cannot write to " + output + ": " + e.getMessage(), e);
        }
        TrainedTokenizer.of(trained).write(file);
        System.out.println("Wrote " + file + ": name it with --tokenizer");
        return 0;
    }
}

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
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import io.facet.domain.UserError;
import io.facet.training.engine.Backend;
import io.facet.training.engine.EngineFlags;
import io.facet.training.evaluate.report.ReportScores;
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
            "Refused where ONNX Runtime's results are further than 1e-4 from the training engine's (1e-4 of the largest",
            "value of an output that goes beyond 1)."
        })
final class TrainBundleCommand implements Callable<Integer> {
    private static final double MEGABYTE = 1e6;

    /** A name is no folder: paths may have an equals sign, too. */
    private static final Pattern NAMED = Pattern.compile("(?<name>[^=/]+)=(?<file>.+)");

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
            names = "--report",
            paramLabel = "FILE",
            description =
                    "report.json of `facet evaluate` of these networks: its scores replace those of the run card, and"
                            + " it goes with the bundle.")
    private Optional<Path> report;

    @Option(
            names = "--attach",
            paramLabel = "[NAME=]FILE",
            description = "A further file for the bundle, such as the run card of the pre-training; repeatable. Default"
                    + " of NAME: the file's.")
    private List<String> attachments = List.of();

    @Mixin
    private ReleaseFlags flags;

    @Mixin
    private EngineFlags engine;

    @Override
    public Integer call() throws IOException {
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
        return report.map(ReportScores::read).orElseGet(() -> trained.card().scores());
    }

    private SortedMap<String, byte[]> attached() {
        SortedMap<String, byte[]> files = new TreeMap<>();
        report.ifPresent(file -> attach(files, "report.json", file));
        for (String attachment : attachments) {
            Matcher named = NAMED.matcher(attachment);
            Path file = Path.of(named.matches() ? named.group("file") : attachment);
            attach(
                    files,
                    named.matches() ? named.group("name") : file.getFileName().toString(),
                    file);
        }
        return files;
    }

    private static void attach(SortedMap<String, byte[]> files, String name, Path file) {
        try {
            if (files.put("attached/" + name, Files.readAllBytes(file)) != null) {
                throw new UserError("--attach %s: expected different names, found %s twice".formatted(file, name));
            }
        } catch (IOException e) {
            throw new UserError("--attach %s: expected a file that can be read, found %s".formatted(file, e), e);
        }
    }
}

package io.facet.training.probe;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.ObjectMapper;
import me.tongfei.progressbar.ProgressBar;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import io.facet.console.ConsoleBar;
import io.facet.domain.UserError;
import io.facet.training.data.DataSpec;
import io.facet.training.data.SampleSource;
import io.facet.training.data.source.SampleSources;
import io.facet.training.engine.Backend;
import io.facet.training.engine.EngineFlags;

/** {@code facet train probe}. */
@Command(
        name = "probe",
        mixinStandardHelpOptions = true,
        description = {
            "Measures what an encoder's frozen features are worth: a linear classifier on them, scored on samples held back.",
            "The part held back is that of the recipes, by the hash of a sample's key: not seen in pre-training either."
        },
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:measured", "2:an option, the encoder or the data is not right; nothing was measured"})
public final class TrainProbeCommand implements Callable<Integer> {
    private static final int LEFT_OUT_SHOWN = 5;

    private final EncoderLoader encoders;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--encoder",
            required = true,
            paramLabel = "PATH",
            description = "A checkpoint, or the folder of a run.")
    private Path encoder;

    @Option(
            names = "--data",
            required = true,
            paramLabel = "KIND=PATH",
            description = "A labelled set; KIND is one of ${COMPLETION-CANDIDATES}. May be given more than once.")
    private Map<DataSpec.Kind, Path> data;

    @Option(
            names = "--label",
            required = true,
            paramLabel = "NAME",
            description = "The label to tell, class numbers from 0: gender, expression, …")
    private String label;

    @Option(
            names = "--features",
            paramLabel = "WHICH",
            defaultValue = "class",
            description =
                    "class token, mean of the patch tokens, or both: class, mean, both (default: ${DEFAULT-VALUE}).")
    private FeaturePooling pooling;

    @Option(
            names = "--holdout",
            paramLabel = "SHARE",
            defaultValue = "0.1",
            description = "Share of samples held back (default: ${DEFAULT-VALUE}).")
    private double holdOut;

    @Option(
            names = "--split-seed",
            paramLabel = "N",
            defaultValue = "0",
            description = "Another one holds back others (default: ${DEFAULT-VALUE}).")
    private long splitSeed;

    @Option(names = "--against-random", description = "Probe the same network with fresh values, too.")
    private boolean againstRandom;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Of the validation part, the bootstrap and the fresh values (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--batch",
            paramLabel = "N",
            defaultValue = "32",
            description = "Images at a time (default: ${DEFAULT-VALUE}).")
    private int batch;

    @Mixin
    private EngineFlags engine;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the figures to a file, too.")
    private Optional<Path> json;

    /** @param encoders how encoders are found */
    public TrainProbeCommand(EncoderLoader encoders) {
        this.encoders = encoders;
    }

    @Override
    public Integer call() throws IOException {
        if (batch < 1 || !(holdOut > 0 && holdOut < 1)) {
            throw new UserError(
                    "expected --batch of 1 or more and --holdout between 0 and 1, found " + batch + " and " + holdOut);
        }
        ProbedEncoder probed = encoders.load(encoder);
        try (SampleSource train = SampleSources.open(part(DataSpec.Split.TRAIN));
                SampleSource test = SampleSources.open(part(DataSpec.Split.HELD_OUT));
                Backend<?> backend = engine.open()) {
            ProbeTask task = new ProbeTask(train, test, label, pooling, batch, ProbeSettings.withSeed(seed));
            Map<String, ProbeReport> reports = new LinkedHashMap<>();
            reports.put("encoder", probe(task, backend, "encoder", probed));
            if (againstRandom) {
                reports.put("random", probe(task, backend, "random", probed.random(seed)));
            }
            show(reports);
            write(reports, train, test);
        }
        return 0;
    }

    private DataSpec part(DataSpec.Split split) {
        List<DataSpec> parts = data.entrySet().stream()
                .map(set -> new DataSpec(
                        set.getKey(), set.getValue(), null, null, null, null, split, holdOut, splitSeed, null))
                .toList();
        return parts.size() == 1 ? parts.get(0) : DataSpec.concatenated(parts);
    }

    private ProbeReport probe(ProbeTask task, Backend<?> backend, String name, ProbedEncoder probed) {
        ProbeTask.Outcome outcome;
        try (ProgressBar bar = ConsoleBar.builder("Features, " + name, System.err, System.console() != null)
                .setInitialMax(task.samples())
                .build()) {
            outcome = task.run(backend, probed, bar::stepTo);
        }
        if (!outcome.leftOut().isEmpty()) {
            print("%d samples left out; the first:", outcome.leftOut().size());
            outcome.leftOut().stream().limit(LEFT_OUT_SHOWN).forEach(line -> print("  %s", line));
        }
        return outcome.report();
    }

    private void show(Map<String, ProbeReport> reports) {
        print("%-10s %24s %24s %9s %8s", label, "accuracy (95 %)", "balanced (95 %)", "majority", "penalty");
        reports.forEach((name, report) -> print(
                "%-10s %24s %24s %9.4f %8.0e",
                name, text(report.accuracy()), text(report.balancedAccuracy()), report.majority(), report.penalty()));
        ProbeReport first = reports.values().iterator().next();
        print("%d samples to learn from, %d held back", first.trained(), first.tested());
        for (ProbeReport.ClassCount count : first.classes()) {
            String correct = reports.values().stream()
                    .map(report ->
                            Integer.toString(report.classes().get(count.label()).correct()))
                    .collect(Collectors.joining(", "));
            print(
                    "  class %d: %d to learn from, %d held back, right: %s",
                    count.label(), count.trained(), count.tested(), correct);
        }
    }

    private static String text(Figure figure) {
        return String.format(Locale.ROOT, "%.4f [%.4f, %.4f]", figure.value(), figure.low(), figure.high());
    }

    private void print(String format, Object... values) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(String.format(Locale.ROOT, format, values));
        out.flush();
    }

    private void write(Map<String, ProbeReport> reports, SampleSource train, SampleSource test) throws IOException {
        if (json.isEmpty()) {
            return;
        }
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("encoder", encoder.toString());
        document.put("label", label);
        document.put("features", pooling);
        document.put("holdOut", holdOut);
        document.put("splitSeed", splitSeed);
        document.put("seed", seed);
        document.put("data", List.of(train.fingerprint(), test.fingerprint()));
        document.put("reports", reports);
        new ObjectMapper()
                .writerWithDefaultPrettyPrinter()
                .writeValue(json.get().toFile(), document);
    }
}

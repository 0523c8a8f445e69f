package io.facet.training.data.faces;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import me.tongfei.progressbar.ProgressBar;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import io.facet.console.ConsoleBar;
import io.facet.domain.UserError;
import io.facet.domain.face.HeadTask;
import io.facet.inference.detect.DetectorSettings;
import io.facet.inference.detect.FaceDetector;
import io.facet.training.data.DataSpec;
import io.facet.training.data.DataSpec.Kind;
import io.facet.training.data.SampleSource;
import io.facet.training.data.Sha256;
import io.facet.training.data.prepare.Detectors;
import io.facet.training.data.prepare.PrepareSettings.Output;
import io.facet.training.data.prepare.ShardedRun;
import io.facet.training.data.source.SampleSources;

/** {@code data prepare faces}. */
@Command(
        name = "faces",
        mixinStandardHelpOptions = true,
        description = {
            "Cuts the faces of labelled sets out, aligned to the crop that all heads read, and stores them with labels,"
                    + " landmarks and masks moved along; with --teacher, also with what published networks say of them.",
            "Each set goes into a folder of its name. A run that was stopped goes on where it was when the same command"
                    + " is given again. summary.json in each folder counts what was found how."
        },
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:every picture was looked at",
            "2:an option, a set, the detector, the teacher or the folder is not right"
        })
public final class FacesCommand implements Callable<Integer> {
    static final int QUALITY = 95;
    static final int SHARD = 500;

    private static final Pattern SET = Pattern.compile("(?<kind>\\w+)(/(?<part>[\\w.-]+))?:(?<path>.+)");
    private static final List<Kind> KINDS =
            Arrays.stream(Kind.values()).filter(kind -> kind != Kind.FACES).toList();

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--set",
            required = true,
            paramLabel = "KIND[/PART]:PATH",
            description =
                    "A set, a part of it by its official split, and where it lies: a folder or tar shards. Can be given"
                            + " more than once.")
    private List<String> sets;

    @Option(
            names = "--detector",
            required = true,
            paramLabel = "PATH",
            description = "Bundle whose detector finds the five points, or YuNet in a file of its own.")
    private Path detector;

    @Option(
            names = "--teacher",
            paramLabel = "BUNDLE",
            description = "Bundle whose identity, landmarks and parsing are stored beside the labels.")
    private Path teacher;

    @Option(
            names = "--teacher-heads",
            split = ",",
            paramLabel = "HEAD",
            defaultValue = "identity,landmarks,parsing",
            description = "Heads of the teacher to ask (default: ${DEFAULT-VALUE}).")
    private List<HeadTask> teacherHeads;

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "Folder of the prepared sets.")
    private Path out;

    @Option(
            names = "--quality",
            paramLabel = "N",
            defaultValue = "" + QUALITY,
            description = "Of the JPEG files (default: ${DEFAULT-VALUE}).")
    private int quality;

    @Option(
            names = "--shard-size",
            paramLabel = "N",
            defaultValue = "" + SHARD,
            description = "Pictures that make one shard (default: ${DEFAULT-VALUE}).")
    private int shardSize;

    @Option(names = "--threads", paramLabel = "N", description = "Default: one for each core.")
    private Integer threads;

    /** A set to prepare. */
    private record Set(Kind kind, String part, Path path) {
        /** What its folder is called. */
        String name() {
            String name = kind.name().toLowerCase(Locale.ROOT);
            return part == null ? name : name + "-" + part;
        }

        DataSpec spec() {
            return new DataSpec(kind, path, null, null, null, null, null, null, null, null, part);
        }
    }

    @Override
    public Integer call() throws InterruptedException {
        FacesSettings settings = settings();
        int workers = threads == null ? Runtime.getRuntime().availableProcessors() : threads;
        if (workers < 1) {
            throw new UserError("--threads: expected at least 1, found " + workers);
        }
        List<Set> chosen = chosen();
        try (FaceDetector found = detector();
                Teacher asked = teacher == null ? null : Teacher.open(teacher, new TreeSet<>(teacherHeads))) {
            for (Set set : chosen) {
                prepare(set, new FaceLocator(found), Optional.ofNullable(asked), settings, workers);
            }
        }
        return 0;
    }

    private void prepare(Set set, FaceLocator locator, Optional<Teacher> asked, FacesSettings settings, int workers)
            throws InterruptedException {
        Path folder = out.resolve(set.name());
        ShardedRun.Summary<FaceCounts> summary;
        try (SampleSource source = SampleSources.open(set.spec());
                ProgressBar bar = ConsoleBar.builder(set.name(), System.err, System.console() != null)
                        .setUnit(" pictures", 1)
                        .setInitialMax(source.size())
                        .showSpeed()
                        .build()) {
            FaceMaker maker = new FaceMaker(set.name(), source, locator, detectorName(), asked, settings);
            summary = new ShardedRun<>(maker, source.size(), settings.unit(), Output.TAR, folder)
                    .run(workers, bar::stepBy);
        }
        tell(folder, summary);
    }

    private void tell(Path folder, ShardedRun.Summary<FaceCounts> summary) {
        PrintWriter terminal = spec.commandLine().getOut();
        FaceCounts counts = summary.counts();
        terminal.printf(
                Locale.ROOT,
                "%s: %d faces of %d pictures; points of %d by the detector, of %d by landmarks, of %d by the average face;"
                        + " %d pictures unreadable (%d of %d units were done before)%n",
                folder,
                counts.faces(),
                counts.pictures,
                counts.detected,
                counts.landmarks,
                counts.fallback,
                counts.unreadable,
                summary.resumed(),
                summary.shards());
        terminal.flush();
    }

    private FacesSettings settings() {
        try {
            return new FacesSettings(quality, shardSize);
        } catch (IllegalArgumentException e) {
            throw new UserError(e.getMessage(), e);
        }
    }

    private List<Set> chosen() {
        List<Set> chosen = new ArrayList<>();
        for (String text : sets) {
            Set set = parsed(text);
            if (chosen.stream().anyMatch(other -> other.name().equals(set.name()))) {
                throw new UserError("--set: expected each set once, found %s twice".formatted(set.name()));
            }
            chosen.add(set);
        }
        return chosen;
    }

    private static Set parsed(String text) {
        Matcher matcher = SET.matcher(text);
        if (matcher.matches()) {
            for (Kind kind : KINDS) {
                if (kind.name().equalsIgnoreCase(matcher.group("kind"))) {
                    return new Set(kind, matcher.group("part"), Path.of(matcher.group("path")));
                }
            }
        }
        throw new UserError("--set: expected KIND[/PART]:PATH with a kind of %s, found %s"
                .formatted(
                        KINDS.stream()
                                .map(kind -> kind.name().toLowerCase(Locale.ROOT))
                                .toList(),
                        text));
    }

    private FaceDetector detector() {
        DetectorSettings settings = new DetectorSettings(FaceLocator.SQUARE, DetectorSettings.DEFAULT.minScore(), 1, 1);
        return Files.isDirectory(detector)
                ? Detectors.ofBundle(detector, settings)
                : Detectors.yunet(detector, settings);
    }

    /** The same detector elsewhere makes the same faces. */
    private String detectorName() {
        try {
            return Sha256.ofFile(Files.isDirectory(detector) ? detector.resolve("bundle.json") : detector);
        } catch (IOException e) {
            throw new UserError("detector %s: cannot be read: %s".formatted(detector, e.getMessage()), e);
        }
    }
}

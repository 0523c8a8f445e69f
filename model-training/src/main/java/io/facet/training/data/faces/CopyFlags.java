package io.facet.training.data.faces;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import me.tongfei.progressbar.ProgressBar;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

import io.facet.console.ConsoleBar;
import io.facet.domain.UserError;
import io.facet.domain.face.HeadTask;
import io.facet.training.data.DataSpec;
import io.facet.training.data.DataSpec.Kind;
import io.facet.training.data.DataSpec.Split;
import io.facet.training.data.SampleSource;
import io.facet.training.data.prepare.PrepareSettings.Output;
import io.facet.training.data.prepare.ShardedRun;
import io.facet.training.data.source.SampleSources;

/** What the commands that alter prepared faces have in common. */
final class CopyFlags {
    @Spec(Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--faces",
            required = true,
            paramLabel = "DIR",
            description =
                    "Folder of a prepared set. Can be given more than once; each makes a folder of the same name.")
    private List<Path> faces;

    @Option(
            names = "--teacher",
            required = true,
            paramLabel = "BUNDLE",
            description = "Bundle whose identity the faces were prepared with.")
    private Path teacher;

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "Folder of the sets of copies.")
    private Path out;

    @Option(
            names = "--copies",
            paramLabel = "N",
            defaultValue = "1",
            description = "Copies of each face (default: ${DEFAULT-VALUE}).")
    private int copies;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "0",
            description = "Another one makes other copies (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(names = "--threads", paramLabel = "N", description = "Default: one for each core.")
    private Integer threads;

    /** Makes the alteration out of the teacher. */
    @FunctionalInterface
    interface Altering {
        Alteration by(Teacher teacher);
    }

    /** The sets, one after the other. */
    SampleSource together(Split split) {
        return SampleSources.open(
                DataSpec.concatenated(faces.stream().map(set -> set(set, split)).toList()));
    }

    private static DataSpec set(Path folder, Split split) {
        return DataSpec.of(Kind.FACES, folder).with(split);
    }

    /**
     * Makes the copies of every set and prints what came of each.
     *
     * @param split the faces that are altered
     * @return the exit code
     */
    int run(Split split, Altering altering) throws InterruptedException {
        int workers = threads == null ? Runtime.getRuntime().availableProcessors() : threads;
        if (workers < 1 || copies < 1) {
            throw new UserError(
                    "--threads and --copies: expected at least 1, found %d and %d".formatted(workers, copies));
        }
        try (Teacher asked = Teacher.open(teacher, Set.of(HeadTask.IDENTITY))) {
            Alteration alteration = altering.by(asked);
            for (Path set : faces) {
                alter(set, split, alteration, workers);
            }
        }
        return 0;
    }

    private void alter(Path set, Split split, Alteration alteration, int workers) throws InterruptedException {
        Path folder = out.resolve(set.getFileName());
        if (folder.toAbsolutePath().normalize().equals(set.toAbsolutePath().normalize())) {
            throw new UserError("--out: expected another folder than that of the faces, found " + out);
        }
        FacesSettings settings = new FacesSettings(FacesCommand.QUALITY, FacesCommand.SHARD);
        ShardedRun.Summary<CopyCounts> summary;
        try (SampleSource source = SampleSources.open(set(set, split));
                ProgressBar bar = ConsoleBar.builder(set.getFileName().toString(), System.err, System.console() != null)
                        .setUnit(" faces", 1)
                        .setInitialMax(source.size())
                        .showSpeed()
                        .build()) {
            CopyMaker maker = new CopyMaker(source, alteration, copies, seed, settings);
            summary = new ShardedRun<>(maker, source.size(), settings.unit(), Output.TAR, folder)
                    .run(workers, bar::stepBy);
        }
        tell(folder, summary.counts());
    }

    private void tell(Path folder, CopyCounts counts) {
        PrintWriter terminal = spec.commandLine().getOut();
        terminal.printf(
                Locale.ROOT,
                "%s: %d copies of %d faces; %d faces that it does not take, %d unreadable, %d copies not made%n",
                folder,
                counts.copies,
                counts.faces,
                counts.unfit,
                counts.unreadable,
                counts.failed);
        terminal.flush();
    }
}

package io.facet.training.data.faces;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;

import me.tongfei.progressbar.ProgressBar;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import io.facet.console.ConsoleBar;
import io.facet.domain.UserError;
import io.facet.domain.face.HeadTask;
import io.facet.training.data.DataSpec;
import io.facet.training.data.DataSpec.Kind;
import io.facet.training.data.SampleSource;
import io.facet.training.data.prepare.PrepareSettings.Output;
import io.facet.training.data.prepare.ShardedRun;
import io.facet.training.data.source.SampleSources;

/** {@code data prepare degraded}. */
@Command(
        name = "degraded",
        mixinStandardHelpOptions = true,
        description = {
            "Makes worse copies of prepared faces: covered, dark, blurred, small, noisy, strongly compressed. Their label"
                    + " 'quality' is the cosine between the teacher's identity of the copy and of the clean face.",
            "Faces without the label 'quality' or the teacher's identity are left out. A run that was stopped goes on where"
                    + " it was when the same command is given again."
        },
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:every face was looked at", "2:an option, a set, the teacher or the folder is not right"})
public final class DegradedCommand implements Callable<Integer> {
    @Spec
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

    @Override
    public Integer call() throws InterruptedException {
        int workers = threads == null ? Runtime.getRuntime().availableProcessors() : threads;
        if (workers < 1 || copies < 1) {
            throw new UserError(
                    "--threads and --copies: expected at least 1, found %d and %d".formatted(workers, copies));
        }
        try (Teacher asked = Teacher.open(teacher, Set.of(HeadTask.IDENTITY))) {
            for (Path set : faces) {
                degrade(set, asked, workers);
            }
        }
        return 0;
    }

    private void degrade(Path set, Teacher asked, int workers) throws InterruptedException {
        Path folder = out.resolve(set.getFileName());
        if (folder.toAbsolutePath().normalize().equals(set.toAbsolutePath().normalize())) {
            throw new UserError("--out: expected another folder than that of the faces, found " + out);
        }
        FacesSettings settings = new FacesSettings(FacesCommand.QUALITY, FacesCommand.SHARD);
        ShardedRun.Summary<DegradedCounts> summary;
        try (SampleSource source = SampleSources.open(DataSpec.of(Kind.FACES, set));
                ProgressBar bar = ConsoleBar.builder(set.getFileName().toString(), System.err, System.console() != null)
                        .setUnit(" faces", 1)
                        .setInitialMax(source.size())
                        .showSpeed()
                        .build()) {
            DegradedMaker maker = new DegradedMaker(source, asked, copies, seed, settings);
            summary = new ShardedRun<>(maker, source.size(), settings.unit(), Output.TAR, folder)
                    .run(workers, bar::stepBy);
        }
        tell(folder, summary.counts());
    }

    private void tell(Path folder, DegradedCounts counts) {
        PrintWriter terminal = spec.commandLine().getOut();
        terminal.printf(
                Locale.ROOT,
                "%s: %d copies of %d faces; %d faces not known to be clean, %d unreadable, %d copies without a quality%n",
                folder,
                counts.copies,
                counts.faces,
                counts.notClean,
                counts.unreadable,
                counts.untaught);
        terminal.flush();
    }
}

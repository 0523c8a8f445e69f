package io.facet.training.data.caption;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;

import me.tongfei.progressbar.ProgressBar;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import io.facet.console.ConsoleBar;
import io.facet.domain.UserError;
import io.facet.training.data.DataSpec;
import io.facet.training.data.DataSpec.Kind;
import io.facet.training.data.SampleSource;
import io.facet.training.data.source.SampleSources;

/** {@code data caption}. */
@Command(
        name = "caption",
        mixinStandardHelpOptions = true,
        description = {
            "Writes captions from labels, for sets of faces that have no text.",
            "The same seed writes the same captions. Samples that cannot be read are left out and counted."
        },
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:captions were written", "2:the set or an option is not right; nothing was written"})
public final class DataCaptionCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(
            names = "--kind",
            required = true,
            paramLabel = "KIND",
            description = "How the set says what its pictures show: ${COMPLETION-CANDIDATES}.")
    private Kind kind;

    @Option(
            names = "--input",
            required = true,
            paramLabel = "PATH",
            description = "The set: a tar file, a folder of them, or a folder of pictures.")
    private Path input;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "FILE",
            description = "The captions, one JSON object a line.")
    private Path out;

    @Option(
            names = "--per-image",
            paramLabel = "N",
            defaultValue = "4",
            description = "Most captions of one picture (default: ${DEFAULT-VALUE}).")
    private int perImage;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "0",
            description = "Another one writes other captions (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Override
    public Integer call() {
        if (perImage < 1) {
            throw new UserError("--per-image: expected at least 1, found " + perImage);
        }
        tell(write());
        return 0;
    }

    private CaptionWriter.Result write() {
        try (SampleSource source = SampleSources.open(DataSpec.of(kind, input));
                ProgressBar bar = ConsoleBar.builder("Captions", System.err, System.console() != null)
                        .setUnit(" pictures", 1)
                        .setInitialMax(source.size())
                        .showSpeed()
                        .build()) {
            return new CaptionWriter(seed, perImage).write(source, out, bar::stepTo);
        }
    }

    private void tell(CaptionWriter.Result result) {
        PrintWriter terminal = spec.commandLine().getOut();
        terminal.printf(
                Locale.ROOT,
                "Captions of %d pictures in %s; %d without labels to tell, %d unreadable%n",
                result.written(),
                out,
                result.withoutLabels(),
                result.unreadable());
        result.reasons().forEach(reason -> terminal.println("  left out: " + reason));
        terminal.flush();
    }
}

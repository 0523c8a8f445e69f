package io.facet.training.data.composite;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;

import me.tongfei.progressbar.ProgressBar;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import io.facet.console.StepProgress;
import io.facet.domain.UserError;
import io.facet.domain.face.HeadTask;
import io.facet.training.data.DataSpec;
import io.facet.training.data.SampleSource;
import io.facet.training.data.faces.Teacher;
import io.facet.training.data.source.SampleSources;

/** {@code data composites}. */
@Command(
        name = "composites",
        mixinStandardHelpOptions = true,
        description = {
            "Averages the faces of many people into faces that belong to nobody.",
            "Writes a cut-out of each with a soft edge, and their points; 'facet demo render' makes a video of them."
        },
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:the composites were written", "2:the set or an option is not right; nothing was written"})
public final class DataCompositesCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(
            names = "--faces",
            required = true,
            paramLabel = "DIR",
            description = "Prepared faces with age, gender and group ('facet data prepare faces').")
    private Path faces;

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "Folder of the composites.")
    private Path out;

    @Option(
            names = "--people",
            paramLabel = "N",
            defaultValue = "60",
            description = "Faces in each composite, at least 30 (default: ${DEFAULT-VALUE}).")
    private int people;

    @Option(
            names = "--teacher",
            paramLabel = "BUNDLE",
            description = "Bundle that is asked for the 68 landmarks of faces that were prepared without a teacher.")
    private Path teacher;

    private int unreadable;

    @Override
    public Integer call() {
        if (people < FaceComposites.LEAST_PEOPLE) {
            throw new UserError(
                    "--people: expected at least %d, found %d".formatted(FaceComposites.LEAST_PEOPLE, people));
        }
        List<FaceComposites.Composite> composites = average();
        try {
            CompositeFiles.write(composites, out);
        } catch (IOException e) {
            throw new UserError("cannot write to %s: %s".formatted(out, e.getMessage()), e);
        }
        spec.commandLine()
                .getOut()
                .printf(
                        "%d composites of %d people each in %s; %d pictures unreadable%n",
                        composites.size(), people, out, unreadable);
        spec.commandLine().getOut().flush();
        return 0;
    }

    private List<FaceComposites.Composite> average() {
        try (Teacher asked = teacher == null ? null : Teacher.open(teacher, Set.of(HeadTask.LANDMARKS));
                SampleSource source = SampleSources.open(DataSpec.of(DataSpec.Kind.FACES, faces));
                ProgressBar bar = new StepProgress(System.err, System.console() != null).show("Faces", source.size())) {
            FaceComposites averages = new FaceComposites(source, Optional.ofNullable(asked), people);
            List<FaceComposites.Composite> composites = averages.all(bar::stepTo);
            unreadable = averages.unreadable();
            return composites;
        }
    }
}

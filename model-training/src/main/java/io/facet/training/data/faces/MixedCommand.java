package io.facet.training.data.faces;

import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import io.facet.training.data.DataSpec.Split;
import io.facet.training.data.SampleSource;

/** {@code data prepare mixed}. */
@Command(
        name = "mixed",
        mixinStandardHelpOptions = true,
        description = {
            "Makes faces of nobody: each face is bent and blended with another of the given sets. They come with the"
                    + " teacher's identity of the mixture and with its landmarks, and with no other label.",
            "Only faces of the training part are taken, so that nothing held out shows in what is trained on. Faces"
                    + " without landmarks, labelled or a teacher's, are left out. A run that was stopped goes on where it"
                    + " was when the same command is given again."
        },
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:every face was looked at", "2:an option, a set, the teacher or the folder is not right"})
public final class MixedCommand implements Callable<Integer> {
    @Mixin
    private CopyFlags flags;

    @Override
    public Integer call() throws InterruptedException {
        try (SampleSource partners = flags.together(Split.TRAIN)) {
            return flags.run(Split.TRAIN, teacher -> new MixedFaces(partners, teacher));
        }
    }
}

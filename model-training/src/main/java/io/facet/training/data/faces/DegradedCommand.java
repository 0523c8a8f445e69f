package io.facet.training.data.faces;

import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import io.facet.training.data.DataSpec.Split;

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
    @Mixin
    private CopyFlags flags;

    @Override
    public Integer call() throws InterruptedException {
        return flags.run(Split.ALL, DegradedFaces::new);
    }
}

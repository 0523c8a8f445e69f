package io.facet.training.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import io.facet.domain.UserError;
import io.facet.training.recipe.RunOrder;

/** {@code facet train detector}. */
@Command(
        name = "detector",
        description = "Trains a small face detector with five points on scenes put together from pictures of faces.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:the run is complete, or stopped at its time limit",
            "2:an option, the recipe or the data is not right, or the loss is not finite any more",
            "130:stopped by Ctrl-C after a checkpoint (143 by SIGTERM)"
        })
final class TrainDetectorCommand implements Callable<Integer> {
    @Mixin
    private NewRunFlags run;

    @Option(
            names = "--teacher",
            paramLabel = "BUNDLE|FILE",
            description =
                    "Detector that finds the faces of the pictures, instead of the recipe's: a bundle that has one,"
                            + " or the ONNX file of YuNet.")
    private Optional<Path> teacher;

    @Option(
            names = "--start-from",
            paramLabel = "RUN",
            description = "Begin with the detector of this run instead of fresh values.")
    private Optional<Path> start;

    @Override
    public Integer call() {
        RunOrder order = run.order();
        if (order.parsed().detector() == null) {
            throw new UserError("expected the recipe of a face detector, found that of something else:"
                    + " use `facet train pretrain`, `tokenizer` or `finetune`");
        }
        RunOrder complete =
                order.with(Optional.empty(), teacher.map(RecipeFlags::absolute), start.map(RecipeFlags::absolute));
        return run.execute(complete);
    }
}

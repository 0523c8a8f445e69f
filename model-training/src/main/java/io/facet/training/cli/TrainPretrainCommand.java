package io.facet.training.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import io.facet.domain.UserError;
import io.facet.training.recipe.Recipe;
import io.facet.training.recipe.RunOrder;

/** {@code facet train pretrain}. */
@Command(
        name = "pretrain",
        description = "Pre-trains an image encoder by FaRL or MCF. Checkpoints, metrics and a report go to --out.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:the run is complete, or stopped at its time limit",
            "2:an option, the recipe or the data is not right, or the loss is not finite any more",
            "130:stopped by Ctrl-C after a checkpoint (143 by SIGTERM)"
        })
final class TrainPretrainCommand implements Callable<Integer> {
    @Mixin
    private NewRunFlags run;

    @Option(
            names = "--tokenizer",
            paramLabel = "RUN|FILE",
            description = "FaRL: run that trained the visual tokenizer, or what `train export` wrote of it.")
    private Optional<Path> tokenizer;

    @Option(
            names = "--target",
            paramLabel = "RUN|FILE",
            description =
                    "MCF: the frozen pre-trained network whose features are predicted, a run or a published file.")
    private Optional<Path> target;

    @Option(
            names = "--start-from",
            paramLabel = "RUN|FILE",
            description = "Begin with this encoder instead of fresh values.")
    private Optional<Path> start;

    @Override
    public Integer call() {
        RunOrder order = run.order();
        Recipe parsed = order.parsed();
        if (parsed.farl() == null && parsed.mcf() == null) {
            throw new UserError("expected a recipe of FaRL or MCF, found another: use `facet train " + command(parsed));
        }
        refuse("--tokenizer", tokenizer, parsed.farl() == null, "FaRL");
        refuse("--target", target, parsed.mcf() == null, "MCF");
        RunOrder complete = order.with(
                tokenizer.map(RecipeFlags::absolute),
                target.map(RecipeFlags::absolute),
                start.map(RecipeFlags::absolute));
        return run.execute(complete);
    }

    private static String command(Recipe recipe) {
        if (recipe.detector() != null) {
            return "detector`";
        }
        return recipe.tokenizer() == null ? "finetune`" : "tokenizer`";
    }

    private static void refuse(String option, Optional<Path> given, boolean foreign, String method) {
        if (given.isPresent() && foreign) {
            throw new UserError(option + ": expected a recipe of " + method + ", found another");
        }
    }
}

package io.facet.training.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import io.facet.domain.UserError;
import io.facet.training.recipe.RunOrder;

/** {@code facet train finetune}. */
@Command(
        name = "finetune",
        description =
                "Trains heads on an encoder, for several tasks together. Checkpoints, metrics and a report go to --out.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:the run is complete, or stopped at its time limit",
            "2:an option, the recipe or the data is not right, or the loss is not finite any more",
            "130:stopped by Ctrl-C after a checkpoint (143 by SIGTERM)"
        })
final class TrainFinetuneCommand implements Callable<Integer> {
    @Mixin
    private NewRunFlags run;

    @Option(
            names = "--start",
            paramLabel = "RUN|FILE",
            description = {
                "The encoder to begin with: a run, a checkpoint or a published file. Its positions are resampled where",
                "the recipe's pictures have another size. Of a run of `train finetune`, heads that fit are taken, too."
            })
    private Optional<Path> start;

    @Override
    public Integer call() {
        RunOrder order = run.order();
        if (order.parsed().finetune() == null) {
            throw new UserError(
                    "expected a recipe of fine-tuning, found another: use `facet train pretrain`, `tokenizer` or `detector`");
        }
        RunOrder complete = order.with(Optional.empty(), Optional.empty(), start.map(RecipeFlags::absolute));
        return run.execute(complete);
    }
}

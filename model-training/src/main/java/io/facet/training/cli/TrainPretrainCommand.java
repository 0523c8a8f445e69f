package io.facet.training.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import io.facet.domain.UserError;
import io.facet.training.recipe.RunOrder;

/** {@code facet train pretrain}. */
@Command(
        name = "pretrain",
        description = "Pre-trains an image encoder by FaRL or MCF. Checkpoints, metrics and a report go to --out.",
        mixinStandardHelpOptions = true)
final class TrainPretrainCommand implements Callable<Integer> {
    @Mixin
    private RecipeFlags recipe;

    @Mixin
    private TrainingSessionFlags session;

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "Folder of the run.")
    private Path output;

    @Override
    public Integer call() {
        RunOrder order = recipe.order();
        if (order.parsed().encoder() == null) {
            throw new UserError("expected a recipe of FaRL or MCF, found that of a visual tokenizer:"
                    + " use `facet train tokenizer`");
        }
        return new TrainingRun(order, output, session, false).execute();
    }
}

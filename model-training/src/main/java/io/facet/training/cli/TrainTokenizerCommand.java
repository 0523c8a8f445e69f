package io.facet.training.cli;

import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import io.facet.domain.UserError;
import io.facet.training.recipe.RunOrder;

/** {@code facet train tokenizer}. */
@Command(
        name = "tokenizer",
        description = "Trains the discrete VAE whose visual tokens FaRL's masked image modelling predicts.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:the run is complete, or stopped at its time limit",
            "2:an option, the recipe or the data is not right, or the loss is not finite any more",
            "130:stopped by Ctrl-C after a checkpoint (143 by SIGTERM)"
        })
final class TrainTokenizerCommand implements Callable<Integer> {
    @Mixin
    private NewRunFlags run;

    @Override
    public Integer call() {
        RunOrder order = run.order();
        if (order.parsed().tokenizer() == null) {
            throw new UserError("expected the recipe of a visual tokenizer, found that of an encoder or a detector:"
                    + " use `facet train pretrain` or `facet train detector`");
        }
        return run.execute(order);
    }
}

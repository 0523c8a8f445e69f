package io.facet.training.cli;

import java.nio.file.Path;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import io.facet.training.recipe.RunOrder;

/** What every command has that begins a run: the recipe, where the run goes, and how this session trains it. */
final class NewRunFlags {
    @Mixin
    private RecipeFlags recipe;

    @Mixin
    private TrainingSessionFlags session;

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "Folder of the run; new or empty.")
    private Path output;

    /** The order without networks to begin with. */
    RunOrder order() {
        return recipe.order();
    }

    /** Trains to the end of the session; the exit code. */
    int execute(RunOrder order) {
        return new TrainingRun(order, output, session, false).execute();
    }
}

package io.facet.training.cli;

import java.util.Map;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

import io.facet.training.recipe.RecipeReader;

/** {@code facet train recipes}. */
@Command(
        name = "recipes",
        description = "Lists the recipes that come with Facet, or prints one.",
        mixinStandardHelpOptions = true)
final class TrainRecipesCommand implements Runnable {
    @Parameters(arity = "0..1", paramLabel = "NAME", description = "Prints this one, to be kept and changed.")
    private String name;

    @Override
    public void run() {
        if (name != null) {
            System.out.print(RecipeReader.read(name, Map.of()).yaml());
            return;
        }
        for (String known : RecipeReader.BUILT_IN) {
            System.out.printf(
                    "%-22s %s%n",
                    known, RecipeReader.read(known, Map.of()).recipe().description());
        }
    }
}

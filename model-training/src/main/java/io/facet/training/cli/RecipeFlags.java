package io.facet.training.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import picocli.CommandLine.Option;

import io.facet.training.recipe.RecipeReader;
import io.facet.training.recipe.RunOrder;

/** Which recipe, and what it needs on this machine. */
final class RecipeFlags {
    @Option(
            names = "--recipe",
            required = true,
            paramLabel = "NAME|FILE",
            description = "A recipe that comes with Facet (`facet train recipes` lists them), or a YAML file.")
    private String recipe;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Replace a value of the recipe, as in --set optimizer.batch=64; may be repeated.")
    private Map<String, String> set = new LinkedHashMap<>();

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = ".",
            description = "Folder that the recipe's data paths are relative to (default: the working folder).")
    private Path data;

    @Option(
            names = "--smoke",
            description = "A trial of some seconds: the same code on tiny networks and rendered pictures.")
    private boolean smoke;

    /** Whether a trial is asked for. */
    boolean smoke() {
        return smoke;
    }

    /** The order without networks to begin with. */
    RunOrder order() {
        return order(Map.of());
    }

    /** The same with more values replaced. */
    RunOrder order(Map<String, String> more) {
        Map<String, String> all = new LinkedHashMap<>(set);
        all.putAll(more);
        RecipeReader.Read read = RecipeReader.read(recipe, all);
        return new RunOrder(
                read.yaml(), recipe, smoke, absolute(data), Optional.empty(), Optional.empty(), Optional.empty());
    }

    static Path absolute(Path path) {
        return path.toAbsolutePath().normalize();
    }
}

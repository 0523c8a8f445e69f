package io.facet.training.export;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import picocli.CommandLine.Option;

import io.facet.training.data.Sha256;
import io.facet.training.loop.card.RunCard;
import io.facet.training.recipe.Recipe;
import io.facet.training.recipe.TrainedRun;

/** Options of the commands that write a bundle: what it says of itself. */
public final class ReleaseFlags {
    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "Name of the bundle. Default: that of the file or the recipe.")
    private Optional<String> name;

    @Option(
            names = "--bundle-version",
            paramLabel = "VERSION",
            defaultValue = "1.0.0",
            description = "Version of the bundle. Default: ${DEFAULT-VALUE}.")
    private String version;

    @Option(
            names = "--license",
            paramLabel = "SPDX",
            defaultValue = "research-only",
            description = "Licence of the weights. Default: ${DEFAULT-VALUE}.")
    private String license;

    /** The bundle's name, or what it is called if none was given. */
    public String name(String otherwise) {
        return name.orElse(otherwise);
    }

    public String version() {
        return version;
    }

    public String license() {
        return license;
    }

    /** What the bundle of a run says of itself. */
    public EncoderRelease of(TrainedRun trained, Map<String, Double> scores) throws IOException {
        Path parameters = trained.checkpoint().resolve("parameters.safetensors");
        Recipe recipe = trained.recipe();
        return new EncoderRelease(
                name(recipe.name()),
                version,
                license,
                summary(recipe, trained.card()),
                new EncoderRelease.Normalization(recipe.mean(), recipe.std()),
                new EncoderRelease.Origin(
                        parameters.getFileName().toString(), Sha256.ofFile(parameters), license, List.of()),
                Optional.of(trained.checkpoint().resolve("run-card.json")),
                scores);
    }

    private static String summary(Recipe recipe, RunCard card) {
        String trained = "%s. Trained by the recipe `%s` for %d updates"
                .formatted(recipe.description(), recipe.name(), card.totals().updates());
        String start = card.begunFrom().get("start");
        return start == null ? trained + "." : trained + ", begun from " + start + ".";
    }
}

package io.facet.training.recipe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;

import io.facet.domain.UserError;
import io.facet.training.data.Sha256;

/**
 * What a run was started with on this machine, beside its recipe: kept in its folder as {@value #FILE}, so that {@code
 * train resume} needs no more than the folder.
 *
 * @param recipe the recipe's text
 * @param source name or file it was read from, for messages
 * @param smoke whether networks, data and length are cut down to a trial of some seconds
 * @param data folder that the recipe's data paths are relative to
 * @param tokenizer run of the visual tokenizer, instead of the recipe's
 * @param target MCF's frozen network, instead of the recipe's
 * @param start encoder to begin with, instead of fresh values
 */
public record RunOrder(
        String recipe,
        String source,
        boolean smoke,
        Path data,
        Optional<Path> tokenizer,
        Optional<Path> target,
        Optional<Path> start) {
    private static final String FILE = "run-order.json";
    private static final JsonMapper JSON =
            JsonMapper.builder().addModule(new Jdk8Module()).build();

    /** The recipe. */
    public Recipe parsed() {
        Recipe parsed = RecipeReader.parse(source, recipe);
        return smoke ? Smoke.of(parsed) : parsed;
    }

    /** The same order with networks that were trained before. */
    public RunOrder with(Optional<Path> tokenizerRun, Optional<Path> frozenTarget, Optional<Path> startEncoder) {
        return new RunOrder(recipe, source, smoke, data, tokenizerRun, frozenTarget, startEncoder);
    }

    /**
     * Networks named beside the recipe, by role: the name of the folder or file, and the SHA-256, in hex, of
     * the run's card, the bundle's manifest or the file itself. What is not there any more has no hash.
     */
    public Map<String, String> begunFrom() {
        Map<String, String> networks = new LinkedHashMap<>();
        start.ifPresent(path -> networks.put("start", named(path)));
        tokenizer.ifPresent(path -> networks.put("tokenizer", named(path)));
        target.ifPresent(path -> networks.put("target", named(path)));
        return networks;
    }

    private static String named(Path path) {
        Path file = Stream.of("run-card.json", "bundle.json")
                .map(path::resolve)
                .filter(Files::isRegularFile)
                .findFirst()
                .orElse(path);
        String name = path.toAbsolutePath().normalize().getFileName().toString();
        try {
            return Files.isRegularFile(file) ? name + ", SHA-256 " + Sha256.ofFile(file) : name;
        } catch (IOException e) {
            throw new UserError("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    /** Writes it into a run's folder. */
    public void write(Path run) {
        try {
            Files.createDirectories(run);
            JSON.writerWithDefaultPrettyPrinter().writeValue(run.resolve(FILE).toFile(), this);
        } catch (IOException e) {
            throw new UserError("cannot write to the output folder " + run + ": " + e.getMessage(), e);
        }
    }

    /** Reads that of a run's folder. */
    public static RunOrder read(Path run) {
        Path file = run.resolve(FILE);
        if (!Files.isRegularFile(file)) {
            throw new UserError("expected the folder of a run with " + FILE + " in it, found none in " + run);
        }
        try {
            return JSON.readValue(file.toFile(), RunOrder.class);
        } catch (IOException e) {
            throw new UserError("cannot read " + file + ": " + e.getMessage(), e);
        }
    }
}

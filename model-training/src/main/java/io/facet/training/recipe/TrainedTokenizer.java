package io.facet.training.recipe;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.facet.domain.UserError;
import io.facet.training.data.image.AugmentationSettings;
import io.facet.training.engine.Parameters;
import io.facet.training.network.DiscreteVaeSettings;
import io.facet.training.weights.Safetensors;

/**
 * A visual tokenizer that was trained: by one of our runs, or elsewhere and kept in a file.
 *
 * <p>The file is safetensors, its parameters under {@code tokenizer.}; its metadata give {@code imageSize}, {@code patch},
 * {@code vocabulary}, {@code width}, {@code codeWidth}, {@code residualBlocks}, and {@code mean} and {@code std} as three
 * numbers each.
 *
 * @param network its shape
 * @param parameters under {@code tokenizer.}
 * @param mean of its input, by channel
 * @param std of its input, by channel
 */
public record TrainedTokenizer(
        DiscreteVaeSettings network, Parameters parameters, List<Double> mean, List<Double> std) {
    private static final String PREFIX = "tokenizer.";

    /**
     * Opens a tokenizer.
     *
     * @param path folder of a run, of which the newest checkpoint is taken, or a file that {@link #write} wrote
     * @throws UserError if it is neither
     */
    public static TrainedTokenizer open(Path path) {
        return Files.isDirectory(path) ? of(TrainedRun.open(path)) : read(path);
    }

    /** The tokenizer of a run; refuses the run of something else. */
    public static TrainedTokenizer of(TrainedRun run) {
        TokenizerSection section = run.recipe().tokenizer();
        if (section == null) {
            throw new UserError("expected the run of a visual tokenizer, found "
                    + run.recipe().name() + " in " + run.checkpoint());
        }
        AugmentationSettings transform = run.recipe().transform();
        return new TrainedTokenizer(section.network(), run.weights().under(PREFIX), transform.mean(), transform.std());
    }

    private static TrainedTokenizer read(Path file) {
        Safetensors.Contents contents = Safetensors.read(file);
        Map<String, String> metadata = contents.metadata();
        try {
            DiscreteVaeSettings network = new DiscreteVaeSettings(
                    number(metadata, "imageSize"),
                    number(metadata, "patch"),
                    number(metadata, "vocabulary"),
                    number(metadata, "width"),
                    number(metadata, "codeWidth"),
                    number(metadata, "residualBlocks"));
            return new TrainedTokenizer(
                    network, contents.parameters().under(PREFIX), numbers(metadata, "mean"), numbers(metadata, "std"));
        } catch (IllegalArgumentException e) {
            throw new UserError(file + " is not the file of a visual tokenizer: " + e.getMessage(), e);
        }
    }

    private static int number(Map<String, String> metadata, String key) {
        return Integer.parseInt(value(metadata, key));
    }

    private static List<Double> numbers(Map<String, String> metadata, String key) {
        return Arrays.stream(value(metadata, key).split(","))
                .map(Double::valueOf)
                .toList();
    }

    private static String value(Map<String, String> metadata, String key) {
        String value = metadata.get(key);
        if (value == null) {
            throw new IllegalArgumentException("its metadata have no " + key);
        }
        return value;
    }

    /** Writes it into one file. */
    public void write(Path file) {
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put("imageSize", Integer.toString(network.imageSize()));
        metadata.put("patch", Integer.toString(network.patch()));
        metadata.put("vocabulary", Integer.toString(network.vocabulary()));
        metadata.put("width", Integer.toString(network.width()));
        metadata.put("codeWidth", Integer.toString(network.codeWidth()));
        metadata.put("residualBlocks", Integer.toString(network.residualBlocks()));
        metadata.put("mean", joined(mean));
        metadata.put("std", joined(std));
        Safetensors.write(file, parameters.values(), metadata);
    }

    private static String joined(List<Double> numbers) {
        return String.join(",", numbers.stream().map(String::valueOf).toList());
    }
}

package io.facet.training.data.source;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.facet.domain.UserError;

/** Texts and labels by key, from a {@code captions.jsonl}: one JSON object a line. Immutable. */
public final class Captions {
    /** The file's name in the folder of a set. */
    public static final String FILE = "captions.jsonl";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Captions NONE = new Captions(Map.of());

    private final Map<String, Annotation> byKey;

    private Captions(Map<String, Annotation> byKey) {
        this.byKey = byKey;
    }

    /**
     * A line of the file.
     *
     * @param key of the sample, as its source names it
     * @param captions texts that describe it
     * @param labels numbers by name
     */
    public record Line(String key, List<String> captions, Map<String, Double> labels) {}

    static Captions none() {
        return NONE;
    }

    /** Reads a file; a line that is not understood is refused by its number. */
    static Captions read(Path file) {
        Map<String, Annotation> byKey = new HashMap<>();
        int number = 0;
        try (BufferedReader reader = Files.newBufferedReader(file)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                number++;
                Line read = JSON.readValue(line, Line.class);
                if (read == null || read.key() == null) {
                    throw new UserError("captions %s, line %d: expected a key, found none".formatted(file, number));
                }
                byKey.put(read.key(), new Annotation(read.captions(), read.labels()));
            }
            return new Captions(byKey);
        } catch (JsonProcessingException e) {
            throw new UserError(
                    "captions %s, line %d: expected {\"key\", \"captions\", \"labels\"}: %s"
                            .formatted(file, number, e.getOriginalMessage()),
                    e);
        } catch (IOException e) {
            throw new UserError("captions %s: cannot be read: %s".formatted(file, e.getMessage()), e);
        }
    }

    Annotation of(String key) {
        return byKey.getOrDefault(key, Annotation.NONE);
    }
}

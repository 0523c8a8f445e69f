package io.facet.training.evaluate.file;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.facet.domain.UserError;
import io.facet.training.evaluate.task.EvaluationTask;

/**
 * A file of JSON lines.
 *
 * @param path of the file
 * @param records by key, in the order of the file
 */
record RecordFile(Path path, Map<String, FaceRecord> records) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * @param truth whether it says what is true, or what was predicted
     * @throws UserError that names file, line and what was expected
     */
    static RecordFile read(Path path, EvaluationTask task, boolean truth) {
        Map<String, FaceRecord> records = new LinkedHashMap<>();
        RecordReader reader =
                new RecordReader(task, truth, path.toAbsolutePath().getParent());
        try (BufferedReader lines = Files.newBufferedReader(path, StandardCharsets.UTF_8)) {
            int number = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                if (!line.isBlank()) {
                    add(records, reader, line, path, number);
                }
            }
        } catch (NoSuchFileException e) {
            throw new UserError(path + ": expected a file of JSON lines, found none", e);
        } catch (IOException e) {
            throw new UserError(path + ": cannot be read: " + e.getMessage(), e);
        }
        if (records.isEmpty()) {
            throw new UserError(path + ": expected at least one record, found none");
        }
        return new RecordFile(path, records);
    }

    private static void add(Map<String, FaceRecord> records, RecordReader reader, String line, Path path, int number) {
        try {
            FaceRecord face = reader.read(JSON.readTree(line));
            if (records.put(face.key(), face) != null) {
                throw new IllegalArgumentException("expected each key once, found '%s' again".formatted(face.key()));
            }
        } catch (JsonProcessingException e) {
            throw new UserError(
                    "%s, line %d: expected JSON, found: %s".formatted(path, number, e.getOriginalMessage()), e);
        } catch (IllegalArgumentException e) {
            throw new UserError("%s, line %d: %s".formatted(path, number, e.getMessage()), e);
        }
    }
}

package io.facet.training.loop.metrics;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.facet.domain.UserError;

/**
 * {@code scores.csv}: update, name and value of every score. There only if the run is scored. Kept in memory, too: there are
 * few. Used by one thread.
 */
public final class ScoresFile {
    private static final String HEADER = "update,name,value";

    private final Path file;
    private final List<Score> scores = new ArrayList<>();

    /** One score. */
    public record Score(long update, String name, double value) {
        private String row() {
            return update + "," + name + "," + value;
        }

        private static Score parse(String row) {
            int first = row.indexOf(',');
            int last = row.lastIndexOf(',');
            return new Score(
                    Long.parseLong(row.substring(0, first)),
                    row.substring(first + 1, last),
                    Double.parseDouble(row.substring(last + 1)));
        }
    }

    private ScoresFile(Path file) {
        this.file = file;
    }

    /**
     * Opens the file to append to it.
     *
     * @param update scores after this update are cut off; 0 empties the file
     * @throws UserError if it cannot be read or written
     */
    public static ScoresFile open(Path file, long update) {
        ScoresFile scores = new ScoresFile(file);
        try {
            if (Files.exists(file)) {
                Files.readAllLines(file, StandardCharsets.UTF_8).stream()
                        .skip(1)
                        .filter(row -> row.indexOf(',') > 0)
                        .takeWhile(row -> Long.parseLong(row.substring(0, row.indexOf(','))) <= update)
                        .map(Score::parse)
                        .forEach(scores.scores::add);
                scores.rewrite();
            }
            return scores;
        } catch (IOException e) {
            throw scores.failed(e);
        }
    }

    private void rewrite() throws IOException {
        if (scores.isEmpty()) {
            Files.delete(file);
            return;
        }
        List<String> lines = new ArrayList<>(List.of(HEADER));
        scores.forEach(score -> lines.add(score.row()));
        Files.write(file, lines, StandardCharsets.UTF_8);
    }

    /** Appends the scores of one evaluation. */
    public void append(long update, Map<String, Double> values) {
        List<String> lines = new ArrayList<>(scores.isEmpty() && !values.isEmpty() ? List.of(HEADER) : List.of());
        values.forEach((name, value) -> {
            Score score = new Score(update, name, value);
            scores.add(score);
            lines.add(score.row());
        });
        try {
            Files.write(file, lines, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /** All scores so far, in time's order. */
    public List<Score> scores() {
        return List.copyOf(scores);
    }

    private UserError failed(IOException e) {
        return new UserError("cannot write " + file + ": " + e.getMessage(), e);
    }
}

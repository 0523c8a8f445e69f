package io.facet.training.loop.metrics;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.facet.domain.UserError;

/**
 * {@code metrics.csv}: a row every few updates, losses and norms to the last digit. A resumed run first cuts the rows after
 * its checkpoint off, so that the file is that of a run that never stopped. Used by one thread.
 */
public final class MetricsFile implements AutoCloseable {
    /** Columns of every run; the parts of the loss follow. */
    static final List<String> FIXED =
            List.of("update", "epoch", "images", "seconds", "rate", "gradient_norm", "images_per_second");

    /** The first so many columns grow from row to row. */
    static final int GROWING = 4;

    private final Path file;
    private Writer out;
    private List<String> header;

    private MetricsFile(Path file) {
        this.file = file;
    }

    /**
     * Opens the file to append to it.
     *
     * @param update rows after this update are cut off; 0 empties the file
     * @throws UserError if it cannot be read or written
     */
    public static MetricsFile open(Path file, long update) {
        MetricsFile metrics = new MetricsFile(file);
        try {
            List<String> kept = Files.exists(file) && update > 0 ? upTo(update, file) : List.of();
            Path part = file.resolveSibling(file.getFileName() + ".part");
            Files.write(part, kept, StandardCharsets.UTF_8);
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            metrics.header = kept.isEmpty() ? null : List.of(kept.get(0).split(","));
            metrics.out = Files.newBufferedWriter(file, StandardCharsets.UTF_8, StandardOpenOption.APPEND);
            return metrics;
        } catch (IOException e) {
            throw metrics.failed(e);
        }
    }

    private static List<String> upTo(long update, Path file) throws IOException {
        try (Stream<String> lines = Files.lines(file, StandardCharsets.UTF_8)) {
            List<String> all = lines.toList();
            List<String> kept = new ArrayList<>(all.subList(0, Math.min(1, all.size())));
            // A killed run may have left half a row; it is of an update after the checkpoint.
            all.stream().skip(1).takeWhile(row -> number(row) <= update).forEach(kept::add);
            return kept;
        }
    }

    private static long number(String row) {
        int comma = row.indexOf(',');
        return comma < 0 ? Long.MAX_VALUE : Long.parseLong(row.substring(0, comma));
    }

    /** Appends a row, and the header before the first. */
    public void append(UpdateFigures figures) {
        List<String> columns = new ArrayList<>(FIXED);
        columns.addAll(figures.losses().keySet());
        try {
            if (header == null) {
                header = columns;
                out.write(String.join(",", header) + "\n");
            }
            if (!header.equals(columns)) {
                throw new UserError(file + " has the columns " + header + ", the run gives " + columns
                        + "; begin in another folder");
            }
            out.write(row(figures) + "\n");
            out.flush();
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private static String row(UpdateFigures figures) {
        String fixed = String.format(
                Locale.ROOT,
                "%d,%.6f,%d,%.3f,%s,%s,%.2f",
                figures.update(),
                figures.epoch(),
                figures.images(),
                figures.seconds(),
                figures.rate(),
                figures.gradientNorm(),
                figures.imagesPerSecond());
        return figures.losses().values().stream().map(value -> "," + value).collect(Collectors.joining("", fixed, ""));
    }

    /** Reads a file back. */
    public static MetricsTable read(Path file) throws IOException {
        try (Stream<String> lines = Files.lines(file, StandardCharsets.UTF_8)) {
            List<String> all = lines.toList();
            if (all.isEmpty()) {
                return new MetricsTable(List.of(), List.of());
            }
            List<String> columns = List.of(all.get(0).split(","));
            List<double[]> rows = new ArrayList<>();
            for (String line : all.subList(1, all.size())) {
                String[] values = line.split(",");
                if (values.length != columns.size()) {
                    throw new IOException(file + ": expected " + columns.size() + " values in a row, found " + line);
                }
                rows.add(Stream.of(values).mapToDouble(Double::parseDouble).toArray());
            }
            return new MetricsTable(columns, rows);
        }
    }

    private UserError failed(IOException e) {
        return new UserError("cannot write " + file + ": " + e.getMessage(), e);
    }

    @Override
    public void close() {
        try {
            out.close();
        } catch (IOException e) {
            throw failed(e);
        }
    }
}

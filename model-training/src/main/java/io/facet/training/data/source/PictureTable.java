package io.facet.training.data.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.facet.domain.UserError;

/**
 * Rows of pictures and texts, read by DuckDB from CSV, TSV, JSON lines or Parquet. Columns are found by name, whatever
 * their case; where the downloader left a column {@code status}, rows that did not succeed are left out.
 */
final class PictureTable {
    private static final List<String> REFERENCES =
            List.of("path", "image_path", "file", "filename", "file_name", "key", "id", "sample_id", "url");
    private static final List<String> CAPTIONS = List.of("caption", "text", "alt", "title");
    private static final String STATUS = "status";
    private static final String SUCCESS = "success";

    private PictureTable() {}

    /**
     * A row.
     *
     * @param reference path, key or address of the picture
     * @param caption its text; empty where there is none
     */
    record Row(String reference, Optional<String> caption) {}

    /** Rows of a file, or of the Parquet files of a folder, in their order. */
    static List<Row> read(Path path) {
        if (!Files.exists(path)) {
            throw new UserError(
                    "table %s: expected a CSV, TSV, JSON lines or Parquet file, found nothing".formatted(path));
        }
        String query = "SELECT * FROM " + scan(path);
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            // One thread keeps the order of rows; extensions would be fetched from the network.
            statement.execute("SET threads = 1");
            statement.execute("SET autoinstall_known_extensions = false");
            try (ResultSet rows = statement.executeQuery(query)) {
                return rows(path, rows);
            }
        } catch (SQLException e) {
            String reason = String.valueOf(e.getMessage()).lines().findFirst().orElse("no reason given");
            throw new UserError("table %s: cannot be read: %s".formatted(path, reason), e);
        }
    }

    private static String scan(Path path) {
        String name = path.getFileName().toString().toLowerCase(Locale.ROOT);
        if (name.endsWith(".csv")) {
            return "read_csv(" + quoted(path) + ", header = true, all_varchar = true)";
        }
        if (name.endsWith(".tsv")) {
            return "read_csv(" + quoted(path) + ", header = true, all_varchar = true, delim = '\t')";
        }
        if (name.endsWith(".jsonl") || name.endsWith(".ndjson")) {
            return "read_json(" + quoted(path) + ", format = 'newline_delimited')";
        }
        String files = parquet(path).stream().map(PictureTable::quoted).collect(Collectors.joining(", "));
        return "read_parquet([" + files + "])";
    }

    private static List<Path> parquet(Path path) {
        if (!Files.isDirectory(path)) {
            return List.of(path);
        }
        try (Stream<Path> children = Files.list(path)) {
            List<Path> files = children.filter(
                            child -> child.getFileName().toString().endsWith(".parquet"))
                    .sorted(Comparator.comparing(child -> child.getFileName().toString(), NaturalOrder.INSTANCE))
                    .toList();
            if (files.isEmpty()) {
                throw new UserError("table %s: expected .parquet files in it, found none".formatted(path));
            }
            return files;
        } catch (IOException e) {
            throw new UserError("table %s: cannot be listed: %s".formatted(path, e.getMessage()), e);
        }
    }

    private static String quoted(Path path) {
        return "'" + path.toString().replace("'", "''") + "'";
    }

    private static List<Row> rows(Path path, ResultSet table) throws SQLException {
        List<String> columns = columns(table.getMetaData());
        int reference = column(columns, REFERENCES);
        int caption = column(columns, CAPTIONS);
        int status = columns.indexOf(STATUS) + 1;
        if (reference == 0) {
            throw new UserError("table %s: expected a column out of %s, found %s".formatted(path, REFERENCES, columns));
        }
        List<Row> rows = new ArrayList<>();
        while (table.next()) {
            String picture = table.getString(reference);
            boolean failed = status > 0 && !SUCCESS.equalsIgnoreCase(table.getString(status));
            if (picture == null || picture.isBlank() || failed) {
                continue;
            }
            rows.add(new Row(picture.strip(), caption == 0 ? Optional.empty() : text(table.getString(caption))));
        }
        return rows;
    }

    private static List<String> columns(ResultSetMetaData table) throws SQLException {
        List<String> columns = new ArrayList<>();
        for (int i = 1; i <= table.getColumnCount(); i++) {
            columns.add(table.getColumnName(i).toLowerCase(Locale.ROOT));
        }
        return columns;
    }

    /** Number of the first known column that is there, from 1; 0 if none is. */
    private static int column(List<String> columns, List<String> known) {
        return known.stream()
                .map(name -> columns.indexOf(name) + 1)
                .filter(number -> number > 0)
                .findFirst()
                .orElse(0);
    }

    private static Optional<String> text(String value) {
        return Optional.ofNullable(value)
                .map(text -> text.replaceAll("\\s+", " ").strip())
                .filter(text -> !text.isEmpty());
    }
}

package io.facet.training.data.source;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;

import io.facet.domain.UserError;

/** A comma-separated table whose first line names its columns, read row by row. Names are compared without case. */
public final class CommaTable implements AutoCloseable {
    private static final CsvMapper CSV = CsvMapper.builder()
            .enable(CsvParser.Feature.WRAP_AS_ARRAY)
            .enable(CsvParser.Feature.TRIM_SPACES)
            .enable(CsvParser.Feature.SKIP_EMPTY_LINES)
            .build();

    private final String where;
    private final MappingIterator<String[]> rows;
    private final Map<String, Integer> columns = new LinkedHashMap<>();
    /** A first line that names no columns is a row. */
    private String[] first;

    private CommaTable(String where, MappingIterator<String[]> rows) {
        this.where = where;
        this.rows = rows;
    }

    /**
     * Opens a table of a set.
     *
     * @param required columns that must be there
     * @throws UserError that names the columns expected and found
     */
    public static CommaTable open(SetFiles files, StoredFile file, List<String> required) throws IOException {
        return open(files, file, required, List.of());
    }

    /**
     * Opens a table of a set that some copies have without a first line of names.
     *
     * @param unnamed the columns of a table that does not name them
     */
    public static CommaTable open(SetFiles files, StoredFile file, List<String> required, List<String> unnamed)
            throws IOException {
        CommaTable table = new CommaTable(
                files.where() + "/" + file.name(), CSV.readerFor(String[].class).readValues(files.stream(file)));
        String[] header = table.rows.hasNextValue() ? table.rows.nextValue() : new String[0];
        table.name(header);
        if (!required.stream().allMatch(table::has) && header.length > 0 && header.length == unnamed.size()) {
            table.first = header;
            table.columns.clear();
            table.name(unnamed.toArray(String[]::new));
        }
        if (!required.stream().allMatch(table::has)) {
            table.close();
            throw new UserError(
                    "table %s: expected columns %s, found %s".formatted(table.where, required, List.of(header)));
        }
        return table;
    }

    private void name(String[] header) {
        for (int i = 0; i < header.length; i++) {
            columns.putIfAbsent(header[i].replace("\uFEFF", "").strip().toLowerCase(Locale.ROOT), i);
        }
    }

    /** Whether there is a column of that name. */
    public boolean has(String column) {
        return columns.containsKey(column.toLowerCase(Locale.ROOT));
    }

    /** The row that comes next, or null after the last. */
    public Row next() throws IOException {
        if (first != null) {
            Row row = new Row(first);
            first = null;
            return row;
        }
        return rows.hasNextValue() ? new Row(rows.nextValue()) : null;
    }

    /** A row; any thread. */
    public final class Row {
        private final String[] fields;

        private Row(String[] fields) {
            this.fields = fields;
        }

        /** The field in a column; empty where the row is short or the table has no such column. */
        public String get(String column) {
            Integer index = columns.get(column.toLowerCase(Locale.ROOT));
            return index == null || index >= fields.length || fields[index] == null ? "" : fields[index];
        }
    }

    @Override
    public void close() throws IOException {
        rows.close();
    }
}

package io.facet.jobs.run;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.function.Function;

import io.facet.connectors.record.RecordCodec;
import io.facet.connectors.record.RecordFormat;
import io.facet.connectors.record.WireRecord;

/**
 * The records of a file of JSON lines, read as they are asked for and never held together.
 *
 * @param <W> wire form of a line
 * @param <T> what a caller wants
 */
final class JsonLines<W extends WireRecord, T> implements Iterable<T> {
    private final Path file;
    private final RecordCodec<W> codec;
    private final Function<W, T> toDomain;

    JsonLines(Path file, Class<W> recordClass, Function<W, T> toDomain) {
        this.file = file;
        this.codec = RecordCodec.of(recordClass, RecordFormat.JSON);
        this.toDomain = toDomain;
    }

    /** Opens the file; it is closed when its last line has been read. */
    @Override
    public Iterator<T> iterator() {
        BufferedReader reader;
        try {
            reader = Files.newBufferedReader(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return reader.lines()
                .onClose(() -> closeQuietlyOnlyAfterReading(reader))
                .map(line -> toDomain.apply(codec.decode(line.getBytes(StandardCharsets.UTF_8))))
                .iterator();
    }

    private static void closeQuietlyOnlyAfterReading(BufferedReader reader) {
        try {
            reader.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

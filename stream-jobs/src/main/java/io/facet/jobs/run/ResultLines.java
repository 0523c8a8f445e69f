package io.facet.jobs.run;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.function.Function;

import io.facet.connectors.record.DeadLetterRecord;
import io.facet.connectors.record.ObservationRecord;
import io.facet.connectors.record.RecordCodec;
import io.facet.connectors.record.RecordFormat;
import io.facet.connectors.record.TrackRecord;
import io.facet.connectors.record.WireRecord;
import io.facet.domain.face.FaceObservation;
import io.facet.domain.face.FinishedTrack;
import io.facet.domain.video.DeadLetter;

/**
 * The records of a file of JSON lines, read as they are asked for and never held together.
 *
 * @param <W> wire form of a line
 * @param <T> what a caller wants
 */
public final class ResultLines<W extends WireRecord, T> implements Iterable<T> {
    private final Path file;
    private final RecordCodec<W> codec;
    private final Function<W, T> toDomain;

    private ResultLines(Path file, Class<W> recordClass, Function<W, T> toDomain) {
        this.file = file;
        this.codec = RecordCodec.of(recordClass, RecordFormat.JSON);
        this.toDomain = toDomain;
    }

    /** A run's observations. */
    public static Iterable<FaceObservation> observations(Path file) {
        return new ResultLines<>(file, ObservationRecord.class, ObservationRecord::toDomain);
    }

    /** A run's tracks. */
    public static Iterable<FinishedTrack> tracks(Path file) {
        return new ResultLines<>(file, TrackRecord.class, TrackRecord::toDomain);
    }

    /** A run's dead letters. */
    public static Iterable<DeadLetter> deadLetters(Path file) {
        return new ResultLines<>(file, DeadLetterRecord.class, DeadLetterRecord::toDomain);
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
